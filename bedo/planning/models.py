"""The plan of a year for one fund of one province, and the projects it holds."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q

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
    A year may have several rounds (đợt). `submissions`: how often it was submitted, the number of its newest version and of
    the opinions asked on it. The decision keeps who decided (body, signer, number, day) apart from who recorded it.
    """

    province = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")
    line = models.ForeignKey(BudgetLine, on_delete=models.PROTECT, related_name="plans")
    year = models.PositiveSmallIntegerField()
    round = models.PositiveSmallIntegerField(default=1)
    state = models.CharField(max_length=12, default=rules.DRAFT)
    note = models.TextField(default="")
    submissions = models.PositiveSmallIntegerField(default=0)
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
    `result` of a suggested one: `asked` when it was sent to the worker, while it runs `best` and `bound`, then status, objective, bound, conflict, seconds; or `error`.
    `stop_asked`: somebody wants the search to end with what it has.
    """

    plan = models.ForeignKey(YearPlan, on_delete=models.PROTECT, related_name="scenarios")
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10)  # ranked | manual | suggested
    name = models.CharField(max_length=120)
    state = models.CharField(max_length=10, default="draft")  # draft | running | done | failed
    constraints = models.JSONField(default=list)
    money = DongField()
    reserve = DongField(default=0)
    stop_asked = models.BooleanField(default=False)
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
            models.UniqueConstraint(fields=["plan"], condition=Q(chosen_on__isnull=False), name="scenario_one_chosen"),
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


class PlanVersion(models.Model):
    """What was submitted: items, amounts, money and the chosen scenario as they were, with their hash. Never changed, never
    deleted (triggers refuse it); what became of it stands in PlanReturn or in the plan's decision."""

    plan = models.ForeignKey(YearPlan, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    snapshot = models.JSONField()
    digest = models.CharField(max_length=64)
    submitted_on = models.DateField()
    submitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["plan", "number"], name="plan_version_once")]


class PlanReturn(models.Model):
    """The remarks with which a submitted version was sent back."""

    version = models.OneToOneField(PlanVersion, on_delete=models.PROTECT, related_name="sent_back")
    remarks = models.TextField()
    on = models.DateField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")


class OpinionRequest(models.Model):
    """Phiếu lấy ý kiến: one department asked about one submission of a plan.

    `key`: rules.FINANCE for Sở Tài chính, else empty. `must`: no decision before it answered. `agrees` is None while it
    waits; False: it has remarks. `withdrawn_on`: not asked any more, with why.
    """

    plan = models.ForeignKey(YearPlan, on_delete=models.PROTECT, related_name="opinions")
    submission = models.PositiveSmallIntegerField()
    key = models.CharField(max_length=20, default="")
    department = models.CharField(max_length=200)
    must = models.BooleanField(default=False)
    asked_on = models.DateField()
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    due_on = models.DateField(null=True)
    answered_on = models.DateField(null=True)
    agrees = models.BooleanField(null=True)
    text = models.TextField(default="")
    reference = models.CharField(max_length=120, default="")
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    withdrawn_on = models.DateField(null=True)
    why = models.TextField(default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "submission", "department"], condition=Q(withdrawn_on=None), name="opinion_asked_once"
            ),
            models.UniqueConstraint(
                fields=["plan", "submission", "key"],
                condition=Q(withdrawn_on=None) & ~Q(key=""),
                name="opinion_of_finance_once",
            ),
            models.CheckConstraint(
                name="opinion_answer_whole",
                condition=Q(answered_on=None, agrees=None) | Q(answered_on__isnull=False, agrees__isnull=False),
            ),
            models.CheckConstraint(
                name="opinion_answered_or_withdrawn", condition=Q(answered_on=None) | Q(withdrawn_on=None)
            ),
            models.CheckConstraint(
                name="opinion_due_after_asked", condition=Q(due_on=None) | Q(due_on__gte=F("asked_on"))
            ),
        ]

    @property
    def waits(self) -> bool:
        return self.answered_on is None and self.withdrawn_on is None

    @property
    def is_finance(self) -> bool:
        return self.key == rules.FINANCE

    def days(self, today: date) -> int:
        """Days waited: up to the answer, the withdrawal, or today."""
        return ((self.answered_on or self.withdrawn_on or today) - self.asked_on).days


class Programme(models.Model):
    """A programme of several years (chương trình khuyến công) of a province, or of the nation when `province` is null.

    Its decision is a registered paper, or, for published data, `basis` in words with the `source` it was read in.
    """

    province = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=300)
    first_year = models.PositiveSmallIntegerField()
    last_year = models.PositiveSmallIntegerField()
    decision = models.ForeignKey(Paper, null=True, on_delete=models.PROTECT, related_name="+")
    basis = models.CharField(max_length=300, default="")
    source = models.CharField(max_length=300, default="")
    certainty = models.CharField(max_length=12, default="read")
    is_sample = models.BooleanField(default=False)

    objects = PlanQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["province", "first_year", "last_year"], name="programme_once"),
            models.UniqueConstraint(
                fields=["first_year", "last_year"], condition=Q(province=None), name="programme_once_nation"
            ),
            models.CheckConstraint(name="programme_years", condition=Q(last_year__gte=F("first_year"))),
            models.CheckConstraint(name="programme_has_basis", condition=Q(decision__isnull=False) | ~Q(basis="")),
        ]

    @property
    def subject(self) -> str:
        return f"programme:{self.pk}"

    @property
    def chain(self) -> str:
        return log.chain_of(self.province)

    @property
    def decided(self) -> str:
        """Number and day of the decision as people read it."""
        return self.decision.label if self.decision else self.basis


class Target(models.Model):
    """A target of a programme: how many of what (`unit`), how much money (whole đồng).

    What is not known is null, never 0. `contents`: keys of the contents of support that work towards it; empty: none is known.
    """

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="targets")
    position = models.PositiveSmallIntegerField()
    contents = models.JSONField(default=list)
    words = models.CharField(max_length=300)
    number = models.PositiveIntegerField(null=True)
    unit = models.CharField(max_length=60, default="")
    money = DongField(null=True)
    note = models.CharField(max_length=300, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["programme", "position"], name="target_once"),
            models.CheckConstraint(
                name="target_says_something",
                condition=Q(number__gt=0) | Q(money__gt=0),
            ),
        ]
