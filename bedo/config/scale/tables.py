"""Rows that wait to be written many at once. Ids are given here, so rows may name each other beforehand."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.core.management.color import no_style
from django.db import DEFAULT_DB_ALIAS, connection, connections, models
from django.db.models import Max

from bedo.core import bulk


class Table:
    """Rows of one model that wait to be written. `add` takes column values (`province_id=…`) and returns the new id."""

    def __init__(self, model: type[models.Model]):
        fields = [field for field in model._meta.concrete_fields if not getattr(field, "generated", False)]
        self.model = model
        self.names = [field.column for field in fields]
        self.blank = {field.attname: field.get_default() for field in fields}
        self.key = model._meta.pk.attname
        self.next = (model.objects.aggregate(last=Max("pk"))["last"] or 0) + 1
        self.told = [(place, tell) for place, field in enumerate(fields) if (tell := _teller(field))]
        self.rows: list[tuple] = []
        self.written = 0

    def take(self) -> int:
        """An id for a row that is added later."""
        self.next += 1
        return self.next - 1

    def add(self, **values: Any) -> int:
        row = {**self.blank, **values}
        if len(row) != len(self.names):
            raise TypeError(f"{self.model.__name__} has no {sorted(row.keys() - self.blank.keys())}")
        if self.key not in values:
            row[self.key] = self.take()
        self.rows.append(tuple(row.values()))
        return row[self.key]

    def write(self) -> None:
        """Write what waits, in the caller's transaction."""
        if self.rows:
            rows = [self._told(row) for row in self.rows] if self.told else self.rows
            bulk.write(self.model._meta.db_table, self.names, rows)
            self.written += len(rows)
            self.rows = []

    def _told(self, row: tuple) -> list:
        told = list(row)
        for place, tell in self.told:
            told[place] = tell(told[place])
        return told


def _teller(field: models.Field) -> Callable[[Any], Any] | None:
    """How a value of this column is told to the database; None where it goes as it is."""
    if isinstance(field, models.JSONField):
        return lambda value: json.dumps(value, ensure_ascii=False)
    if connection.vendor != "postgresql" and isinstance(field, models.DateField | models.UUIDField):
        real = connections[DEFAULT_DB_ALIAS]
        return lambda value: field.get_db_prep_value(value, real, prepared=True)
    return None


@contextmanager
def trusted() -> Iterator[None]:
    """Inside, foreign keys are not looked up row by row and no trigger runs, where the role may say so: ids were given here."""
    with connection.cursor() as cursor:
        may = connection.vendor == "postgresql" and _is_superuser(cursor)
        if may:
            cursor.execute("SET LOCAL session_replication_role = replica")
        yield
        if may:
            cursor.execute("SET LOCAL session_replication_role = origin")


def _is_superuser(cursor: Any) -> bool:
    cursor.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
    return cursor.fetchone() == (True,)


class Tables(dict):
    """The tables by model; they are written in the order in which they were first used."""

    def __missing__(self, model: type[models.Model]) -> Table:
        self[model] = Table(model)
        return self[model]

    def write(self) -> None:
        for table in self.values():
            table.write()

    @property
    def written(self) -> int:
        return sum(table.written for table in self.values())

    def go_on_counting(self) -> None:
        """The databases' own counters go on behind the ids that were given here."""
        with connection.cursor() as cursor:
            for sql in connection.ops.sequence_reset_sql(no_style(), list(self)):
                cursor.execute(sql)
