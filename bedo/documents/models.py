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


class WordTemplate(models.Model):
    """An office's own Word file for a form, used instead of the shipped one once it was checked and seen on a real record.

    `problems`: fields of the file that the form does not have, `left_out`: fields of the form that the file does not use.
    """

    province = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")
    form = models.CharField(max_length=40)
    name = models.CharField(max_length=160)
    attachment = models.ForeignKey(Attachment, on_delete=models.PROTECT, related_name="+")
    problems = models.JSONField(default=list)
    left_out = models.JSONField(default=list)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField()
    seen_on = models.CharField(max_length=60, default="")
    used_from = models.DateField(null=True)
    retired_on = models.DateField(null=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["province", "form"], name="word_template_form")]
        constraints = [
            models.CheckConstraint(
                name="word_template_seen_before_used",
                condition=Q(used_from=None) | ~Q(seen_on=""),
                violation_error_message="Phải xem trước trên một hồ sơ thật rồi mới dùng mẫu.",
            ),
            models.UniqueConstraint(
                fields=["province", "form"],
                condition=Q(used_from__isnull=False, retired_on=None),
                name="word_template_one_in_use",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def chain(self) -> str:
        return log.chain_of(self.province)

    @property
    def in_use(self) -> bool:
        return self.used_from is not None and self.retired_on is None


class WrittenQuerySet(ScopedQuerySet):
    def open_draft(self, form: str, kind: str, record: int):
        """The draft of that form for that record that carries no number yet."""
        return self.filter(form=form, kind=kind, record=record, paper=None).order_by("-pk").first()


class Written(models.Model):
    """A paper written here from a record: draft → numbered (`paper`) → signed (the paper's scan) → sent.

    `kind`, `record`: of which record (a key of writing.forms.SUBJECTS and its id); `group`: the record on whose page it is
    listed ("project:12"). `terms`: what was typed (issuer, signer, recipients). `basis`: the rule row of the form in words.
    """

    province = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")
    form = models.CharField(max_length=40)
    kind = models.CharField(max_length=20)
    record = models.BigIntegerField()
    group = models.CharField(max_length=60)
    title = models.CharField(max_length=300)
    basis = models.CharField(max_length=200, default="")
    terms = models.JSONField(default=dict)
    paper = models.OneToOneField(Paper, null=True, on_delete=models.PROTECT, related_name="written")
    sent_on = models.DateField(null=True)
    sent_to = models.CharField(max_length=200, default="")
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    is_sample = models.BooleanField(default=False)

    objects = WrittenQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["group", "-id"], name="written_group"),
            models.Index(fields=["province", "-id"], name="written_newest"),
            models.Index(fields=["kind", "record", "form"], name="written_record"),
        ]
        constraints = [
            models.CheckConstraint(
                name="written_sent_has_number",
                condition=Q(sent_on=None) | Q(paper__isnull=False),
                violation_error_message="Văn bản chưa có số thì chưa gửi được.",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def chain(self) -> str:
        return log.chain_of(self.province)

    @property
    def subject(self) -> str:
        return f"written:{self.pk}"

    @property
    def state(self) -> str:
        """A key of rules.WRITTEN_STATES."""
        if self.paper is None:
            return "draft"
        if self.sent_on:
            return "sent"
        return "signed" if self.paper.attachment_id else "numbered"

    @property
    def state_label(self) -> str:
        return rules.WRITTEN_STATES[self.state]


class WrittenVersion(models.Model):
    """What the paper said when it was written: the content model and its hash. Never changed, never deleted (triggers).

    `file`: the Word file made from an office's own `template`.
    """

    written = models.ForeignKey(Written, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    content = models.JSONField()
    digest = models.CharField(max_length=64)
    template = models.ForeignKey(WordTemplate, null=True, on_delete=models.PROTECT, related_name="+")
    file = models.ForeignKey(Attachment, null=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["written", "number"], name="written_version_once")]

    def __str__(self) -> str:
        return f"{self.written_id}.{self.number}"


class WritingRun(models.Model):
    """Many papers of one form at once, made by the worker as one ZIP of Word files or one PDF.

    `records`: ids in order; `done`: how many are written; `problems`: pairs (record, why it could not be written).
    """

    province = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")
    form = models.CharField(max_length=40)
    kind = models.CharField(max_length=20)
    records = models.JSONField()
    terms = models.JSONField(default=dict)
    output = models.CharField(max_length=4)  # zip | pdf
    state = models.CharField(max_length=10, default="waiting")  # waiting | running | done | failed
    done = models.PositiveIntegerField(default=0)
    problems = models.JSONField(default=list)
    error = models.TextField(default="")
    path = models.CharField(max_length=120, default="")
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    finished_at = models.DateTimeField(null=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(name="writing_run_output", condition=Q(output__in=["zip", "pdf"])),
            models.CheckConstraint(
                name="writing_run_state", condition=Q(state__in=["waiting", "running", "done", "failed"])
            ),
        ]

    def __str__(self) -> str:
        return f"{self.form}: {self.done}/{len(self.records)}"

    @property
    def chain(self) -> str:
        return log.chain_of(self.province)


class Sequence(models.Model):
    """The last number given under a key in a year. Locked by whoever takes the next."""

    key = models.CharField(max_length=40)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key", "year"], name="sequence_once")]

    def __str__(self) -> str:
        return rules.code(self.key, self.year, self.last)
