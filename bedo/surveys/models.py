"""Visits as devices sent them, their photos, photos on their way in pieces, and the devices."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from bedo.documents.models import Attachment
from bedo.establishments.models import Establishment
from bedo.places.models import Unit
from bedo.projects.models import Share, Wish
from bedo.surveys.rules import kinds


class DeviceQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Devices of the provinces in which the person reviews visits, and always their own."""
        provinces = user.grants.provinces_with("visit.review")
        if provinces is None:
            return self
        return self.filter(Q(user=user) | Q(province__in=provinces))


class Device(models.Model):
    """One browser on which one person makes visits. The id is made on the device.

    `state`: ok, wipe (its data go once everything was received), wiped, shut (nothing is received, its data go at once).
    `waiting` is what it last said it had not sent.
    """

    id = models.UUIDField(primary_key=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="devices")
    province = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    label = models.CharField(max_length=120, default="")
    state = models.CharField(max_length=10, default="ok")
    waiting = models.PositiveIntegerField(default=0)
    session_key = models.CharField(max_length=40, default="")
    first_seen_at = models.DateTimeField()
    seen_at = models.DateTimeField()

    objects = DeviceQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["province", "-seen_at"], name="device_seen")]
        constraints = [
            models.CheckConstraint(name="device_state", condition=Q(state__in=["ok", "wipe", "wiped", "shut"])),
        ]

    def __str__(self) -> str:
        return self.label or "Máy chưa đặt tên"


class VisitQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Visits of the provinces in which the person may see visits, and always the own ones."""
        provinces = user.grants.provinces_with("visit.view")
        if provinces is None:
            return self
        return self.filter(Q(officer=user) | Q(province__in=provinces))

    def received(self):
        """Those that arrived whole: they have a receipt."""
        return self.exclude(state=kinds.INCOMING)

    def waiting(self):
        return self.filter(state=kinds.PENDING)


class Visit(models.Model):
    """One visit, as the device sent it (`answers`, `base`, `form_version` are kept as they came).

    `finished_at` is when it was made as best known (rules.clocks); `clock_note` says what was wrong with the device's clock.
    `digest` names the content of the document: the same one may arrive any number of times. A receipt is given when the
    document and all its photos are here. `establishment` is set at once for a known one, on acceptance for a new one.
    """

    id = models.UUIDField(primary_key=True)
    province = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20)
    form_version = models.PositiveIntegerField()
    revision = models.PositiveSmallIntegerField(default=1)
    digest = models.CharField(max_length=64)
    officer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="visits")
    device = models.ForeignKey(Device, null=True, on_delete=models.PROTECT, related_name="visits")
    brought_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    establishment = models.ForeignKey(Establishment, null=True, on_delete=models.PROTECT, related_name="visits")
    wish = models.ForeignKey(Wish, null=True, on_delete=models.PROTECT, related_name="visits")
    share = models.ForeignKey(Share, null=True, on_delete=models.PROTECT, related_name="visits")
    base = models.JSONField(default=dict)
    answers = models.JSONField(default=dict)
    lat = models.FloatField(null=True)
    lon = models.FloatField(null=True)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField()
    clock_trusted = models.BooleanField(default=True)
    clock_note = models.CharField(max_length=200, default="")
    state = models.CharField(max_length=10, default=kinds.INCOMING)
    receipt = models.CharField(max_length=30, default="")
    first_arrived_at = models.DateTimeField()
    received_at = models.DateTimeField(null=True)
    reviewed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    reviewed_at = models.DateTimeField(null=True)
    reason = models.TextField(default="")
    visited_on = models.DateField(null=True)
    decisions = models.JSONField(default=dict)
    version = models.PositiveIntegerField(default=1)
    is_sample = models.BooleanField(default=False)

    objects = VisitQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["province", "state", "-finished_at"], name="visit_state"),
            models.Index(fields=["officer", "-finished_at"], name="visit_officer"),
            models.Index(fields=["establishment", "-finished_at"], name="visit_establishment"),
        ]
        constraints = [
            models.CheckConstraint(name="visit_kind", condition=Q(kind__in=sorted(kinds.KINDS))),
            models.CheckConstraint(name="visit_state_known", condition=Q(state__in=sorted(kinds.STATES))),
            models.CheckConstraint(
                name="visit_receipt_when_whole",
                condition=Q(state=kinds.INCOMING) | (~Q(receipt="") & Q(received_at__isnull=False)),
                violation_error_message="Phiếu đã nhận đủ phải có số phiếu.",
            ),
            models.CheckConstraint(
                name="visit_return_says_why",
                condition=~Q(state=kinds.RETURNED) | ~Q(reason=""),
                violation_error_message="Trả lại phiếu phải ghi lý do.",
            ),
            models.UniqueConstraint(
                fields=["province", "receipt"], condition=~Q(receipt=""), name="visit_receipt_once"
            ),
        ]

    def __str__(self) -> str:
        return self.receipt or f"phiếu {str(self.pk)[:8]}"

    @property
    def subject(self) -> str:
        return f"visit:{self.pk}"

    @property
    def kind_label(self) -> str:
        return kinds.KINDS[self.kind]

    @property
    def state_label(self) -> str:
        return kinds.STATES[self.state]


class VisitCopy(models.Model):
    """Another content that came under the id of a visit: an older revision, or one that two places wrote apart. Kept, never used."""

    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="copies")
    revision = models.PositiveSmallIntegerField()
    digest = models.CharField(max_length=64)
    answers = models.JSONField()
    arrived_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["visit", "digest"], name="visit_copy_once")]


class Upload(models.Model):
    """A photo on its way, in pieces; it may arrive before the visit that names it. `received` bytes are here in order.

    When whole its content is an attachment and the pieces are gone.
    """

    id = models.UUIDField(primary_key=True)
    province = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    received = models.PositiveIntegerField(default=0)
    attachment = models.ForeignKey(Attachment, null=True, on_delete=models.PROTECT, related_name="+")
    begun_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(name="upload_within_size", condition=Q(received__lte=F("size"))),
            models.CheckConstraint(name="upload_whole_has_file", condition=Q(attachment=None) | Q(received=F("size"))),
        ]


class Piece(models.Model):
    """Some bytes of an upload, from `start` on."""

    upload = models.ForeignKey(Upload, on_delete=models.CASCADE, related_name="pieces")
    start = models.PositiveIntegerField()
    data = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["upload", "start"], name="piece_once")]


class VisitPhoto(models.Model):
    """A photo that a visit names; `attachment` is empty until its content arrived. `id` is the upload's."""

    id = models.UUIDField(primary_key=True)
    visit = models.ForeignKey(Visit, on_delete=models.CASCADE, related_name="photos")
    number = models.PositiveSmallIntegerField()
    question = models.CharField(max_length=60)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    taken_at = models.DateTimeField(null=True)
    lat = models.FloatField(null=True)
    lon = models.FloatField(null=True)
    attachment = models.ForeignKey(Attachment, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["visit", "number"], name="visit_photo_number_once")]
