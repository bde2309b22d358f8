"""Relations between figures, reckoned: entered ones and those that follow from the rows of a source; what could explain a gap."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from bedo.accounts.models import User
from bedo.core.text import fold, search_words
from bedo.places.models import Unit
from bedo.places.queries import present_province
from bedo.reports import expressions as ex
from bedo.reports import figures, rules
from bedo.reports.models import Relation, StatedFigure

ORIGINS = ("annual_results.csv", "seed_facts.json", "ghi")
"""Files and hand entries whose rows have names that expressions may use."""


@dataclass(frozen=True)
class Term:
    """A figure that a relation names, with its source."""

    name: str
    figure: StatedFigure | None

    @property
    def label(self) -> str:
        return rules.label(self.figure.measure) if self.figure else self.name


@dataclass
class Checked:
    """A relation with what it comes to now. `problem`: it cannot be reckoned, and why."""

    code: str
    name: str
    expression: str
    unit: str
    note: str
    answer: ex.Answer | None
    problem: str = ""
    terms: list[Term] = field(default_factory=list)
    relation: Relation | None = None
    hints: list[str] = field(default_factory=list)

    @property
    def holds(self) -> bool | None:
        return self.answer.holds if self.answer else None

    @property
    def scale(self) -> ex.Scale:
        return ex.Scale.of(self.unit)

    def told(self, value: ex.Quantity | None) -> int | float | None:
        """A side in the unit of the relation; None for a day or what is not known."""
        return None if value is None or value.is_day else self.scale.told(value.value)

    @property
    def lhs(self) -> int | float | None:
        return self.told(self.answer.lhs) if self.answer else None

    @property
    def rhs(self) -> int | float | None:
        return self.told(self.answer.rhs) if self.answer else None

    @property
    def difference(self) -> int | float | None:
        if self.answer is None or self.answer.lhs.is_day:
            return None
        return self.scale.told(self.answer.difference)


def named(row: str, measure: str) -> str:
    """How expressions name one measure of a row: "HaGiang-05.fund-total"."""
    return f"{row}.{measure.replace('_', '-')}"


class Figures:
    """The stated figures that expressions name, read at once; `ours` answers computed ones."""

    def __init__(self, names: Iterable[str]):
        wanted = {name.split(".")[0] for name in names if not name.startswith("ours|")}
        origins = [f"{origin}:{name}" for origin in ORIGINS for name in wanted]
        self.rows: dict[str, list[StatedFigure]] = {}
        for row in StatedFigure.objects.filter(origin__in=origins).select_related("province").order_by("pk"):
            self.rows.setdefault(row.origin.rpartition(":")[2], []).append(row)

    def find(self, name: str) -> StatedFigure | None:
        """The figure of a row; of a row with several measures the one behind the dot."""
        row, _, measure = name.partition(".")
        wanted = measure.replace("-", "_")
        found = [one for one in self.rows.get(row, []) if not measure or one.measure == wanted]
        return found[0] if len(found) == 1 else None

    def stated(self, name: str) -> ex.Stated:
        """As the expression sees it; KeyError when there is none."""
        if name.startswith("ours|"):
            return _ours(name)
        found = self.find(name)
        if found is None:
            raise KeyError(name)
        unit = "đồng/năm" if found.measure in rules.PER_YEAR else found.unit
        years = (found.year_from, found.year_to) if found.year_from and found.year_to else None
        return ex.Stated(found.value, unit, found.qualifier, years, found.text_value)


def _ours(name: str) -> ex.Stated:
    """One of our own figures: code, province as it stood last under that name, year. KeyError for what there is none of."""
    _, code, place, year = name.split("|")
    unit = _province_named(place)
    if code not in figures.REGISTRY or unit is None:
        raise KeyError(name)
    value = figures.value(code, figures.Where(unit, year=int(year))).value
    whole = int(value) if value is not None and value == int(value) else None
    return ex.Stated(whole, figures.REGISTRY[code].unit, "exact", (int(year), int(year)))


def _province_named(place: str) -> Unit | None:
    units = [unit for unit in Unit.objects.provinces().order_by("-valid_from") if fold(unit.name) == fold(place)]
    return next((one for one in units if one.is_current), units[0] if units else None)


def provinces_of(one: Checked) -> list[Unit]:
    """Today's provinces whose figures a relation is about, in its order: of stated figures and of our own."""
    found = [term.figure.province for term in one.terms if term.figure and term.figure.province]
    named = [name.split("|")[2] for name in _names(one.expression) if name.startswith("ours|")]
    found += [present_province(unit) for place in named if (unit := _province_named(place))]
    return list(dict.fromkeys(found))


def checked(user: User | None = None, *, province: Unit | None = None, generated: bool = True) -> list[Checked]:
    """Every relation that the person may see, entered ones first, then those of the rows. 3 queries."""
    rows = Relation.objects.all() if user is None else Relation.objects.visible_to(user)
    rows = rows.filter(province=province) if province else rows
    entered = list(rows.order_by("code"))
    own = [Checked(row.code, row.name, row.expression, row.unit, row.note, None, relation=row) for row in entered]
    if generated:
        own += _generated(_stated(user, province))
    known = Figures(name for one in own for name in _names(one.expression))
    for one in own:
        reckon(one, known)
    return own


def reckon(one: Checked, known: Figures) -> None:
    """Fill in what the relation comes to, its terms, and what could explain a gap."""
    try:
        one.answer = ex.check(one.expression, known.stated)
    except ex.Wrong as wrong:
        one.problem = wrong.what
    one.terms = [Term(name, known.find(name)) for name in _names(one.expression)]
    if one.holds is False:
        one.hints = explanations(one)


def try_out(expression: str, unit: str) -> Checked:
    """A relation that is being typed; ex.Wrong when it cannot be reckoned."""
    known = Figures(ex.names_in(expression))
    one = Checked("", "", expression, unit, "", ex.check(expression, known.stated))
    one.terms = [Term(name, known.find(name)) for name in _names(expression)]
    return one


def _names(expression: str) -> list[str]:
    try:
        return ex.names_in(expression)
    except ex.Wrong:
        return []


def _stated(user: User | None, province: Unit | None) -> list[StatedFigure]:
    rows = (
        StatedFigure.objects.exclude(value=None)
        if user is None
        else StatedFigure.objects.visible_to(user).exclude(value=None)
    )
    return list(
        (rows.filter(province=province) if province else rows).filter(origin__startswith=ORIGINS[0]).order_by("pk")
    )


def _generated(stated: Sequence[StatedFigure]) -> list[Checked]:
    """A total against its parts, of every row of a source that printed all of them."""
    groups: dict[str, dict[str, StatedFigure]] = {}
    for row in stated:
        groups.setdefault(row.origin.rpartition(":")[2], {})[row.measure] = row
    found = []
    for name, row in groups.items():
        for total, parts, kinds in rules.SUMS:
            if total in row and all(part in row for part in parts) and row[total].kind in kinds:
                words = " + ".join(rules.label(part).lower() for part in parts)
                expression = " + ".join(named(name, part) for part in parts) + f" = {named(name, total)}"
                title = f"{row[total].place_text} {row[total].period}: {words} = {rules.label(total).lower()}"
                found.append(Checked(named(name, total), title, expression, row[total].unit, "", None))
    return found


# --- what could explain a gap


def explanations(one: Checked) -> list[str]:
    """Sentences that were reckoned, not invented: each names figures that would close the gap. Order: surest first."""
    if one.answer is None or one.answer.difference is None or one.answer.rhs is None:
        return []
    gap = abs(one.answer.difference)
    values = [
        (term, Fraction(term.figure.value)) for term in one.terms if term.figure and term.figure.value is not None
    ]
    found = [
        f"Chỗ lệch đúng bằng “{term.label}” ({term.name}): có thể đã cộng hai lần hoặc bỏ sót."
        for term, value in values
        if value == gap
    ]
    found += _missing_years(values, one.answer)
    found += _told_elsewhere(one)
    if any(term.figure and term.figure.qualifier != "exact" for term in one.terms):
        loose = [term.name for term in one.terms if term.figure and term.figure.qualifier != "exact"]
        found.append(f"Số không chính xác ở nguồn (“trên”, “gần”, “khoảng”, làm tròn): {', '.join(loose)}.")
    return found


def _missing_years(values: Sequence[tuple[Term, Fraction]], answer: ex.Answer) -> list[str]:
    """Yearly sums over fewer years than the period: how many years less would come nearest."""
    first = next(
        ((term, value) for term, value in values if term.figure and term.figure.measure in rules.PER_YEAR), None
    )
    if first is None or not first[1] or answer.difference is None or answer.difference <= 0:
        return []
    term, yearly = first
    years = round(answer.difference / yearly)
    left = answer.difference - years * yearly
    if years < 1 or abs(left) * 4 > answer.difference:
        return []
    rest = "hết lệch" if not left else f"còn lệch {int(abs(left)):,} đồng".replace(",", ".")
    return [f"Bớt {years} năm của “{term.label}” ({term.name}) thì {rest}: có thể tổng chỉ tính cho một kỳ ngắn hơn."]


def _told_elsewhere(one: Checked) -> list[str]:
    """Another source that prints just what the other side comes to."""
    total = next((term.figure for term in reversed(one.terms) if term.figure), None)
    if total is None or one.answer is None or one.answer.lhs.value is None or one.answer.lhs.value.denominator != 1:
        return []
    same = StatedFigure.objects.filter(
        province_id=total.province_id, measure=total.measure, value=int(one.answer.lhs.value)
    )
    return [
        f"Nguồn khác ghi đúng số cộng lại: {row.period}, {row.source_url[:80]}."
        for row in same.exclude(pk=total.pk)[:1]
    ]


def as_json(one: Checked) -> Mapping[str, Any]:
    """As `bedo check-figures --json` prints it."""
    return {
        "id": one.code,
        "expression": one.expression,
        "lhs": one.lhs,
        "rhs": one.rhs,
        "difference": one.difference,
        "unit": one.unit,
        "holds": one.holds,
        "note": one.problem or one.note,
    }


def terms_for(user: User, text: str, most: int = 40) -> list[Term]:
    """Figures that an expression may name, for who writes one; all words of the text must be found. 1 query."""
    rows = StatedFigure.objects.visible_to(user).exclude(value=None).select_related("place")
    words = search_words(text)
    found = []
    for row in rows.order_by("place_text", "-year_from", "pk"):
        origin, _, name = row.origin.rpartition(":")
        said = fold(f"{name} {row.place_text} {row.period} {rules.label(row.measure)} {row.printed}")
        if origin in ORIGINS and all(word in said for word in words):
            found.append(Term(name if origin == "seed_facts.json" else named(name, row.measure), row))
            if len(found) == most:
                break
    return found
