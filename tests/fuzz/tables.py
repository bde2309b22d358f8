"""What the tables hold, to prove that a refusal changed nothing."""

from contextlib import contextmanager

from django.apps import apps
from django.db import connection

from bedo.office.shell.http import WRITES

LOG = {"core.LogEntry", "core.LogHead", "core.LogPersonal", "accounts.SignIn"}
"""Refusals themselves are logged, and so are sign-ins; everything else stays as it was."""


def tables(without=frozenset(LOG)):
    """All tables of ours, those between two models too."""
    return [
        model
        for model in apps.get_models(include_auto_created=True)
        if model.__module__.startswith("bedo.") and model._meta.label not in without
    ]


def content(without=frozenset(LOG)):
    """Table → its rows as values."""
    return {model._meta.label: list(model._base_manager.order_by("pk").values()) for model in tables(without)}


def counts(without=frozenset(LOG)):
    """Table → number of rows."""
    return {model._meta.label: model._base_manager.count() for model in tables(without)}


def changed(before, after):
    """Names of tables that differ."""
    return sorted(name for name in before if before[name] != after[name])


@contextmanager
def watching():
    """Which of our tables are written to, rolled back or not."""
    written = set()

    def see(execute, sql, params, many, context):
        found = WRITES.match(sql)
        if found:
            written.add(found.group(1))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(see):
        yield written
