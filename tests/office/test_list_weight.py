"""What a full page of the list weighs, for who works in one province with all its communes (docs/performance.md, G14)."""

import gzip
from datetime import timedelta

import pytest

from bedo.core.clock import today
from bedo.core.text import sort_key
from bedo.places.models import Unit
from bedo.programmes.services import load_rules
from bedo.projects.rules import states
from tests.office.projects_in_list import make_project

MOST_PLAIN, MOST_ON_THE_WIRE = 68 * 1024, 12 * 1024
"""The goal is 60 KB plain; docs/performance.md says what stands in the way. 12 KB on the wire is the goal itself."""
COMMUNES, ROWS = 124, 50
SYLLABLES = (
    "An",
    "Bình",
    "Cường",
    "Đại",
    "Giang",
    "Hà",
    "Hưng",
    "Khánh",
    "Lâm",
    "Minh",
    "Nghĩa",
    "Phát",
    "Quang",
    "Sơn",
    "Tâm",
)
PRODUCTS = ("chè xanh", "miến dong", "tinh bột nghệ", "đồ gỗ mỹ nghệ", "kết cấu thép", "gạch không nung", "mật ong")
MACHINES = (
    "máy sao chè bằng gas",
    "dây chuyền tráng miến",
    "máy nghiền và sấy thăng hoa",
    "máy đục gỗ vi tính",
    "máy cắt laser",
)


def _word(number):
    return " ".join(SYLLABLES[(number * step) % len(SYLLABLES)] for step in (1, 7))


@pytest.fixture
def full_page(people, commune, login):
    load_rules()
    province = commune.parent if commune.parent_id else commune
    Unit.objects.bulk_create(
        Unit(
            code=f"t{number}",
            name=f"{_word(number)} {number}",
            kind="xa",
            level=3,
            parent=province,
            valid_from=commune.valid_from,
            sort_key=sort_key(_word(number)),
        )
        for number in range(COMMUNES)
    )
    codes = sorted(set(states.STATES) - {states.UNKNOWN})
    for number in range(ROWS):
        product, machine = PRODUCTS[number % len(PRODUCTS)], MACHINES[number % len(MACHINES)]
        make_project(
            commune,
            number,
            officer=people["officer"],
            title=f"Hỗ trợ ứng dụng {machine} trong sản xuất {product}",
            beneficiary_names=f"Hợp tác xã {product} {_word(number)}",
            state=codes[number % len(codes)],
            due_on=today() + timedelta(days=number) if number % 3 else None,
            due_what="Báo cáo tiến độ tháng · trước ngày 25" if number % 3 else "",
        )
    return login(people["officer"]).get("/de-an/", headers={"accept-encoding": "gzip"})


def test_a_full_page_of_the_list_is_light(full_page):
    plain = gzip.decompress(full_page.content)
    assert plain.count(b"<tr><td class") == ROWS
    assert plain.count(b'value="xa-') > COMMUNES
    assert len(plain) <= MOST_PLAIN
    assert len(full_page.content) <= MOST_ON_THE_WIRE
