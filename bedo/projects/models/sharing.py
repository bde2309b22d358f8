"""Projects that other provinces shared: read as they came, beside one's own and never counted with them. Need N32."""

from django.conf import settings
from django.db import models

from bedo.places.models import Unit


class SharedProjectQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Of the provinces whose network one may look at."""
        provinces = user.grants.provinces_with("network.view")
        return self if provinces is None else self.filter(province__in=provinces)


class SharedProject(models.Model):
    """A file that came in: `data` as rules.sharing reads it, `sha256` of its bytes; a file is kept once in a province."""

    province = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    origin = models.CharField(max_length=120)
    title = models.CharField(max_length=500)
    content = models.CharField(max_length=40)
    year = models.PositiveSmallIntegerField(null=True)
    data = models.JSONField()
    sha256 = models.CharField(max_length=64)
    search_text = models.TextField(default="")
    received_at = models.DateTimeField()
    received_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = SharedProjectQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["province", "sha256"], name="shared_project_once")]

    @property
    def subject(self) -> str:
        """Key of this row in the log."""
        return f"shared:{self.pk}"
