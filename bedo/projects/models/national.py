"""What a province's Sở sends to the Cục: the set of national projects of a year. TT 36/2013/TT-BCT, Điều 6, 10."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from bedo.documents.models import Paper
from bedo.places.models import Unit
from bedo.projects.models.project import Project
from bedo.projects.models.scope import ScopedQuerySet


class RegistrationSetQuerySet(ScopedQuerySet):
    def visible_to(self, user):
        """Sets of the provinces whose projects the person sees."""
        provinces = user.grants.provinces_with("project.view")
        return self if provinces is None else self.filter(province__in=provinces)


class RegistrationSet(models.Model):
    """Projects that the Sở registered with the Cục by one report. `due_on`: the last day on time, null when no rule says one."""

    province = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    sent_on = models.DateField()
    due_on = models.DateField(null=True)
    late_reason = models.TextField(default="")
    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="+")
    projects = models.ManyToManyField(Project, related_name="registrations")
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()
    is_sample = models.BooleanField(default=False)

    objects = RegistrationSetQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["province", "year", "paper"], name="registration_paper_once"),
            models.CheckConstraint(
                name="registration_late_has_reason",
                condition=Q(due_on=None) | Q(sent_on__lte=models.F("due_on")) | ~Q(late_reason=""),
                violation_error_message="Gửi quá hạn phải ghi lý do.",
            ),
        ]
        indexes = [models.Index(fields=["province", "-year"], name="registration_year")]

    @property
    def subject(self) -> str:
        """Key of the set in the log."""
        return f"registration:{self.pk}"
