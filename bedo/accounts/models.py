"""People, organisations, grants with dates, and the list of sign-ins."""

from datetime import date

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.utils.functional import cached_property

from bedo.accounts.rights import Grants, Held
from bedo.core.clock import today
from bedo.places.models import Unit


class Organisation(models.Model):
    """A body that acts: kinds stand in rights.ORGANISATION_KINDS. `province` is today's province, null for the ministry."""

    kind = models.CharField(max_length=20)
    name = models.CharField(max_length=200)
    province = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")
    place = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="children")
    establishment_id = models.BigIntegerField(null=True)
    is_sample = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "name", "province"], name="organisation_once")]

    def __str__(self) -> str:
        return self.name


class UserManager(BaseUserManager):
    def create_user(self, username: str, password: str | None = None, **fields):
        user = self.model(username=self.model.normalize_username(username), **fields)
        user.set_password(password)
        user.save()
        return user

    def get_by_natural_key(self, username):
        return self.get(username__iexact=username)


class User(AbstractBaseUser):
    """A person with an account. Nobody is all-powerful: what one may do comes from grants alone."""

    username = models.CharField(max_length=60, unique=True)
    full_name = models.CharField(max_length=120)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=20, blank=True)
    is_active = models.BooleanField(default=True)
    is_sample = models.BooleanField(default=False)
    left_on = models.DateField(null=True)
    columns = models.JSONField(default=dict)
    wants_digest = models.BooleanField(default=True)

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["full_name"]
    objects = UserManager()

    def __str__(self) -> str:
        return self.full_name

    def get_full_name(self) -> str:
        return self.full_name

    @cached_property
    def grant_rows_today(self) -> list["Grant"]:
        """Grants in force today, oldest first (one query, kept on the instance). Every page asks: days are compared here."""
        day = today()
        rows = Grant.objects.filter(user=self).select_related("organisation").order_by("id")
        return [row for row in rows if row.valid_from <= day and (row.valid_to is None or day <= row.valid_to)]

    @cached_property
    def grants(self) -> Grants:
        """What this person holds today."""
        return Grants(grant.held() for grant in self.grant_rows_today)

    @property
    def organisation(self) -> Organisation | None:
        """The organisation of the first grant in force: the one named in the top bar."""
        return self.grant_rows_today[0].organisation if self.grant_rows_today else None

    def forget_grants(self) -> None:
        """Read the grants again when next asked, after they changed."""
        self.__dict__.pop("grants", None)
        self.__dict__.pop("grant_rows_today", None)


class GrantQuerySet(models.QuerySet):
    def in_force(self, day: date):
        """Grants whose days include `day` (both ends included)."""
        return self.filter(Q(valid_to=None) | Q(valid_to__gte=day), valid_from__lte=day)

    def of(self, user: User, day: date):
        return self.in_force(day).filter(user=user).select_related("organisation").order_by("id")


class Grant(models.Model):
    """A role held by a person in an organisation from-to (both days included), perhaps by delegation for a time.

    `place` narrows a collaborator to communes; `delegated_by` names who lends the right.
    """

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="grant_rows")
    role = models.CharField(max_length=30)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="grants")
    place = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    delegated_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="delegations")
    reason = models.TextField(default="")
    recorded_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    objects = GrantQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["user", "valid_from"], name="grant_user")]
        constraints = [
            models.CheckConstraint(
                name="grant_days_in_order",
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
                violation_error_message="Ngày hết hiệu lực không được trước ngày bắt đầu.",
            ),
            models.CheckConstraint(
                name="grant_delegation_ends",
                condition=Q(delegated_by=None) | Q(valid_to__isnull=False),
                violation_error_message="Ủy quyền phải có ngày kết thúc.",
            ),
        ]

    def held(self) -> Held:
        organisation = self.organisation
        return Held(
            self.role,
            organisation.pk,
            organisation.kind,
            organisation.province_id,
            self.place_id or (organisation.place_id if organisation.kind == "xa" else None),
            organisation.establishment_id,
        )


class SignIn(models.Model):
    """One try to sign in, for the person's own list."""

    user = models.ForeignKey(User, null=True, on_delete=models.CASCADE, related_name="sign_ins")
    at = models.DateTimeField()
    succeeded = models.BooleanField()
    address = models.GenericIPAddressField(null=True)
    browser = models.CharField(max_length=200, default="")

    class Meta:
        indexes = [models.Index(fields=["user", "-at"], name="signin_user")]
