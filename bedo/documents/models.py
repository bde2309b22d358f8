"""Files by their content, papers by their official number, and counters for our own codes."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from bedo.accounts.models import Organisation
from bedo.core import log
from bedo.core.text import fold
from bedo.documents import rules
from bedo.places.models import Unit


class ScopedQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Rows of the provinces in which the person may see papers, and the ministry's; nothing for who may see none.

        What the ministry decides is for every province that it decides about.
        """
        provinces = user.grants.provinces_with("paper.view")
        if provinces is None:
            return self
        return self.filter(Q(province__in=provinces) | Q(province=None)) if provinces else self.none()


class AttachmentQuerySet(ScopedQuerySet):
    def photos(self):
        return self.filter(is_photo=True)


class Attachment(models.Model):
    """One uploaded file. Rows with the same content share one stored copy, named by its SHA-256 and never changed.

    `province` is null for what the ministry recorded.
    """

    province = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    kind = models.CharField(max_length=100)
    original_name = models.CharField(max_length=160)
    path = models.CharField(max_length=120)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField()
    is_photo = models.BooleanField(default=False)
    taken_at = models.DateTimeField(null=True)
    lat = models.FloatField(null=True)
    lon = models.FloatField(null=True)
    is_sample = models.BooleanField(default=False)

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["province", "-uploaded_at"], name="attachment_newest"),
            models.Index(fields=["sha256"], name="attachment_content"),
        ]
        constraints = [
            models.CheckConstraint(
                name="attachment_not_empty", condition=Q(size__gt=0), violation_error_message="Tệp rỗng không được lưu."
            ),
        ]

    def __str__(self) -> str:
        return self.original_name

    @property
    def kind_label(self) -> str:
        return rules.KINDS[self.kind].label

    @property
    def size_label(self) -> str:
        return rules.megabytes(self.size)

    @property
    def opens_inline(self) -> bool:
        """May a browser show it (PDF and pictures), or only download it?"""
        return rules.KINDS[self.kind].inline


class PaperQuerySet(ScopedQuerySet):
    def matching(self, text: str):
        """Papers whose number, issuer, signer or summary hold every word, marks and case set aside."""
        found = self
        for word in fold(text).split():
            found = found.filter(search_text__contains=word)
        return found

    def twins_of(self, *, province, issuer: str, year: int, paper_type: str, number: str, symbol: str):
        """Papers already entered under the same issuer, year, type and number."""
        key = rules.number_key(*rules.split_number(number, symbol))
        if not key:
            return self.none()
        return self.filter(
            province=province, issuer_key=rules.issuer_key(issuer), year=year, paper_type=paper_type, number_key=key
        )


class Paper(models.Model):
    """An official paper as its issuer's register gives it: who decided. `recorded_by` is who entered it, a different matter.

    `issued_on` is the day of the paper (ngày văn bản), `recorded_at` the moment of entry (ngày nhập). `province` is null for
    the ministry's own register.
    """

    province = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")
    paper_type = models.CharField(max_length=10)
    issuer = models.CharField(max_length=200)
    issuer_key = models.CharField(max_length=200)
    organisation = models.ForeignKey(Organisation, null=True, on_delete=models.PROTECT, related_name="papers")
    number = models.CharField(max_length=40, default="")
    symbol = models.CharField(max_length=60, default="")
    number_key = models.CharField(max_length=110, default="")
    year = models.PositiveSmallIntegerField()
    issued_on = models.DateField()
    received_on = models.DateField(null=True)
    signer = models.CharField(max_length=160, default="")
    summary = models.TextField()
    attachment = models.ForeignKey(Attachment, null=True, on_delete=models.PROTECT, related_name="papers")
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    search_text = models.TextField()
    version = models.PositiveIntegerField(default=1)
    is_sample = models.BooleanField(default=False)

    objects = PaperQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["province", "-issued_on"], name="paper_newest"),
            models.Index(fields=["province", "paper_type", "year"], name="paper_type_year"),
        ]
        constraints = [
            models.UniqueConstraint(
                name="paper_number_once",
                fields=["province", "issuer_key", "year", "paper_type", "number_key"],
                condition=~Q(number_key=""),
                violation_error_message="Văn bản này đã có trong sổ.",
            ),
            models.UniqueConstraint(
                name="paper_number_once_nation",
                fields=["issuer_key", "year", "paper_type", "number_key"],
                condition=~Q(number_key="") & Q(province=None),
                violation_error_message="Văn bản này đã có trong sổ.",
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def chain(self) -> str:
        """The chain of the log whose lock its writers hold."""
        return log.chain_of(self.province)

    @property
    def type_label(self) -> str:
        return rules.PAPER_TYPES.get(self.paper_type, self.paper_type)

    @property
    def full_number(self) -> str:
        """“310/QĐ-UBND”, or “không số”."""
        return "/".join(part for part in (self.number, self.symbol) if part) or "không số"

    @property
    def label(self) -> str:
        """“Quyết định 310/QĐ-UBND ngày 05/01/2026”."""
        return f"{self.type_label} {self.full_number} ngày {self.issued_on:%d/%m/%Y}"

    def refresh_keys(self) -> None:
        """The columns that are reckoned from others."""
        self.number, self.symbol = rules.split_number(self.number, self.symbol)
        self.issuer_key = rules.issuer_key(self.issuer)
        self.number_key = rules.number_key(self.number, self.symbol)
        self.year = self.issued_on.year
        parts = (self.type_label, self.full_number, self.issuer, self.signer, self.summary)
        self.search_text = fold(" ".join(parts))


class Sequence(models.Model):
    """The last number given under a key in a year. Locked by whoever takes the next."""

    key = models.CharField(max_length=40)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key", "year"], name="sequence_once")]

    def __str__(self) -> str:
        return rules.code(self.key, self.year, self.last)
