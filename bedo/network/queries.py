"""Named reads of the network for everybody: who covers a place on a day, what a person covers, what a person holds."""

from collections.abc import Collection, Iterable
from datetime import date
from typing import NamedTuple

from django.db.models import Prefetch, QuerySet

from bedo.accounts.models import User
from bedo.core.models import LogEntry
from bedo.network.models import CollaboratorContract, Holding, Member, PlaceDuty, Post
from bedo.places import queries as places
from bedo.places.models import Unit


def places_of(user: User, day: date) -> set[int]:
    """Today's communes that the person covers on the day, also through a unit of its day that went into them."""
    members = list(Member.objects.filter(user=user).values_list("pk", "province"))
    if not members:
        return set()
    communes = Unit.objects.current().filter(level=3, parent__in={province for _, province in members})
    mine = {pk for pk, _ in members}
    found = duties_over(communes.values_list("pk", flat=True), day)
    return {unit for unit, duty in found.items() if duty.member_id in mine}


def covering(unit_ids: Iterable[int], day: date) -> dict[int, Member]:
    """For each of these units who covers it on the day; one nobody covers is left out."""
    return {unit: duty.member for unit, duty in duties_over(unit_ids, day).items()}


def duties_over(unit_ids: Iterable[int], day: date) -> dict[int, PlaceDuty]:
    """The duty that covers each unit on the day: its own, else that of a unit it came from, else of a district of these;
    among several the one that began last. A few queries however many units."""
    wanted = set(unit_ids)
    origins = places.origins(wanted)
    roots = {pk for circles in origins.values() for circle in circles for pk in circle}
    rows = PlaceDuty.objects.on(day).filter(place__in=roots).select_related("member", "place").order_by("from_on", "pk")
    by_place = {row.place_id: row for row in rows}
    found = {}
    for unit, circles in origins.items():
        for circle in circles:
            here = [by_place[pk] for pk in circle if pk in by_place]
            if here:
                found[unit] = max(here, key=lambda row: (row.from_on, row.pk))
                break
    return found


class Held(NamedTuple):
    """What a member holds and covers: open rows, and those that ended."""

    holdings: list[Holding]
    duties: list[PlaceDuty]
    past_holdings: list[Holding]
    past_duties: list[PlaceDuty]
    contracts: list[CollaboratorContract]


def held_by(member: Member) -> Held:
    """Everything of one member, in three queries."""
    holdings = list(member.holdings.select_related("post__place").order_by("-from_on", "-pk"))
    duties = list(member.duties.select_related("place__parent__parent").order_by("place__sort_key", "pk"))
    contracts = member.contracts.select_related("paper").prefetch_related("places").order_by("-from_on", "-pk")
    return Held(
        [row for row in holdings if row.to_on is None], [row for row in duties if row.to_on is None],
        [row for row in holdings if row.to_on], [row for row in duties if row.to_on], list(contracts),
    )  # fmt: skip


def posts_with_holders(rows: QuerySet[Post]) -> QuerySet[Post]:
    """Posts with their unit and all who held them, the newest first: two queries for a page."""
    holdings = Holding.objects.select_related("member").order_by("-from_on", "-pk")
    wanted = rows.select_related("place__parent__parent", "province")
    return wanted.prefetch_related(Prefetch("holdings", holdings, to_attr="rows")).order_by("level", "sort_key", "pk")


def vacant_since(post: Post, day: date) -> date | None:
    """The first day nobody held the post up to `day`; None while somebody does. Reads `post.rows` (posts_with_holders)."""
    if any(row.from_on <= day and (row.to_on is None or row.to_on >= day) for row in post.rows):
        return None
    ended = [row.to_on for row in post.rows if row.to_on and row.to_on < day]
    return max(ended).fromordinal(max(ended).toordinal() + 1) if ended else post.valid_from


def members_with_load(rows: QuerySet[Member]) -> QuerySet[Member]:
    """Members with the posts and places they hold now."""
    holdings = Holding.objects.filter(to_on=None).select_related("post").order_by("pk")
    duties = PlaceDuty.objects.filter(to_on=None).select_related("place").order_by("place__sort_key")
    return rows.select_related("user", "province").prefetch_related(
        Prefetch("holdings", holdings, to_attr="open_holdings"), Prefetch("duties", duties, to_attr="open_duties")
    )


def history(member: Member) -> QuerySet[LogEntry]:
    """The member's timeline, newest first."""
    return LogEntry.objects.filter(group=member.group).select_related("actor").order_by("-id")


def present_members(province_ids: Collection[int]) -> QuerySet[Member]:
    """Who may be chosen for a post or a place."""
    return Member.objects.present().filter(province__in=province_ids).select_related("user").order_by("sort_key", "pk")
