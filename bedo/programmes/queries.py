"""Rules as typed rows, read at once and kept by the process until the rule book's stamp changes."""

from contextvars import ContextVar
from datetime import date
from typing import Any

from django.core.signals import got_request_exception, request_finished, request_started

from bedo.places import known
from bedo.programmes import rules
from bedo.programmes.models import RuleBook, RuleRow
from bedo.programmes.rules.rows import RuleT

_OUTSIDE, _UNASKED = "outside", "unasked"
_asked: ContextVar[str] = ContextVar("rule_book_stamp", default=_OUTSIDE)
_kept: tuple[str, dict[str, tuple[Any, ...]]] = ("", {})


def rows(row_type: type[RuleT]) -> tuple[RuleT, ...]:
    """Every standing row of a table, typed: all days, levels and provinces."""
    return _book().get(row_type.TABLE, ())


def _book() -> dict[str, tuple[Any, ...]]:
    """All tables at once (some hundred rows, two queries), read again only when the stamp changed."""
    global _kept
    stamp, kept = _stamp(), _kept
    if not stamp or kept[0] != stamp:
        book: dict[str, list[Any]] = {}
        for row in _standing():
            book.setdefault(row.table, []).append(typed(row))
        _kept = kept = (stamp, {table: tuple(found) for table, found in book.items()})
    return kept[1]


def in_force(row_type: type[RuleT], on: date, level: str, province: str = "") -> dict[str, RuleT]:
    """The rules of a table by key, as they stand on that day for that level and province (its code on that day)."""
    return rules.in_force(rows(row_type), on, level, province)


def contents(on: date, level: str = rules.NATIONAL, province: str = "") -> dict[str, rules.Content]:
    """The contents of support by code, in their order."""
    return in_force(rules.Content, on, level, province)


def typed(row: RuleRow) -> Any:
    """A row of the database as the dataclass of its table."""
    row_type = rules.TABLES[row.table]
    return row_type(
        key=row.key,
        level=row.level,
        province=row.province.code if row.province else "",
        effective_from=row.effective_from,
        effective_to=row.effective_to,
        legal_text=row.legal_text.number if row.legal_text else "",
        article=row.article,
        certainty=row.certainty,
        confirmed_in=frozenset(c.province.code for c in row.confirmations.all()),
        notes=row.notes,
        row_id=row.pk,
        **rules.read_values(row_type, row.values),
    )


def _standing() -> Any:
    found = RuleRow.objects.standing().filter(table__in=rules.TABLES).with_sources()
    return found.prefetch_related("confirmations__province").order_by("table", "position", "id")


def _stamp() -> str:
    """The stamp of the rule book, asked once in a request and every time outside one."""
    asked = _asked.get()
    if asked not in (_OUTSIDE, _UNASKED):
        return asked
    found = RuleBook.objects.annotate(units=known.stamp()).values_list("stamp", "units").first()
    stamp, units = found or ("", None)
    if asked == _UNASKED:
        known.tell(units)
        _asked.set(stamp or _UNASKED)
    return stamp


def _begin(**_: Any) -> None:
    _asked.set(_UNASKED)


def _end(**_: Any) -> None:
    _asked.set(_OUTSIDE)


def forget() -> None:
    """Within a request, ask for the stamp again: called after a change of the rules."""
    if _asked.get() != _OUTSIDE:
        _asked.set(_UNASKED)


request_started.connect(_begin, dispatch_uid="rule-book-begin")
request_finished.connect(_end, dispatch_uid="rule-book-end")
got_request_exception.connect(_end, dispatch_uid="rule-book-broken")
