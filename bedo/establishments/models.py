"""The register: establishments with their people, products, machines and certificates. Null means nobody knows yet."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from bedo.accounts.models import User
from bedo.accounts.rights import ROLES
from bedo.core.fields import DongField, SortKeyField
from bedo.documents.models import Attachment
from bedo.places.models import Unit


def reaching(unit_id: int) -> models.QuerySet:
    """Units of earlier days of which some went into this one: a subquery without a query of its own."""
    return Unit.objects.filter(
        Q(became__new=unit_id) | Q(became__new__became__new=unit_id) | Q(children__became__new=unit_id)
    ).values("pk")


class EstablishmentQuerySet(models.QuerySet):
    def live(self) -> "EstablishmentQuerySet":
        """Without the rows that were merged into another."""
        return self.filter(merged_into=None)

    def visible_to(self, user: User) -> "EstablishmentQuerySet":
        """Rows of the provinces one may look at; a collaborator's only in their place; a beneficiary's own."""
        seen = Q(pk__in=user.grants.establishments)
        for held in user.grants.held:
            if "establishment.view" not in ROLES[held.role].rights:
                continue
            if held.place_id is not None:
                seen |= Q(province=held.province_id) & _near(held.place_id)
            elif held.province_id is None:
                return self
            else:
                seen |= Q(province=held.province_id)
        return self.filter(seen)

    def standing_in(self, unit_id: int) -> "EstablishmentQuerySet":
        """Which stand today in this province or commune."""
        return self.filter(Q(province=unit_id) | Q(place_now=unit_id))

    def then_in(self, unit_id: int) -> "EstablishmentQuerySet":
        """Whose place of its day is this unit or lay in it."""
        return self.filter(Q(place=unit_id) | Q(place__parent=unit_id) | Q(place__parent__parent=unit_id))


def _near(unit_id: int) -> Q:
    """In a collaborator's place today, or somewhere in a unit that went partly into it."""
    here = Q(place_now=unit_id) | Q(place_now__parent=unit_id)
    return here | Q(place_exact=False, place__in=reaching(unit_id))


class Establishment(models.Model):
    """One rural industrial establishment, craft village, artisan or founder. It lives longer than any project.

    `province` is today's (the tenant); `place` the commune, district or province of its day, as precise as known;
    `place_now` where that stands today (`place_exact` unset: somewhere within it), reckoned when the row is saved.
    `source` names what published the row: what it did not print is then “không công bố”, else an empty value is
    “chưa rõ”. `local_material`: per cent of the value of the main material that comes from the province. `merged_into` names the row that took this one over.
    """

    province = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    place = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    place_text = models.CharField(max_length=200, default="")
    place_now = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    place_exact = models.BooleanField(default=True)
    address = models.CharField(max_length=200, default="")
    kind = models.CharField(max_length=20)
    name = models.CharField(max_length=200)
    name_key = models.TextField()
    search_text = models.TextField()
    sort_key = SortKeyField()
    tax_code = models.CharField(max_length=14, default="")
    sector = models.CharField(max_length=20, default="")
    founded_on = models.DateField(null=True)
    workers = models.PositiveIntegerField(null=True)
    workers_as_of = models.DateField(null=True)
    capital = DongField(null=True)
    revenue = DongField(null=True)
    revenue_year = models.PositiveSmallIntegerField(null=True)
    exports = models.BooleanField(null=True)
    owner_is_woman = models.BooleanField(null=True)
    owner_is_minority = models.BooleanField(null=True)
    raw_material = models.CharField(max_length=300, default="")
    local_material = models.PositiveSmallIntegerField(null=True)
    note = models.TextField(default="")
    source = models.TextField(default="")
    is_sample = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)
    merged_into = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="merged_rows")
    merged_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    updated_at = models.DateTimeField()
    updated_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    objects = EstablishmentQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["province", "sort_key"], name="establishment_by_name"),
            models.Index(fields=["province", "name_key"], name="establishment_by_key"),
            models.Index(fields=["province", "kind"], name="establishment_by_kind"),
            models.Index(fields=["province", "place_now"], name="establishment_by_place"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["province", "tax_code"],
                condition=~Q(tax_code="") & Q(merged_into=None),
                name="establishment_tax_code_once",
                violation_error_message="Mã số thuế này đã có ở một cơ sở khác trong tỉnh.",
            ),
            models.CheckConstraint(
                name="establishment_has_name",
                condition=~Q(name=""),
                violation_error_message="Cơ sở phải có tên.",
            ),
            models.CheckConstraint(
                name="establishment_local_material",
                condition=Q(local_material=None) | Q(local_material__lte=100),
                violation_error_message="Tỷ lệ nguyên liệu trong tỉnh phải từ 0 đến 100 %.",
            ),
            models.CheckConstraint(
                name="establishment_not_merged_into_itself",
                condition=Q(merged_into=None) | ~Q(merged_into=F("id")),
                violation_error_message="Không gộp cơ sở vào chính nó.",
            ),
            models.CheckConstraint(
                name="establishment_capital_not_negative",
                condition=Q(capital=None) | Q(capital__gte=0),
                violation_error_message="Vốn không được âm.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def subject(self) -> str:
        """Key of this row in the log: refusals of acts that begin here stand on its timeline."""
        return self.group

    @property
    def group(self) -> str:
        """The timeline of the log that gathers everything about this row."""
        return f"establishment:{self.pk}"


class Belonging(models.Model):
    """Something of an establishment; carries the establishment's present province."""

    province = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        abstract = True


class Person(Belonging):
    """A person of an establishment. `purpose` and `basis` say why the personal data may be kept, `since` from when.

    Source: Nghị định 13/2023/NĐ-CP, Điều 11, 13, 17.
    """

    establishment = models.ForeignKey(Establishment, on_delete=models.PROTECT, related_name="people")
    full_name = models.CharField(max_length=120)
    role = models.CharField(max_length=20)
    phone = models.CharField(max_length=20, default="")
    email = models.CharField(max_length=254, default="")
    id_number = models.CharField(max_length=12, default="")
    purpose = models.CharField(max_length=20)
    basis = models.CharField(max_length=20)
    since = models.DateField()

    class Meta:
        indexes = [
            models.Index(fields=["province", "establishment"], name="person_of"),
            models.Index(fields=["province", "phone"], name="person_by_phone"),
        ]
        constraints = [
            models.CheckConstraint(
                name="person_has_purpose",
                condition=~Q(purpose="") & ~Q(basis=""),
                violation_error_message="Dữ liệu cá nhân phải ghi mục đích và căn cứ lưu giữ.",
            )
        ]

    def __str__(self) -> str:
        return self.full_name


class Product(Belonging):
    """A product, with what the market needs of it. `output` of `output_year` is counted in `unit`."""

    establishment = models.ForeignKey(Establishment, on_delete=models.PROTECT, related_name="products")
    name = models.CharField(max_length=160)
    unit = models.CharField(max_length=30, default="")
    output = models.DecimalField(max_digits=15, decimal_places=3, null=True)
    output_year = models.PositiveSmallIntegerField(null=True)
    market = models.CharField(max_length=200, default="")
    has_brand = models.BooleanField(null=True)
    has_label = models.BooleanField(null=True)
    has_packaging = models.BooleanField(null=True)
    ocop_stars = models.PositiveSmallIntegerField(null=True)

    class Meta:
        indexes = [models.Index(fields=["province", "establishment"], name="product_of")]
        constraints = [
            models.CheckConstraint(
                name="product_ocop_stars",
                condition=Q(ocop_stars=None) | Q(ocop_stars__range=(1, 5)),
                violation_error_message="Hạng OCOP từ 1 đến 5 sao.",
            )
        ]

    def __str__(self) -> str:
        return self.name


class Machine(Belonging):
    """A machine in use or not; `price` is what one cost. `supported_by` names the programme or project that helped."""

    establishment = models.ForeignKey(Establishment, on_delete=models.PROTECT, related_name="machines")
    name = models.CharField(max_length=160)
    maker = models.CharField(max_length=120, default="")
    year = models.PositiveSmallIntegerField(null=True)
    price = DongField(null=True)
    quantity = models.PositiveIntegerField(default=1)
    condition = models.CharField(max_length=20, default="")
    supported_by = models.CharField(max_length=200, default="")

    class Meta:
        indexes = [models.Index(fields=["province", "establishment"], name="machine_of")]
        constraints = [
            models.CheckConstraint(
                name="machine_at_least_one",
                condition=Q(quantity__gte=1),
                violation_error_message="Số lượng máy phải từ 1.",
            )
        ]

    def __str__(self) -> str:
        return self.name


class Certificate(Belonging):
    """A certificate of the establishment or of one product. `expires_on` is its last good day; empty with
    `never_expires` unset means nobody knows.
    """

    establishment = models.ForeignKey(Establishment, on_delete=models.PROTECT, related_name="certificates")
    product = models.ForeignKey(Product, null=True, on_delete=models.PROTECT, related_name="certificates")
    kind = models.CharField(max_length=20)
    name = models.CharField(max_length=160, default="")
    number = models.CharField(max_length=80, default="")
    issuer = models.CharField(max_length=160, default="")
    issued_on = models.DateField(null=True)
    expires_on = models.DateField(null=True)
    never_expires = models.BooleanField(default=False)
    attachment = models.ForeignKey(Attachment, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes = [
            models.Index(fields=["province", "establishment"], name="certificate_of"),
            models.Index(fields=["province", "expires_on"], name="certificate_by_expiry"),
        ]
        constraints = [
            models.CheckConstraint(
                name="certificate_days_in_order",
                condition=Q(issued_on=None) | Q(expires_on=None) | Q(expires_on__gte=F("issued_on")),
                violation_error_message="Ngày hết hạn không được trước ngày cấp.",
            ),
            models.CheckConstraint(
                name="certificate_expires_or_not",
                condition=Q(never_expires=False) | Q(expires_on=None),
                violation_error_message="Giấy không thời hạn thì không ghi ngày hết hạn.",
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.number


class Photo(Belonging):
    """A picture of the establishment; the file itself lives in documents."""

    establishment = models.ForeignKey(Establishment, on_delete=models.PROTECT, related_name="photos")
    attachment = models.ForeignKey(Attachment, on_delete=models.PROTECT, related_name="+")
    caption = models.CharField(max_length=200, default="")
    taken_on = models.DateField(null=True)

    class Meta:
        indexes = [models.Index(fields=["province", "establishment"], name="photo_of")]

    def __str__(self) -> str:
        return self.caption or str(self.attachment)


class NotADuplicate(models.Model):
    """Two rows that somebody looked at and found to be different establishments. `first` has the lower id."""

    province = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    first = models.ForeignKey(Establishment, on_delete=models.PROTECT, related_name="+")
    second = models.ForeignKey(Establishment, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="not_a_duplicate_once"),
            models.CheckConstraint(name="not_a_duplicate_in_order", condition=Q(first__lt=F("second"))),
        ]

    def __str__(self) -> str:
        return f"{self.first_id} ≠ {self.second_id}"
