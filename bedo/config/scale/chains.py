"""Entries of one province's log, hashed here as core.log hashes them and written in bulk."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings

from bedo.config.scale.tables import Tables
from bedo.core import log
from bedo.core.models import LogEntry, LogHead


def morning(on: date) -> datetime:
    """Eight o'clock of that day: when rows that stand beside the log were entered."""
    return datetime.combine(on, time(8), ZoneInfo(settings.TIME_ZONE))


@dataclass(slots=True)
class Entry:
    """What core.log.entry_hash reads of an entry."""

    chain: str
    seq: int
    at: datetime
    on: date | None
    kind: str
    subject: str
    group: str
    actor_id: int | None
    text: str
    data: dict[str, Any]
    previous: str
    personal_hash: str = ""


@dataclass
class Chain:
    """The end of a chain in memory, from where the database has it."""

    code: str
    tables: Tables
    clock: datetime | None = None
    seq: int = field(init=False)
    hash: str = field(init=False)

    def __post_init__(self) -> None:
        head, _ = LogHead.objects.get_or_create(chain=self.code)
        self.seq, self.hash = head.seq, head.hash

    def moment(self, on: date) -> datetime:
        """The moment of entry: in the morning of that day, each a little after the one before."""
        first = morning(on)
        self.clock = first if self.clock is None or self.clock < first else self.clock + timedelta(seconds=7)
        return self.clock

    def add(
        self, kind: str, *, subject: str, group: str, by: int | None, text: str, on: date, at: datetime, data: dict
    ) -> None:
        self.seq += 1
        entry = Entry(self.code, self.seq, at, on, kind, subject, group, by, text, data, self.hash)
        self.hash = log.entry_hash(entry)
        self.tables[LogEntry].add(
            chain=self.code,
            seq=self.seq,
            at=at,
            on=on,
            kind=kind,
            subject=subject,
            group=group,
            actor_id=by,
            text=text,
            data=data,
            previous=entry.previous,
            hash=self.hash,
        )

    def close(self) -> None:
        """Put the end of the chain into the database."""
        LogHead.objects.filter(chain=self.code).update(seq=self.seq, hash=self.hash)
