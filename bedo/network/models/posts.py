"""Posts, the people of the network, who held which post, contracts of collaborators, who covers which place."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from bedo.core.fields import DongField, SortKeyField
from bedo.documents.models import Attachment
from bedo.network.models.base import Record, Register, ScopedQuerySet
from bedo.network.rules import LEVELS, POSITIONS
from bedo.places.models import Unit


def days_in_order(name: str, first: str = "from_on", last: str = "to_on") -> models.CheckConstraint:
    return models.CheckConstraint(
        name=name,
        condition=Q(**{last: None}) | Q(**{f"{last}__gte": F(first)}),
        violation_error_message="Ngày cuối không được trước ngày đầu.",
    )


class SpanQuerySet(ScopedQuerySet):
    def on(self, day: date) -> "SpanQuerySet":
        """Rows whose days include `day` (both ends included)."""
        return self.filter(Q(to_on=None) | Q(to_on__gte=day), from_on__lte=day)


class HoldingQuerySet(SpanQuerySet):
    own = "member__user"


class Post(Register):
    """A post of the network in a unit of its day, from `valid_from` to `valid_to` (last day included; districts ended on
    30/6/2025). `single`: one holder at a time. `position`: what the competency framework asks of it.
    """

    name = models.CharField(max_length=200)
    level = models.CharField(max_length=10)
    position = models.CharField(max_length=20)
    place = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    organisation = models.CharField(max_length=200, default="")
    single = models.BooleanField(default=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    note = models.TextField(default="")
    sort_key = SortKeyField(default="")

    class Meta:
        indexes = [models.Index(fields=["province", "level", "sort_key"], name="post_by_level")]
        constraints = [
            days_in_order("post_days_in_order", "valid_from", "valid_to"),
            models.CheckConstraint(name="post_level_known", condition=Q(level__in=sorted(LEVELS))),
            models.CheckConstraint(name="post_position_known", condition=Q(position__in=sorted(POSITIONS))),
            models.UniqueConstraint(
                fields=["province", "name", "place"],
                condition=Q(valid_to=None),
                name="post_once",
                violation_error_message="Vị trí này đã có ở địa bàn ấy.",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class MemberQuerySet(ScopedQuerySet):
    own = "user"

    def present(self) -> "MemberQuerySet":
        """Who has not left."""
        return self.filter(left_on=None)


class Member(Register):
    """A person of the network. Name and telephone are personal data, kept for the work of the programme (Nghị định
    13/2023/NĐ-CP, Điều 17) and outside the chain of the log. `user`: the account, when there is one. `left_on`: the last day.
    """

    full_name = models.CharField(max_length=120)
    phone = models.CharField(max_length=20, default="")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="network_members"
    )
    organisation = models.CharField(max_length=200, default="")
    joined_on = models.DateField(null=True)
    left_on = models.DateField(null=True)
    why_left = models.CharField(max_length=20, default="")
    left_note = models.CharField(max_length=300, default="")
    sort_key = SortKeyField(default="")

    objects = MemberQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["province", "left_on", "sort_key"], name="member_by_name")]
        constraints = [
            days_in_order("member_days_in_order", "joined_on", "left_on"),
            models.UniqueConstraint(
                fields=["province", "user"],
                condition=Q(user__isnull=False, left_on=None),
                name="member_account_once",
                violation_error_message="Tài khoản này đã gắn với một người khác trong mạng lưới.",
            ),
            models.CheckConstraint(
                name="member_left_says_why",
                condition=Q(left_on=None) | ~Q(why_left=""),
                violation_error_message="Người đã nghỉ phải ghi lý do.",
            ),
        ]

    def __str__(self) -> str:
        return self.full_name


class Holding(Record):
    """Who held a post from–to (both days included) and why it ended. `single` is the post's, so that the database can
    keep one open holder of such a post.
    """

    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="holdings")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="holdings")
    single = models.BooleanField()
    from_on = models.DateField()
    to_on = models.DateField(null=True)
    reason = models.CharField(max_length=300, default="")
    why_ended = models.CharField(max_length=300, default="")

    objects = HoldingQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["province", "to_on"], name="holding_open")]
        constraints = [
            days_in_order("holding_days_in_order"),
            models.UniqueConstraint(
                fields=["post"], condition=Q(to_on=None, single=True), name="holding_one_open_of_single_post"
            ),
            models.UniqueConstraint(fields=["post", "member"], condition=Q(to_on=None), name="holding_once"),
        ]


class CollaboratorContract(Register):
    """The contract of a collaborator. `rate`: whole đồng for one `rate_unit` (tháng, cơ sở khảo sát …); null: left open,
    since no rate of the province is known until somebody types it.
    """

    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="contracts")
    number = models.CharField(max_length=60)
    signed_on = models.DateField()
    from_on = models.DateField()
    to_on = models.DateField(null=True)
    work = models.TextField(default="")
    places = models.ManyToManyField(Unit, related_name="+")
    rate = DongField(null=True)
    rate_unit = models.CharField(max_length=40, default="")
    paper = models.ForeignKey(Attachment, null=True, on_delete=models.PROTECT, related_name="+")

    objects = HoldingQuerySet.as_manager()

    class Meta:
        constraints = [
            days_in_order("contract_of_collaborator_days"),
            models.UniqueConstraint(
                fields=["province", "number"],
                name="contract_of_collaborator_number",
                violation_error_message="Số hợp đồng này đã ghi.",
            ),
            models.CheckConstraint(name="contract_of_collaborator_rate", condition=Q(rate=None) | Q(rate__gte=0)),
        ]

    def __str__(self) -> str:
        return f"Hợp đồng {self.number}"

    @property
    def group(self) -> str:
        return f"member:{self.member_id}"


class PlaceDuty(Record):
    """Which member covers which commune or district of its day, from–to (both days included). Exactly one at a time: the
    database keeps one open row for a place, the service keeps the earlier ones apart.
    """

    place = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="duties")
    from_on = models.DateField()
    to_on = models.DateField(null=True)
    reason = models.CharField(max_length=300, default="")
    why_ended = models.CharField(max_length=300, default="")

    objects = HoldingQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["province", "to_on"], name="duty_open"),
            models.Index(fields=["member", "to_on"], name="duty_of_member"),
        ]
        constraints = [
            days_in_order("duty_days_in_order"),
            models.UniqueConstraint(fields=["place"], condition=Q(to_on=None), name="duty_one_open_of_place"),
        ]
