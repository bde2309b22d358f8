"""A hand-over as it happened: everything on a person's desk, who took what, and the note beside it."""

from django.conf import settings
from django.db import models

from bedo.network.models import Member
from bedo.places.models import Unit

KINDS: dict[str, str] = {
    "project": "Đề án",
    "wish": "Nhu cầu",
    "difficulty": "Khó khăn đang tháo gỡ",
    "place": "Địa bàn",
    "post": "Vị trí",
}


class HandOverQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Of the provinces whose network one may look at."""
        provinces = user.grants.provinces_with("network.view")
        return self if provinces is None else self.filter(province__in=provinces)


class HandOver(models.Model):
    """One person's work given on in one transaction. `on`: the first day of those who take over. Design 3.9."""

    province = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="handovers")
    on = models.DateField()
    reason = models.TextField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()
    is_sample = models.BooleanField(default=False)

    objects = HandOverQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["province", "-on"], name="handover_day")]

    @property
    def subject(self) -> str:
        """Key of this hand-over in log and papers."""
        return f"handover:{self.pk}"


class HandOverLine(models.Model):
    """One thing that was handed over. `taker` null: a post that was left vacant, and said to be so."""

    handover = models.ForeignKey(HandOver, on_delete=models.PROTECT, related_name="lines")
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=12)
    ref = models.BigIntegerField()
    label = models.TextField()
    state = models.CharField(max_length=120, default="")
    taker = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="+")
    note = models.TextField(default="")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["handover", "number"], name="handover_line_once")]

    @property
    def kind_word(self) -> str:
        return KINDS[self.kind]
