"""Budget lines, accounts with balances, transfers that are only added, cuts that wait, promises of later years.

`province` is the present province (the tenant), null for the ministry's own lines. A holder is a text key such as
"share:12", its group such as "project:7": the ledger does not know what they are.
"""

from django.conf import settings
from django.db import models
from django.db.models import F, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce

from bedo.core.fields import DongField
from bedo.core.log import NATION
from bedo.core.types import Dong
from bedo.ledger import rules
from bedo.places.models import Unit


class ScopedQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Rows of the provinces in which this person holds any grant; the ministry sees all."""
        provinces = user.grants.provinces
        return self if provinces is None else self.filter(province__in=provinces)


class BudgetLineQuerySet(ScopedQuerySet):
    def with_totals(self):
        """Each line with the sum of every stage (`.totals`) and of the cuts that wait (`.pending_cut`), in one query."""
        sums = {
            f"sum_{stage}": Coalesce(Sum("accounts__balance", filter=Q(accounts__stage=stage)), Dong(0))
            for stage in rules.STAGES
        }
        waiting = (
            PendingCut.objects.filter(line=OuterRef("pk"), left__gt=0)
            .values("line")
            .annotate(total=Sum("left"))
            .values("total")
        )
        return self.annotate(**sums, pending_cut=Coalesce(Subquery(waiting), Dong(0), output_field=DongField()))


class BudgetLine(models.Model):
    """One fund of one province (or the ministry) in one budget year. Two years are open together in January."""

    province = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")
    fund = models.CharField(max_length=20)
    year = models.PositiveSmallIntegerField()
    is_open = models.BooleanField(default=True)
    closed_on = models.DateField(null=True)
    is_sample = models.BooleanField(default=False)

    objects = BudgetLineQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["province", "fund", "year"], name="line_once"),
            models.UniqueConstraint(fields=["fund", "year"], condition=Q(province=None), name="line_once_nation"),
            models.CheckConstraint(
                name="line_closed_has_day",
                condition=Q(is_open=True, closed_on=None) | Q(is_open=False, closed_on__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """“Kinh phí khuyến công địa phương năm 2026”."""
        return f"{rules.FUNDS.get(self.fund, self.fund)} năm {self.year}"

    @property
    def subject(self) -> str:
        """Key of the line in the log."""
        return f"line:{self.pk}"

    @property
    def chain(self) -> str:
        """The chain of the log whose lock its writers hold."""
        return self.province.code if self.province_id else NATION

    @property
    def key(self) -> tuple[int | None, str, int]:
        return (self.province_id, self.fund, self.year)

    @property
    def totals(self) -> dict[str, Dong]:
        """Stage → sum; only on rows that came through with_totals()."""
        return {stage: Dong(int(getattr(self, f"sum_{stage}"))) for stage in rules.STAGES}


class Account(models.Model):
    """A balance in one stage. `in` and `out` count what came in and went out; the line's own stages have no holder."""

    province = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")
    line = models.ForeignKey(BudgetLine, on_delete=models.PROTECT, related_name="accounts")
    stage = models.CharField(max_length=20)
    holder = models.CharField(max_length=60, default="", blank=True)
    group = models.CharField(max_length=60, default="", blank=True)
    balance = DongField(default=0)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["line", "stage", "holder"], name="account_once"),
            models.CheckConstraint(
                name="account_not_below_zero",
                condition=Q(balance__gte=0),
                violation_error_message="Số dư không được âm.",
            ),
            models.CheckConstraint(
                name="account_holder_by_stage",
                condition=(Q(stage__in=["in", "available", "out"]) & Q(holder=""))
                | (Q(stage__in=["planned", "contracted", "advanced", "recoverable", "settled"]) & ~Q(holder="")),
            ),
        ]
        indexes = [
            models.Index(fields=["group"], name="account_of_group"),
            models.Index(fields=["holder"], name="account_holder"),
        ]

    def __str__(self) -> str:
        return f"{self.line_id} {self.stage} {self.holder}"

    @property
    def side(self) -> rules.Side:
        return rules.Side(self.stage, self.holder, self.group)


class Transfer(models.Model):
    """Money moved from one account to another of the same line. Never changed, never deleted (triggers refuse it).

    `on`: day of the paper; `reference`: key of what caused it; `document_id`: the paper in documents, if registered;
    `batch`: transfers that are one act (carry-over, allotment, a cut in parts); `reverses`: what this one undoes.
    """

    province = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")
    line = models.ForeignKey(BudgetLine, on_delete=models.PROTECT, related_name="transfers")
    source = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="given")
    target = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="taken")
    amount = DongField()
    kind = models.CharField(max_length=20)
    group = models.CharField(max_length=60, default="", blank=True)
    on = models.DateField()
    entered_at = models.DateTimeField()
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reference = models.CharField(max_length=60, default="", blank=True)
    note = models.TextField(default="", blank=True)
    document_id = models.BigIntegerField(null=True)
    reverses = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="reversal")
    batch = models.UUIDField(null=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(name="transfer_above_zero", condition=Q(amount__gt=0)),
            models.CheckConstraint(name="transfer_between_two", condition=~Q(source=F("target"))),
            models.CheckConstraint(
                name="transfer_reversal_names_its",
                condition=Q(kind="reverse", reverses__isnull=False) | (~Q(kind="reverse") & Q(reverses=None)),
            ),
        ]
        indexes = [
            models.Index(fields=["province", "line", "-id"], name="transfer_line"),
            models.Index(fields=["group", "-id"], name="transfer_group"),
            models.Index(fields=["batch"], name="transfer_batch", condition=Q(batch__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.amount}"

    @property
    def label(self) -> str:
        return rules.KINDS.get(self.kind, self.kind)


class PendingCut(models.Model):
    """A cut larger than what was available: `left` is taken from whatever comes free, and blocks commitments till then."""

    province = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")
    line = models.ForeignKey(BudgetLine, on_delete=models.PROTECT, related_name="cuts")
    amount = DongField()
    left = DongField()
    on = models.DateField()
    batch = models.UUIDField(unique=True)
    note = models.TextField(default="", blank=True)
    reference = models.CharField(max_length=60, default="", blank=True)
    document_id = models.BigIntegerField(null=True)
    entered_at = models.DateTimeField()
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    withdrawn_on = models.DateField(null=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="cut_left_within", condition=Q(left__gte=0) & Q(left__lte=F("amount")) & Q(amount__gt=0)
            ),
            models.CheckConstraint(name="cut_withdrawn_waits_not", condition=Q(withdrawn_on=None) | Q(left=0)),
        ]
        indexes = [models.Index(fields=["line"], name="cut_waiting", condition=Q(left__gt=0))]

    def __str__(self) -> str:
        return f"{self.line_id}: {self.left}/{self.amount}"


class Commitment(models.Model):
    """A tranche of a later year promised to a holder (multi-year project). Ends when planned, or when dropped."""

    province = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")
    fund = models.CharField(max_length=20)
    year = models.PositiveSmallIntegerField()
    holder = models.CharField(max_length=60)
    group = models.CharField(max_length=60)
    amount = DongField()
    on = models.DateField()
    note = models.TextField(default="", blank=True)
    document_id = models.BigIntegerField(null=True)
    entered_at = models.DateTimeField()
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    honoured_by = models.OneToOneField(Transfer, null=True, on_delete=models.PROTECT, related_name="honours")
    dropped_on = models.DateField(null=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(name="commitment_above_zero", condition=Q(amount__gt=0)),
            models.CheckConstraint(name="commitment_ends_once", condition=Q(honoured_by=None) | Q(dropped_on=None)),
            models.UniqueConstraint(
                fields=["province", "fund", "year", "holder"], condition=Q(dropped_on=None), name="commitment_once"
            ),
            models.UniqueConstraint(
                fields=["fund", "year", "holder"],
                condition=Q(dropped_on=None, province=None),
                name="commitment_once_nation",
            ),
        ]
        indexes = [models.Index(fields=["group"], name="commitment_group")]

    def __str__(self) -> str:
        return f"{self.holder} {self.year}: {self.amount}"


class Statement(models.Model):
    """A Treasury statement that was brought in for a line: the file's fingerprint, its days and sums in whole đồng.

    Two identical files are one statement. `warnings`: what did not agree within the file, as sentences.
    """

    province = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    line = models.ForeignKey(BudgetLine, on_delete=models.PROTECT, related_name="statements")
    sha256 = models.CharField(max_length=64)
    name = models.CharField(max_length=200)
    sheet = models.CharField(max_length=100)
    first_on = models.DateField()
    last_on = models.DateField()
    spent = DongField()
    returned = DongField()
    warnings = models.JSONField(default=list)
    entered_at = models.DateTimeField()
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["province", "sha256"], name="statement_once"),
            models.CheckConstraint(name="statement_days", condition=Q(last_on__gte=F("first_on"))),
        ]
        indexes = [models.Index(fields=["line", "-first_on"], name="statement_of_line")]

    def __str__(self) -> str:
        return self.name

    @property
    def subject(self) -> str:
        """Key of the statement in the log."""
        return f"statement:{self.pk}"


class StatementLine(models.Model):
    """One line of a statement: paid out (`spent`) or come back (`returned`), whole đồng, one of them 0.

    `transfer`: ours that a person said is the same thing, `how` it was found; `apart`: ids of transfers a person said it is not.
    """

    statement = models.ForeignKey(Statement, on_delete=models.PROTECT, related_name="lines")
    number = models.PositiveIntegerField()
    place = models.CharField(max_length=140)
    on = models.DateField()
    slip = models.CharField(max_length=60, default="")
    text = models.TextField(default="")
    spent = DongField(default=0)
    returned = DongField(default=0)
    transfer = models.OneToOneField(Transfer, null=True, on_delete=models.PROTECT, related_name="statement_line")
    how = models.CharField(max_length=10, default="")
    apart = models.JSONField(default=list)
    tied_at = models.DateTimeField(null=True)
    tied_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["statement", "number"], name="statement_line_once"),
            models.CheckConstraint(
                name="statement_line_one_amount",
                condition=Q(spent__gt=0, returned=0) | Q(spent=0, returned__gt=0),
            ),
            models.CheckConstraint(
                name="statement_line_tied_by",
                condition=Q(transfer=None, tied_by=None, how="")
                | Q(transfer__isnull=False, tied_by__isnull=False, how__in=["exact", "probable", "manual"]),
            ),
        ]

    @property
    def amount(self) -> Dong:
        """Above 0 was paid out, below 0 came back."""
        return Dong(self.spent - self.returned)
