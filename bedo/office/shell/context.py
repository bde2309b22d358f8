"""What every page's frame shows: the places of the rail that this person may open, the unit, the day."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.functional import SimpleLazyObject

from bedo.core.clock import today


@dataclass(frozen=True)
class Place:
    """One place of the rail. `urls` are URL names, the first that exists is used; without any the place is left out.

    `rights`: shown to who holds one of them anywhere (empty: to everybody). `wide`: not among the few of the phone's bar.
    `group` starts a new block when it differs from the place before.
    """

    word: str
    urls: tuple[str, ...]
    rights: tuple[str, ...] = ()
    wide: bool = True
    group: int = 1
    key: str = ""


PLACES: list[Place] = [
    Place("Bàn làm việc", ("office:desk:home", "office:desk", "office:home"), wide=False, key="desk"),
    Place("Nhu cầu", ("office:wishes:list",), ("wish.view",), key="wishes"),
    Place("Đề án", ("office:projects:list",), ("project.view",), wide=False, key="projects"),
    Place(
        "Đề án quốc gia",
        ("office:projects:national",),
        ("project.register", "project.submit", "ministry.appraise", "plan.approve_national"),
        key="national",
    ),
    Place("Kế hoạch năm", ("office:planning:list", "office:plans:list"), ("plan.view",), wide=False, key="plans"),
    Place("Điều chỉnh, ngừng", ("office:changes:list",), ("project.view",), key="changes"),
    Place(
        "Cơ sở CNNT",
        ("office:establishments:list",),
        ("establishment.view",),
        wide=False,
        group=2,
        key="establishments",
    ),
    Place("Phiếu đi cơ sở", ("office:visits:list",), ("visit.view", "visit.record"), group=2, key="visits"),
    Place("Đi cơ sở", ("field:app",), ("visit.record",), group=2, key="field"),
    Place("Mạng lưới", ("office:network:list",), ("network.view", "network.own"), group=2, key="network"),
    Place("Tiền và dự toán", ("office:money:list", "office:ledger:list"), ("money.view",), group=2, key="money"),
    Place("Văn bản, giấy tờ", ("office:documents:list", "office:papers:list"), ("paper.view",), group=2, key="papers"),
    Place("Quy định", ("office:programmes:list", "office:rules:list"), ("rule.view",), group=2, key="rules"),
    Place("Số liệu", ("office:reports:list",), ("report.view",), group=2, key="reports"),
    Place("Nhập từ Excel", ("office:imports:list",), ("import.bring",), group=2, key="imports"),
    Place("Địa bàn", ("office:places:list",), group=3, key="places"),
    Place("Người dùng", ("office:people:list", "office:accounts:list"), ("people.manage",), group=3, key="people"),
    Place("Nhật ký", ("office:log:list", "office:log"), ("log.view",), group=3, key="log"),
    Place("Bảng thành phần", ("office:gallery",), ("people.manage",), group=3, key="gallery"),
]
SEARCH = ("office:search", "office:projects:list")


@cache
def _address(urls: tuple[str, ...]) -> str:
    for name in urls:
        try:
            return reverse(name)
        except NoReverseMatch:
            continue
    return ""


@dataclass(frozen=True)
class Link:
    """A place as the template shows it."""

    word: str
    url: str
    current: bool
    wide: bool
    starts_group: bool
    count: int | None


def _open_places(user: Any) -> Iterator[tuple[Place, str]]:
    for place in PLACES:
        url = _address(place.urls)
        if url and (not place.rights or any(user.grants.any(right) for right in place.rights)):
            yield place, url


def rail(request: Any) -> list[Link]:
    """The rail for this person; a view may set `request.rail_counts = {"desk": 7}` for the small figures."""
    found = list(_open_places(request.user))
    here = max((url for _, url in found if _stands_in(request.path, url)), key=len, default="")
    counts = getattr(request, "rail_counts", {})
    links: list[Link] = []
    group = found[0][0].group if found else 1
    for place, url in found:
        links.append(Link(place.word, url, url == here, place.wide, place.group != group, counts.get(place.key)))
        group = place.group
    return links


def _stands_in(path: str, url: str) -> bool:
    return path == url or (url != "/" and path.startswith(url))


def _unit(user: Any) -> str:
    """The name of the organisation the person works for, when the account knows it."""
    return str(user.organisation or "")


def frame(request: Any) -> dict[str, Any]:
    """Context processor. What costs a query is lazy, so that pages without the frame cost nothing."""
    user = getattr(request, "user", None)
    signed_in = SimpleLazyObject(lambda: bool(user and user.is_authenticated))
    return {
        "signed_in": signed_in,
        "rail": SimpleLazyObject(lambda: rail(request) if signed_in else []),
        "unit_name": SimpleLazyObject(lambda: _unit(user) if signed_in else ""),
        "search_url": SimpleLazyObject(lambda: _address(SEARCH)),
        "today": today(),
    }
