"""What every row of the network carries, and who sees it."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from bedo.accounts.models import User
from bedo.places.models import Unit

VIEW, OWN = "network.view", "network.own"


class ScopedQuerySet(models.QuerySet):
    """`own`: the lookup from a row to the account of the person it is about; empty where a row is about nobody."""

    own = ""

    def visible_to(self, user: User) -> "ScopedQuerySet":
        """Rows of the provinces whose network one may look at; a collaborator sees what is about them alone."""
        provinces = user.grants.provinces_with(VIEW)
        if provinces is None:
            return self
        seen = Q(province__in=provinces)
        if self.own and user.grants.any(OWN):
            seen |= Q(**{self.own: user.pk})
        return self.filter(seen)


class Record(models.Model):
    """A row of one province with a version, and who entered it."""

    province = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)
    is_sample = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    objects = ScopedQuerySet.as_manager()

    class Meta:
        abstract = True

    @property
    def subject(self) -> str:
        """Key of this row in the log."""
        return f"{self._meta.model_name}:{self.pk}"

    @property
    def group(self) -> str:
        """The timeline of the log that gathers what belongs to it."""
        return self.subject


class Register(Record):
    """A row that people look for by its words, marks and case set aside (services.kinds says which fields)."""

    search_text = models.TextField(default="")

    class Meta:
        abstract = True
