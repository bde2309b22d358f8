"""Administrative units with the days they were in force, what they became, and the priority areas they belong to."""

from datetime import date

from django.db import models
from django.db.models import F, Q

from bedo.core.fields import SortKeyField
from bedo.core.text import fold, nfc, sort_key
from bedo.places import rules


class UnitQuerySet(models.QuerySet):
    def in_force(self, day: date) -> "UnitQuerySet":
        """Units that exist on that day; first and last day included."""
        return self.filter(Q(valid_from=None) | Q(valid_from__lte=day), Q(valid_to=None) | Q(valid_to__gte=day))

    def current(self) -> "UnitQuerySet":
        """Units in force with no end in sight."""
        return self.filter(valid_to=None)

    def provinces(self) -> "UnitQuerySet":
        return self.filter(level=rules.PROVINCE)

    def matching(self, text: str) -> "UnitQuerySet":
        """Units whose name or full name holds every word of the text, marks and case set aside."""
        found = self
        for word in fold(text).split():
            found = found.filter(search_text__contains=word)
        return found

    def with_parents(self) -> "UnitQuerySet":
        """With the units above them: enough to write a full name without another query."""
        return self.select_related("parent__parent")


class Unit(models.Model):
    """One administrative unit as it was called and placed from `valid_from` to `valid_to` (last day included).

    `valid_from` empty: since before these data begin. `valid_to` empty: in force. A change of name, kind, parent or
    code is a new row; codes may be used again (08 was Tuyên Quang before 1/7/2025 and is the larger one after it).
    """

    code = models.CharField(max_length=8)
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=20)
    level = models.PositiveSmallIntegerField()
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="children")
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)
    sort_key = SortKeyField()
    search_text = models.TextField()
    lat = models.FloatField(null=True)
    lon = models.FloatField(null=True)

    objects = UnitQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["code", "level", "valid_from"], name="unit_code_since"),
            models.UniqueConstraint(
                fields=["code", "level"], condition=Q(valid_from=None), name="unit_code_since_always"
            ),
            models.UniqueConstraint(fields=["code", "level"], condition=Q(valid_to=None), name="unit_code_in_force"),
            models.CheckConstraint(
                name="unit_days_in_order",
                condition=Q(valid_from=None) | Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
            ),
            models.CheckConstraint(
                name="unit_parent_by_level",
                condition=Q(level=1, parent=None) | Q(level__in=(2, 3), parent__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=["level", "sort_key"], name="unit_level_name")]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """“Tỉnh Hà Giang”, “Huyện Đồng Văn”, “Phường 1”."""
        return rules.label(self.kind, self.name)

    @property
    def is_current(self) -> bool:
        return self.valid_to is None

    def set_name(self, name: str) -> None:
        """The name with the columns that are reckoned from it."""
        self.name = nfc(name).strip()
        self.sort_key = sort_key(self.name)
        self.search_text = rules.search_text(self.kind, self.name)


class Succession(models.Model):
    """From the day `on`, `new` holds what `old` held: all of it (`whole`) or a part of it."""

    old = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="became")
    new = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="came_from")
    on = models.DateField()
    whole = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["old", "new"], name="succession_once"),
            models.CheckConstraint(name="succession_of_another", condition=~Q(old=F("new"))),
        ]

    def __str__(self) -> str:
        return f"{self.old_id} → {self.new_id}"


class PriorityArea(models.Model):
    """A unit counts as an area of priority from one day to another (None: open), by the text named.

    `flag`: see rules.AREA_FLAGS. `certainty`: see core.answers.CERTAINTY_LABELS.
    """

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="priority_areas")
    flag = models.CharField(max_length=30)
    effective_from = models.DateField(null=True)
    effective_to = models.DateField(null=True)
    basis = models.TextField()
    certainty = models.CharField(max_length=10)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["unit", "flag", "effective_from"], name="priority_area_since"),
            models.UniqueConstraint(
                fields=["unit", "flag"], condition=Q(effective_from=None), name="priority_area_since_always"
            ),
            models.CheckConstraint(
                name="priority_area_days_in_order",
                condition=Q(effective_from=None) | Q(effective_to=None) | Q(effective_to__gte=F("effective_from")),
            ),
            models.CheckConstraint(name="priority_area_has_basis", condition=~Q(basis="")),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id}: {rules.AREA_FLAGS.get(self.flag, self.flag)}"
