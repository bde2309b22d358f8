"""Visits that wait for a review, as one line of the desk; counted in the statement that counts the projects."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import Count, Min, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils.timezone import localtime

from bedo.accounts.models import User
from bedo.office.desk.tasks import Task
from bedo.surveys.models import Visit

RIGHT = "visit.review"
NAMES = ("visits", "visits_since", "visits_real")
"""How many wait, since when the first does, how many of them are no sample."""


def columns(user: User) -> tuple[Subquery, ...]:
    """NAMES as columns of any statement; nothing for who reviews no visits."""
    if not user.grants.any(RIGHT):
        return ()
    rows = _waiting(user).order_by().values("state")
    numbers = (Count("pk"), Min("received_at"), Count("pk", filter=Q(is_sample=False)))
    return tuple(Subquery(rows.annotate(number=number).values("number")) for number in numbers)


def _waiting(user: User) -> QuerySet[Visit]:
    provinces = user.grants.provinces_with(RIGHT)
    return Visit.objects.waiting() if provinces is None else Visit.objects.waiting().filter(province__in=provinces)


def read(user: User) -> Sequence[Any]:
    """The same in a statement of its own."""
    found = _waiting(user).aggregate(Count("pk"), Min("received_at"), real=Count("pk", filter=Q(is_sample=False)))
    return found["pk__count"], found["received_at__min"], found["real"]


def tasks(count: int | None, since: datetime | None, real: int | None) -> list[Task]:
    """The line, when some wait."""
    if not count or since is None:
        return []
    url = reverse("office:visits:list")
    about = f"{count} phiếu chờ, phiếu đầu nhận {localtime(since):%d/%m/%Y}"
    return [Task(None, "Xem xét phiếu đi cơ sở", url, about, why="Phiếu cán bộ gửi về", button="Xem phiếu", button_url=url, is_sample=not real)]  # fmt: skip
