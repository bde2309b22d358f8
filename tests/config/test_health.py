from datetime import timedelta

import pytest
from django.db import DatabaseError

from bedo.config import health
from bedo.core.clock import now
from bedo.core.models import WorkerBeat


@pytest.fixture(autouse=True)
def forget():
    health._known.clear()
    yield
    health._known.clear()


def test_all_is_well_without_sign_in(client, db):
    WorkerBeat.objects.create(name="worker:a", at=now())
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json()) == (200, {"database": "ok", "migrations": "ok", "worker": "ok"})
    assert "no-store" in answer.headers["Cache-Control"]


def test_a_silent_worker_is_told(client, db):
    WorkerBeat.objects.create(name="worker:a", at=now() - timedelta(seconds=health.ALIVE_SECONDS + 1))
    WorkerBeat.objects.create(name="job:digest", at=now())
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json()["worker"]) == (503, "silent")


def test_pending_migrations_are_told(client, db, monkeypatch):
    monkeypatch.setattr(health, "pending_migrations", lambda: ["core.0009_new"])
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json()) == (
        503,
        {"database": "ok", "migrations": "pending", "worker": "unknown"},
    )


def test_a_lost_database_is_told(client, db, monkeypatch):
    class Gone:
        def cursor(self):
            raise DatabaseError

    monkeypatch.setattr(health, "connection", Gone())
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json()["database"]) == (503, "no answer")


def test_nothing_can_be_posted(client, db):
    assert client.post("/healthz").status_code == 405
