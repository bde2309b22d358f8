"""Sample organisations and accounts of one province, as many officers as its projects need."""

from __future__ import annotations

from datetime import date

from django.contrib.auth.hashers import make_password

from bedo.accounts.models import Organisation, User
from bedo.accounts.rights import ORGANISATION_KINDS
from bedo.accounts.services import create_user, grant, open_organisation
from bedo.places.models import Unit

PASSWORD = "bedo-quy-mo"  # noqa: S105  for measuring only; printed by the command
POSTS = {
    "giamdoctt": ("Giám đốc Trung tâm", "director", "trung_tam"),
    "chuyenvienso": ("Chuyên viên Sở", "appraiser", "so_cong_thuong"),
    "giamdocso": ("Giám đốc Sở", "approver_department", "so_cong_thuong"),
    "chutich": ("Chủ tịch", "approver_province", "ubnd_tinh"),
    "taichinh": ("Chuyên viên Tài chính", "finance", "so_tai_chinh"),
    "ketoan": ("Kế toán", "accountant", "trung_tam"),
}
MINISTRY = {
    "cuc": ("Chuyên viên Cục", "ministry_department", "cuc"),
    "botruong": ("Bộ trưởng", "ministry_minister", "bo_cong_thuong"),
}
PER_OFFICER = 250
"""Projects of one officer's whole working life."""


class Cast:
    """Ids of people and the centre of one province."""

    def __init__(self, centre: int, officers: list[int], others: dict[str, int]):
        self.centre, self.officers, self.others = centre, officers, others

    def __getitem__(self, word: str) -> int:
        return self.others[word]


def hire(province: Unit, projects: int, since: date, password: str, ministry: dict[str, int]) -> Cast:
    """Everybody of the province; who acts for the ministry stands in the cast too."""
    code, homes = province.code, {}
    for _, _, kind in POSTS.values():
        homes[kind] = homes.get(kind) or _home(kind, province)
    officers = [
        _person(f"canbo{number}.{code}", f"Cán bộ {number} {province.name}", "officer", homes["trung_tam"], since, password)
        for number in range(1, max(2, projects // PER_OFFICER) + 1)
    ]  # fmt: skip
    others = {
        word: _person(f"{word}.{code}", f"{title} {province.name}", role, homes[kind], since, password)
        for word, (title, role, kind) in POSTS.items()
    }
    return Cast(homes["trung_tam"].pk, officers, others | ministry)


def hire_ministry(since: date, password: str) -> dict[str, int]:
    return {
        word: _person(word, title, role, _home(kind, None), since, password)
        for word, (title, role, kind) in MINISTRY.items()
    }


def hashed() -> str:
    """One slow hash for all of them."""
    return make_password(PASSWORD)


def _home(kind: str, province: Unit | None) -> Organisation:
    name = f"{ORGANISATION_KINDS[kind]} {province.name}" if province else ORGANISATION_KINDS[kind]
    return open_organisation(kind=kind, name=name, province=province, by=None, is_sample=True)


def _person(username: str, name: str, role: str, home: Organisation, since: date, password: str) -> int:
    user = create_user(
        username=username, full_name=name, email=f"{username}@minh-hoa.example", password=None, by=None, is_sample=True
    )
    User.objects.filter(pk=user.pk).update(password=password)
    grant(user=user, role=role, organisation=home, valid_from=since, reason="Dữ liệu minh hoạ", by=None)
    return user.pk
