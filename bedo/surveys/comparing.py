"""What a visit says beside what the system holds now, and what accepting it would do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Q
from django.utils.timezone import localtime

from bedo.core.text import name_key
from bedo.core.types import Dong
from bedo.establishments.models import Establishment
from bedo.establishments.rules import tidy_tax_code
from bedo.establishments.services.checks import tidy
from bedo.places.models import Unit
from bedo.projects.models import Difficulty, Effect, ProgressReport
from bedo.projects.rules.effects import MEASURES
from bedo.surveys.models import Visit
from bedo.surveys.rules import answers as said
from bedo.surveys.rules import forms, merging

YES = {"co": True, "khong": False}
LATE = ("cham", "ngung")
THERE = " (đã có trong hồ sơ)"
RIVALS_READ = 200
FORMS = ("hkd", "cs", "htx", "tht", "tnhh", "cp", "dntn")
"""Forms of business as name_key writes them: people leave them out."""
EFFECT_WORDS = {
    **{name: measure.label for name, measure in MEASURES.items()},
    "quality": "Chất lượng sản phẩm",
    "machine_in_use": "Máy còn dùng",
    "note": "Ghi chú",
}


@dataclass
class Comparison:
    """Fields beside what is held, things to add (`extras`: code → words), what is incomplete, who else waits there.

    `good`: the answers that fit their questions, the only ones that accepting uses. `report`: the month's progress report
    that is there already.
    """

    form: forms.Form | None
    good: Mapping[str, Any] = field(default_factory=dict)
    fields: list[merging.Beside] = field(default_factory=list)
    extras: dict[str, str] = field(default_factory=dict)
    problems: list[said.Problem] = field(default_factory=list)
    rivals: list[Visit] = field(default_factory=list)
    twins: list[Establishment] = field(default_factory=list)
    report: ProgressReport | None = None

    @property
    def conflicts(self) -> int:
        return sum(row.open for row in self.fields)


def visited_on(visit: Visit) -> date:
    """The day of the visit in Vietnam: as the reviewer wrote it, else as the device told."""
    return visit.visited_on or localtime(visit.finished_at).date()


def compare(visit: Visit) -> Comparison:
    """Read everything that a reviewer looks at; a fixed number of queries."""
    form = forms.find(visit.kind, visit.form_version)
    found = Comparison(form)
    if form is None:
        return found
    photos = Counter(photo.question for photo in visit.photos.all())
    fresh = visit.establishment_id is None
    found.problems = said.problems(form, visit.answers, photos, fresh=fresh and visit.kind == "khao_sat")
    wrong = {problem.key for problem in found.problems}
    found.good = {key: value for key, value in visit.answers.items() if key not in wrong and not said.empty(value)}
    if visit.kind == "khao_sat":
        _survey(visit, form, found)
    elif visit.kind == "hieu_qua" and visit.share_id:
        _effects(visit, found)
    elif visit.kind == "tien_do" and visit.share_id:
        _progress(visit, found)
    return found


def _survey(visit: Visit, form: forms.Form, found: Comparison) -> None:
    values = register_values(form, found.good)
    known = visit.base.get("values") if isinstance(visit.base.get("values"), Mapping) else None
    row = visit.establishment
    for question in form.questions():
        name = question.writes
        if name in values and (row is None or name != "place"):
            found.fields.append(
                merging.beside(
                    name, question.label, base=(known or {}).get(name), stored=getattr(row, name) if row else None,
                    visit=values[name], known_base=known is not None and name in known,
                )
            )  # fmt: skip
    _extras(visit, found)
    if row is None:
        found.twins = _twins(visit, values)
    found.rivals = _rivals(visit)


def _rivals(visit: Visit) -> list[Visit]:
    """Other surveys that wait for the same establishment; for a new one, those that name it the same."""
    rows = Visit.objects.waiting().filter(kind="khao_sat").exclude(pk=visit.pk).select_related("officer")
    rows = rows.order_by("finished_at", "pk")
    if visit.establishment_id:
        return list(rows.filter(establishment=visit.establishment_id))
    name = name_key(str(visit.answers.get("name") or ""))
    fresh = rows.filter(establishment=None, province=visit.province_id)[:RIVALS_READ] if name else []
    return [one for one in fresh if name_key(str(one.answers.get("name") or "")) == name]


def register_values(form: forms.Form, good: Mapping[str, Any]) -> dict[str, Any]:
    """Good answers as values of the register's fields; what is empty is left out."""
    return {
        question.writes: _value(question, good[question.key])
        for question in form.questions()
        if question.writes and not said.empty(good.get(question.key))
    }


def _value(question: forms.Question, value: Any) -> Any:
    if question.type == "choice" and set(dict(question.options)) == set(YES):
        return YES[value]
    if question.type == "dong":
        return Dong(value)
    if question.writes == "tax_code":
        return tidy_tax_code(value)
    return tidy(value)


def _extras(visit: Visit, found: Comparison) -> None:
    """Products and machines that are not there yet, the wish, the photos."""
    here, good = visit.establishment, found.good
    for group, word in (("products", "sản phẩm"), ("machines", "máy")):
        held = {name_key(one.name) for one in getattr(here, group).all()} if here and good.get(group) else set()
        for number, row in enumerate(good.get(group) or []):
            there = THERE if name_key(row["name"]) in held else ""
            found.extras[f"{group}-{number}"] = f"Thêm {word}: {row['name']}{there}"
            held.add(name_key(row["name"]))
    if good.get("wants") == "co" and good.get("content") and good.get("need"):
        found.extras["wish"] = f"Ghi nhu cầu: {good['need']}"
    if visit.photos.all():
        found.extras["photos"] = f"Thêm {len(visit.photos.all())} ảnh vào hồ sơ cơ sở"


def already(extras: Mapping[str, str]) -> frozenset[str]:
    """Extras that are there already: not taken unless somebody says so."""
    return frozenset(code for code, words in extras.items() if words.endswith(THERE))


def _twins(visit: Visit, values: Mapping[str, Any]) -> list[Establishment]:
    """Establishments of the province that a new one might be: same tax code, or the same name, its form of business left out."""
    same = Q(name_key__in=_spellings(values.get("name", "")))
    if values.get("tax_code"):
        same |= Q(tax_code=values["tax_code"])
    return list(Establishment.objects.live().filter(same, province=visit.province_id).select_related("place")[:10])


def _spellings(name: str) -> set[str]:
    """Keys under which the register may hold a name that an officer heard."""
    key = name_key(name)
    form, _, bare = key.partition(" ")
    if form in FORMS and bare:
        return {key, bare}
    return {key, *(f"{form} {key}" for form in FORMS)} if key else set()


def effect_values(good: Mapping[str, Any]) -> dict[str, Any]:
    """Good answers of the form on effects as values of Effect."""
    found = {name: good.get(name) for name in EFFECT_WORDS if not said.empty(good.get(name))}
    if "machine_in_use" in found:
        found["machine_in_use"] = YES.get(found["machine_in_use"])
    return {
        name: Dong(value) if MEASURES.get(name) and "đồng" in MEASURES[name].unit else value
        for name, value in found.items()
        if value is not None
    }


def _effects(visit: Visit, found: Comparison) -> None:
    row = Effect.objects.filter(share=visit.share_id, year=found.good.get("year")).first()
    for name, value in effect_values(found.good).items():
        stored = getattr(row, name) if row else None
        found.fields.append(
            merging.beside(name, EFFECT_WORDS[name], base=None, stored=stored, visit=value, known_base=False)
        )


def _progress(visit: Visit, found: Comparison) -> None:
    """The month's report as one field, and a difficulty as something to add."""
    good, month = found.good, visited_on(visit).replace(day=1)
    found.report = ProgressReport.objects.filter(share=visit.share_id, month=month).first()
    if "done_percent" in good and "planned_percent" in good:
        here = _report_words(vars(found.report)) if found.report else ""
        label = f"Báo cáo tiến độ tháng {month:%m/%Y}"
        found.fields.append(
            merging.beside("report", label, base=None, stored=here, visit=_report_words(good), known_base=False)
        )
    if good.get("difficulty") and good.get("late") in LATE:
        text = good["difficulty"]
        there = Difficulty.objects.filter(share=visit.share_id, text=text, closed_on=None).exists()
        found.extras["difficulty"] = f"Ghi khó khăn: {text}{THERE if there else ''}"


def _report_words(values: Mapping[str, Any]) -> str:
    money = f"; cơ sở đã chi {Dong(values['spent'])}" if values.get("spent") else ""
    text = f"; {values['done_text']}" if values.get("done_text") else ""
    return f"Đã làm {values['done_percent']} %, kế hoạch {values['planned_percent']} %{money}{text}"


def place_of(visit: Visit) -> Unit | None:
    """The commune a new establishment stands in, when the answer names one of the province's."""
    pk = visit.answers.get("place")
    return Unit.objects.filter(pk=pk).select_related("parent__parent").first() if isinstance(pk, int) else None
