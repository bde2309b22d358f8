"""Fixtures that everybody uses: a present province, organisations, people by role, signed-in clients."""

import os
from datetime import date

import pytest

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")


def pytest_configure(config):
    from django.conf import settings

    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}


def pytest_collection_modifyitems(config, items):
    """Threads and browsers need a real PostgreSQL server; elsewhere those tests are left out by name, not skipped silently."""
    from django.conf import settings

    if settings.DATABASES["default"]["ENGINE"].endswith("postgresql"):
        return
    kept = [item for item in items if not ({"postgres", "browser"} & {mark.name for mark in item.iter_markers()})]
    dropped = [item for item in items if item not in kept]
    if dropped:
        config.hook.pytest_deselected(items=dropped)
        items[:] = kept


@pytest.fixture(autouse=True, scope="session")
def _flush_past_append_only():
    """Transactional tests flush all tables; the append-only triggers must step aside for that alone."""
    from django.core.management.commands import flush
    from django.db import connections

    original = flush.Command.handle

    def handle(self, **options):
        connection = connections[options["database"]]
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                cursor.execute("SET session_replication_role = replica")
                try:
                    return original(self, **options)
                finally:
                    cursor.execute("SET session_replication_role = DEFAULT")
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type='trigger' AND sql LIKE '%append-only%'")
            triggers = cursor.fetchall()
            for name, _ in triggers:
                cursor.execute(f'DROP TRIGGER "{name}"')
            try:
                return original(self, **options)
            finally:
                for _, sql in triggers:
                    cursor.execute(sql)

    flush.Command.handle = handle
    yield
    flush.Command.handle = original


@pytest.fixture
def province(db):
    """The present Tuyên Quang (code 08, since 1 July 2025)."""
    return _unit("08", "Tuyên Quang", date(2025, 7, 1))


@pytest.fixture
def other_province(db):
    """The present Phú Thọ (code 25): where strangers come from."""
    return _unit("25", "Phú Thọ", date(2025, 7, 1))


@pytest.fixture
def commune(province):
    """A commune of the present Tuyên Quang."""
    return _unit("00001", "Xín Mần", date(2025, 7, 1), level=3, kind="xa", parent=province)


def _unit(code, name, since, *, level=1, kind="tinh", parent=None):
    from bedo.core.text import fold, sort_key
    from bedo.places.models import Unit

    return Unit.objects.create(
        code=code, name=name, kind=kind, level=level, parent=parent, valid_from=since,
        sort_key=sort_key(name), search_text=fold(name),
    )  # fmt: skip


ROLE_HOMES = {
    "officer": "trung_tam",
    "collaborator": "xa",
    "director": "trung_tam",
    "appraiser": "so_cong_thuong",
    "approver_department": "so_cong_thuong",
    "approver_province": "ubnd_tinh",
    "finance": "so_tai_chinh",
    "accountant": "trung_tam",
    "beneficiary": "co_so",
    "ministry_department": "cuc",
    "ministry_minister": "bo_cong_thuong",
    "administrator": "trung_tam",
}


@pytest.fixture
def make_person(db):
    """make_person(role, province) -> a user who holds the role there."""
    from bedo.accounts.models import Grant, Organisation, User
    from bedo.accounts.rights import ALL_PROVINCES, ORGANISATION_KINDS

    def make(role, at, *, username="", establishment_id=None, place=None):
        kind = ROLE_HOMES[role]
        home = None if kind in ALL_PROVINCES else at
        organisation, _ = Organisation.objects.get_or_create(
            kind=kind,
            name=f"{ORGANISATION_KINDS[kind]} {home.name if home else ''}".strip(),
            province=home,
            defaults={"establishment_id": establishment_id},
        )
        name = username or f"{role}{at.code}"
        user = User.objects.create_user(name, "mat-khau-thu", full_name=f"{role} {at.name}", email=f"{name}@example.vn")
        Grant.objects.create(user=user, role=role, organisation=organisation, place=place, valid_from=date(2020, 1, 1))
        return user

    return make


@pytest.fixture
def people(province, make_person):
    """One person for every role in the province, by role code."""
    return {role: make_person(role, province) for role in ROLE_HOMES}


@pytest.fixture
def strangers(other_province, make_person):
    """The same roles in another province."""
    return {
        role: make_person(role, other_province)
        for role in ROLE_HOMES
        if ROLE_HOMES[role] not in ("cuc", "bo_cong_thuong")
    }


@pytest.fixture
def login(client):
    """login(user) -> a signed-in test client."""

    def signed_in(user):
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return signed_in


@pytest.fixture
def count_queries():
    """count_queries(call, *args) -> how many SQL statements the call made."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def count(call, *args, **kwargs):
        with CaptureQueriesContext(
            connection,
        ) as captured:
            response = call(*args, **kwargs)
        assert getattr(response, "status_code", 200) == 200, response
        return len(captured)

    return count
