"""What waits for an administrator: accounts nobody used, without a role, roles that end soon, rows nobody has read."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db.models import Exists, OuterRef
from django.urls import reverse

from bedo.accounts.models import Grant, User
from bedo.core.clock import today
from bedo.office.people.views import MANAGE, accounts

DAYS = 30
SHOWN = 20


def context(user: User) -> dict[str, Any]:
    """Accounts of the person's scope that need a hand, each with the reason; three queries."""
    day = today()
    seen = User.objects.filter(pk__in=accounts(user).values("pk"), is_active=True)
    standing = Grant.objects.in_force(day).filter(user=OuterRef("pk"))
    return {
        "keeping": [
            *_lines(seen.exclude(Exists(standing)), "Không còn vai trò nào: giao vai trò hoặc khóa tài khoản"),
            *_ending(user, day),
        ],
        "unused": seen.filter(last_login=None).count(),
        "accounts_count": seen.count(),
        "people_url": reverse("office:people:list"),
    }


def _lines(rows: Any, why: str) -> list[dict[str, Any]]:
    return [
        {"name": one.full_name, "url": reverse("office:people:detail", args=[one.pk]), "why": why, "due": None}
        for one in rows.order_by("full_name")[:SHOWN]
    ]


def _ending(user: User, day: Any) -> list[dict[str, Any]]:
    provinces = user.grants.provinces_with(MANAGE)
    rows = Grant.objects.in_force(day).filter(valid_to__lte=day + timedelta(days=DAYS), user__is_active=True)
    if provinces is not None:
        rows = rows.filter(organisation__province__in=provinces)
    return [
        {
            "name": one.user.full_name,
            "url": reverse("office:people:detail", args=[one.user_id]),
            "why": "Ủy quyền sắp hết hạn" if one.delegated_by_id else "Vai trò sắp hết hạn",
            "due": one.valid_to,
        }
        for one in rows.select_related("user").order_by("valid_to", "pk")[:SHOWN]
    ]
