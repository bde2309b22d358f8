"""The columns of the list: what a page shows in each, and what a file says."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from html import escape
from typing import Any, NamedTuple

from django.http import QueryDict
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.safestring import SafeString, mark_safe

from bedo.accounts.models import User
from bedo.ledger.rules import FUNDS
from bedo.office.projects.listing.filters import Asked
from bedo.office.projects.listing.rows import UNALLOCATED, Line, Totals
from bedo.office.shell import figures
from bedo.office.shell.exports import Part
from bedo.office.shell.labels import QUALIFIERS, STATES, state_word
from bedo.office.shell.quick import esc
from bedo.office.shell.templatetags import bedo as tags
from bedo.projects.rules import states

TABLE = "de-an"
UNTITLED = "tên đề án không công bố"


@dataclass
class View:
    """What cells need to know besides the row. `mixed`: real and sample rows stand side by side, so each sample row is marked."""

    asked: Asked
    mixed: bool = False
    shown: frozenset[str] = frozenset()

    @property
    def day(self) -> date:
        return self.asked.day

    def url(self, row: Line) -> str:
        return self._around[0] + str(row.pk) + self._around[1]

    @cached_property
    def _around(self) -> tuple[str, str]:
        """What stands before and behind the number in a project's address: looked up once for all rows."""
        before, _, behind = reverse("office:projects:detail", args=[0]).rpartition("0")
        return before, behind

    def mark(self, row: Line) -> str:
        """Shape and word of the state; made once for each state on the page."""
        word = state_of(row)
        if word not in self._kept:
            self._kept[word] = tags.state_mark(row.state, word=word)
        return self._kept[word]

    def word(self, row: Line) -> str:
        """The state for a phone, where its column is not shown."""
        word = state_of(row)
        return f'<span class="pho {STATES[row.state].tone}">{word}</span>'

    def deadline(self, due: date) -> str:
        """How far away the day is; made once for each day on the page."""
        if due not in self._kept:
            self._kept[due] = tags.deadline(due, self.day)
        return self._kept[due]

    @cached_property
    def _kept(self) -> dict[Any, str]:
        return {}


@dataclass(frozen=True)
class Column:
    """One column that a person may show or hide. `html` gives its cell as HTML, escaped. `sort`: the order its head asks for first, empty for none.

    `shown`: at first to everybody; `one`, `many`: to who works in one province, or looks at several.
    """

    key: str
    word: str
    html: Callable[[Line, View], str]
    parts: tuple[Part, ...]
    unit: str = ""
    css: str = "lo"
    sort: str = ""
    amount: str = ""
    shown: str = "all"


NONE = '<span class="v-none">—</span>'
"""Does not apply; a note under the table says so once for all rows."""


def _s2(text: Any) -> str:
    return f"<small>{esc(text)}</small>"


def place(row: Line, view: View) -> str:
    """Where it stands, as now or as then, and the other below when it differs."""
    then, now = row.place_then, _now(row, view)
    if view.asked.as_now:
        first, other = now, f"khi đó: {then}" if row.has_moved else ""
    else:
        first, other = then, f"nay: {now}" if row.has_moved else ""
    notes = [UNALLOCATED] if view.asked.as_now and row.is_unallocated else []
    return esc(first) + "".join(map(_s2, [*notes, other] if other else notes))


def _now(row: Line, view: View) -> str:
    """In one province its name is not repeated on every row."""
    return row.place_now.removesuffix(f", {row.province_now}") if view.asked.one_province else row.place_now


def state(row: Line, view: View) -> str:
    mark, step = view.mark(row), row.next_step
    return mark + _s2(step.what) if step and "viec" not in view.shown else mark


def state_of(row: Line) -> str:
    """The word for the state; a project with a beneficiary has a contract, a task was assigned."""
    if row.state == states.CONTRACTED:
        return "Đã giao nhiệm vụ" if row.kind == "task" else "Đã ký hợp đồng"
    return state_word(row.state, track=row.track)


def next_step(row: Line, view: View) -> str:
    step = row.next_step
    return esc(step.what) + _s2(_who(row)) if step else NONE


def _who(row: Line) -> str:
    """Who must act: by name when it is the responsible officer."""
    step = row.next_step
    if step is None:
        return ""
    return row.officer if row.officer and step.who == "Cán bộ phụ trách" else step.who


def due(row: Line, view: View) -> str:
    if row.due_on is None:
        return NONE
    reason = row.due_what.partition(" · ")[0]
    return view.deadline(row.due_on) + (_s2(reason) if reason else "")


def money(name: str) -> Callable[[Line, View], str]:
    """An amount with its printed qualifier, or which kind of nothing stands there."""

    def cell(row: Line, view: View) -> str:
        value = getattr(row, name)
        if value is None:
            kind = row.absence(name)
            return NONE if kind == "none" else figures.nothing(kind, view.url(row) if kind == "unknown" else "")
        return esc(figures.qualified(value, row.qualifier(name)))

    return cell


def year(row: Line, view: View) -> str:
    return esc(row.year_text or figures.nothing(row.absence()))


def officer(row: Line, view: View) -> str:
    return esc(row.officer) if row.officer else NONE


def fund(row: Line, view: View) -> str:
    return esc(FUNDS.get(row.fund, row.fund) or figures.nothing(row.absence()))


def content(row: Line, view: View) -> str:
    return esc(view.asked.contents.get(row.content, row.content))


def _amount(key: str, word: str, name: str, *, css: str = "num lo") -> Column:
    part = Part(f"{word} (đồng)", lambda row, asked: getattr(row, name), "money")
    return Column(key, word, money(name), (part,), unit="đồng", css=css, sort=f"-{key}", amount=name)


COLUMNS = (
    Column(
        "noi", "Địa bàn", place,
        (Part("Địa bàn khi đó", lambda row, asked: row.place_then), Part("Địa bàn nay", lambda row, asked: row.place_now)),
        css="lo pl",
    ),
    Column("nam", "Năm", year, (Part("Năm", lambda row, asked: row.year or row.year_text, "year"),), css="num lo", sort="-nam", shown="many"),
    Column("noi-dung", "Nội dung", content, (Part("Nội dung", lambda row, asked: asked.contents.get(row.content, row.content)),), shown=""),
    Column("nguon", "Nguồn kinh phí", fund, (Part("Nguồn kinh phí", lambda row, asked: FUNDS.get(row.fund, row.fund)),), shown=""),
    Column("trang-thai", "Trạng thái", state, (Part("Trạng thái", lambda row, asked: state_of(row)),)),
    Column(
        "viec", "Việc tiếp theo", next_step,
        (
            Part("Việc tiếp theo", lambda row, asked: row.next_step.what if row.next_step else ""),
            Part("Ai làm", lambda row, asked: _who(row)),
        ),
        shown="",
    ),
    Column("han", "Hạn", due, (Part("Hạn", lambda row, asked: row.due_on, "day"), Part("Hạn của việc", lambda row, asked: row.due_what)), sort="han", shown="one"),
    Column("phu-trach", "Phụ trách", officer, (Part("Người phụ trách", lambda row, asked: row.officer or ""),), shown=""),
    _amount("ho-tro", "Hỗ trợ", "support", css="num"),
    _amount("doi-ung", "Đối ứng", "counterpart"),
    _amount("tong-von", "Tổng vốn", "total"),
)  # fmt: skip
BY_KEY = {column.key: column for column in COLUMNS}


def shown_columns(user: User) -> list[Column]:
    """The person's saved columns, or those that are shown at first."""
    saved = user.columns.get(TABLE)
    if saved is not None:
        return [column for column in COLUMNS if column.key in saved]
    provinces = user.grants.provinces_with("project.view")
    first = ("all", "many" if provinces is None or len(provinces) > 1 else "one")
    return [column for column in COLUMNS if column.shown in first]


def name(row: Line, view: View) -> str:
    """The cell that heads a row: title, code, who; on a phone also the state's word in its tone."""
    text = esc(row.title) if row.title else f'<span class="v-np">{UNTITLED}</span>'
    kind = "" if row.is_published or row.kind == "single" else states.KINDS[row.kind]
    who = row.beneficiaries or ("" if row.kind == "task" or kind else figures.nothing(row.absence()))
    held = f"phụ trách: {row.officer}" if row.officer and "phu-trach" not in view.shown else ""
    second = " · ".join(esc(part) for part in (row.code, kind, who, held) if part)
    if row.is_sample and view.mixed:
        second = f"{tags.sample('Minh hoạ')} {second}"
    return f'<a href="{view.url(row)}">{text}</a><small>{second}</small>{view.word(row)}'


def body(rows: list[Line], columns: list[Column], view: View) -> SafeString:
    """The rows of the table as HTML, without end tags that HTML does not ask for: there are some four hundred cells."""
    return mark_safe("\n".join([_row(row, columns, view) for row in rows]))  # noqa: S308 - each part is escaped


def _row(row: Line, columns: list[Column], view: View) -> str:
    """One row: its box, who it is, the cells."""
    box = f'<input type="checkbox" name="chon" value="{row.pk}" aria-label="Chọn {esc(row.code)}">'
    cells = "".join([f'<td class="{one.css}">{one.html(row, view)}' for one in columns])
    return f'<tr><td class="mid">{box}<th scope="row">{name(row, view)}{cells}'


def heads(columns: list[Column], asked: Asked, address: QueryDict) -> SafeString:
    """The heads of the table, from the names on: links that ask for their order, and which order it is in now."""
    name = ("ten", "Đề án, đơn vị thụ hưởng", "", "g36")
    wanted = [name, *((one.sort, _word(one, asked), one.unit, one.css) for one in columns)]
    query = address.copy()
    for gone in ("sap", "trang"):
        query.pop(gone, None)
    before = f"?{query.urlencode()}{'&' if query else ''}sap="
    return mark_safe("\n".join(_head(*one, now=asked.sort_key, before=before) for one in wanted))  # noqa: S308


def _head(first: str, word: str, unit: str, css: str, *, now: str, before: str) -> str:
    sort, direction = sorting(first, now)
    said = f' aria-sort="{direction}"' if direction else ""
    mark = f" {tags.icon('up' if direction == 'ascending' else 'down')}" if direction else ""
    inside = f'<a href="{escape(before + sort)}">{esc(word)}{mark}</a>' if sort else esc(word)
    under = f'<span class="u">{esc(unit)}</span>' if unit else ""
    return f'<th scope="col" class="{css}"{said}>{inside}{under}</th>'


@lru_cache(maxsize=256)
def boxes(shown: frozenset[str]) -> SafeString:
    """The columns to choose from, those that are shown ticked."""
    return mark_safe(  # noqa: S308 - our own words
        "".join(
            f'<label class="check"><input type="checkbox" name="cot" value="{one.key}"'
            f"{' checked' if one.key in shown else ''}> <span>{esc(one.word)}</span></label><br>"
            for one in COLUMNS
        )
    )


def _word(column: Column, asked: Asked) -> str:
    return f"Địa bàn {'nay' if asked.as_now else 'khi đó'}" if column.key == "noi" else column.word


def sorting(first: str, now: str) -> tuple[str, str]:
    """The order that the head's link asks for, and the present direction (ascending, descending or empty)."""
    if not first or first.lstrip("-") != now.lstrip("-"):
        return first, ""
    other = now[1:] if now.startswith("-") else f"-{now}"
    return other, "descending" if now.startswith("-") else "ascending"


class Foot(NamedTuple):
    """A cell under a column: the sum and how many rows had a figure; empty where nothing is added up."""

    css: str
    amount: int | None = None
    known: int = 0


def feet(columns: list[Column], totals: Totals) -> list[Foot]:
    return [
        Foot(one.css, getattr(totals, one.amount), getattr(totals, f"with_{one.amount}"))
        if one.amount
        else Foot(one.css)
        for one in columns
    ]


# --- files -------------------------------------------------------------------------------------------------------


def _about_amounts(row: Line, asked: Asked) -> str:
    """What the figures alone do not say: printed qualifiers and which kind of nothing an empty cell is."""
    said = []
    for key in ("ho-tro", "doi-ung", "tong-von"):
        column = BY_KEY[key]
        word = QUALIFIERS.get(row.qualifier(column.amount), "")
        if getattr(row, column.amount) is None:
            word = {"none": "không áp dụng", "unknown": "chưa rõ", "unpublished": "không công bố"}[
                row.absence(column.amount)
            ]
        if word:
            said.append(f"{column.word.lower()}: {word}")
    return "; ".join(said)


FIRST = (
    Part("Mã", lambda row, asked: row.code, width=18),
    Part("Tên đề án", lambda row, asked: row.title or UNTITLED, width=52),
    Part("Đơn vị thụ hưởng", lambda row, asked: row.names, width=44),
)
LAST = (
    Part("Ghi chú số tiền", _about_amounts, width=34),
    Part("Nguồn công bố", lambda row, asked: row.source_url, width=40),
    Part("Dữ liệu minh hoạ", lambda row, asked: "có" if row.is_sample else ""),
)


def file_parts(columns: list[Column]) -> list[Part]:
    """The columns of a file: who it is, the columns that the person shows, and what the figures need beside them."""
    return [*FIRST, *(part for column in columns for part in column.parts), *LAST]
