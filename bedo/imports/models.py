"""One bringing in of a file: what a person decided, the preview row by row, and every record that came of it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from bedo.establishments.models import Establishment
from bedo.places.models import Unit
from bedo.projects.models import Project
from bedo.reports.models import StatedFigure

READING, PREVIEW, COMMITTED, UNDONE, FAILED = "reading", "preview", "committed", "undone", "failed"
STATES = {
    READING: "Đang đọc tệp",
    PREVIEW: "Chờ kiểm tra",
    COMMITTED: "Đã nhập",
    UNDONE: "Đã hoàn tác",
    FAILED: "Không đọc được",
}


class ImportQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Of the provinces in which the person may bring lists in."""
        provinces = user.grants.provinces_with("import.bring")
        return self if provinces is None else self.filter(province__in=provinces)


class Import(models.Model):
    """A file on its way in. `decisions`: see services.Decisions; `counts`: rows by outcome; `province` is today's.

    `path`: where the content is kept by its SHA-256; `step`: how far the reading came, in words for who waits.
    """

    province = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=160)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    path = models.CharField(max_length=120)
    state = models.CharField(max_length=12, default=READING)
    error = models.TextField(default="")
    step = models.CharField(max_length=120, default="")
    decisions = models.JSONField(default=dict)
    tables = models.JSONField(default=list)
    counts = models.JSONField(default=dict)
    version = models.PositiveIntegerField(default=1)
    is_sample = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    committed_at = models.DateTimeField(null=True)
    committed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    undone_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    objects = ImportQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(name="import_state_known", condition=Q(state__in=sorted(STATES))),
        ]
        indexes = [models.Index(fields=["province", "-id"], name="import_newest")]

    def __str__(self) -> str:
        return f"{self.name} ({STATES[self.state].lower()})"

    @property
    def state_label(self) -> str:
        return STATES[self.state]

    @property
    def subject(self) -> str:
        """Key of this import in the log."""
        return f"import:{self.pk}"

    @property
    def source(self) -> str:
        """What a record that came of it gives as its source."""
        return f"Tệp “{self.name}” (SHA-256 {self.sha256[:12]})"


class PreviewPage(models.Model):
    """Some hundred rows of the preview, in the order of the file; `outcomes` counts them, so that a filter skips pages."""

    owner = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="pages")
    number = models.PositiveIntegerField()
    outcomes = models.JSONField(default=dict)
    rows = models.JSONField(default=list)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["owner", "number"], name="preview_page_once")]


class ImportedRecord(models.Model):
    """A record that came of a row, or was changed by it. `before`: values that undoing puts back; empty for a new record."""

    owner = models.ForeignKey(Import, on_delete=models.PROTECT, related_name="records")
    sheet = models.CharField(max_length=80)
    sheet_row = models.PositiveIntegerField()
    project = models.ForeignKey(Project, null=True, on_delete=models.SET_NULL, related_name="imported")
    establishment = models.ForeignKey(Establishment, null=True, on_delete=models.SET_NULL, related_name="imported")
    figure = models.ForeignKey(StatedFigure, null=True, on_delete=models.SET_NULL, related_name="imported")
    is_new = models.BooleanField(default=True)
    before = models.JSONField(default=dict)

    class Meta:
        indexes = [
            models.Index(fields=["owner", "sheet_row"], name="imported_row"),
            models.Index(fields=["project"], name="imported_project"),
            models.Index(fields=["establishment"], name="imported_establishment"),
        ]


class RememberedMapping(models.Model):
    """How a province's people corrected the columns of a layout."""

    province = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    layout = models.CharField(max_length=16)
    mapping = models.JSONField(default=dict)
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["province", "layout"], name="mapping_once")]
