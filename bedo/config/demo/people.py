"""Sample organisations and accounts, one for each role in four provinces and at the ministry (dữ liệu minh hoạ)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.contrib.auth.hashers import make_password

from bedo.accounts.models import Organisation, User
from bedo.accounts.rights import ORGANISATION_KINDS, ROLES
from bedo.accounts.services import create_user, grant, open_organisation
from bedo.core.text import fold
from bedo.establishments.models import Establishment
from bedo.establishments.services.register import register
from bedo.places.models import Unit
from bedo.places.queries import communes_on

PASSWORD = "bedo-minh-hoa"  # noqa: S105  for the demonstration only; printed by the command
PROVINCES = {"tq": "Tuyên Quang", "pt": "Phú Thọ", "tn": "Thái Nguyên", "na": "Nghệ An"}
FIRST_ESTABLISHMENT = "Cơ sở mẫu 01"


@dataclass(frozen=True)
class Post:
    """One account: the first word of its user name, the person's name, role, kind of organisation."""

    word: str
    name: str
    role: str
    organisation: str


POSTS = (
    Post("canbo", "Cán bộ A", "officer", "trung_tam"),
    Post("canbo2", "Cán bộ B", "officer", "trung_tam"),
    Post("xa", "Cộng tác viên C", "collaborator", "xa"),
    Post("giamdoctt", "Giám đốc Trung tâm D", "director", "trung_tam"),
    Post("chuyenvienso", "Chuyên viên Sở E", "appraiser", "so_cong_thuong"),
    Post("giamdocso", "Giám đốc Sở G", "approver_department", "so_cong_thuong"),
    Post("chutich", "Chủ tịch H", "approver_province", "ubnd_tinh"),
    Post("taichinh", "Chuyên viên Tài chính I", "finance", "so_tai_chinh"),
    Post("ketoan", "Kế toán K", "accountant", "trung_tam"),
    Post("coso", "Chủ cơ sở L", "beneficiary", "co_so"),
    Post("quantri", "Quản trị M", "administrator", "trung_tam"),
)
MINISTRY = (
    Post("cuc", "Chuyên viên Cục N", "ministry_department", "cuc"),
    Post("botruong", "Bộ trưởng O", "ministry_minister", "bo_cong_thuong"),
)


@dataclass(frozen=True)
class Account:
    """One line of the table that the command prints."""

    username: str
    role: str
    organisation: str


class Cast:
    """The sample people of one province, by the first word of their user names."""

    def __init__(
        self, province: Unit, users: dict[str, User], commune: Unit, centre: Organisation, first: Establishment
    ):
        self.province, self.users, self.commune, self.centre, self.first = province, users, commune, centre, first

    def __getitem__(self, word: str) -> User:
        return self.users[word]


def load(*, today: date) -> dict[str, Cast]:
    """Everybody, by the province's short name. Run again, it adds only who is missing."""
    since, password = date(today.year - 2, 1, 1), make_password(PASSWORD)
    casts = {}
    for short, name in PROVINCES.items():
        province = Unit.objects.provinces().current().get(search_text=fold(f"Tỉnh {name}"))
        casts[short] = _province(short, province, since, today, password)
    for post in MINISTRY:
        home = open_organisation(
            kind=post.organisation, name=ORGANISATION_KINDS[post.organisation], province=None, by=None, is_sample=True
        )
        _person(post, post.word, home, since, password)
    return casts


def _province(short: str, province: Unit, since: date, today: date, password: str) -> Cast:
    commune = next(unit for unit in communes_on(province, today) if unit.kind == "xa")
    first = _first_establishment(province, commune, today)
    homes = {post.organisation: _home(post.organisation, province, commune, first) for post in POSTS}
    users = {
        post.word: _person(post, f"{post.word}.{short}", homes[post.organisation], since, password, commune)
        for post in POSTS
    }
    return Cast(province, users, commune, homes["trung_tam"], first)


def _first_establishment(province: Unit, commune: Unit, today: date) -> Establishment:
    """The sample establishment whose owner has an account."""
    found = Establishment.objects.filter(province=province, name=FIRST_ESTABLISHMENT, is_sample=True).first()
    return found or register(
        province=province, place=commune, kind="ho_kinh_doanh", name=FIRST_ESTABLISHMENT, sector="che_bien",
        workers=8, by=None, today=today, is_sample=True,
    )  # fmt: skip


def _home(kind: str, province: Unit, commune: Unit, first: Establishment) -> Organisation:
    names = {"xa": f"UBND {commune.label[0].lower()}{commune.label[1:]}", "co_so": first.name}
    places = {"xa": commune, "co_so": commune}
    return open_organisation(
        kind=kind,
        name=names.get(kind, f"{ORGANISATION_KINDS[kind]} {province.name}"),
        province=province,
        place=places.get(kind),
        establishment_id=first.pk if kind == "co_so" else None,
        by=None,
        is_sample=True,
    )


def _person(
    post: Post, username: str, home: Organisation, since: date, password: str, commune: Unit | None = None
) -> User:
    user = User.objects.filter(username=username).first()
    if user:
        return user
    user = create_user(
        username=username,
        full_name=post.name,
        email=f"{username}@minh-hoa.example",
        password=None,
        by=None,
        is_sample=True,
    )
    User.objects.filter(pk=user.pk).update(password=password)  # one slow hash for all of them
    place = commune if post.organisation == "xa" else None
    grant(
        user=user, role=post.role, organisation=home, place=place, valid_from=since, reason="Dữ liệu minh hoạ", by=None
    )
    return user


def accounts() -> list[Account]:
    """What stands in the database, for the table that the command prints."""
    rows = User.objects.filter(is_sample=True).prefetch_related("grant_rows__organisation").order_by("id")
    grants = ((user.username, given) for user in rows for given in user.grant_rows.all()[:1])
    return [Account(name, ROLES[given.role].label, given.organisation.name) for name, given in grants]
