"""Service organisations, the centre's rooms and equipment, proposals with their answers, exchanges. Needs N32, N33, N84."""

from django.db import models
from django.db.models import F, Q

from bedo.core.fields import SortKeyField
from bedo.documents.models import Attachment
from bedo.network.models.base import Register
from bedo.places.models import Unit


class ServiceOrganisation(Register):
    """An organisation that serves the programme (mạng lưới dịch vụ khuyến công): what it can do and what it has done."""

    name = models.CharField(max_length=200)
    category = models.CharField(max_length=20)
    fields_of_service = models.TextField(default="")
    capacity = models.TextField(default="")
    past_work = models.TextField(default="")
    address = models.CharField(max_length=200, default="")
    since = models.DateField(null=True)
    until = models.DateField(null=True)
    sort_key = SortKeyField(default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["province", "name"],
                name="service_organisation_once",
                violation_error_message="Tổ chức này đã ghi.",
            )
        ]

    def __str__(self) -> str:
        return self.name


class Resource(Register):
    """A room or a piece of equipment of the centre. `quantity` and `year` are null where nobody knows."""

    name = models.CharField(max_length=200)
    category = models.CharField(max_length=10)
    place_text = models.CharField(max_length=200, default="")
    quantity = models.PositiveIntegerField(null=True)
    year = models.PositiveSmallIntegerField(null=True)
    condition = models.CharField(max_length=20, default="")
    used_for = models.TextField(default="")
    sort_key = SortKeyField(default="")

    def __str__(self) -> str:
        return self.name


class Proposal(Register):
    """A proposal (kiến nghị) to a commune, the province or the ministry, with its day and its answer; open without one."""

    to_whom = models.CharField(max_length=200)
    text = models.TextField()
    on = models.DateField()
    place = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")
    answer = models.TextField(default="")
    answered_on = models.DateField(null=True)
    paper = models.ForeignKey(Attachment, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["province", "answered_on", "-on"], name="proposal_open")]
        constraints = [
            models.CheckConstraint(
                name="proposal_answer_has_its_day",
                condition=Q(answered_on=None, answer="") | (Q(answered_on__isnull=False) & ~Q(answer="")),
                violation_error_message="Trả lời phải có nội dung và ngày.",
            ),
            models.CheckConstraint(
                name="proposal_days_in_order",
                condition=Q(answered_on=None) | Q(answered_on__gte=F("on")),
                violation_error_message="Ngày trả lời không được trước ngày kiến nghị.",
            ),
        ]

    def __str__(self) -> str:
        return self.text[:80]


class Exchange(Register):
    """A visit to or from another province's centre, and what was learnt."""

    partner = models.CharField(max_length=200)
    direction = models.CharField(max_length=10)
    on = models.DateField()
    to_on = models.DateField(null=True)
    subject_text = models.CharField(max_length=300)
    people = models.PositiveSmallIntegerField(null=True)
    learnt = models.TextField(default="")
    paper = models.ForeignKey(Attachment, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(name="exchange_days_in_order", condition=Q(to_on=None) | Q(to_on__gte=F("on")))
        ]

    def __str__(self) -> str:
        return self.partner
