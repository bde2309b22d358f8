"""What the project's page shows: next step, money bar, road, papers missing, timeline."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse

from bedo.accounts.rights import ROLES
from bedo.core import log
from bedo.core.types import Dong
from bedo.ledger.rules import STAGES
from bedo.office.changes import show as changes
from bedo.office.projects.acts import ACTS
from bedo.office.projects.acts.details import plan_of
from bedo.office.projects.scene import PART, Scene
from bedo.projects import lawbook, queries, watching
from bedo.projects.models import Share
from bedo.projects.rules import states as s
from bedo.projects.rules.warnings import Found
from bedo.projects.services.sent_back import UNSORTED

ROAD = (
    ("Lập hồ sơ", s.DRAFT), ("Nộp Sở", s.SUBMITTED), ("Đạt thẩm định", s.BASE_PASSED), ("Có trong kế hoạch", s.PLANNED),
    ("Giao dự toán", s.FUNDED), ("Ký hợp đồng", s.CONTRACTED), ("Thực hiện", s.RUNNING), ("Hoàn thành", s.COMPLETED),
    ("Nghiệm thu", s.ACCEPTED), ("Hồ sơ quyết toán", s.SETTLING), ("Thanh lý", s.LIQUIDATED), ("Quyết toán năm", s.SETTLED),
    ("Theo dõi", s.FOLLOWED), ("Kết thúc", s.CLOSED),
)  # fmt: skip
KEPT, SHOWN = 300, 12
"""Entries read for the days of the road, and entries shown of them."""
BESIDE = {
    s.BASE_REVIEW: s.SUBMITTED,
    s.MINISTRY_REVIEW: s.REGISTERED,
    s.RETURNED: s.SUBMITTED,
    s.REWORK: s.RUNNING,
    s.NOT_PLANNED: s.BASE_PASSED,
}
TAB_OF_ACT = {
    "": (
        "ho-so", "kinh-phi-nam", "du-toan", "muc-tieu", "giay-to", "tra-loi", "nop", "rut", "nhan", "cuc-nhan", "xet-lai", "phu-trach",
        "ke-hoach-chi-tiet", "duyet-chi-tiet", "hop-dong", "bat-dau",
        "tien-do", "chi", "hoan-thanh", "bien-ban", "chung-tu", "theo-doi", "hieu-qua", "ket-thuc", "ket-thuc-nhiem-vu",
    ),
    "ho-so": ("ho-so", "kinh-phi-nam", "du-toan", "muc-tieu", "giay-to"),
    "tham-dinh": ("phieu-tham-dinh", "hoi-dong", "yeu-cau", "tra", "tra-loi", "dong-yeu-cau", "dat", "khong-dat", "cuc-tra", "cuc-dat", "cuc-khong-dat"),
    "hop-dong": ("ke-hoach-chi-tiet", "duyet-chi-tiet", "hop-dong", "khoi-luong", "chi", "lich-hoan-tra", "hoan-tra-quy", "chuyen-co-so", "ghi-dao", "nop-lai"),
    "tien-do": ("tien-do", "khong-phat-sinh", "kho-khan", "thao-go", "hoan-thanh"),
    "nghiem-thu": ("bien-ban", "ky-bien-ban", "chung-tu", "quyet-toan", "thanh-ly", "thu-hoi-kiem-tra", "giay-to", "hieu-qua", "ket-thuc", "ket-thuc-nhiem-vu"),
}  # fmt: skip
CLEARING = {
    "parts": "ho-so", "estimate": "du-toan", "norm": "du-toan", "papers": "giay-to", "corrections": "tra-loi",
    "appraisal": "phieu-tham-dinh", "progress": "tien-do", "minutes": "bien-ban", "vouchers": "chung-tu",
    "effects": "hieu-qua", "responsible": "phu-trach", "key": "kinh-phi-nam", "detail": "ke-hoach-chi-tiet",
}  # fmt: skip
"""The act that clears away what a guard refuses for: nobody is sent to a button that can only refuse."""


@dataclass(frozen=True)
class Button:
    word: str
    url: str


def act_url(scene: Scene, slug: str) -> str:
    return reverse("office:projects:act", args=[scene.project.pk, slug]) + scene.query


def open_acts(scene: Scene, tab: str) -> list[Button]:
    """Buttons that this person may press on this tab now; only acts that fit the state."""
    found = [
        Button(ACTS[slug].title, act_url(scene, slug)) for slug in TAB_OF_ACT.get(tab, ()) if ACTS[slug].open_to(scene)
    ]
    if tab == "" and changes.may_ask(scene):
        found.append(Button("Đề nghị điều chỉnh, ngừng", changes.ask_url(scene)))
    return found


def overview(scene: Scene) -> dict[str, Any]:
    """Everything of the overview."""
    project = scene.project
    money = scene.money_of_all
    entries = log.told(project.subject, KEPT)
    papers = scene.completion_papers or (scene.dossier_papers if not project.is_published else [])
    return {
        "next": _next(scene),
        "money": money,
        "money_sum": Dong(sum(money.values())),
        "money_words": f"{Dong(sum(money.values()))} trong đề án",
        "steps": _road(scene, entries),
        "warnings": _warnings(scene),
        "papers": [_paper(scene, item) for item in papers],
        "message": lawbook.reminder(project, papers, project.due_on),
        "sent_back": sent_back(scene),
        "entries": entries[:SHOWN],
        "rule_answer": _ceiling(scene) if project.content and not project.is_published else None,
        "table": parts(scene) if scene.several else None,
        "detail": plan_of(scene) if scene.several else None,
        "road_off": s.LABELS.get(project.state) if project.state in s.ENDED else "",
    }


@dataclass(frozen=True)
class SentBack:
    """Where files of the establishment are taken in, and how many wait to be sorted."""

    url: str
    waiting: int


def sent_back(scene: Scene) -> SentBack | None:
    """For who may record papers of a project that is not over; no query beyond the page's own."""
    if "paper.record" not in scene.rights or scene.project.state in s.ENDED or scene.project.is_published:
        return None
    waiting = sum(row.slot == UNSORTED for row in queries.papers_of(scene.project))
    return SentBack(f"{reverse('office:projects:sent_back', args=[scene.project.pk])}{scene.query}", waiting)


def _warnings(scene: Scene) -> list[Found]:
    """What the record of the share says of delay and stop, for who sees the project by office; at most two queries."""
    if scene.share is None or "project.view" not in scene.rights:
        return []
    return watching.warned([scene.share], scene.today).get(scene.share.pk, [])


def _ceiling(scene: Scene) -> Any:
    """The norm: of a project of several that of the chosen share, for the norm is for one beneficiary."""
    if scene.several and scene.share:
        return lawbook.share_ceiling(scene.share, scene.today) if scene.share.role == "beneficiary" else None
    return lawbook.ceiling(scene.project, scene.today)


@dataclass(frozen=True)
class Part:
    """One share in the table of a project of several, with its money by stage; whole đồng."""

    share: Share
    state: str
    url: str
    stages: dict[str, Dong]
    current: bool
    replaces: int | None


MONEY_COLUMNS = ("planned", "contracted", "advanced", "settled", "recoverable")


def parts(scene: Scene) -> dict[str, Any]:
    """Every share beside its money, the sums, and what is not shared out yet."""
    home = reverse("office:projects:detail", args=[scene.project.pk])
    numbers = {share.pk: share.number for share in scene.parts}
    rows = [
        Part(
            share,
            share.state or scene.project.state,
            f"{home}?{PART}={share.number}",
            scene.money[share.holder],
            share.pk == scene.share.pk,
            numbers.get(share.replaces_id),
        )
        for share in scene.parts
    ]
    pools = [share for share in scene.project.shares.all() if share.role == "pool"]
    return {
        "rows": rows,
        "pool": Dong(sum(share.support or 0 for share in pools)),
        "in_pool": scene.waiting_in_pool,
        "stages": [(stage, STAGES[stage], scene.money_of_all[stage]) for stage in MONEY_COLUMNS],
        "support": scene.project.support,
        "counterpart": scene.project.counterpart,
        "proven": Dong(sum(share.counterpart_proven for share in scene.parts)),
    }


def _next(scene: Scene) -> dict[str, Any] | None:
    """The next step: who, what, until when, what stands in the way; the button only for who may press it."""
    step = scene.next_step
    if step is None:
        return None
    verdict = scene.verdict(step.move) if step.move else None
    refusal = verdict.refusal if verdict is not None else None
    blocked = refusal.reason if refusal and refusal.code not in ("right", "comment") else ""
    act = CLEARING.get(refusal.code, step.act) if refusal and blocked else step.act
    act = act if act and ACTS[act].open_to(scene) else step.act
    mine = bool(act) and ACTS[act].open_to(scene)
    officer = scene.project.officer.full_name if scene.project.officer and "officer" in step.roles else ""
    return {
        "who": officer or step.who,
        "what": step.what,
        "due": scene.project.due_on,
        "blocks": blocked.rstrip("."),
        "after": step.after,
        "url": act_url(scene, act) if mine else "",
        "button": ACTS[act].title if mine else "",
        "roles": [ROLES[role].label for role in step.roles],
        "why": scene.project.due_what,
    }


def _road(scene: Scene, entries: list[Any]) -> list[dict[str, Any]]:
    """The road with the days of papers for what is done."""
    state = BESIDE.get(scene.state, scene.state)
    road = road_of(scene)
    order = [code for _, code in road]
    here = order.index(state) if state in order else -1
    moves = [entry for entry in reversed(entries) if entry.kind.startswith(("project.", "share."))]
    days = {entry.data["to"]: entry.on for entry in moves if "to" in entry.data and _is_told_of(scene, entry)}
    steps = []
    for number, (word, code) in enumerate(road):
        status = "done" if number < here or scene.state == s.CLOSED else "now" if number == here else "todo"
        steps.append({"word": word, "status": status, "on": days.get(code) if status != "todo" else None, "when": ""})
    return steps


def road_of(scene: Scene) -> list[tuple[str, str]]:
    """The road of this project or share: a detailed plan where there are several, no effects where nobody is supported."""
    road = [(word, code) for word, code in ROAD if code != s.FOLLOWED or not scene.own_part]
    if scene.project.track == "national":
        after = 1 + [code for _, code in road].index(s.BASE_PASSED)
        road[after:after] = [("Đăng ký với Cục", s.REGISTERED), ("Đạt thẩm định cấp Bộ", s.MINISTRY_PASSED)]
    if scene.project.kind in s.SHARED:
        road.insert(1 + [code for _, code in road].index(s.FUNDED), ("Kế hoạch chi tiết", s.DETAILED))
        if scene.state != s.DRAFT:
            road = road[1:]  # as many steps as the page is wide
    return road


def _is_told_of(scene: Scene, entry: Any) -> bool:
    """Is the entry about the whole project or about the chosen share?"""
    return not scene.several or entry.data.get("share") in (None, scene.share.number)


def _paper(scene: Scene, item: lawbook.CheckItem) -> dict[str, Any]:
    paper = item.papers[-1] if item.papers else None
    note = (
        item.automatic
        or (paper.note if paper else "")
        or ("không bắt buộc" if item.optional and not item.there else "")
    )
    url = reverse("office:papers:file", args=[paper.attachment_id]) if paper and paper.attachment_id else ""
    add = (
        f"{act_url(scene, 'giay-to')}{'&' if scene.query else '?'}slot={item.key}"
        if not item.there and ACTS["giay-to"].open_to(scene)
        else ""
    )
    absent = item.optional and not item.there
    return {
        "name": item.name, "missing": item.missing, "absent": absent, "note": note, "file_url": url,
        "url": add, "button": "Thêm",
    }  # fmt: skip


@dataclass(frozen=True)
class Flow:
    """One line of lịch tiền: when (a day or words), what, who pays, đồng, whether it happened."""

    what: str
    payer: str
    amount: Dong | None
    on: date | None
    when: str
    done: bool


def money_calendar(scene: Scene) -> dict[str, Any]:
    """Own money first, support when: paid parts with their day, coming ones with what opens them."""
    share = scene.share
    support = (share.support if share else None) or Dong(0)
    counterpart = share.counterpart if share else None
    offer = lawbook.advance_offer(share, scene.today) if share else None
    first = min(offer.value or Dong(0), support) if offer else Dong(0)
    paid = list(share.payments.filter(reversed_on=None).order_by("on", "id")) if share else []
    flows = [
        Flow(
            "Cơ sở tự bỏ vốn đối ứng, mua máy, có hoá đơn",
            "Cơ sở",
            counterpart,
            None,
            "trước khi đề nghị tạm ứng",
            bool(paid),
        )
    ]
    flows += [Flow("Kinh phí khuyến công đã chuyển", "Khuyến công", row.amount, row.on, "", True) for row in paid]
    done = Dong(sum(row.amount for row in paid))
    if not paid and first:
        flows.append(Flow("Tạm ứng lần một", "Khuyến công", first, None, _opens(offer), False))
        done = first
    if done < support:
        flows.append(
            Flow("Kinh phí còn lại", "Khuyến công", support - done, None, "sau khi nghiệm thu đạt, đủ giấy tờ", False)
        )
    return {"flows": flows, "support": support, "offer": offer}


def _opens(offer: Any) -> str:
    return "; ".join(f"{step.label.lower()} {step.value}" for step in offer.steps[1:]) or "sau khi ký hợp đồng"


def next_report(scene: Scene) -> date | None:
    """The month whose report is due next."""
    return queries.next_report_month(scene.share, scene.today) if scene.share else None
