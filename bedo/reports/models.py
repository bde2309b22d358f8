"""Figures as others printed them: kept with their words and source, set against ours, never smoothed."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from bedo.core.fields import DongField
from bedo.core.periods import Period
from bedo.places.models import Unit


class ReportQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Rows of the provinces where the person may see reports."""
        provinces = user.grants.provinces_with("report.view")
        return self if provinces is None else self.filter(province_id__in=provinces)


class StatedFigureQuerySet(ReportQuerySet):
    def of_province(self, unit: Unit):
        """Of a province as it stands now, with everything that went into it; of an ended one, as it stood then."""
        if unit.is_current:
            return self.filter(province=unit)
        return self.filter(Q(place=unit) | Q(place__parent=unit))


class StatedFigure(models.Model):
    """One printed figure. `value` is a whole number in `unit` (đồng for money), null where nothing was printed.

    `qualifier`: exact, over, under, approx, at_least, rounded, unstated, range. `year_from`/`year_to` both included.
    `origin`: which shipped file and row it came from.
    """

    province = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")
    place = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")
    place_text = models.CharField(max_length=120)
    scope = models.CharField(max_length=60, default="")
    period = models.CharField(max_length=60)
    year_from = models.PositiveSmallIntegerField(null=True)
    year_to = models.PositiveSmallIntegerField(null=True)
    kind = models.CharField(max_length=20)  # plan, result, target, proposal, fact
    measure = models.CharField(max_length=60)
    subject = models.TextField(default="")
    value = models.BigIntegerField(null=True)
    text_value = models.TextField(default="")
    unit = models.CharField(max_length=40, default="")
    qualifier = models.CharField(max_length=12, default="exact")
    printed = models.TextField(default="")
    check_note = models.TextField(default="")
    source_url = models.TextField()
    origin = models.CharField(max_length=60)

    objects = StatedFigureQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["origin", "measure"], name="stated_once"),
            models.CheckConstraint(name="stated_has_source", condition=~Q(source_url="")),
        ]
        indexes = [models.Index(fields=["province", "year_from", "measure"], name="stated_province")]


class Relation(models.Model):
    """What should hold between figures: a typed expression (reports/expressions.py), reckoned whenever it is shown.

    `unit`: in which it is told ("đồng", "tỷ đồng/năm", "%"). Whether it holds is never stored.
    """

    province = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=200)
    expression = models.TextField()
    unit = models.CharField(max_length=40, default="")
    note = models.TextField(default="")
    version = models.PositiveIntegerField(default=1)
    entered_at = models.DateTimeField()
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    objects = ReportQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(name="relation_says_something", condition=~Q(expression="") & ~Q(name="")),
        ]
        indexes = [models.Index(fields=["province", "code"], name="relation_province")]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class ClosedPeriod(models.Model):
    """The figures of a province and period as they were when it was closed. Never changed: closed anew it has a next number.

    `first`, `last`: days, both included; a whole year counts by the plan's year. `figures`: code → value, unit, records and
    `adds` (id of a record → what it added); `sha256` over all of it (reports/closing.py).
    """

    province = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    first = models.DateField()
    last = models.DateField()
    number = models.PositiveSmallIntegerField()
    figures = models.JSONField()
    sha256 = models.CharField(max_length=64)
    closed_at = models.DateTimeField()
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = ReportQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["province", "first", "last", "number"], name="closed_once"),
            models.CheckConstraint(name="closed_days_in_order", condition=Q(last__gte=F("first"))),
        ]

    def __str__(self) -> str:
        return f"{self.period.label}, lần {self.number}"

    @property
    def period(self) -> Period:
        return Period(self.first, self.last)


class MoneySum(models.Model):
    """Transfers added up, kept by triggers in the transaction that writes them (reports/summaries.py).

    `tenant`: id of today's province, 0 for the ministry. `year`: budget year. `content`: of the project, "" without one.
    `source`, `target`: stages. `is_back`: transfers that reverse another one.
    """

    tenant = models.BigIntegerField()
    year = models.PositiveSmallIntegerField()
    fund = models.CharField(max_length=20)
    content = models.CharField(max_length=40)
    source = models.CharField(max_length=20)
    target = models.CharField(max_length=20)
    is_back = models.BooleanField()
    amount = DongField()
    records = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "year", "fund", "content", "source", "target", "is_back"], name="money_sum_once"
            )
        ]
        indexes = [models.Index(fields=["year"], name="money_sum_year")]


class ProjectSum(models.Model):
    """Projects added up, kept by triggers as MoneySum. `year` 0: not known. Amounts in whole đồng over those that have one;
    `supports`, `counterparts`, `totals` say how many have."""

    tenant = models.BigIntegerField()
    year = models.PositiveSmallIntegerField()
    track = models.CharField(max_length=10)
    fund = models.CharField(max_length=20)
    content = models.CharField(max_length=40)
    kind = models.CharField(max_length=10)
    state = models.CharField(max_length=20)
    records = models.BigIntegerField()
    support = DongField()
    supports = models.BigIntegerField()
    counterpart = DongField()
    counterparts = models.BigIntegerField()
    total = DongField()
    totals = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "year", "track", "fund", "content", "kind", "state"], name="project_sum_once"
            )
        ]
        indexes = [models.Index(fields=["year"], name="project_sum_year")]


class ReportText(models.Model):
    """The words of a written report that a person edits: section → text with {names} of bound numbers. `values`: name → text
    of the number when the words were last saved, so that what no longer matches can be told."""

    province = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    place = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    first = models.DateField()
    last = models.DateField()
    texts = models.JSONField(default=dict)
    values = models.JSONField(default=dict)
    version = models.PositiveIntegerField(default=1)
    saved_at = models.DateTimeField()
    saved_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = ReportQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["place", "first", "last"], name="report_text_once"),
            models.CheckConstraint(name="report_text_days", condition=Q(last__gte=F("first"))),
        ]


class SentReport(models.Model):
    """A report as it left: what it said, its cells, its hash. Never changed, never deleted (triggers refuse it).

    `code`: r1 … r8 or "year"; `cells`: "line|column" → value (whole đồng or a count); `content`: the paper; `purpose`: why an
    urgent one was asked for.
    """

    province = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    place = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=10)
    fund = models.CharField(max_length=12, default="")
    first = models.DateField()
    last = models.DateField()
    title = models.CharField(max_length=300)
    purpose = models.CharField(max_length=300, default="")
    sent_on = models.DateField()
    sent_to = models.CharField(max_length=200)
    cells = models.JSONField()
    labels = models.JSONField(default=dict)
    content = models.JSONField()
    sha256 = models.CharField(max_length=64)
    kept_at = models.DateTimeField()
    kept_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = ReportQuerySet.as_manager()

    class Meta:
        constraints = [models.CheckConstraint(name="sent_report_days", condition=Q(last__gte=F("first")))]
        indexes = [models.Index(fields=["province", "code", "-last", "-id"], name="sent_report_newest")]

    @property
    def period(self) -> Period:
        return Period(self.first, self.last)
