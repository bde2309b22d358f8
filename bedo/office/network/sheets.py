"""The registers of the network: for each its form, its filter, its rows and what a line shows, on the page and in a file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse

from bedo.core.text import search_words
from bedo.network import queries, rules
from bedo.network.models import Member, Post
from bedo.network.services.kinds import KINDS
from bedo.office.network import forms


@dataclass(frozen=True)
class Column:
    """One column: head, what stands in it (`kind` as in exports.Part), a second line, folded away on phones (`lo`)."""

    word: str
    value: Callable[[Any], Any]
    kind: str = "text"
    under: Callable[[Any], Any] | None = None
    lo: bool = True
    tone: Callable[[Any], str] | None = None
    only_file: bool = False


@dataclass(frozen=True)
class Sheet:
    """One register. `slug` stands in addresses; `kind` names it in services; `link`: where the first column leads."""

    slug: str
    kind: str
    title: str
    noun: str
    lead: str
    form: type[forms.RecordForm]
    filter: type[forms.Filter]
    rows: Callable[[QuerySet, forms.Filter, date], QuerySet]
    columns: tuple[Column, ...]
    link: Callable[[Any], str]
    empty: str
    order: tuple[str, ...] = ()
    dress: Callable[[list, date], None] | None = None

    @property
    def model(self) -> Any:
        return KINDS[self.kind].model

    @property
    def word(self) -> str:
        return KINDS[self.kind].word


def edit_link(kind: str) -> Callable[[Any], str]:
    """The first column leads to the form."""
    return lambda row: reverse("office:network:edit", args=[kind, row.pk])


def matching(rows: QuerySet, words: str, *fields: str) -> QuerySet:
    """Rows of which every word stands in one of the fields, all of them texts without marks."""
    for word in search_words(words or ""):
        found = Q()
        for name in fields or ("search_text",):
            found |= Q(**{f"{name}__contains": word})
        rows = rows.filter(found)
    return rows


# --- people


def _members(rows: QuerySet, asked: forms.Filter, day: date) -> QuerySet:
    rows = matching(rows, asked.given("q"))
    rows = {"": rows.filter(left_on=None), "nghi": rows.exclude(left_on=None)}.get(asked.given("con") or "", rows)
    if asked.given("cd"):
        rows = rows.filter(holdings__to_on=None, holdings__post__position=asked.given("cd")).distinct()
    rows = rows.filter({"co": Q(user__isnull=False), "khong": Q(user=None)}.get(asked.given("tk") or "", Q()))
    return queries.members_with_load(rows)


def _posts_held(row: Member) -> str:
    return ", ".join(one.post.name for one in row.open_holdings)


MEMBERS = Sheet(
    "nguoi", "member", "Con người", "người",
    "Cán bộ, cộng tác viên của mạng lưới: giữ vị trí nào, phụ trách bao nhiêu địa bàn; ai đã nghỉ, vì sao.",
    forms.MemberForm, forms.MemberFilter, _members,
    (
        Column("Họ và tên", lambda row: row.full_name, under=lambda row: row.organisation, lo=False),
        Column("Vị trí", _posts_held),
        Column("Địa bàn", lambda row: len(row.open_duties), "count", lo=False),
        Column("Tài khoản", lambda row: row.user.username if row.user else ""),
        Column("Vào mạng lưới", lambda row: row.joined_on, "day"),
        Column("Nghỉ từ sau ngày", lambda row: row.left_on, "day", under=lambda row: rules.LEAVING.get(row.why_left, "")),
        Column("Lý do nghỉ", lambda row: rules.LEAVING.get(row.why_left, ""), only_file=True),
        Column("Địa bàn phụ trách", lambda row: ", ".join(one.place.label for one in row.open_duties), only_file=True),
    ),
    lambda row: reverse("office:network:member", args=[row.pk]),
    "Chưa ghi ai trong mạng lưới.",
    order=("left_on", "sort_key", "pk"),
)  # fmt: skip


# --- posts


def _posts(rows: QuerySet, asked: forms.Filter, day: date) -> QuerySet:
    rows = matching(rows, asked.given("q"), "search_text", "place__search_text")
    exact = {"level": asked.given("cap"), "position": asked.given("cd")}
    rows = rows.filter(**{name: value for name, value in exact.items() if value})
    here = Q(valid_to=None) | Q(valid_to__gte=day)
    held = Q(holdings__from_on__lte=day) & (Q(holdings__to_on=None) | Q(holdings__to_on__gte=day))
    state = asked.given("tt") or ""
    if state == "het":
        rows = rows.exclude(here)
    elif state != "moi":
        rows = rows.filter(here)
    if state in ("khuyet", "nguoi"):
        taken = Post.objects.filter(held).values("pk")
        rows = rows.exclude(pk__in=taken) if state == "khuyet" else rows.filter(pk__in=taken)
    return queries.posts_with_holders(rows)


def _dress_posts(rows: list, day: date) -> None:
    for row in rows:
        row.open = [one for one in row.rows if one.from_on <= day and (one.to_on is None or one.to_on >= day)]
        over = row.valid_to is not None and row.valid_to < day
        row.vacant_since = None if over or row.open else queries.vacant_since(row, day)


def _vacant(row: Post) -> str:
    return f"khuyết từ {row.vacant_since:%d/%m/%Y}" if row.vacant_since else ""


POSTS = Sheet(
    "vi-tri", "post", "Vị trí", "vị trí",
    "Vị trí khuyến công ở tỉnh, huyện (đến 30/6/2025) và xã: ai đang giữ, khuyết từ bao giờ.",
    forms.PostForm, forms.PostFilter, _posts,
    (
        Column("Vị trí", lambda row: row.name, under=lambda row: row.place.label, lo=False),
        Column("Cấp", lambda row: rules.LEVELS[row.level].split(" (")[0]),
        Column("Chức danh", lambda row: rules.POSITIONS[row.position]),
        Column("Người giữ", lambda row: ", ".join(one.member.full_name for one in row.open), under=_vacant, lo=False),
        Column("Khuyết từ", lambda row: row.vacant_since, "day", only_file=True),
        Column("Đơn vị", lambda row: row.organisation),
        Column("Có từ", lambda row: row.valid_from, "day", under=lambda row: f"đến {row.valid_to:%d/%m/%Y}" if row.valid_to else ""),
        Column("Đến hết", lambda row: row.valid_to, "day", only_file=True),
    ),
    lambda row: reverse("office:network:post", args=[row.pk]),
    "Chưa ghi vị trí nào.",
    order=("level", "sort_key", "pk"), dress=_dress_posts,
)  # fmt: skip


# --- contracts of collaborators


def _contracts(rows: QuerySet, asked: forms.Filter, day: date) -> QuerySet:
    rows = matching(rows, asked.given("q"), "member__search_text", "search_text")
    running = Q(from_on__lte=day) & (Q(to_on=None) | Q(to_on__gte=day))
    state = asked.given("con") or ""
    rows = rows.filter(running) if state == "con" else rows.filter(to_on__lt=day) if state == "het" else rows
    return rows.select_related("member", "province", "paper").prefetch_related("places")


CONTRACTS = Sheet(
    "hop-dong", "contract", "Hợp đồng cộng tác viên", "hợp đồng",
    "Hợp đồng với cộng tác viên: nơi làm, công việc, thời hạn. Mức thù lao chỉ ghi khi tỉnh đã quy định.",
    forms.ContractForm, forms.ContractFilter, _contracts,
    (
        Column("Số hợp đồng", lambda row: row.number, under=lambda row: row.member.full_name, lo=False),
        Column("Cộng tác viên", lambda row: row.member.full_name, only_file=True),
        Column("Ngày ký", lambda row: row.signed_on, "day"),
        Column("Từ ngày", lambda row: row.from_on, "day"),
        Column("Đến hết ngày", lambda row: row.to_on, "day", lo=False),
        Column("Địa bàn", lambda row: ", ".join(unit.label for unit in row.places.all())),
        Column("Thù lao", lambda row: row.rate, "money", under=lambda row: f"đồng / {row.rate_unit}" if row.rate is not None else ""),
        Column("Tính theo", lambda row: row.rate_unit, only_file=True),
        Column("Công việc", lambda row: row.work, only_file=True),
    ),
    edit_link("contract"),
    "Chưa ghi hợp đồng cộng tác viên nào.",
    order=("-from_on", "-pk"),
)  # fmt: skip

PEOPLE_SHEETS = (MEMBERS, POSTS, CONTRACTS)
