"""Named reads over the tables of a project."""

from __future__ import annotations

from datetime import date

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet, Subquery, prefetch_related_objects

from bedo.core.moves import Refused
from bedo.core.types import Dong
from bedo.documents.models import Paper
from bedo.ledger import queries as ledger_queries
from bedo.places.known import Map, map_at_hand, stamp, the_map
from bedo.projects.models import (
    Acceptance,
    Appraisal,
    Contract,
    ContractShare,
    EstimateLine,
    ProgressReport,
    Project,
    ProjectPaper,
    Share,
    Wish,
)
from bedo.projects.rules import estimate, rolling, states
from bedo.projects.rules.changes import APPROVED

PART_LABELS = {
    "units": "1. Đơn vị thực hiện, phối hợp, thụ hưởng, địa điểm",
    "need": "2. Sự cần thiết và căn cứ",
    "goal": "3. Mục tiêu",
    "scale": "4. Quy mô, đặc điểm nổi bật",
    "content": "5. Nội dung, tiến độ, phân công",
    "organisation": "7. Tổ chức thực hiện",
    "effect": "8. Hiệu quả kinh tế, xã hội, môi trường, bền vững, nhân rộng",
}
PAYABLE = frozenset(
    {states.CONTRACTED, states.RUNNING, states.REWORK, states.COMPLETED, states.ACCEPTED, states.SETTLING}
)
BETWEEN_CONTRACT_AND_LIQUIDATION = frozenset(
    {states.CONTRACTED, states.RUNNING, states.COMPLETED, states.REWORK, states.ACCEPTED, states.SETTLING}
)


def first_share(project: Project) -> Share | None:
    """The share a page opens with: the first that is carried out, else the pool of a project that is not shared out yet."""
    shares = sorted(project.shares.all(), key=lambda one: (one.role == "pool", one.state in states.GONE, one.number))
    if not shares:
        return None
    shares[0].project = project
    return shares[0]


def pool_of(project: Project) -> Share:
    """The share that holds the project's money when the plan is approved: the pool of several, or the only one."""
    return project.shares.select_related("project__province").order_by("number").first()


def budget_year(project: Project, share: Share | None = None) -> int:
    """The newest budget year in which money of the share (or of the project) lies unsettled; the project's own before there is any.

    After a carry-over it is no longer the year of the plan.
    """
    held = (
        ledger_queries.balances(holders=[share.holder]) if share else ledger_queries.balances(groups=[project.subject])
    )
    return max((row.year for row in held if row.stage != "settled"), default=project.year)


def waiting_in_pool(project: Project) -> Dong:
    """Money of the plan that the detailed plan has to share out, whole đồng; 0 for a project of one share."""
    if project.kind not in states.SHARED:
        return Dong(0)
    pool = pool_of(project)
    return ledger_queries.stages_of_holders([pool.holder])[pool.holder]["planned"]


def carrying_shares(project: Project) -> list[Share]:
    """The shares that are carried out: all but the pool."""
    return [share for share in sorted(project.shares.all(), key=lambda share: share.number) if share.role != "pool"]


def detail_problem(project: Project) -> str:
    """What keeps the detailed plan of the year from being approved, as a sentence; "" when nothing does.

    Its rows name at least two beneficiaries and give out exactly what the plan put into the pool.
    """
    if project.kind not in states.SHARED:
        return "Chỉ đề án nhóm, đề án điểm mới có kế hoạch chi tiết."
    rows = list(project.details.filter(approved_on=None))
    if not rows:
        return "Chưa ghi kế hoạch chi tiết."
    known = project.shares.filter(role="beneficiary").values_list("establishment", flat=True)
    if len({row.establishment_id for row in rows if row.role == "beneficiary"} | set(known)) < 2:
        return "Đề án có nhiều đơn vị thụ hưởng phải ghi ít nhất hai cơ sở."
    there = waiting_in_pool(project)
    given = Dong(sum(row.amount for row in rows))
    if given != there:
        return f"Kế hoạch chi tiết cộng {given}, khác {there} đã bố trí chưa chia."
    return ""


def key_problem(project: Project) -> str:
    """What a key project still lacks, as a sentence; "" for the other kinds. Two contents, two or three years, the sums."""
    if project.kind != "key":
        return ""
    if len({project.content, *project.more_contents}) < 2:
        return "Đề án điểm phải có ít nhất hai nội dung."
    tranches = list(project.tranches.order_by("year"))
    if not 2 <= len(tranches) <= 3:
        return "Đề án điểm thực hiện hai hoặc ba năm, mỗi năm một phần kinh phí."
    if [tranche.year - project.year for tranche in tranches] != list(range(len(tranches))):
        return f"Các năm của đề án điểm phải liền nhau, bắt đầu từ {project.year}."
    total = Dong(sum(tranche.amount for tranche in tranches))
    if total != project.support:
        return f"Kinh phí các năm cộng {total}, khác {project.support or Dong(0)} đề nghị."
    return ""


PROOFS = {
    "has_minutes": Exists(Acceptance.objects.filter(share=OuterRef("pk"), signed_on__isnull=False)),
    "has_report": Exists(ProgressReport.objects.filter(share=OuterRef("pk"))),
    "reported_percent": Subquery(
        ProgressReport.objects.filter(share=OuterRef("pk")).order_by("-month").values("done_percent")[:1]
    ),
}


def forget(share: Share) -> None:
    """Drop what a page fetched with the share: an act looks again, under its lock."""
    for name in PROOFS:
        share.__dict__.pop(name, None)


PEOPLE = ("officer", "implementer", "dossier")
UNITS = ("province", "place__parent__parent", "place_now__parent")


def for_page(user, pk: int, *, with_files: bool = True) -> Project:
    """One project with what its page always needs, within the person's scope. Raises Project.DoesNotExist.

    `with_files`: its papers with their files and numbers, and who added them; the overview only says what is there.

    Its units come from the map that the process keeps, when that is still the newest: joining them costs PostgreSQL more
    than all else of the query.
    """
    shares = Prefetch("shares", Share.objects.select_related("establishment").annotate(**PROOFS).order_by("number"))
    rows = ProjectPaper.objects.order_by("id")
    papers = Prefetch("papers", rows.select_related("attachment", "paper", "added_by") if with_files else rows)
    seen = Project.objects.visible_to(user).select_related(*PEOPLE).prefetch_related(shares, papers)
    seen = seen.annotate(seen_on_site=Exists(Wish.objects.filter(projects=OuterRef("pk"), state=states.SCREENED)))
    known = map_at_hand()
    if known is None:
        project = seen.select_related(*PEOPLE, *UNITS).get(pk=pk)
        _name_places(project, None)
        return project
    project = seen.annotate(units_stamp=stamp()).get(pk=pk)
    if project.units_stamp != known.stamp:
        known = the_map()
    _name_places(project, known)
    project.province = known.row(project.province_id)
    project.place = known.row(project.place_id)
    project.place_now = known.row(project.place_now_id)
    return project


def _name_places(project: Project, known: Map | None) -> None:
    """The places of several shares, from the map or by one query; a project of one share is where the project is."""
    shares = [share for share in project.shares.all() if share.place_id]
    if len(shares) < 2:
        return
    if known is None:
        prefetch_related_objects(shares, "place")
        return
    for share in shares:
        share.place = known.row(share.place_id)


def empty_parts(project: Project) -> tuple[str, ...]:
    """Labels of dossier parts that nobody wrote yet."""
    dossier = getattr(project, "dossier", None)
    return tuple(label for name, label in PART_LABELS.items() if dossier is None or not getattr(dossier, name).strip())


def estimate_lines(project: Project) -> list[estimate.Line]:
    """The lines of Mẫu 1 as plain values."""
    return [
        estimate.Line(line.text, line.total, line.from_fund, line.from_beneficiary, line.from_other)
        for line in sorted(project.estimate.all(), key=lambda line: line.number)
    ]


def estimate_problems(project: Project) -> tuple[str, ...]:
    """What does not add up in the estimate, as sentences."""
    return estimate.problems(estimate_lines(project), support=project.support)


def capacity_passed(project: Project) -> bool:
    """Does a wish of the project have an appraisal on site that passed? As the page fetched it, or one small query."""
    if hasattr(project, "seen_on_site"):
        return project.seen_on_site
    return any(wish.state == states.SCREENED for wish in project.wishes.all())


def papers_of(project: Project) -> list[ProjectPaper]:
    """Papers of the project with their files and numbers; one query, none when the page fetched them."""
    if "papers" in getattr(project, "_prefetched_objects_cache", {}):
        return list(project.papers.all())
    return list(project.papers.select_related("attachment", "paper", "added_by").order_by("id"))


def appraisal_outcome(project: Project) -> str:
    """ "" without a sheet, "incomplete", "pass" when all five contents pass, "reject" when one does not.

    Of the level that appraises now: what the Sở wrote counts for nothing before the Cục.
    """
    sheet = open_sheet(project)
    if sheet is None:
        return ""
    passed = [found.passed for found in sheet.findings.all()]
    if False in passed:
        return "reject"
    return "pass" if len(passed) >= 5 and all(passed) else "incomplete"


def open_sheet(project: Project) -> Appraisal | None:
    """The sheet of the level that appraises now that is not concluded yet."""
    level = states.appraisal_level(project.state)
    return project.appraisals.filter(level=level, conclusion="").order_by("-round").first()


def to_register(user, province_id: int, year: int) -> QuerySet[Project]:
    """National projects of a province and year that wait for the Sở's registration, with all that their checklists look at."""
    seen = Project.objects.visible_to(user).filter(
        province=province_id, year=year, track="national", state=states.BASE_PASSED, source_url=""
    )
    return with_checklists(seen).order_by("pk")


def with_checklists(seen: QuerySet[Project]) -> QuerySet[Project]:
    """Projects with all that the checklist of their dossiers looks at, in a fixed number of queries."""
    shares = Prefetch("shares", Share.objects.select_related("establishment").order_by("number"))
    papers = Prefetch("papers", ProjectPaper.objects.select_related("attachment", "paper", "added_by").order_by("id"))
    return seen.select_related("province", "place", "dossier", "officer").prefetch_related(
        shares, papers, "wishes", "appraisals", "estimate"
    )


def contract_of(share: Share) -> Contract | None:
    """The contract in force of a share: its newest that is not an amendment."""
    if "contract_items" in getattr(share, "_prefetched_objects_cache", {}):
        found = [item.contract for item in share.contract_items.all() if item.contract.parent_id is None]
        return max(found, key=lambda contract: (contract.signed_on, contract.pk), default=None)
    return Contract.objects.filter(items__share=share, parent=None).order_by("-signed_on", "-id").first()


def contract_end(share: Share) -> date | None:
    """The last day of the share's contract, as its newest annex says; None without a contract."""
    contract = contract_of(share)
    if contract is None:
        return None
    annex = contract.amendments.order_by("-signed_on", "-id").first()
    return (annex or contract).ends_on


def recovery_due(share: Share) -> date | None:
    """The last day for what a stopped share must pay back, as the decision said."""
    decided = share.project.changes.filter(state=APPROVED, recover_by__isnull=False)
    mine = decided.filter(Q(share=share) | Q(share=None)).order_by("-decided_on", "-number")
    return mine.values_list("recover_by", flat=True).first()


def shares_to_pay(user) -> QuerySet[Share]:
    """Shares under contract within the person's scope, with all that the gate of payment looks at: a fixed number of queries."""
    seen = Project.objects.visible_to(user).filter(state__in=PAYABLE | {states.DETAILED}, source_url="")
    papers = Prefetch("project__papers", ProjectPaper.objects.select_related("attachment", "paper", "added_by"))
    items = Prefetch("contract_items", ContractShare.objects.select_related("contract"))
    found = Share.objects.filter(project__in=seen, state__in=PAYABLE).select_related(
        "project__province", "establishment"
    )
    return found.prefetch_related("payments", "confirmations", "reports", "acceptances__lines", items, papers).order_by(
        "project__due_on", "project__code", "number"
    )


def shares_to_contract(project: Project) -> QuerySet[Share]:
    """Shares of other projects of the province, fund and year whose estimate is given and that have no contract yet."""
    same = {"project__province_id": project.province_id, "project__fund": project.fund, "project__year": project.year}
    found = Share.objects.filter(project__state=states.FUNDED, state="", **same).exclude(project=project)
    found = found.exclude(project__kind__in=sorted(states.SHARED))
    return found.select_related("project__province").order_by("project__code")


def others_to_contract(share: Share) -> list[Share]:
    """Shares of the same project that have no contract yet, without this one."""
    rows = carrying_shares(share.project)
    return [one for one in rows if one.pk != share.pk and not one.state]


def paid(share: Share) -> Dong:
    """What was paid to the share and not reversed, whole đồng."""
    return Dong(sum(payment.amount for payment in share.payments.all() if payment.reversed_on is None))


def schedule_of(share: Share, today: date) -> list[rolling.Standing]:
    """How each instalment of recoverable support stands; two queries."""
    rows = [
        rolling.Due(row.number, row.due_on, row.amount, row.transfer_id is not None) for row in share.instalments.all()
    ]
    if not rows:
        return []
    owed = ledger_queries.stages_of_holders([share.holder])[share.holder]["recoverable"]
    return rolling.standings(rows, owed, today)


def signed_minutes(share: Share) -> Acceptance | None:
    """The last signed acceptance minutes of the share; no query when the page fetched its acceptances."""
    signed = [minutes for minutes in share.acceptances.all() if minutes.signed_on]
    return max(signed, key=lambda minutes: minutes.round, default=None)


def minutes_and_report(share: Share) -> tuple[bool, bool]:
    """Are there signed minutes, and a monthly report? As the page fetched them with the share, or two small queries."""
    if hasattr(share, "has_minutes"):
        return share.has_minutes, share.has_report
    return signed_minutes(share) is not None, share.reports.exists()


def accepted_on(share: Share) -> date | None:
    """The day of the acceptance that passed."""
    return (
        share.acceptances.filter(signed_on__isnull=False, result__in=["passed", "conditional"])
        .values_list("held_on", flat=True)
        .first()
    )


def last_report(share: Share, before: date) -> ProgressReport | None:
    """The newest report of a month before `before` (its first day)."""
    return share.reports.filter(month__lt=before.replace(day=1)).order_by("-month").first()


def next_report_month(share: Share, today: date) -> date:
    """The first day of the month whose report is due next: after the newest one, from the month of the contract on."""
    newest = share.reports.order_by("-month").values_list("month", flat=True).first()
    if newest:
        return (newest.replace(day=28) + _FOUR_DAYS).replace(day=1)
    contract = contract_of(share)
    return (contract.signed_on if contract else today).replace(day=1)


_FOUR_DAYS = date(2000, 1, 5) - date(2000, 1, 1)


def plan_day(project: Project) -> date | None:
    """The day the plan that holds the project was approved (its rule day)."""
    return project.rule_day


def minutes_content(minutes: Acceptance) -> dict:
    """What the signature locks, as plain values for the hash."""
    return {
        "share": minutes.share_id,
        "round": minutes.round,
        "number": minutes.number,
        "held_on": minutes.held_on,
        "where": minutes.where,
        "quality": minutes.quality,
        "effects": minutes.effects,
        "on_time": minutes.on_time,
        "result": minutes.result,
        "demands": minutes.demands,
        "parties": [[p.body, p.name, p.position] for p in minutes.parties.order_by("id")],
        "lines": [
            [
                r.text,
                r.unit,
                r.contract_quantity,
                r.done_quantity,
                int(r.contract_value),
                int(r.done_value),
                int(r.from_fund),
                int(r.from_beneficiary),
                int(r.from_other),
            ]
            for r in minutes.lines.order_by("number")
        ],
    }


def earlier_prices(project: Project, limit: int = 5) -> QuerySet[EstimateLine]:
    """Earlier prices of the same kind of machine in the province: lines of other projects, newest first."""
    keys = [line.machine_key for line in project.estimate.all() if line.machine_key]
    return (
        EstimateLine.objects.filter(machine_key__in=keys, project__province_id=project.province_id)
        .exclude(project=project)
        .exclude(project__state__in=[states.DRAFT, states.WITHDRAWN])
        .select_related("project")
        .order_by("-project__year", "-project_id")[:limit]
    )


def council_slot(project: Project) -> str:
    """Where the decision that sets up the council of the present level is kept among the project's papers."""
    return "appraisal:ministry_council" if states.appraisal_level(project.state) == "ministry" else "appraisal:council"


def council_decision(project: Project) -> Paper | None:
    """The decision that set up the appraisal council of the present level: the last numbered paper of its slot."""
    row = (
        project.papers.filter(slot=council_slot(project), paper__isnull=False)
        .select_related("paper")
        .order_by("-id")
        .first()
    )
    return row.paper if row else None


def minutes_to_sign(share: Share) -> Acceptance:
    """The minutes of the present round. Raises Refused when nobody wrote them."""
    minutes = share.acceptances.filter(signed_on=None).order_by("-round").first()
    if minutes is None:
        raise Refused("Chưa có biên bản nghiệm thu để ký.", "Lập biên bản trước.", code="minutes")
    return minutes
