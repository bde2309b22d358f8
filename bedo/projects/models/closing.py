"""Acceptance, vouchers, settlement, the year's settlement, effects in later years."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from bedo.core.fields import DongField
from bedo.core.types import Dong
from bedo.documents.models import Attachment, Paper
from bedo.places.models import Unit
from bedo.projects.models.contract import Contract
from bedo.projects.models.project import Share


class Acceptance(models.Model):
    """Data of the acceptance minutes; locked by signing. `result`: passed, conditional, failed. TT 36/2013/TT-BCT, Điều 14."""

    share = models.ForeignKey(Share, on_delete=models.PROTECT, related_name="acceptances")
    round = models.PositiveSmallIntegerField()
    number = models.CharField(max_length=60, default="")
    held_on = models.DateField()
    where = models.TextField(default="")
    quality = models.TextField(default="")
    effects = models.TextField(default="")
    on_time = models.BooleanField(default=True)
    result = models.CharField(max_length=12, default="")
    demands = models.TextField(default="")
    redo_by = models.DateField(null=True)
    version = models.PositiveIntegerField(default=1)
    signed_on = models.DateField(null=True)
    signed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    content_hash = models.CharField(max_length=64, default="")
    scan = models.ForeignKey(Attachment, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["share", "round"], name="acceptance_round_once"),
            models.CheckConstraint(
                name="acceptance_signed_has_result",
                condition=Q(signed_on=None) | (Q(result__in=["passed", "conditional", "failed"]) & ~Q(content_hash="")),
                violation_error_message="Biên bản đã ký phải có kết luận.",
            ),
        ]


class AcceptanceParty(models.Model):
    """Who took part: body, name, position."""

    acceptance = models.ForeignKey(Acceptance, on_delete=models.CASCADE, related_name="parties")
    body = models.CharField(max_length=200)
    name = models.CharField(max_length=120)
    position = models.CharField(max_length=120, default="")


class AcceptanceLine(models.Model):
    """One row of the table contract / done / difference / money by source; whole đồng."""

    acceptance = models.ForeignKey(Acceptance, on_delete=models.CASCADE, related_name="lines")
    number = models.PositiveSmallIntegerField()
    text = models.TextField()
    unit = models.CharField(max_length=30, default="")
    contract_quantity = models.PositiveIntegerField(default=0)
    done_quantity = models.PositiveIntegerField(default=0)
    contract_value = DongField(default=0)
    done_value = DongField(default=0)
    from_fund = DongField(default=0)
    from_beneficiary = DongField(default=0)
    from_other = DongField(default=0)

    @property
    def difference(self) -> Dong:
        """Done less contract, whole đồng."""
        return Dong(self.done_value - self.contract_value)


class Voucher(models.Model):
    """A voucher: number, day, seller, `amount` with VAT and the `vat` within it in whole đồng, and the source that paid it."""

    share = models.ForeignKey(Share, on_delete=models.PROTECT, related_name="vouchers")
    number = models.CharField(max_length=60)
    on = models.DateField()
    seller = models.CharField(max_length=200)
    seller_key = models.CharField(max_length=200)
    text = models.TextField()
    amount = DongField()
    vat = DongField(default=0)
    source = models.CharField(max_length=12)  # fund | beneficiary | other
    attachment = models.ForeignKey(Attachment, null=True, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["seller_key", "number", "on", "share", "source"], name="voucher_once"),
            models.CheckConstraint(name="voucher_amounts", condition=Q(amount__gt=0, vat__gte=0)),
            models.CheckConstraint(name="voucher_source", condition=Q(source__in=["fund", "beneficiary", "other"])),
        ]


class Settlement(models.Model):
    """The settlement dossier of one contract: submitted, decided, liquidated. TT 36/2013/TT-BCT, Điều 18, 19."""

    contract = models.OneToOneField(Contract, on_delete=models.PROTECT, related_name="settlement")
    submitted_on = models.DateField()
    due_on = models.DateField()
    late_reason = models.TextField(default="")
    submitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    decided_on = models.DateField(null=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    paper = models.ForeignKey(Paper, null=True, on_delete=models.PROTECT, related_name="+")


class SettlementLine(models.Model):
    """Per share, whole đồng: approved in the contract, asked, settled, given back to the line, to be recovered."""

    settlement = models.ForeignKey(Settlement, on_delete=models.PROTECT, related_name="lines")
    share = models.ForeignKey(Share, on_delete=models.PROTECT, related_name="settlement_lines")
    approved = DongField()
    asked = DongField()
    settled = DongField(null=True)
    released = DongField(null=True)
    recovered = DongField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["settlement", "share"], name="settlement_share_once")]


class YearSettlement(models.Model):
    """The year's settlement of one fund by Sở Tài chính."""

    province = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    fund = models.CharField(max_length=12)
    year = models.PositiveSmallIntegerField()
    on = models.DateField()
    paper = models.ForeignKey(Paper, null=True, on_delete=models.PROTECT, related_name="+")
    settled = DongField()
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["province", "fund", "year"], name="year_settled_once")]


class Effect(models.Model):
    """Effects in one year after acceptance; measures are declared stock or flow in rules.effects. Unknown stays empty."""

    share = models.ForeignKey(Share, on_delete=models.PROTECT, related_name="effects")
    year = models.PositiveSmallIntegerField()
    as_of = models.DateField()
    workers = models.PositiveIntegerField(null=True)
    jobs_new = models.IntegerField(null=True)
    income = DongField(null=True)
    revenue = DongField(null=True)
    output = models.CharField(max_length=120, default="")
    quality = models.TextField(default="")
    new_customers = models.PositiveIntegerField(null=True)
    exports = DongField(null=True)
    machine_in_use = models.BooleanField(null=True)
    said_by = models.CharField(max_length=120)
    said_how = models.CharField(max_length=20)  # visit | phone | paper
    note = models.TextField(default="")
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["share", "year"], name="effect_year_once")]
