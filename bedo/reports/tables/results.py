"""R1 results, R2 next year's plan, R3 disbursement, R8 the quarter's synthesis: tables over projects."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from typing import Any

from bedo.core.periods import Period
from bedo.programmes import queries as law
from bedo.programmes.rules import GROUPS
from bedo.projects.models import Project
from bedo.projects.rules import states as s
from bedo.reports.tables.asking import Asked
from bedo.reports.tables.facts import Fact, facts_of
from bedo.reports.tables.model import (
    COUNT,
    MONEY,
    NOTHING,
    PERCENT,
    TEXT,
    Amount,
    Built,
    Col,
    Line,
    Record,
    added,
    with_total,
)

ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")
NAME = (
    Col("name", "Nội dung", TEXT, width=4.6),
    Col("unit", "Đơn vị tính", TEXT, width=1.2, align="center"),
)
PASSED = frozenset({s.BASE_PASSED, s.REGISTERED, s.MINISTRY_REVIEW, s.MINISTRY_PASSED})


def record(project: Project, adds: int = 1) -> Record:
    """A project as the record behind a number."""
    return Record("project", project.pk, f"{project.code} {project.title}".strip(), adds)


def amount(fact: Fact, adds: int) -> Amount:
    """A number of one project; nothing behind 0."""
    return Amount((record(fact.project, adds),)) if adds else NOTHING


def by_content(
    facts: Iterable[Fact], amounts: Callable[[Fact], dict[str, Amount]], columns: Iterable[Col], on: date
) -> list[Line]:
    """Groups of contents (Roman), contents with their sums, projects beneath; empty groups are left out."""
    known = law.contents(on)
    codes = [column.code for column in columns if column.kind in (COUNT, MONEY)]
    of_group: dict[int, dict[str, list[Fact]]] = {}
    for fact in facts:
        content = known.get(fact.project.content)
        of_group.setdefault(content.group if content else max(GROUPS), {}).setdefault(fact.project.content, []).append(
            fact
        )
    lines: list[Line] = []
    for roman, group in zip(ROMAN, sorted(of_group), strict=False):
        contents = of_group[group]
        inside: list[Line] = []
        for number, content in enumerate(
            sorted(contents, key=lambda key: known[key].name if key in known else key), start=1
        ):
            members = [
                _project_line(fact, amounts(fact), place) for place, fact in enumerate(contents[content], start=1)
            ]
            name = known[content].name if content in known else content
            inside += [_sum_line(f"content:{content}", str(number), name, members, codes), *members]
        plain = [line for line in inside if not line.kind]
        lines += [_sum_line(f"group:{group}", roman, GROUPS[group], plain, codes), *inside]
    return lines


def _sum_line(key: str, number: str, name: str, members: Iterable[Line], codes: list[str]) -> Line:
    rows = list(members)
    sums = {code: added(line.amounts.get(code, NOTHING) for line in rows) for code in codes}
    return Line(key, number, {"name": name, "unit": "đề án"}, sums, "group")


def _project_line(fact: Fact, amounts: dict[str, Amount], place: int) -> Line:
    project = fact.project
    note = "đã ngừng" if fact.stopped else "đã công bố" if fact.published else ""
    name = project.title or "(nguồn không công bố tên)"
    return Line(f"project:{project.pk}", f"- {place}", {"name": name, "unit": "đề án", "note": note}, amounts, record=record(project))  # fmt: skip


# --- R1

_PLAN, _NOW, _CUM, _LAST, _SOURCE = "Kế hoạch năm", "Thực hiện kỳ này", "Lũy kế", "Cùng kỳ năm trước", "Nguồn (lũy kế)"
R1 = (
    *NAME,
    Col("plan_n", "Khối lượng", COUNT, _PLAN, 1.2),
    Col("plan_national", "KPKCQG", MONEY, _PLAN, 2.9),
    Col("plan_local", "KPKCĐP", MONEY, _PLAN, 2.9),
    Col("now_n", "Khối lượng", COUNT, _NOW, 1.2),
    Col("now_money", "Kinh phí", MONEY, _NOW, 2.9),
    Col("cum_n", "Khối lượng", COUNT, _CUM, 1.2),
    Col("cum_money", "Kinh phí", MONEY, _CUM, 2.9),
    Col("percent", "% kế hoạch", PERCENT, width=1.4, ratio=("cum_money", "plan_money")),
    Col("last_n", "Khối lượng", COUNT, _LAST, 1.2),
    Col("last_money", "Kinh phí", MONEY, _LAST, 2.9),
    Col("cum_national", "KPKCQG", MONEY, _SOURCE, 2.9),
    Col("cum_local", "KPKCĐP", MONEY, _SOURCE, 2.9),
    Col("counterpart", "Đối ứng", MONEY, _SOURCE, 2.9),
    Col("other", "Khác", MONEY, _SOURCE, 2.9),
    Col("note", "Ghi chú", TEXT, width=1.2),
)
PLAN_MONEY = Col("plan_money", "Kinh phí kế hoạch", MONEY)
"""Not shown: what the per cent is taken of."""


def results(asked: Asked) -> Built:
    """R1: plan, this period, cumulative, per cent, same period last year, sources; by content and project."""
    facts = _facts(asked)
    mine = [fact for fact in facts if _of_years(fact, asked.years) and (fact.planned or _moved(fact, asked))]
    lines = by_content(mine, lambda fact: _result(fact, asked), (*R1, PLAN_MONEY), asked.period.first)
    last = {line.key: line for line in _last_lines(facts, asked)}
    lines = [
        replace(line, amounts={**line.amounts, **_last_of(last.get(line.key))}) if line.kind else line for line in lines
    ]
    total = with_total(lines, (*R1, PLAN_MONEY))[-1]
    total = replace(total, amounts={**total.amounts, **_last_of(last.get("total"))})
    return asked.built("r1", "Kết quả hoạt động khuyến công", R1, [*lines, total], _notes(mine, asked), "Nghị định 45/2012/NĐ-CP, Điều 16; Thông tư 36/2013/TT-BCT, Điều 21")  # fmt: skip


def _facts(asked: Asked) -> list[Fact]:
    before = asked.last_year
    years = sorted({*asked.years, *before.years})
    periods = {"now": asked.period, "cum": asked.cumulative.period, "last": before.period}
    rows = asked.projects(years).select_related("province").order_by("content", "code", "pk")
    return facts_of(rows, periods)


def _of_years(fact: Fact, years: Iterable[int]) -> bool:
    return fact.project.year in years


def _moved(fact: Fact, asked: Asked) -> bool:
    return bool(fact.flows.get("cum")) or fact.done(asked.period, whole_years=asked.whole_years)


def _result(fact: Fact, asked: Asked) -> dict[str, Amount]:
    project, whole = fact.project, asked.whole_years
    support = int(project.support or 0) if fact.planned else 0
    now, cum = asked.period, asked.cumulative.period
    spent = fact.spent("cum", cum, whole_years=whole)
    done = fact.done(cum, whole_years=whole)
    other = int(project.total or 0) - int(project.support or 0) - int(project.counterpart or 0)
    known = None not in (project.total, project.support, project.counterpart)
    return {
        "plan_n": amount(fact, int(fact.planned)),
        "plan_national": amount(fact, support if fact.national else 0),
        "plan_local": amount(fact, support if fact.national is False else 0),
        "plan_money": amount(fact, support),
        "now_n": amount(fact, int(fact.done(now, whole_years=whole))),
        "now_money": amount(fact, fact.spent("now", now, whole_years=whole)),
        "cum_n": amount(fact, int(done)),
        "cum_money": amount(fact, spent),
        "cum_national": amount(fact, spent if fact.national else 0),
        "cum_local": amount(fact, spent if fact.national is False else 0),
        "counterpart": amount(fact, int(project.counterpart or 0) if done else 0),
        "other": amount(fact, other if done and known and other > 0 else 0),
    }


def _last_lines(facts: Iterable[Fact], asked: Asked) -> list[Line]:
    before = asked.last_year
    mine = [fact for fact in facts if _of_years(fact, before.years)]

    def found(fact: Fact) -> dict[str, Amount]:
        whole = before.whole_years
        return {
            "last_n": amount(fact, int(fact.done(before.period, whole_years=whole))),
            "last_money": amount(fact, fact.spent("last", before.period, whole_years=whole)),
        }

    columns = [column for column in R1 if column.over == _LAST]
    return with_total(by_content(mine, found, columns, asked.period.first), columns)


def _last_of(line: Line | None) -> dict[str, Amount]:
    return {code: line.amounts.get(code, NOTHING) for code in ("last_n", "last_money")} if line else {}


def _notes(facts: list[Fact], asked: Asked) -> list[str]:
    notes = [
        "Khối lượng tính theo số đề án, nhiệm vụ; đề án nhóm tính là một. Hoàn thành: mọi phần đã nghiệm thu đạt; kinh phí thực hiện: đã tạm ứng, đã chi.",
    ]
    published = [fact for fact in facts if fact.published]
    if published and not asked.whole_years:
        notes.append(
            f"{len(published)} đề án đã công bố chỉ có năm, không có ngày: không tính vào phần thực hiện của kỳ ngắn hơn một năm."
        )
    elif published:
        notes.append(f"{len(published)} đề án lấy từ nguồn đã công bố: kinh phí thực hiện là mức hỗ trợ nguồn ấy in.")
    unknown = [fact for fact in facts if fact.planned and fact.project.support is None]
    if unknown:
        notes.append(
            f"{len(unknown)} đề án không công bố kinh phí hỗ trợ: có trong khối lượng, không có trong kinh phí."
        )
    no_fund = [fact for fact in facts if fact.national is None]
    if no_fund:
        notes.append(f"{len(no_fund)} đề án không công bố nguồn: kinh phí không nằm trong cột KPKCQG, KPKCĐP.")
    return notes  # fmt: skip


# --- R2

_ESTIMATE, _NEXT = "Ước thực hiện năm nay", "Kế hoạch năm sau"
R2 = (
    *NAME,
    Col("this_n", "Khối lượng", COUNT, _ESTIMATE, 1.5),
    Col("this_national", "KPKCQG", MONEY, _ESTIMATE),
    Col("this_local", "KPKCĐP", MONEY, _ESTIMATE),
    Col("next_n", "Khối lượng", COUNT, _NEXT, 1.5),
    Col("next_national", "KPKCQG", MONEY, _NEXT),
    Col("next_local", "KPKCĐP", MONEY, _NEXT),
    Col("next_counterpart", "Đối ứng", MONEY, _NEXT),
    Col("note", "Ghi chú", TEXT, width=2),
)


def next_year(asked: Asked) -> Built:
    """R2: this year's plan as it stands (less what was stopped), and next year's candidates that passed appraisal."""
    year = asked.period.last.year
    facts = facts_of(asked.projects([year, year + 1]).select_related("province").order_by("content", "code", "pk"), {})
    mine = [fact for fact in facts if _planned_for(fact, year) or _next(fact, year)]

    def found(fact: Fact) -> dict[str, Amount]:
        support = int(fact.project.support or 0)
        here, coming = _planned_for(fact, year), _next(fact, year)
        return {
            "this_n": amount(fact, int(here)),
            "this_national": amount(fact, support if here and fact.national else 0),
            "this_local": amount(fact, support if here and fact.national is False else 0),
            "next_n": amount(fact, int(coming)),
            "next_national": amount(fact, support if coming and fact.national else 0),
            "next_local": amount(fact, support if coming and fact.national is False else 0),
            "next_counterpart": amount(fact, int(fact.project.counterpart or 0) if coming else 0),
        }

    lines = with_total(by_content(mine, found, R2, asked.period.last), R2)
    notes = [
        f"Ước thực hiện: đề án trong kế hoạch năm {year} còn thực hiện. Kế hoạch năm {year + 1}: đề án đã đạt thẩm định hoặc đã có trong kế hoạch năm ấy."
    ]
    return asked.built(
        "r2", f"Kế hoạch khuyến công năm {year + 1}", R2, lines, notes, "Thông tư 36/2013/TT-BCT, Điều 6"
    )


def _planned_for(fact: Fact, year: int) -> bool:
    return fact.project.year == year and fact.planned and not fact.stopped


def _next(fact: Fact, year: int) -> bool:
    return fact.project.year == year + 1 and (fact.planned or fact.project.state in PASSED)


# --- R3

SHORT = {"kcqg": "KCQG", "kcdp": "KCĐP"}
"""Abbreviations of the two funds that every table knows."""

R3 = (
    Col("name", "Đề án", TEXT, width=7),
    Col("fund", "Nguồn", TEXT, width=2),
    Col("support", "Hỗ trợ", MONEY),
    Col("contracted", "Đã ký hợp đồng", MONEY),
    Col("paid", "Đã chi", MONEY),
    Col("settled", "Đã quyết toán", MONEY),
    Col("recoverable", "Phải thu hồi", MONEY),
    Col("left", "Chưa chi", MONEY),
    Col("percent", "% giải ngân", PERCENT, width=1.5, ratio=("paid", "support")),
    Col("note", "Ghi chú", TEXT, width=2.4),
)


def disbursement(asked: Asked) -> Built:
    """R3: by project, where its money lies on the last day of the period."""
    until = Period(date(1995, 1, 1), asked.period.last)
    rows = asked.projects().filter(source_url="").select_related("province").order_by("fund", "code", "pk")
    facts = [fact for fact in facts_of(rows, {"until": until}) if fact.planned]
    lines = with_total((_money_line(fact, number) for number, fact in enumerate(facts, start=1)), R3)
    notes = [
        f"Số liệu của sổ cái đến hết ngày {asked.period.last:%d/%m/%Y}. Đã chi gồm tạm ứng chưa quyết toán, phải thu hồi và đã quyết toán.",
        "Đề án lấy từ nguồn đã công bố không có bút toán nên không có trong bảng này.",
    ]
    return asked.built("r3", "Tình hình giải ngân", R3, lines, notes, "Thông tư 36/2013/TT-BCT, Điều 21")


def _money_line(fact: Fact, number: int) -> Line:
    project, held = fact.project, fact.standing("until")
    paid = held["advanced"] + held["recoverable"] + held["settled"]
    moved = any(pair[0] in ("in", "out") or pair[1] == "out" for pair in fact.flows.get("until", {}))
    return Line(
        f"project:{project.pk}", str(number),
        {"name": project.title, "fund": SHORT.get(project.fund, project.fund_label), "note": "có chuyển nguồn hoặc thu hồi" if moved else ""},
        {
            "support": amount(fact, int(project.support or 0)), "contracted": amount(fact, held["contracted"] + paid), "paid": amount(fact, paid),
            "settled": amount(fact, held["settled"]), "recoverable": amount(fact, held["recoverable"]),
            "left": amount(fact, held["planned"] + held["contracted"]),
        },
        record=record(project),
    )  # fmt: skip


# --- R8

R8 = (
    Col("name", "Chỉ tiêu", TEXT, width=6),
    Col("unit", "Đơn vị tính", TEXT, width=1.8, align="center"),
    Col("plan", "Kế hoạch năm", MONEY, width=3),
    Col("now", "Thực hiện kỳ này", MONEY, width=3),
    Col("cum", "Lũy kế", MONEY, width=3),
    Col("percent", "% kế hoạch", PERCENT, width=1.6, ratio=("cum", "plan")),
    Col("last", "Cùng kỳ năm trước", MONEY, width=3),
)
_ROWS: tuple[tuple[str, str, str, tuple[str, str, str, str]], ...] = (
    ("projects", "Đề án, nhiệm vụ", "đề án", ("plan_n", "now_n", "cum_n", "last_n")),
    ("money", "Kinh phí khuyến công", "đồng", ("plan_money", "now_money", "cum_money", "last_money")),
    ("national", "trong đó: khuyến công quốc gia", "đồng", ("plan_national", "", "cum_national", "")),
    ("local", "trong đó: khuyến công địa phương", "đồng", ("plan_local", "", "cum_local", "")),
    ("counterpart", "Vốn đối ứng của đề án hoàn thành", "đồng", ("", "", "counterpart", "")),
)


def synthesis(asked: Asked) -> Built:
    """R8: the main rows of R1, for the quarterly report of UBND tỉnh to the ministry."""
    found = results(asked)
    total = found.lines[-1]
    lines = [
        _row(key, name, unit, codes, total, number) for number, (key, name, unit, codes) in enumerate(_ROWS, start=1)
    ]
    lines.append(_stopped(asked, len(lines) + 1))
    return asked.built("r8", "Tổng hợp kết quả hoạt động khuyến công", R8, lines, found.notes, "Nghị định 45/2012/NĐ-CP, Điều 16; TTLT 26/2014/TTLT-BTC-BCT, Điều 9")  # fmt: skip


def _row(key: str, name: str, unit: str, codes: tuple[str, ...], total: Line, number: int) -> Line:
    places: dict[str, Any] = {
        place: total.amounts.get(code, NOTHING) for place, code in zip(("plan", "now", "cum", "last"), codes, strict=True) if code
    }  # fmt: skip
    return Line(key, str(number), {"name": name, "unit": unit}, places)


def _stopped(asked: Asked, number: int) -> Line:
    rows = asked.projects().filter(state=s.STOPPED).order_by("code", "pk")
    return Line("stopped", str(number), {"name": "Đề án ngừng", "unit": "đề án"}, {"cum": Amount(tuple(record(one) for one in rows))})  # fmt: skip
