"""What a request for a change says to people: before and after in words, money to the đồng, who decides and what comes of it."""

from __future__ import annotations

import copy
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.urls import reverse

from bedo.accounts.models import User
from bedo.core.answers import Answer
from bedo.core.moves import Refused
from bedo.core.types import Dong
from bedo.office.projects.scene import Scene
from bedo.programmes.rules.tables import BODIES, CHANGES
from bedo.projects import lawbook, queries
from bedo.projects.endings import ENDING, Part, moved_parts, planned_parts, summed
from bedo.projects.models import ChangeRequest, Project, Share
from bedo.projects.rules import changes as rules
from bedo.projects.rules import states
from bedo.projects.rules.wording import Row, day_word, rows_of
from bedo.projects.services import applying, changes

TONES = {
    rules.ASKED: ("soon", "wait"),
    rules.CHECKED: ("soon", "wait"),
    rules.APPROVED: ("ok", "ok"),
    rules.REFUSED: ("x", "bad"),
    rules.WITHDRAWN: ("minus", ""),
}
"""Mark and tone of a request's state."""
SHORT_BODIES = {"minister": "Bộ trưởng", "cuc": "Cục", "so": "Sở Công Thương", "chairman": "Chủ tịch UBND tỉnh"}
ACT_WORDS = {
    "check": "Ghi kết quả kiểm tra",
    "approve": "Ghi quyết định duyệt",
    "refuse": "Không duyệt",
    "withdraw": "Rút đề nghị",
}


@dataclass(frozen=True)
class Button:
    word: str
    url: str
    main: bool = False


@dataclass
class Card:
    """One request as it stands on the project's page."""

    row: ChangeRequest
    rows: list[Row]
    parts: list[Part] = field(default_factory=list)
    answer: Answer | None = None
    buttons: list[Button] = field(default_factory=list)
    refusal: str = ""
    reason_name: str = ""
    may_print: bool = False

    @property
    def title(self) -> str:
        return title_of(self.row)

    @property
    def sums(self) -> Part:
        return summed(self.parts)

    @property
    def mark(self) -> tuple[str, str, str]:
        return (TONES[self.row.state][0], rules.STATES[self.row.state], TONES[self.row.state][1])


def title_of(row: ChangeRequest) -> str:
    """Kind of change and the share it is about."""
    return f"{CHANGES[row.change]} · {row.share.label}" if row.share_id else CHANGES[row.change]


def body_word(body: str) -> str:
    return SHORT_BODIES.get(body, BODIES.get(body, body))


# --- what a signature does


@dataclass(frozen=True)
class Effects:
    """What moves when it is approved: money, days and papers, states; `refusal`: why it cannot be approved now."""

    row: ChangeRequest
    money: list[str]
    days: list[str]
    states: list[str]
    parts: list[Part]
    refusal: str = ""

    @property
    def sums(self) -> Part:
        return summed(self.parts)


def renewed(row: ChangeRequest, day: date) -> tuple[ChangeRequest, str]:
    """The request reckoned anew on that day, and why it no longer fits ("" when it does). Nothing is written."""
    again = copy.copy(row)
    try:
        fresh = applying.prepare(row.project, row.share, row.change, row.after, day)
    except Refused as refusal:
        return again, refusal.sentence
    again.before, again.after = fresh.before, fresh.after
    return again, ""


def effects_of(row: ChangeRequest, day: date) -> Effects:
    """Money, days, states that move with the signature, reckoned from what stands in the books now."""
    if not row.is_open:
        return Effects(row, [], [], [], [])
    again, refusal = renewed(row, day)
    parts = [] if refusal else planned_parts(again)
    return Effects(again, _money_words(again), _day_words(again), _state_words(again, parts), parts, refusal)


def _money_words(row: ChangeRequest) -> list[str]:
    before, after = row.before, row.after
    if row.change == "increase":
        more = Dong(after["amount"] - before["amount"])
        return [f"{more} chuyển từ “chưa bố trí” sang phần của đề án; kinh phí hỗ trợ thành {Dong(after['amount'])}."]
    if row.change == "decrease":
        less = Dong(before["amount"] - after["amount"])
        if not less:
            return ["Kinh phí giữ nguyên."]
        return [f"{less} trả về “chưa bố trí”; kinh phí hỗ trợ còn {Dong(after['amount'])}."]
    if row.change == "next_year":
        return [f"{Dong(after['carried'])} chuyển từ nguồn năm {before['year']} sang năm {after['year']}, giữ nguyên giai đoạn."]  # fmt: skip
    if row.change == "beneficiary":
        return [f"{Dong(after['amount'])} chưa chi chuyển từ “{before['name']}” sang “{after['name']}”."]
    return []


def _day_words(row: ChangeRequest) -> list[str]:
    words = []
    if "ends_on" in row.after:
        words.append(f"Ngày kết thúc thành {day_word(row.after['ends_on'])}.")
    if row.change in ("increase", "decrease", "time", "next_year") and _contract(row):
        words.append("Quyết định thành phụ lục của hợp đồng đang có hiệu lực, mang số và ngày của quyết định.")
    return words


def _contract(row: ChangeRequest) -> Any:
    share = row.share or next(iter(queries.carrying_shares(row.project)), None)
    return queries.contract_of(share) if share else None


def _state_words(row: ChangeRequest, parts: list[Part]) -> list[str]:
    words = []
    for part in parts:
        target = states.STOPPING if part.recover else states.STOPPED
        words.append(f"“{part.label}”: thành “{states.LABELS[target]}”.")
    if row.change == "beneficiary":
        words.append(f"“{row.after['name']}”: phần mới, chờ ký hợp đồng.")
    return words


# --- the tab


def requests_of(project: Project) -> list[ChangeRequest]:
    """All requests of a project, open ones first, then the newest; one query."""
    rows = project.changes.select_related(
        "share__establishment", "share__project", "asked_by", "checked_by", "decided_by", "decision", "paper"
    )
    found = list(rows.order_by("-number"))
    for row in found:
        row.project = project
    return sorted(found, key=lambda row: (not row.is_open, -row.number))


def card_of(row: ChangeRequest, user: User, day: date, parts: list[Part] | None = None) -> Card:
    """One request with its lines, its shares and what this person may do with it now."""
    project = row.project
    refusal = ""
    if parts is None:
        try:
            parts = planned_parts(row) if row.is_open else []
        except Refused as found:
            parts, refusal = [], found.sentence
    reasons = lawbook.stop_reasons(project, row.asked_on) if row.reason_code else {}
    return Card(
        row,
        rows_of(row, lawbook.contents(project, day)),
        parts,
        lawbook.who_decides(project, row.change, row.asked_on),
        buttons_of(row, user, day) if row.is_open else [],
        refusal,
        reasons[row.reason_code].name if row.reason_code in reasons else "",
        row.state == rules.APPROVED and row.change in ENDING,
    )


def buttons_of(row: ChangeRequest, user: User, day: date) -> list[Button]:
    """Moves of the request that this person may make now."""
    names = [name for name in ACT_WORDS if changes.verdict_on(row, name, user, day)]
    checked = row.state == rules.CHECKED
    main = next((name for name in ("approve", "check") if name in names), "")
    words = {**ACT_WORDS, "check": "Kiểm tra lại"} if checked else ACT_WORDS
    return [Button(words[name], reverse(f"office:changes:{name}", args=[row.pk]), name == main) for name in names]


def tab(scene: Scene) -> dict[str, Any]:
    """Open requests first, then decided ones; who may ask is offered to."""
    rows = requests_of(scene.project)
    moved = moved_parts([row for row in rows if row.state == rules.APPROVED])
    cards = [card_of(row, scene.user, scene.today, None if row.is_open else moved.get(row.pk, [])) for row in rows]
    return {
        "open_cards": [card for card in cards if card.row.is_open],
        "decided_cards": [card for card in cards if not card.row.is_open],
        "ask_url": ask_url(scene) if may_ask(scene) else "",
    }


def may_ask(scene: Scene) -> bool:
    """Does the person see the way to ask for a change now?"""
    return "change.ask" in scene.rights and bool(live_shares(scene.project))


def ask_url(scene: Scene) -> str:
    return reverse("office:changes:choose", args=[scene.project.pk]) + scene.query


def live_shares(project: Project) -> list[Share]:
    """Shares that can still be changed or stopped, in their order."""
    shares = sorted(project.shares.all(), key=lambda one: one.number)
    return [one for one in shares if (one.state or project.state) in states.STOPPABLE and not project.is_published]
