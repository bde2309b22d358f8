"""The tabs of a project: each gathers what its template shows."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse

from bedo.core import log
from bedo.ledger import queries as ledger_queries
from bedo.ledger.models import Transfer
from bedo.office.changes import show as changes
from bedo.office.projects.acts.details import plan_of
from bedo.office.projects.acts.rolling import is_lent
from bedo.office.projects.page import sent_back
from bedo.office.projects.scene import PART, Scene
from bedo.office.visits import beside as visits
from bedo.office.writing import offers
from bedo.projects import effects_due, lawbook, queries
from bedo.projects.models import Contract, Settlement
from bedo.projects.rules import effects as effect_rules
from bedo.projects.rules import estimate
from bedo.projects.rules import states as s
from bedo.projects.services import acceptance, appraisal, contracts, dossiers
from bedo.projects.services import effects as effect_services
from bedo.projects.services.sent_back import UNSORTED

WORDS = {
    "": "Tổng quan",
    "ho-so": "Hồ sơ",
    "tham-dinh": "Thẩm định",
    "hop-dong": "Hợp đồng, tiền",
    "tien-do": "Tiến độ",
    "nghiem-thu": "Nghiệm thu, quyết toán",
    "dieu-chinh": "Điều chỉnh",
    "van-ban": "Văn bản",
    "nhat-ky": "Nhật ký",
}
SOURCE_FIELDS = ("printed_amounts", "status", "qualifiers", "effects", "jobs", "note", "category")


def links(scene: Scene, here: str) -> list[dict[str, Any]]:
    """Links of the tabs with their words; a published project has only what its source printed."""
    pk = scene.project.pk
    found = []
    for tab, word in WORDS.items():
        if scene.project.is_published and tab not in ("", "nhat-ky"):
            continue
        url = reverse("office:projects:tab", args=[pk, tab]) if tab else reverse("office:projects:detail", args=[pk])
        found.append({"word": word, "url": url + scene.query, "current": tab == here})
    return found


def switch(scene: Scene, here: str) -> list[dict[str, Any]]:
    """The same page for each share of a project of several: name, what it gets, state; [] when there is no choice."""
    if not scene.several or not scene.parts:
        return []
    pk = scene.project.pk
    url = reverse("office:projects:tab", args=[pk, here]) if here else reverse("office:projects:detail", args=[pk])
    return [
        {
            "number": share.number,
            "word": share.label,
            "amount": share.support,
            "state": share.state or scene.project.state,
            "url": f"{url}?{PART}={share.number}",
            "current": share.pk == scene.share.pk,
        }
        for share in scene.parts
    ]


def dossier(scene: Scene) -> dict[str, Any]:
    """Eight parts, estimate with what does not add up, papers."""
    project = scene.project
    written = getattr(project, "dossier", None)
    lines = list(project.estimate.order_by("number"))
    parts = [(label, getattr(written, name) if written else "") for name, label in queries.PART_LABELS.items()]
    return {
        "parts": parts[:5],
        "later_parts": parts[5:],
        "lines": lines,
        "totals": estimate.totals(queries.estimate_lines(project)),
        "problems": queries.estimate_problems(project) if lines else (),
        "rule_answer": None if scene.several else lawbook.ceiling(project, scene.today),
        "tranches": list(project.tranches.order_by("year")) if project.kind == "key" else [],
        "contents": _contents(scene),
        "ruling": lawbook.norm_ruling(project, scene.today),
        "checklist": scene.dossier_papers,
        "other_papers": [
            row
            for row in queries.papers_of(project)
            if not row.slot.startswith(("dossier:", "advance:", "completion:", UNSORTED))
        ],
        "earlier": list(queries.earlier_prices(project)),
        "message": lawbook.reminder(project, scene.dossier_papers, project.due_on),
        "sent_back": sent_back(scene),
        "writable": project.state in dossiers.WRITABLE and "project.draft" in scene.rights,
        "wishes": list(project.wishes.all()),
    }


def _contents(scene: Scene) -> list[str]:
    """Names of the contents of a project of several, its own first; [] for one content."""
    project = scene.project
    if not project.more_contents:
        return []
    known = lawbook.contents(project, scene.today)
    return [known[key].name if key in known else key for key in (project.content, *project.more_contents)]


def appraisal_tab(scene: Scene) -> dict[str, Any]:
    """Rounds of appraisal with findings, requests for correction."""
    rounds = (
        scene.project.appraisals.select_related("appraiser", "decision")
        .prefetch_related("findings", "members")
        .order_by("-round")
    )
    corrections = scene.project.corrections.select_related("asked_by", "answered_by", "closed_by").order_by("-id")
    return {"rounds": list(rounds), "corrections": list(corrections), "kinds": appraisal.CORRECTION_KINDS}


def contract_tab(scene: Scene) -> dict[str, Any]:
    """Contract, parties, the Sở's confirmations, payments, transfers."""
    share = scene.share
    contract = queries.contract_of(share) if share else None
    money = scene.money[share.holder] if scene.several and share else scene.money_of_all
    return {
        "contract": contract,
        "parties": list(contract.parties.order_by("id")) if contract else [],
        "annexes": annexes_of(contract) if contract else [],
        "confirmations": list(share.confirmations.select_related("confirmed_by", "attachment").order_by("-on"))
        if share
        else [],
        "payments": list(share.payments.select_related("entered_by").order_by("-on", "-id")) if share else [],
        "transfers": list(_transfers(scene)[:50]),
        "checklist": scene.advance_papers,
        "kinds": contracts.KINDS,
        "payment_kinds": contracts.PAYMENT_KINDS,
        "money": money,
        "detail": plan_of(scene) if scene.several else None,
        "schedule": queries.schedule_of(share, scene.today) if share and is_lent(scene) else None,
        "offer": lawbook.advance_offer(share, scene.today) if share and scene.project.state not in (s.DRAFT,) else None,
    }


def _transfers(scene: Scene) -> QuerySet[Transfer]:
    """Transfers of the project, of one share when the page is about one."""
    found = ledger_queries.transfers_of(scene.project.subject)
    if not scene.query:
        return found
    mine = scene.share.holder
    return found.filter(Q(source__holder=mine) | Q(target__holder=mine))


def annexes_of(contract: Contract) -> list[Contract]:
    """Annexes of the contract, the newest first, with the amounts that they set."""
    return list(contract.amendments.prefetch_related("items").order_by("-signed_on", "-pk"))


def progress_tab(scene: Scene) -> dict[str, Any]:
    """Monthly reports, planned against done, difficulties, visits."""
    share = scene.share
    return {
        "reports": list(share.reports.select_related("reported_by").prefetch_related("photos").order_by("-month"))
        if share
        else [],
        "difficulties": list(share.difficulties.select_related("holder").order_by("closed_on", "due_on"))
        if share
        else [],
        "next_month": queries.next_report_month(share, scene.today) if share and share.state else None,
        "visits": visits.of_project(scene.project, scene.user) if visits.sees(scene.user) else None,
    }


def acceptance_tab(scene: Scene) -> dict[str, Any]:
    """Minutes, vouchers, settlement, completion papers, effects."""
    share = scene.share
    contract = queries.contract_of(share) if share else None
    return {
        "rounds": list(
            share.acceptances.select_related("signed_by").prefetch_related("lines", "parties").order_by("-round")
        )
        if share
        else [],
        "results": acceptance.RESULTS,
        "vouchers": list(share.vouchers.order_by("on", "id")) if share else [],
        "sources": acceptance.SOURCES,
        "contract": contract,
        "settlement": Settlement.objects.filter(contract=contract).select_related("submitted_by", "decided_by").first()
        if contract
        else None,
        "settlement_lines": list(share.settlement_lines.all()) if share else [],
        "settlement_due": lawbook.settlement_due(contract) if contract else None,
        "checklist": scene.completion_papers,
        "effects": list(share.effects.order_by("year")) if share else [],
        "against": effects_due.against(scene.project) if share and share.state in effects_due.FOLLOWED else [],
        "measures": effect_rules.MEASURES,
        "measure_kinds": effect_rules.KIND_LABELS,
        "said_how": effect_services.SAID_HOW,
    }


def papers_tab(scene: Scene) -> dict[str, Any]:
    """Papers written of the project, its shares, contracts, minutes and changes; and which may be written."""
    project = scene.project
    seen = scene.user.grants.may("paper.view", project.province_id)
    return {
        "offers": offers.of_project(project, scene.parts, scene.today),
        "written": offers.written_of(scene.user, project.subject) if seen else [],
        "may_record": scene.user.grants.may("paper.write", project.province_id),
    }


def log_tab(scene: Scene) -> dict[str, Any]:
    """The whole timeline, newest first, at most 500 entries."""
    return {"entries": list(log.timeline(scene.project.subject)[:500])}


TABS: dict[str, Callable[[Scene], dict[str, Any]]] = {
    "ho-so": dossier,
    "tham-dinh": appraisal_tab,
    "hop-dong": contract_tab,
    "tien-do": progress_tab,
    "nghiem-thu": acceptance_tab,
    "dieu-chinh": changes.tab,
    "van-ban": papers_tab,
    "nhat-ky": log_tab,
}
