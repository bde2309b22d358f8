"""Appraisal in five contents by an officer or a council, and typed requests for correction."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from bedo.core.fields import DongField
from bedo.documents.models import Paper
from bedo.projects.models.project import Project


class Appraisal(models.Model):
    """One round of appraisal, at base level or at the ministry. `body`: officer or council (Hội đồng thẩm định). TT 36/2013/TT-BCT, Điều 8, 9."""

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="appraisals")
    round = models.PositiveSmallIntegerField()
    level = models.CharField(max_length=10, default="base")  # base | ministry
    body = models.CharField(max_length=10, default="officer")
    decision = models.ForeignKey(Paper, null=True, on_delete=models.PROTECT, related_name="+")
    held_on = models.DateField()
    minutes = models.TextField(default="")
    proposed_support = DongField(null=True)
    conclusion = models.CharField(max_length=10, default="")  # "", pass, reject
    appraiser = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["project", "round"], name="appraisal_round_once"),
            models.CheckConstraint(name="appraisal_body", condition=Q(body__in=["officer", "council"])),
        ]


class AppraisalFinding(models.Model):
    """The finding on one of the five contents."""

    appraisal = models.ForeignKey(Appraisal, on_delete=models.PROTECT, related_name="findings")
    content = models.CharField(max_length=40)
    label = models.TextField()
    passed = models.BooleanField(null=True)
    text = models.TextField(default="")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["appraisal", "content"], name="finding_content_once")]


class CouncilMember(models.Model):
    """A member of the council and the sheet the member gave."""

    appraisal = models.ForeignKey(Appraisal, on_delete=models.PROTECT, related_name="members")
    name = models.CharField(max_length=120)
    position = models.CharField(max_length=200)
    agrees = models.BooleanField(null=True)
    opinion = models.TextField(default="")


class Correction(models.Model):
    """A typed request for correction: asked, answered, closed. Kinds: missing, wrong, outdated."""

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="corrections")
    level = models.CharField(max_length=10, default="base")  # base | ministry: who asks
    kind = models.CharField(max_length=10)
    part = models.CharField(max_length=40, default="")
    text = models.TextField()
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_on = models.DateField()
    due_on = models.DateField()
    answer = models.TextField(default="")
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    answered_on = models.DateField(null=True)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    closed_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="correction_kind", condition=Q(kind__in=["missing", "wrong", "outdated"])),
            models.CheckConstraint(
                name="correction_closed_after_answer", condition=Q(closed_on=None) | Q(answered_on__isnull=False)
            ),
        ]
