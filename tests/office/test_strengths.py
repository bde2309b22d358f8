"""A place's strengths and what is missing: as now, as then, in scope, at a fixed cost."""

import html
import re
from datetime import date

import pytest

from bedo.core.text import fold, sort_key
from bedo.establishments.models import Certificate, Product
from bedo.places.models import Unit
from tests.projects.conftest import *  # noqa: F403 - the chain of a project
from tests.projects.factory import make_establishment

pytestmark = pytest.mark.django_db


@pytest.fixture
def district(province):
    return Unit.objects.create(
        code="035", name="Xín Mần", kind="huyen", level=2, parent=province, valid_from=date(1965, 1, 1), valid_to=date(2025, 6, 30),
        sort_key=sort_key("Xín Mần"), search_text=fold("Xín Mần"),
    )  # fmt: skip


@pytest.fixture
def filled(chain, commune, establishment):
    chain.to("follow")
    establishment.workers, establishment.sector, establishment.raw_material = (
        12,
        "che_bien",
        "Chè Shan tuyết, vùng Xín Mần",
    )
    establishment.save()
    own = {"province": establishment.province, "establishment": establishment}
    Product.objects.create(name="Chè Shan", has_brand=False, ocop_stars=4, **own)
    Certificate.objects.create(kind="attp", expires_on=date(2026, 1, 1), **own)
    make_establishment(establishment.province, commune, "Cơ sở chưa được hỗ trợ")
    return chain


def test_a_commune_as_now(filled, login, commune):
    page = login(filled.people["officer"]).get(f"/dia-ban/{commune.pk}/the-manh/")
    found = page.context["found"]
    assert (found.establishments, found.workers, found.with_workers, found.never_supported) == (2, 12, 1, 1)
    assert found.product_counts == {"all": 1, "ocop": 1, "brand": 1, "label": 0, "packaging": 0}
    assert found.certificates == {"valid": 0, "expired": 1, "unknown": 0}
    assert [(row.fund, row.count, row.support) for row in found.money] == [("kcdp", 1, filled.project.support)]
    assert found.materials == ["Chè Shan tuyết, vùng Xín Mần"]
    assert "Ứng dụng máy móc thiết bị tiên tiến, chuyển giao công nghệ" not in found.unused
    text = page.content.decode()
    assert "sản phẩm chưa có nhãn hiệu" in text
    assert f"noi={commune.pk}&amp;nganh=che_bien" in text


@pytest.mark.parametrize("role", ["officer", "ministry_department"])
def test_every_number_opens_the_rows_it_counts(filled, login, commune, province, district, make_person, role):
    row = make_establishment(province, district, "Cơ sở ghi theo huyện cũ")
    row.place_now = commune
    row.save()
    client = login(filled.people["officer"] if role == "officer" else make_person(role, province, username="bo"))
    addresses = [f"/dia-ban/{unit.pk}/the-manh/{when}" for unit, when in (
        (commune, ""), (commune, "?luc=khi-do"), (province, ""), (district, ""),
    )]  # fmt: skip
    followed = 0
    for address in addresses:
        page = client.get(address).content.decode()
        for link, number in re.findall(r'<a href="(/[^"]*\?[^"]*)">(?:<b>)?(\d+)</', page):
            shown = client.get(html.unescape(link))
            assert shown.context["page"].paginator.count == int(number), (address, link)
            followed += 1
    assert followed >= 16


def test_a_district_that_ended_holds_what_was_of_it(filled, login, province, commune, district):
    row = make_establishment(province, district, "Cơ sở ghi theo huyện cũ")
    row.place_now = commune
    row.save()
    client = login(filled.people["officer"])
    then = client.get(f"/dia-ban/{district.pk}/the-manh/").context["found"]
    assert (then.as_now, then.establishments) == (False, 1)
    now = client.get(f"/dia-ban/{commune.pk}/the-manh/").context["found"]
    assert now.establishments == 3
    assert client.get(f"/dia-ban/{commune.pk}/the-manh/?luc=khi-do").context["found"].establishments == 2


def test_a_stranger_sees_an_empty_place(filled, login, commune, other_province, make_person):
    page = login(make_person("officer", other_province)).get(f"/dia-ban/{commune.pk}/the-manh/")
    assert page.context["found"].establishments == 0
    assert "trong phạm vi của bạn" in page.content.decode()


def test_it_costs_the_same_for_two_and_for_twelve(filled, login, commune, province, count_queries):
    client, url = login(filled.people["officer"]), f"/dia-ban/{commune.pk}/the-manh/"
    two = count_queries(client.get, url)
    for number in range(10):
        row = make_establishment(province, commune, f"Cơ sở thêm {number}")
        Product.objects.create(name="Miến dong", province=province, establishment=row)
    assert count_queries(client.get, url) == two <= 22
