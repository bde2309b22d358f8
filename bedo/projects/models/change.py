"""Changes of an approved project: asked, checked at the establishment, decided; and repayments of recoverable support."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from bedo.core.fields import DongField
from bedo.documents.models import Paper
from bedo.establishments.models import Establishment
from bedo.places.models import Unit
from bedo.projects.models.project import Project, Share
from bedo.projects.rules import changes


class ChangeRequest(models.Model):
    """One card before → after. Nothing of the project moves before it is approved. TT 36/2013/TT-BCT, Điều 11, Điều 21.

    `change`: a code of programmes.rules.CHANGES; `body`: who decides (BODIES), as routed on the day it was asked. `before`,
    `after`: plain values by field of rules.changes; amounts in whole đồng. `share`: null for the whole project.
    """

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="changes")
    number = models.PositiveSmallIntegerField()
    share = models.ForeignKey(Share, null=True, on_delete=models.PROTECT, related_name="changes")
    change = models.CharField(max_length=20)
    body = models.CharField(max_length=12)
    route = models.TextField(default="")
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    reason_code = models.CharField(max_length=40, default="")
    reason = models.TextField()
    state = models.CharField(max_length=12, default=changes.ASKED)
    paper = models.ForeignKey(Paper, null=True, on_delete=models.PROTECT, related_name="+")
    asked_on = models.DateField()
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    checked_on = models.DateField(null=True)
    checked_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    check_text = models.TextField(default="")
    check_agrees = models.BooleanField(null=True)
    decision = models.ForeignKey(Paper, null=True, on_delete=models.PROTECT, related_name="+")
    decided_on = models.DateField(null=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    decider_note = models.TextField(default="")
    recover_by = models.DateField(null=True)
    recover_to = models.CharField(max_length=200, default="")
    entered_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["project", "number"], name="change_number_once"),
            models.CheckConstraint(name="change_state_known", condition=Q(state__in=sorted(changes.STATES))),
            models.CheckConstraint(
                name="change_approved_has_decision",
                condition=~Q(state=changes.APPROVED) | Q(decision__isnull=False, decided_on__isnull=False),
                violation_error_message="Thay đổi đã duyệt phải có văn bản quyết định và ngày.",
            ),
        ]
        indexes = [models.Index(fields=["state", "body"], name="change_waiting")]

    @property
    def is_open(self) -> bool:
        return self.state in changes.OPEN


class DetailRow(models.Model):
    """One line of the detailed plan (Mẫu 11) of a year: a beneficiary, or the implementing unit's own part; whole đồng.

    Editable until the Sở approves it; then it has its `share`. TT 36/2013/TT-BCT, Điều 21, 23.
    """

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="details")
    year = models.PositiveSmallIntegerField()
    number = models.PositiveSmallIntegerField()
    role = models.CharField(max_length=12, default="beneficiary")  # beneficiary | unit
    establishment = models.ForeignKey(Establishment, null=True, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=300, default="")
    place = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")
    amount = DongField()
    counterpart = DongField(default=0)
    share = models.ForeignKey(Share, null=True, on_delete=models.PROTECT, related_name="details")
    approved_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["project", "year", "number"], name="detail_number_once"),
            models.CheckConstraint(name="detail_amounts", condition=Q(amount__gt=0, counterpart__gte=0)),
            models.CheckConstraint(name="detail_role", condition=Q(role__in=["beneficiary", "unit"])),
            models.CheckConstraint(
                name="detail_named", condition=~Q(role="beneficiary") | Q(establishment__isnull=False)
            ),
        ]


class Instalment(models.Model):
    """One repayment of recoverable support of a rolling fund (Quỹ khuyến công): when it falls due and how much, whole đồng.

    `transfer_id`: the transfer settled → recoverable once it fell due.
    """

    share = models.ForeignKey(Share, on_delete=models.PROTECT, related_name="instalments")
    number = models.PositiveSmallIntegerField()
    due_on = models.DateField()
    amount = DongField()
    transfer_id = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["share", "number"], name="instalment_number_once"),
            models.CheckConstraint(name="instalment_amount", condition=Q(amount__gt=0)),
        ]
