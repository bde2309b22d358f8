"""People of every role in two provinces, for tests that keep one database state over many questions."""

from contextlib import contextmanager
from datetime import date

from django.db import transaction

from bedo.accounts.models import Grant, Organisation, User
from bedo.accounts.rights import ALL_PROVINCES, ORGANISATION_KINDS
from bedo.core.text import fold, sort_key
from bedo.places.models import Unit
from bedo.programmes import queries as law
from tests.conftest import ROLE_HOMES

SINCE = date(2025, 7, 1)


def make_unit(code, name, *, level=1, kind="tinh", parent=None):
    """A unit of the present map."""
    return Unit.objects.create(
        code=code, name=name, kind=kind, level=level, parent=parent, valid_from=SINCE, sort_key=sort_key(name), search_text=fold(name)
    )  # fmt: skip


def make_person(role, at, *, establishment=None, place=None, name=""):
    """A user who holds the role in the province, in the organisation that is the role's home."""
    kind = ROLE_HOMES[role]
    home = None if kind in ALL_PROVINCES else at
    organisation, _ = Organisation.objects.get_or_create(
        kind=kind,
        name=f"{ORGANISATION_KINDS[kind]} {home.name if home else ''}".strip(),
        province=home,
        defaults={"establishment_id": establishment.pk if establishment else None, "place": place},
    )
    username = name or f"{role}.{at.code}"
    user = User(username=username, full_name=f"{role} {at.name}", email=f"{username}@example.vn")
    user.set_unusable_password()
    user.save()
    Grant.objects.create(user=user, role=role, organisation=organisation, valid_from=SINCE)
    return user


def make_people(at, *, establishment=None, commune=None):
    """One person of every role in the province; the ministry's see all provinces."""
    more = {"beneficiary": {"establishment": establishment}, "collaborator": {"place": commune}}
    return {role: make_person(role, at, **more.get(role, {})) for role in ROLE_HOMES}


@contextmanager
def undone():
    """What happens inside is taken back at the end."""
    with transaction.atomic():
        try:
            yield
        finally:
            transaction.set_rollback(True)
            law.forget()


@contextmanager
def kept(blocker):
    """The database for a whole module, emptied at its end. Give it pytest-django's django_db_blocker."""
    with blocker.unblock(), undone():
        yield
