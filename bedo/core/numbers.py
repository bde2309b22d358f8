"""Numbers that count within something: the next one after the highest there is."""

from django.db.models import Max, QuerySet


def next_number(rows: QuerySet, field: str = "number") -> int:
    """1 for none, else the highest plus one. Called under the lock of whatever the rows belong to."""
    return (rows.aggregate(last=Max(field))["last"] or 0) + 1
