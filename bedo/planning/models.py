"""The plan of a year for one fund of one province, and the projects it holds."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from bedo.core import log
from bedo.core.fields import DongField
from bedo.documents.models import Paper
from bedo.ledger.models import BudgetLine
from bedo.places.models import Unit
from bedo.planning import rules
from bedo.projects.models import Project


class PlanQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Plans of the provinces where the person may see plans."""
        provinces = user.grants.provinces_with("plan.view")
        return self if provinces is None else self.filter(province_id__in=provinces)


class YearPlan(models.Model):
    """One submission of projects for a year's money: draft, submitted, returned, approved, allocated.

    `province` null: the national plan, on the ministry's line, over projects of all provinces; the Minister decides.
    A year may have several rounds (đợt). The decision keeps who decided (body, signer, number, day) apart from who recorded it.
    """

    province = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")
    line = models.ForeignKey(BudgetLine, on_delete=models.PROTECT, related_name="plans")
    year = models.PositiveSmallIntegerField()
    round = models.PositiveSmallIntegerField(default=1)
    state = models.CharField(max_length=12, default=rules.DRAFT)
    note = models.TextField(default="")
    opinion = models.TextField(default="")
    opinion_on = models.DateField(null=True)
    opinion_agrees = models.BooleanField(null=True)
    opinion_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    submitted_on = models.DateField(null=True)
    submitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    decision = models.ForeignKey(Paper, null=True, on_delete=models.PROTECT, related_name="+")
    approved_on = models.DateField(null=True)
    allocation = models.ForeignKey(Paper, null=True, on_delete=models.PROTECT, related_name="+")
    allocated_on = models.DateField(null=True)
    is_sample = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)

    objects = PlanQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["line", "round"], name="plan_round_once"),
            models.CheckConstraint(name="plan_state_known", condition=Q(state__in=sorted(rules.STATES))),
            models.CheckConstraint(
                name="plan_approved_has_decision",
                condition=Q(state__in=["draft", "submitted", "returned"])
                | Q(decision__isnull=False, approved_on__isnull=False),
                violation_error_message="Kế hoạch đã phê duyệt phải có quyết định và ngày phê duyệt.",
            ),
        ]
        indexes = [models.Index(fields=["province", "-year", "round"], name="plan_year")]

    @property
    def subject(self) -> str:
        return f"plan:{self.pk}"

    @property
    def chain(self) -> str:
        """The chain of the log that tells of the plan."""
        return log.chain_of(self.province)

    @property
    def level(self) -> rules.PlanLevel:
        """Who makes, decides and gives it, and which projects it takes."""
        return rules.LEVELS["local" if self.province_id else "national"]


class PlanItem(models.Model):
    """A project in a plan with its amount in whole đồng. `outcome`: "" while open, then planned or left_out."""

    plan = models.ForeignKey(YearPlan, on_delete=models.PROTECT, related_name="items")
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="plan_items")
    position = models.PositiveSmallIntegerField()
    amount = DongField()
    outcome = models.CharField(max_length=10, default="")
    note = models.TextField(default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["plan", "project"], name="plan_project_once"),
            models.UniqueConstraint(fields=["project"], condition=Q(outcome=""), name="plan_project_in_one_open"),
            models.CheckConstraint(name="plan_amount", condition=Q(amount__gt=0)),
        ]


class Scenario(models.Model):
    """One way to spend a plan's money: the ranked list with its cut line, chosen by hand, or suggested by the solver.

    `constraints`: rows of choosing.Constraint as plain values. `reserve`: whole đồng kept for cleaner production, which is
    ranked apart. `stamp`: fingerprint of the candidates and the money it was made from; when they changed it is stale.
    """

    plan = models.ForeignKey(YearPlan, on_delete=models.PROTECT, related_name="scenarios")
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10)  # ranked | manual | suggested
    name = models.CharField(max_length=120)
    state = models.CharField(max_length=10, default="draft")  # draft | running | done | failed
    constraints = models.JSONField(default=list)
    money = DongField()
    reserve = DongField(default=0)
    stamp = models.CharField(max_length=64, default="")
    result = models.JSONField(default=dict)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    chosen_on = models.DateField(null=True)
    chosen_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    why = models.TextField(default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="scenario_number_once"),
            models.CheckConstraint(name="scenario_kind", condition=Q(kind__in=["ranked", "manual", "suggested"])),
            models.CheckConstraint(
                name="scenario_state", condition=Q(state__in=["draft", "running", "done", "failed"])
            ),
            models.UniqueConstraint(
                fields=["plan"], condition=Q(chosen_on__isnull=False), name="scenario_one_chosen"
            ),
        ]


class ScenarioItem(models.Model):
    """A candidate in a scenario: chosen or not, fixed by hand ("in", "out") or free; whole đồng. `reason`: why it departs."""

    scenario = models.ForeignKey(Scenario, on_delete=models.CASCADE, related_name="items")
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="scenario_items")
    position = models.PositiveSmallIntegerField()
    amount = DongField()
    chosen = models.BooleanField(default=False)
    fixed = models.CharField(max_length=3, default="")
    reason = models.TextField(default="")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["scenario", "project"], name="scenario_project_once")]
