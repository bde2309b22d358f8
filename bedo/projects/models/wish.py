"""A wish and its capacity appraisals on site."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from bedo.core.fields import DongField
from bedo.documents.models import Attachment
from bedo.establishments.models import Establishment
from bedo.places.models import Unit
from bedo.projects.models.scope import ScopedQuerySet
from bedo.projects.rules import states


class WishQuerySet(ScopedQuerySet):
    view_right = "wish.view"
    place_lookup = "establishment__place_now_id"
    establishment_lookup = "establishment_id"

    def waiting(self):
        """Received and not appraised yet."""
        return self.filter(state=states.RECEIVED)

    def live(self):
        """Somebody is responsible and still has to act: not once a project from it is settled."""
        return self.filter(state__in=states.WISH_LIVE).exclude(projects__state__in=states.FULFILLED)


class Wish(models.Model):
    """What an establishment asks for. Its state moves by rules.states.WISH_MOVES; projects start from screened ones."""

    province = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=30)
    establishment = models.ForeignKey(Establishment, on_delete=models.PROTECT, related_name="wishes")
    content = models.CharField(max_length=40)
    need = models.TextField()
    amount_asked = DongField(null=True)
    investment = DongField(null=True)
    desired_year = models.PositiveSmallIntegerField(null=True)
    received_on = models.DateField()
    channel = models.CharField(max_length=20)
    state = models.CharField(max_length=20, default=states.RECEIVED)
    reason = models.TextField(default="")
    feasible_if = models.TextField(default="")
    officer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="wishes")
    is_sample = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = WishQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["province", "code"], name="wish_code_once"),
            models.CheckConstraint(name="wish_state_known", condition=Q(state__in=sorted(states.WISH_STATES))),
            models.CheckConstraint(
                name="wish_refused_says_why",
                condition=~Q(state=states.REFUSED) | (~Q(reason="") & ~Q(feasible_if="")),
                violation_error_message="Từ chối phải ghi lý do và điều kiện để thực hiện được.",
            ),
            models.CheckConstraint(name="wish_amounts", condition=Q(amount_asked=None) | Q(amount_asked__gte=0)),
        ]
        indexes = [
            models.Index(fields=["province", "state", "-received_on"], name="wish_state"),
            models.Index(fields=["establishment"], name="wish_establishment"),
        ]

    @property
    def subject(self) -> str:
        return f"wish:{self.pk}"


class WishResponsibility(models.Model):
    """Who was responsible for a wish from-to (both days included); exactly one row per live wish is open, and its officer is
    `Wish.officer`. Like Responsibility of a project; need N19.
    """

    wish = models.ForeignKey(Wish, on_delete=models.PROTECT, related_name="responsibilities")
    officer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    from_on = models.DateField()
    to_on = models.DateField(null=True)
    reason = models.TextField(default="")
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["wish"], condition=Q(to_on=None), name="wish_responsibility_one_open"),
        ]


class CapacityAppraisal(models.Model):
    """One appraisal at the establishment: findings with evidence, who was there, opinion and outcome."""

    wish = models.ForeignKey(Wish, on_delete=models.PROTECT, related_name="appraisals")
    visited_on = models.DateField()
    present = models.TextField()
    opinion = models.TextField()
    outcome = models.CharField(max_length=10)  # passed | refused
    reason = models.TextField(default="")
    feasible_if = models.TextField(default="")
    officer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(name="capacity_outcome", condition=Q(outcome__in=["passed", "refused"]))]


class CapacityFinding(models.Model):
    """One criterion: met or not, and the evidence (a figure, words, a file)."""

    appraisal = models.ForeignKey(CapacityAppraisal, on_delete=models.PROTECT, related_name="findings")
    criterion = models.CharField(max_length=60)
    label = models.TextField()
    met = models.BooleanField(null=True)
    figure = models.CharField(max_length=120, default="")
    note = models.TextField(default="")
    evidence = models.ForeignKey(Attachment, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["appraisal", "criterion"], name="capacity_criterion_once")]
