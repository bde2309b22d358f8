"""What higher contexts know of an establishment, as sections of its page."""

from typing import Any, NamedTuple

from bedo.accounts.models import User
from bedo.establishments.models import Establishment


class Section(NamedTuple):
    """A part of the page: `template` is included with `section` (this) and nothing else."""

    key: str
    title: str
    template: str
    data: dict[str, Any]


def project_sections(establishment: Establishment, *, user: User) -> list[Section]:
    """Wishes, projects with money by year, and papers of the establishment, within the person's scope."""
    return []


def asked_contents(establishment: Establishment) -> set[str] | None:
    """Codes of the contents it ever asked for; None while nobody can say."""
    return None
