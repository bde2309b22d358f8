"""Writing and checking the hash-chained log: one chain per present province ("08"), "VN" for what belongs to none."""

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any, NamedTuple

from django.db import transaction

from bedo.core.clock import now
from bedo.core.models import LogEntry, LogHead, LogPersonal

NATION = "VN"


def chain_of(province: Any) -> str:
    """The chain of a province's unit; the nation's when there is none."""
    return province.code if province is not None else NATION


def canonical(value: Any) -> str:
    """JSON with sorted keys and no spaces: the text that is hashed."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=_plain)


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"cannot log {type(value).__name__}")


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _lock(chain: str) -> LogHead:
    LogHead.objects.get_or_create(chain=chain)
    return LogHead.objects.select_for_update().get(chain=chain)


@contextmanager
def writing(*chains: str) -> Iterator[None]:
    """One transaction that holds the chains' ends from the start, in a fixed order.

    Every service that writes begins with it: writers of one province stand in line, so no two transactions can lock
    log and ledger in opposite order.
    """
    with transaction.atomic():
        for chain in sorted(set(chains)):
            _lock(chain)
        yield


def record(
    chain: str,
    kind: str,
    *,
    subject: str,
    by: Any,
    text: str,
    on: date | None = None,
    group: str = "",
    data: dict[str, Any] | None = None,
    personal: dict[str, Any] | None = None,
) -> LogEntry:
    """Add one entry to a chain, in the caller's transaction. `data` holds no personal data: those go into `personal`."""
    with transaction.atomic():
        head = _lock(chain)
        entry = LogEntry(
            chain=chain,
            seq=head.seq + 1,
            at=now(),
            on=on,
            kind=kind,
            subject=subject,
            group=group or subject,
            actor=by,
            text=text,
            data=json.loads(canonical(data or {})),
            personal_hash=digest(canonical(personal)) if personal else "",
            previous=head.hash,
        )
        entry.hash = entry_hash(entry)
        entry.save(force_insert=True)
        if personal:
            LogPersonal.objects.create(entry=entry, data=json.loads(canonical(personal)))
        LogHead.objects.filter(chain=chain).update(seq=entry.seq, hash=entry.hash)
        return entry


def entry_hash(entry: LogEntry) -> str:
    """The hash that the entry must carry, reckoned from its content and the hash before it."""
    return digest(
        canonical(
            [
                entry.chain,
                entry.seq,
                entry.at.timestamp(),
                entry.on,
                entry.kind,
                entry.subject,
                entry.group,
                entry.actor_id,
                entry.text,
                entry.data,
                entry.personal_hash,
                entry.previous,
            ]
        )
    )


def broken_entries() -> Iterator[str]:
    """Sentences for the first broken entry of each chain; nothing when all chains hold."""
    for head in LogHead.objects.order_by("chain"):
        previous, seq = "0" * 64, 0
        entries = LogEntry.objects.filter(chain=head.chain).order_by("seq")
        for seq, entry in enumerate(entries.iterator(chunk_size=2000), 1):
            if entry.seq != seq or entry.previous != previous or entry.hash != entry_hash(entry):
                yield f"Nhật ký {head.chain}: mục số {seq} (id {entry.pk}, {entry.kind}) đã bị sửa, thiếu hoặc chen vào."
                break
            previous = entry.hash
        else:
            if (head.seq, head.hash) != (seq, previous):
                yield f"Nhật ký {head.chain}: mục số {seq + 1} trở đi bị mất (đầu chuỗi ghi {head.seq} mục, còn {seq})."
    known = set(LogHead.objects.values_list("chain", flat=True))
    for chain in sorted(set(LogEntry.objects.values_list("chain", flat=True).distinct()) - known):
        yield f"Nhật ký {chain}: mất đầu chuỗi."


class Told(NamedTuple):
    """An entry as a timeline shows it."""

    on: date | None
    at: datetime
    kind: str
    text: str
    data: dict[str, Any]
    actor: str | None


def told(group: str, most: int) -> list[Told]:
    """The newest entries of one timeline as plain rows, with the names of who acted: half the cost of `timeline`."""
    rows = LogEntry.objects.filter(group=group).order_by("-id")
    return [Told(*row) for row in rows.values_list("on", "at", "kind", "text", "data", "actor__full_name")[:most]]


def timeline(group: str) -> Any:
    """Entries of one timeline, newest first, with their actors."""
    return LogEntry.objects.filter(group=group).select_related("actor").order_by("-id")
