"""The project, its shares, its dossier with estimate, its papers, and who is responsible for it."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from bedo.accounts.models import Organisation
from bedo.core.fields import DongField, SortKeyField
from bedo.documents.models import Attachment, Paper
from bedo.establishments.models import Establishment
from bedo.ledger.rules import FUNDS
from bedo.places.models import Unit
from bedo.places.queries import present_place
from bedo.projects.models.scope import ScopedQuerySet
from bedo.projects.models.wish import Wish
from bedo.projects.rules import states


class ProjectQuerySet(ScopedQuerySet):
    place_lookup = "place_now_id"

    def live(self):
        """Somebody still has to act."""
        return self.exclude(state__in=states.ENDED)

    def late(self, day: date):
        """The next deadline has passed."""
        return self.filter(due_on__lt=day)


class Project(models.Model):
    """A project or task. Before *contracted* the state is its own; afterwards it mirrors the least advanced live share.

    `support`, `counterpart`, `total`: sums over shares in whole đồng, kept in the transaction that changes a share; null
    where the source of a published project printed none, and so is `year` (`year_text` gives the span it printed).
    `kind`: single, group (đề án nhóm: several beneficiaries, counted once), key (đề án điểm: several contents, 2–3 years) or
    task (nhiệm vụ chi: no beneficiary). `more_contents`: further contents of a key project. `chain_product`, `chain_links`:
    the value chain it belongs to. `cooperating`: the cooperating unit.
    `issues_invoice`: of a national project, does the implementing unit give the Cục an invoice? Its settlement papers differ
    (TT 36/2013/TT-BCT, Điều 19).
    `rule_day` is the day of plan approval: the project follows the rules of that day. `due_on`/`due_what`: the next
    deadline and its reason.
    """

    province = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    place = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    place_now = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=40)
    title = models.TextField()
    track = models.CharField(max_length=10, default="local")
    kind = models.CharField(max_length=10, default="single")
    content = models.CharField(max_length=40)
    more_contents = models.JSONField(default=list)
    cooperating = models.CharField(max_length=200, default="")
    issues_invoice = models.BooleanField(default=False)
    chain_product = models.CharField(max_length=120, default="")
    chain_links = models.CharField(max_length=300, default="")
    fund = models.CharField(max_length=12)
    year = models.PositiveSmallIntegerField(null=True)
    state = models.CharField(max_length=20, default=states.DRAFT)
    implementer = models.ForeignKey(Organisation, null=True, on_delete=models.PROTECT, related_name="+")
    officer = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="projects")
    reviewer = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="reviews")
    wishes = models.ManyToManyField(Wish, related_name="projects")
    starts_on = models.DateField(null=True)
    ends_on = models.DateField(null=True)
    rule_day = models.DateField(null=True)
    support = DongField(null=True)
    counterpart = DongField(null=True)
    total = DongField(null=True)
    due_on = models.DateField(null=True)
    due_what = models.CharField(max_length=200, default="")
    beneficiary_names = models.TextField(default="")
    beneficiary_count = models.PositiveSmallIntegerField(null=True)
    search_text = models.TextField(default="")
    sort_key = SortKeyField(default="")
    source_url = models.TextField(default="")
    printed = models.JSONField(default=dict)
    is_sample = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    objects = ProjectQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["province", "code"], name="project_code_once"),
            models.CheckConstraint(name="project_state_known", condition=Q(state__in=sorted(states.STATES))),
            models.CheckConstraint(name="project_kind_known", condition=Q(kind__in=sorted(states.KINDS))),
            models.CheckConstraint(name="project_track_known", condition=Q(track__in=["local", "national", ""])),
            models.CheckConstraint(
                name="project_days_in_order",
                condition=Q(ends_on=None) | Q(starts_on=None) | Q(ends_on__gte=F("starts_on")),
            ),
            models.CheckConstraint(
                name="project_live_has_officer",
                condition=Q(officer__isnull=False) | Q(state__in=sorted(states.ENDED)) | ~Q(source_url=""),
                violation_error_message="Đề án đang thực hiện phải có người phụ trách.",
            ),
        ]
        indexes = [
            models.Index(fields=["province", "state", "-year", "-id"], name="project_state"),
            models.Index(fields=["province", "-year", "-id"], name="project_year"),
            models.Index(fields=["province", "officer", "state"], name="project_officer"),
            models.Index(fields=["province", "content", "-year"], name="project_content"),
            models.Index(fields=["province", "due_on"], name="project_due"),
            models.Index(fields=["province", "place_now", "-year"], name="project_place_now"),
            models.Index(fields=["province", "sort_key"], name="project_title"),
            models.Index(fields=["-year", "-id"], name="project_newest"),
            models.Index(
                fields=["province", "is_sample", "year", "due_on", "support", "counterpart", "total"],
                name="project_totals",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"

    def save(self, *args, **kwargs):
        """Reckon where the place of its day stands today, when that is not said yet."""
        if self.place_now_id is None:
            self.place_now = present_place(self.place).unit
        super().save(*args, **kwargs)

    @property
    def subject(self) -> str:
        """Key of this project in log, ledger and papers."""
        return f"project:{self.pk}"

    @property
    def year_text(self) -> str:
        """The budget year for people; of a published project the span that was printed, or that none was."""
        return str(self.year or self.printed.get("year") or "không công bố")

    @property
    def fund_label(self) -> str:
        """The fund in words; "" where the source of a published project did not say."""
        return FUNDS.get(self.fund, "")

    @property
    def is_published(self) -> bool:
        """Comes from a published source rather than from our own work."""
        return bool(self.source_url)


class Share(models.Model):
    """One beneficiary's part, or the implementing unit's own. From contracted on the state lives here.

    `role` "pool" (number 0): the money of a project with several beneficiaries until its detailed plan shares it out.

    `support`: the amount of the plan, whole đồng; `counterpart`: pledged own money; `counterpart_proven`: shown by vouchers.
    """

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="shares")
    number = models.PositiveSmallIntegerField()
    role = models.CharField(max_length=12, default="beneficiary")  # beneficiary | unit | pool
    establishment = models.ForeignKey(Establishment, null=True, on_delete=models.PROTECT, related_name="shares")
    title = models.CharField(max_length=300, default="")
    replaces = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="replaced_by")
    place = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=20, default="")
    support = DongField(null=True)
    counterpart = DongField(null=True)
    counterpart_proven = DongField(default=0)
    total = DongField(null=True)
    printed = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["project", "number"], name="share_number_once"),
            models.CheckConstraint(name="share_state_known", condition=Q(state__in=["", *sorted(states.STATES)])),
            models.CheckConstraint(name="share_role_known", condition=Q(role__in=["beneficiary", "unit", "pool"])),
            models.CheckConstraint(name="share_support_positive", condition=Q(support=None) | Q(support__gte=0)),
        ]
        indexes = [models.Index(fields=["establishment"], name="share_establishment")]

    @property
    def holder(self) -> str:
        """Key of this share's accounts in the ledger."""
        return f"share:{self.pk}"

    @property
    def label(self) -> str:
        """Who the share is for, in words."""
        if self.role == "pool":
            return "Phần chưa chia"
        if self.role == "unit":
            return self.title or "Phần của đơn vị thực hiện"
        return self.establishment.name if self.establishment_id else self.title or f"Phần {self.number}"


class Tranche(models.Model):
    """What a project of several years takes of one year's money, whole đồng. The first year's is planned with the project,
    later ones are promised then and planned by the plan of their own year. TT 36/2013/TT-BCT, Điều 15."""

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="tranches")
    year = models.PositiveSmallIntegerField()
    amount = DongField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["project", "year"], name="tranche_year_once"),
            models.CheckConstraint(name="tranche_amount", condition=Q(amount__gt=0)),
        ]


class Dossier(models.Model):
    """Seven written parts of the dossier; the sixth of the eight, the estimate, is its lines. TT 36/2013/TT-BCT, Điều 5."""

    project = models.OneToOneField(Project, on_delete=models.PROTECT, related_name="dossier")
    units = models.TextField(default="")
    need = models.TextField(default="")
    goal = models.TextField(default="")
    scale = models.TextField(default="")
    content = models.TextField(default="")
    organisation = models.TextField(default="")
    effect = models.TextField(default="")
    version = models.PositiveIntegerField(default=1)
    updated_at = models.DateTimeField()
    updated_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")


class EffectPromise(models.Model):
    """What the dossier promises as numbers for a full year after acceptance, of the project as a whole; empty: not promised.

    Measures as in rules.effects: stocks at the year's end, flows over the year; money in whole đồng.
    """

    project = models.OneToOneField(Project, on_delete=models.PROTECT, related_name="promise")
    workers = models.PositiveIntegerField(null=True)
    jobs_new = models.IntegerField(null=True)
    income = DongField(null=True)
    revenue = DongField(null=True)
    output = models.CharField(max_length=120, default="")
    new_customers = models.PositiveIntegerField(null=True)
    exports = DongField(null=True)
    updated_at = models.DateTimeField()
    updated_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="promise_not_negative",
                condition=(Q(income=None) | Q(income__gte=0))
                & (Q(revenue=None) | Q(revenue__gte=0))
                & (Q(exports=None) | Q(exports__gte=0)),
                violation_error_message="Số tiền cam kết không được âm.",
            )
        ]


class EstimateLine(models.Model):
    """One line of Mẫu 1; whole đồng. A line that does not add up is kept and told, not refused, until it is submitted."""

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="estimate")
    number = models.PositiveSmallIntegerField()
    text = models.TextField()
    machine_key = models.CharField(max_length=120, default="")
    quantity = models.PositiveIntegerField(default=1)
    unit = models.CharField(max_length=30, default="")
    total = DongField()
    from_fund = DongField(default=0)
    from_beneficiary = DongField(default=0)
    from_other = DongField(default=0)
    note = models.TextField(default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["project", "number"], name="estimate_number_once"),
            models.CheckConstraint(
                name="estimate_not_negative",
                condition=Q(total__gte=0, from_fund__gte=0, from_beneficiary__gte=0, from_other__gte=0),
            ),
        ]
        indexes = [models.Index(fields=["machine_key"], name="estimate_machine")]


class ProjectPaper(models.Model):
    """A paper of the project in its slot of a checklist ("dossier:…" or "completion:…"), as a file, a numbered paper or both."""

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="papers")
    share = models.ForeignKey(Share, null=True, on_delete=models.PROTECT, related_name="papers")
    slot = models.CharField(max_length=60)
    label = models.TextField()
    attachment = models.ForeignKey(Attachment, null=True, on_delete=models.PROTECT, related_name="+")
    paper = models.ForeignKey(Paper, null=True, on_delete=models.PROTECT, related_name="+")
    dated_on = models.DateField(null=True)
    note = models.TextField(default="")
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["project", "slot"], name="project_paper_slot")]


class Responsibility(models.Model):
    """Who was responsible from-to (both days included); exactly one row per live project is open. Need N19."""

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="responsibilities")
    officer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="responsibilities")
    from_on = models.DateField()
    to_on = models.DateField(null=True)
    reason = models.TextField(default="")
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["project"], condition=Q(to_on=None), name="responsibility_one_open"),
        ]
