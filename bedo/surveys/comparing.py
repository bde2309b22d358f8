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
from bedo.places.models import Unit
from bedo.projects.models import Effect
from bedo.projects.rules.effects import MEASURES
from bedo.surveys.models import Visit
from bedo.surveys.rules import answers as said
from bedo.surveys.rules import forms, merging

YES = {"co": True, "khong": False}
EFFECT_WORDS = {
    **{name: measure.label for name, measure in MEASURES.items()},
    "quality": "Chất lượng sản phẩm",
    "machine_in_use": "Máy còn dùng",
    "note": "Ghi chú",
}


@dataclass
class Comparison:
    """Fields beside the register, things to add (`extras`: code → words), what is incomplete, who else waits there."""

    form: forms.Form | None
    fields: list[merging.Beside] = field(default_factory=list)
    extras: dict[str, str] = field(default_factory=dict)
    problems: list[said.Problem] = field(default_factory=list)
    rivals: list[Visit] = field(default_factory=list)
    twins: list[Establishment] = field(default_factory=list)

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
    if visit.kind == "khao_sat":
        _survey(visit, form, found)
    elif visit.kind == "hieu_qua" and visit.share_id:
        _effects(visit, found)
    return found


def _survey(visit: Visit, form: forms.Form, found: Comparison) -> None:
    wrong = {problem.key for problem in found.problems}
    values = register_values(form, visit.answers, wrong)
    known = visit.base.get("values") if isinstance(visit.base.get("values"), Mapping) else None
    row = visit.establishment
    for question in form.questions():
        if question.writes in values and (row is None or question.writes != "place"):
            stored = getattr(row, question.writes) if row else None
            found.fields.append(
                merging.beside(
                    question.writes,
                    question.label,
                    base=_base(known, question.writes),
                    stored=stored,
                    visit=values[question.writes],
                    known_base=known is not None and question.writes in known,
                )
            )
    _extras(visit, found, wrong)
    if row is not None:
        found.rivals = list(
            Visit.objects.waiting()
            .filter(establishment=row, kind="khao_sat")
            .exclude(pk=visit.pk)
            .select_related("officer")
        )
    else:
        found.twins = _twins(visit, values)


def _base(known: Mapping[str, Any] | None, name: str) -> Any:
    return (known or {}).get(name)


def register_values(form: forms.Form, answers: Mapping[str, Any], wrong: set[str]) -> dict[str, Any]:
    """Answers as values of the register's fields; what is empty, not asked or out of its limits is left out."""
    found: dict[str, Any] = {}
    for question in form.questions():
        value = answers.get(question.key)
        if question.writes and question.key not in wrong and not said.empty(value):
            found[question.writes] = _value(question, value)
    return found


def _value(question: forms.Question, value: Any) -> Any:
    if question.type == "choice" and set(dict(question.options)) == set(YES):
        return YES[value]
    if question.type == "dong":
        return Dong(value)
    if question.writes == "tax_code":
        return tidy_tax_code(value)
    return value


def _extras(visit: Visit, found: Comparison, wrong: set[str]) -> None:
    """Products and machines that are not there yet, the wish, the photos."""
    here = visit.establishment
    for group, word in (("products", "sản phẩm"), ("machines", "máy")):
        if group in wrong:
            continue
        held = {name_key(one.name) for one in getattr(here, group).all()} if here else set()
        for number, row in enumerate(visit.answers.get(group) or []):
            there = " (đã có trong hồ sơ)" if name_key(row.get("name", "")) in held else ""
            found.extras[f"{group}-{number}"] = f"Thêm {word}: {row.get('name')}{there}"
    if visit.answers.get("wants") == "co" and not wrong & {"content", "need"}:
        found.extras["wish"] = f"Ghi nhu cầu: {visit.answers.get('need')}"
    if visit.photos.all():
        found.extras["photos"] = f"Thêm {len(visit.photos.all())} ảnh vào hồ sơ cơ sở"


def already(extras: Mapping[str, str]) -> frozenset[str]:
    """Extras that are there already: not taken unless somebody says so."""
    return frozenset(code for code, words in extras.items() if words.endswith("(đã có trong hồ sơ)"))


def _twins(visit: Visit, values: Mapping[str, Any]) -> list[Establishment]:
    """Establishments of the province that a new one might be: same tax code, or the same name without its form of business."""
    same = Q(name_key=name_key(values.get("name", "")))
    if values.get("tax_code"):
        same |= Q(tax_code=values["tax_code"])
    return list(Establishment.objects.live().filter(same, province=visit.province_id).select_related("place")[:10])


def effect_values(answers: Mapping[str, Any]) -> dict[str, Any]:
    """Answers of the form on effects as values of Effect."""
    found = {name: answers.get(name) for name in EFFECT_WORDS if not said.empty(answers.get(name))}
    if "machine_in_use" in found:
        found["machine_in_use"] = YES.get(found["machine_in_use"])
    return {
        name: Dong(value) if MEASURES.get(name) and "đồng" in MEASURES[name].unit else value
        for name, value in found.items()
        if value is not None
    }


def _effects(visit: Visit, found: Comparison) -> None:
    wrong = {problem.key for problem in found.problems}
    year = visit.answers.get("year")
    row = Effect.objects.filter(share=visit.share_id, year=year).first() if "year" not in wrong else None
    for name, value in effect_values(visit.answers).items():
        if name not in wrong:
            stored = getattr(row, name) if row else None
            found.fields.append(
                merging.beside(name, EFFECT_WORDS[name], base=None, stored=stored, visit=value, known_base=False)
            )


def place_of(visit: Visit) -> Unit | None:
    """The commune a new establishment stands in, when the answer names one of the province's."""
    pk = visit.answers.get("place")
    return Unit.objects.filter(pk=pk).select_related("parent__parent").first() if isinstance(pk, int) else None
