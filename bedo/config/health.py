"""GET /healthz: may this process serve? Open to monitors without sign-in; tells nothing but three words."""

from datetime import timedelta

from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from bedo.core.clock import now
from bedo.core.models import WorkerBeat

ALIVE_SECONDS = 60
_known: dict[str, bool] = {}


@login_not_required
@never_cache
@require_safe
def healthz(request):
    """{"database", "migrations", "worker"}: each "ok" or what is wrong. 200 when all are, else 503."""
    state = {"database": database(), "migrations": "unknown", "worker": "unknown"}
    if state["database"] == "ok":
        state["migrations"] = migrations()
    if state["migrations"] == "ok":
        state["worker"] = worker()
    return JsonResponse(state, status=200 if set(state.values()) == {"ok"} else 503)


def database() -> str:
    """Does it answer?"""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            cursor.fetchone()
    except DatabaseError:
        return "no answer"
    return "ok"


def migrations() -> str:
    """Are all applied? Once they are, this process need not look again: its code does not change."""
    if not _known.get("migrated"):
        _known["migrated"] = not pending_migrations()
    return "ok" if _known["migrated"] else "pending"


def pending_migrations() -> list[str]:
    """Names of migrations that the code has and the database has not."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _ in plan]


def worker() -> str:
    """Has a worker of background jobs shown itself within the last minute?"""
    try:
        fresh = WorkerBeat.objects.filter(
            name__startswith="worker:", at__gt=now() - timedelta(seconds=ALIVE_SECONDS)
        ).exists()
    except DatabaseError:
        return "no answer"
    return "ok" if fresh else "silent"
