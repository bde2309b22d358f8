"""Everything about one establishment, gathered for its page."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from bedo.core.clock import today
from bedo.establishments import queries, rules
from bedo.establishments.models import Establishment, Person
from bedo.establishments.rules.eligibility import WORDS
from bedo.office.establishments.fields import place_name
from bedo.office.establishments.sections import asked_contents, project_sections
from bedo.programmes import queries as programmes

EDIT, MERGE = "establishment.edit", "establishment.merge"
HISTORY_SHOWN, OPENINGS_SHOWN = 8, 6


@dataclass(frozen=True)
class Shown:
    """A person as the page shows them: numbers masked unless they were asked for."""

    row: Person
    role: str
    phone: str
    email: str
    id_number: str
    why: str
    hidden: bool


def everything(request: HttpRequest, row: Establishment, *, revealed: bool = False) -> dict[str, Any]:
    """The context of the page. Costs the same whatever the establishment has."""
    user, day = request.user, today()
    may_edit = user.grants.may(EDIT, row.province_id)
    entries = list(queries.history(row)[: HISTORY_SHOWN + 1])
    sections = project_sections(row, user=user)
    answer = rules.eligibility(queries.candidate_of(row), today=day)
    return {
        "row": row,
        "kind": rules.KINDS[row.kind],
        "sector": rules.SECTORS.get(row.sector, ""),
        "place": place_name(row.place),
        "place_now": _standing(row),
        "tax_code": _tax_code(row, may_edit),
        "absent": "unpublished" if row.source else "unknown",
        "people": [_shown(person, revealed=revealed) for person in row.people.all()],
        "revealed": revealed,
        "machines": [(machine, rules.CONDITIONS.get(machine.condition, "")) for machine in row.machines.all()],
        "certificates": [
            (one, rules.CERTIFICATE_KINDS[one.kind], queries.status_of(one, day)) for one in _by_expiry(row)
        ],
        "entries": entries[:HISTORY_SHOWN],
        "more_entries": len(entries) > HISTORY_SHOWN,
        "twins": queries.twins_of(row) if may_edit else [],
        "eligibility": answer,
        "eligibility_word": WORDS[answer.value],
        "openings": _openings(row, asked_contents(sections)),
        "sections": sections,
        "may_edit": may_edit,
        "may_wish": user.grants.may("wish.record", row.province_id),
        "may_merge": user.grants.may(MERGE, row.province_id),
    }


def _standing(row: Establishment) -> str:
    """Where the place of its day stands today, when that is something else."""
    if row.place_now_id == row.place_id:
        return ""
    name = place_name(row.place_now)
    return name if row.place_exact else f"{name} (chưa phân bổ xã, phường)"


def _tax_code(row: Establishment, may_edit: bool) -> str:
    hidden = rules.is_personal_number(row.tax_code) and not may_edit
    return rules.mask(row.tax_code) if hidden else row.tax_code


def _shown(person: Person, *, revealed: bool) -> Shown:
    phone = rules.show_phone(person.phone)
    numbers = (phone, person.email, person.id_number)
    phone, email, id_number = (
        numbers if revealed else (rules.mask(phone.replace(" ", "")), _mail(person.email), rules.mask(person.id_number))
    )
    why = f"{rules.PURPOSES[person.purpose]} · {rules.BASES[person.basis]}"
    return Shown(person, rules.PERSON_ROLES[person.role], phone, email, id_number, why, not revealed and any(numbers))


def _mail(address: str) -> str:
    name, _, host = address.partition("@")
    return f"{'•' * len(name)}@{host}" if host else ""


def _by_expiry(row: Establishment) -> list:
    """Soonest expiry first; those without a day last."""
    return sorted(row.certificates.all(), key=lambda one: (one.expires_on is None, one.expires_on or today(), one.pk))


def _openings(row: Establishment, asked: set[str]) -> tuple[rules.Opening, ...]:
    contents = [(content.key, content.name) for content in programmes.contents(today()).values()]
    return rules.openings(contents, asked, queries.needs_of(row, today=today()), year=today().year)[:OPENINGS_SHOWN]
