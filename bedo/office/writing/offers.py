"""Which forms may be written of a record, and why the others may not yet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from bedo.documents.models import Written
from bedo.documents.writing.forms import FORMS, SUBJECTS, Form
from bedo.planning.models import YearPlan
from bedo.programmes import queries as law
from bedo.programmes import rules
from bedo.projects.models import Acceptance, ChangeRequest, Contract, Project


@dataclass(frozen=True)
class Offer:
    """A form with the record it would be written of. `reason`: why not yet, "" when it may; `rule`: its dated row."""

    form: Form
    rule: rules.FormRule
    record: Any
    reason: str
    label: str


def rules_of(on: date, level: str, province: str = "") -> dict[str, rules.FormRule]:
    """The forms in force on that day, by the layout that draws them."""
    return {row.layout: row for row in law.in_force(rules.FormRule, on, level, province).values()}


def rule_of(form: str, on: date, level: str, province: str = "") -> rules.FormRule | None:
    """The row of one form; None when it is not in force."""
    return rules_of(on, level, province).get(form)


def basis_of(rule: rules.FormRule) -> str:
    """The row in words: number of the form and its legal text."""
    parts = (rule.number, rule.legal_text or "đề xuất của hệ thống", rule.article)
    return ", ".join(part for part in parts if part)


def where_of(record: Any) -> tuple[str, str]:
    """Level and province (its code) of a record of any kind."""
    project = record if isinstance(record, Project) else _project(record)
    if project is not None:
        return (rules.NATIONAL if project.track == "national" else rules.LOCAL), project.province.code
    if isinstance(record, YearPlan):
        national = record.province_id is None
        return (rules.NATIONAL if national else rules.LOCAL), "" if national else record.province.code
    province = getattr(record, "province", None)
    return rules.LOCAL, province.code if province else ""


def _project(record: Any) -> Project | None:
    for way in ("project", "share"):
        found = getattr(record, way, None)
        if found is not None:
            return found if way == "project" else found.project
    if isinstance(record, Contract):
        item = record.items.select_related("share__project__province").order_by("share_id").first()
        return item.share.project if item else None
    return None


def of_project(project: Project, shares: Iterable[Any], today: date) -> list[Offer]:
    """Every form of a project's life: of itself, its shares, contracts, minutes and changes."""
    level, province = where_of(project)
    known = rules_of(project.rule_day or today, level, province) | rules_of(today, level, province)
    shares = list(shares)
    records = {
        "project": [project],
        "share": shares,
        "contract": list(
            Contract.objects.filter(items__share__in=shares, parent=None).select_related("province").distinct().order_by("pk")
        ),
        "acceptance": list(
            Acceptance.objects.filter(share__in=shares).select_related("share__establishment", "share__project__implementer", "share__project__province")
        ),
        "change": list(ChangeRequest.objects.filter(project=project).select_related("share__establishment", "project__province")),
    }  # fmt: skip
    return list(_offers(records, known))


def of_record(kind: str, record: Any, today: date) -> list[Offer]:
    """Every form of one record."""
    level, province = where_of(record)
    return list(_offers({kind: [record]}, rules_of(today, level, province)))


def _offers(records: dict[str, list[Any]], known: dict[str, rules.FormRule]) -> Iterator[Offer]:
    for code, form in FORMS.items():
        rule = known.get(code)
        if rule is None:
            continue
        for record in records.get(form.kind, ()):
            yield Offer(form, rule, record, form.why_not(record), SUBJECTS[form.kind].label(record))


def written_of(user: Any, group: str) -> list[Written]:
    """Papers listed on the page of a record, the newest first."""
    rows = Written.objects.visible_to(user).filter(group=group).select_related("paper", "created_by")
    return list(rows.order_by("-pk"))
