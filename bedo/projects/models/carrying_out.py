"""While it runs: the Sở's confirmation of work, monthly progress, difficulties with a holder."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from bedo.core.fields import DongField
from bedo.documents.models import Attachment
from bedo.projects.models.project import Share


class WorkConfirmation(models.Model):
    """Minutes of a check at the establishment: how much of the total investment is done, whole đồng. Unlocks advances."""

    share = models.ForeignKey(Share, on_delete=models.PROTECT, related_name="confirmations")
    number = models.CharField(max_length=60)
    on = models.DateField()
    done_value = DongField()
    total_value = DongField()
    note = models.TextField(default="")
    attachment = models.ForeignKey(Attachment, null=True, on_delete=models.PROTECT, related_name="+")
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(name="confirmation_values", condition=Q(done_value__gte=0, total_value__gt=0)),
            models.UniqueConstraint(fields=["share", "number"], name="confirmation_number_once"),
        ]

    @property
    def percent(self) -> int:
        """Whole per cent of the total investment, rounded down: a limit of "more than 70 %" is compared with values."""
        return int(self.done_value) * 100 // int(self.total_value)


class ProgressReport(models.Model):
    """One month of one share. `month` is its first day; values are cumulative, in per cent and whole đồng."""

    share = models.ForeignKey(Share, on_delete=models.PROTECT, related_name="reports")
    month = models.DateField()
    planned_percent = models.PositiveSmallIntegerField()
    done_percent = models.PositiveSmallIntegerField()
    done_text = models.TextField(default="")
    spent = DongField(default=0)
    nothing_new = models.BooleanField(default=False)
    photos = models.ManyToManyField(Attachment, related_name="+")
    submitted_on = models.DateField()
    version = models.PositiveIntegerField(default=1)
    reported_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["share", "month"], name="report_month_once"),
            models.CheckConstraint(
                name="report_percents", condition=Q(planned_percent__lte=100, done_percent__lte=100)
            ),
        ]


class Difficulty(models.Model):
    """A difficulty with who holds it, until when, and what came of it. Need N1B."""

    share = models.ForeignKey(Share, on_delete=models.PROTECT, related_name="difficulties")
    text = models.TextField()
    holder = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="difficulties")
    raised_on = models.DateField()
    due_on = models.DateField()
    outcome = models.TextField(default="")
    closed_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="difficulty_closed_with_outcome", condition=Q(closed_on=None) | ~Q(outcome="")),
        ]
