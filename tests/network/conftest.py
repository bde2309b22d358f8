"""A province before and after the reform, people of its network, and shorthands for the verbs."""

from datetime import date

import pytest

from bedo.network import services
from bedo.places.models import Succession
from tests.conftest import _unit

TODAY = date(2026, 3, 10)
REFORM, LAST = date(2025, 7, 1), date(2025, 6, 30)


@pytest.fixture
def old(province):
    """Hà Giang with the district Xín Mần and two communes, until 30 June 2025; its province went into Tuyên Quang."""
    former = _unit("02", "Hà Giang", None)
    district = _unit("033", "Xín Mần", None, level=2, kind="huyen", parent=former)
    communes = [
        _unit(f"9{n}", name, None, level=3, kind="xa", parent=district) for n, name in enumerate(("Nàn Ma", "Bản Díu"))
    ]
    for unit in (former, district, *communes):
        unit.valid_to = LAST
        unit.save()
    Succession.objects.create(old=former, new=province, on=REFORM)
    return district, communes


@pytest.fixture
def communes(province, commune, old):
    """Today's Xín Mần, which holds Nàn Ma and Bản Díu, and Mèo Vạc."""
    for earlier in old[1]:
        Succession.objects.create(old=earlier, new=commune, on=REFORM)
    return [commune, _unit("00002", "Mèo Vạc", REFORM, level=3, kind="xa", parent=province)]


class Network:
    """Verbs with the director and the day already said."""

    def __init__(self, province, by):
        self.province, self.by = province, by

    def member(self, name="Lù Thị Mai", **facts):
        return services.add(kind="member", province=self.province, full_name=name, by=self.by, today=TODAY, **facts)

    def post(self, place, name="Khuyến công viên", **facts):
        given = {"level": "commune", "position": "cong_tac_vien", "valid_from": REFORM, **facts}
        return services.add(
            kind="post", province=self.province, name=name, place=place, by=self.by, today=TODAY, **given
        )

    def appoint(self, post, member, from_on=date(2025, 9, 1), **more):
        return services.appoint(post=post, member=member, from_on=from_on, by=self.by, today=TODAY, **more)

    def assign(self, place, member, from_on=date(2025, 9, 1), **more):
        return services.assign_place(place=place, member=member, from_on=from_on, by=self.by, today=TODAY, **more)

    def leave(self, member, last_day=TODAY, why="nghi_huu"):
        return services.leave(
            member=member, last_day=last_day, why=why, version=member.version, by=self.by, today=TODAY
        )


@pytest.fixture
def network(province, people):
    return Network(province, people["director"])
