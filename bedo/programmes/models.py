"""Dated rule rows, the legal texts they stand in, and what a province's Sở has confirmed."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from bedo.places.models import Unit


class LegalText(models.Model):
    """A legal text: number as written on it, title, days in force (last day included; None = open)."""

    number = models.CharField(max_length=120, unique=True)
    title = models.TextField(default="")
    issued_on = models.DateField(null=True)
    effective_from = models.DateField(null=True)
    effective_to = models.DateField(null=True)
    replaces = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="replaced_by")
    amends = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="amended_by")
    source_url = models.TextField(default="")
    notes = models.TextField(default="")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="legal_text_days_in_order",
                condition=Q(effective_from=None) | Q(effective_to=None) | Q(effective_to__gte=F("effective_from")),
            ),
        ]

    def __str__(self) -> str:
        return self.number


class RuleRowQuerySet(models.QuerySet):
    def standing(self) -> "RuleRowQuerySet":
        """Rows that were not withdrawn."""
        return self.filter(retired_on=None)

    def on(self, day: date) -> "RuleRowQuerySet":
        """Rows whose days include `day`; a row without a known first day is never in force."""
        return self.standing().filter(Q(effective_to=None) | Q(effective_to__gte=day), effective_from__lte=day)

    def with_sources(self) -> "RuleRowQuerySet":
        return self.select_related("legal_text", "province")


class RuleRow(models.Model):
    """One row of one rule table. `values` are texts by column; rules.TABLES says which columns and reads them.

    `effective_from` None: the first day is not known, so the row is shown but never applied. `effective_to` is the last
    day, included; None = open. `province` None: the whole country; a row of a province, of either level, stands there only. `identity` is what makes a row the same row in the
    shipped file and in the table. A row that was used (`used_on`) or confirmed is never edited: a newer row is added.
    """

    table = models.CharField(max_length=40)
    key = models.CharField(max_length=80)
    level = models.CharField(max_length=10)
    province = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")
    effective_from = models.DateField(null=True)
    effective_to = models.DateField(null=True)
    legal_text = models.ForeignKey(LegalText, null=True, on_delete=models.PROTECT, related_name="rows")
    article = models.CharField(max_length=120, default="")
    certainty = models.CharField(max_length=10)
    values = models.JSONField(default=dict)
    position = models.PositiveIntegerField(default=0)
    source_url = models.TextField(default="")
    notes = models.TextField(default="")
    origin = models.CharField(max_length=10, default="file")
    identity = models.CharField(max_length=200, unique=True)
    used_on = models.DateField(null=True)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    retired_on = models.DateField(null=True)
    retired_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    retired_reason = models.TextField(default="")

    objects = RuleRowQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["table", "position", "id"], name="rule_table")]
        constraints = [
            models.CheckConstraint(name="rule_level", condition=Q(level__in=["national", "local", "all"])),
            models.CheckConstraint(
                name="rule_certainty", condition=Q(certainty__in=["read", "confirmed", "summary", "recalled", "design"])
            ),
            models.CheckConstraint(
                name="rule_days_in_order",
                condition=Q(effective_from=None) | Q(effective_to=None) | Q(effective_to__gte=F("effective_from")),
            ),
            models.CheckConstraint(
                name="rule_retired_has_reason", condition=Q(retired_on=None) | ~Q(retired_reason="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.table}:{self.key}"


class RuleConfirmation(models.Model):
    """A province's Sở has set the row beside the text: it now refuses in that province. `person` is who read it."""

    row = models.ForeignKey(RuleRow, on_delete=models.PROTECT, related_name="confirmations")
    province = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    text = models.TextField()
    person = models.CharField(max_length=120)
    on = models.DateField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["row", "province"], name="rule_confirmed_once")]

    def __str__(self) -> str:
        return f"{self.row_id} {self.province_id}"


class RuleBook(models.Model):
    """One row whose stamp changes with every change of the rules: processes keep what they read until it does."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    stamp = models.CharField(max_length=32)

    def __str__(self) -> str:
        return self.stamp
