"""Contracts over 1..n projects with 2..n parties, and what was paid under them."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from bedo.core.fields import DongField
from bedo.documents.models import Paper
from bedo.establishments.models import Establishment
from bedo.places.models import Unit
from bedo.projects.models.project import Share
from bedo.projects.models.scope import ScopedQuerySet


class ContractQuerySet(ScopedQuerySet):
    place_lookup = "items__share__project__place_now_id"
    establishment_lookup = "items__share__establishment_id"


class Contract(models.Model):
    """A contract or assignment. Kinds: thuc_hien, ho_tro, mua_may, phu_luc, giao_nhiem_vu. `ends_on`: last day included."""

    province = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    number = models.CharField(max_length=60)
    kind = models.CharField(max_length=20)
    signed_on = models.DateField()
    ends_on = models.DateField()
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="amendments")
    paper = models.ForeignKey(Paper, null=True, on_delete=models.PROTECT, related_name="+")
    note = models.TextField(default="")
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = ContractQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["province", "number", "signed_on"], name="contract_number_once"),
            models.CheckConstraint(name="contract_days", condition=Q(ends_on__gte=F("signed_on"))),
        ]


class ContractParty(models.Model):
    """A party: side (A, B, C…), name, who signs and as what."""

    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="parties")
    side = models.CharField(max_length=4)
    name = models.CharField(max_length=200)
    representative = models.CharField(max_length=120, default="")
    position = models.CharField(max_length=120, default="")
    establishment = models.ForeignKey(Establishment, null=True, on_delete=models.PROTECT, related_name="+")


class ContractShare(models.Model):
    """What the contract covers: a share and its amount, whole đồng."""

    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="items")
    share = models.ForeignKey(Share, on_delete=models.PROTECT, related_name="contract_items")
    amount = DongField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["contract", "share"], name="contract_share_once"),
            models.CheckConstraint(name="contract_amount", condition=Q(amount__gt=0)),
        ]


class Payment(models.Model):
    """Money paid under a contract: first_advance, remaining_advance or direct. Points to its transfer in the ledger.

    `slip_*`: the Treasury's paper (giấy rút dự toán, giấy đề nghị thanh toán) as it left the office. `passed_*`: the second leg,
    from the implementing unit on to the beneficiary.
    """

    share = models.ForeignKey(Share, on_delete=models.PROTECT, related_name="payments")
    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="payments")
    kind = models.CharField(max_length=20)
    amount = DongField()
    on = models.DateField()
    transfer_id = models.BigIntegerField()
    paper = models.ForeignKey(Paper, null=True, on_delete=models.PROTECT, related_name="+")
    explanation = models.TextField()
    note = models.TextField(default="")
    slip_kind = models.CharField(max_length=20, default="")
    slip_number = models.CharField(max_length=60, default="")
    slip_on = models.DateField(null=True)
    passed_on = models.DateField(null=True)
    passed_number = models.CharField(max_length=60, default="")
    reversed_on = models.DateField(null=True)
    entered_at = models.DateTimeField()
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.CheckConstraint(name="payment_positive", condition=Q(amount__gt=0))]
