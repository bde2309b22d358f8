"""The pages of administrative units: /dia-ban/."""

from datetime import date

import pytest

from bedo.places import queries, services
from tests.places.factory import BEFORE, make_units, unit

URL = "/dia-ban/"


@pytest.fixture
def office(db, login, make_person):
    make_units()
    return login(make_person("officer", unit("08")))


def page(client, **query):
    response = client.get(URL, query)
    assert response.status_code == 200
    return response.content.decode()


def test_nobody_sees_it_without_signing_in(client, db):
    assert client.get(URL).status_code == 302


def test_it_opens_with_the_provinces_of_today(office):
    text = page(office)
    assert "Tỉnh Tuyên Quang" in text
    assert "Tỉnh Nghệ An" in text
    assert "Tỉnh Hà Giang" not in text


def test_a_day_before_the_reform_shows_the_provinces_of_that_day_and_where_they_are_now(office):
    text = page(office, ngay="01/06/2025")
    assert "Tỉnh Hà Giang" in text
    assert "đến hết 30/06/2025" in text
    assert f"/dia-ban/{unit('08').pk}/" in text


def test_a_search_finds_what_had_ended_without_marks(office):
    text = page(office, tim="ha giang", ngay="01/01/2026")
    assert "Tỉnh Hà Giang" in text
    assert "đã hết hiệu lực" in text


def test_a_divided_unit_is_said_to_be_not_allocated(office):
    text = page(office, tim="huyện Xín Mần")
    assert "chia cho nhiều đơn vị, chưa phân bổ" in text


def test_level_and_province_narrow_the_list(office):
    text = page(office, ngay="30/06/2025", cap="huyen", tinh="08")
    assert "Huyện Xín Mần" in text
    assert "Thành phố Hà Giang" in text
    assert "Nàn Ma" not in text
    assert "Không có đơn vị nào khớp" in page(office, ngay="30/06/2025", cap="huyen", tinh="40")
    assert "Xã Nàn Ma" in page(office, tim="Nàn Ma", tinh="08")
    assert "Không có đơn vị nào khớp" in page(office, tim="Nàn Ma", tinh="40")


@pytest.mark.parametrize("query", [{"ngay": "31/02/2026"}, {"cap": "thon"}, {"tinh": "99"}, {"tim": "a" * 121}])
def test_a_wrong_filter_is_said_beside_the_field_and_what_was_typed_stays(office, query):
    response = office.get(URL, query)
    text = response.content.decode()
    assert response.status_code == 422
    assert 'aria-invalid="true"' in text
    (name, value) = next(iter(query.items()))
    if name in ("ngay", "tim"):
        assert value in text


def test_the_list_costs_the_same_for_few_and_for_many(office, count_queries):
    few = count_queries(office.get, URL, {"tim": "Nàn Ma"})
    many = count_queries(office.get, URL, {"ngay": "30/06/2025", "cap": "xa"})
    assert few <= 8
    assert many <= 8


def test_a_unit_shows_what_is_above_below_before_and_after(office):
    text = office.get(f"{URL}{unit('033', BEFORE).pk}/").content.decode()
    for words in (
        "Huyện Xín Mần",
        "Tỉnh Hà Giang",
        "Đơn vị kế thừa",
        "một phần, từ 01/07/2025",
        "Xã Nàn Ma",
        "chưa phân bổ",
    ):
        assert words in text
    text = office.get(f"{URL}{queries.present(unit('01129', BEFORE)).pk}/").content.decode()
    for words in ("Hình thành từ", "Xã Nàn Ma", "Huyện Xín Mần, Tỉnh Hà Giang", "toàn bộ, từ 01/07/2025"):
        assert words in text


def test_priority_areas_are_shown_with_their_text_and_its_certainty(office):
    services.declare_area(
        unit("033", BEFORE),
        "30a",
        effective_from=date(2022, 1, 1),
        effective_to=None,
        basis="Quyết định thử nghiệm",
        certainty="summary",
        by=None,
    )
    text = office.get(f"{URL}{unit('033', BEFORE).pk}/").content.decode()
    assert "Huyện nghèo theo Nghị quyết 30a" in text
    assert "Quyết định thử nghiệm" in text
    assert "Chưa đối chiếu" in text
    text = office.get(f"{URL}{unit('40').pk}/").content.decode()
    assert "Chưa ghi danh mục địa bàn ưu tiên" in text


def test_a_unit_page_costs_the_same_for_a_commune_and_a_province(office, count_queries):
    for one in (unit("08"), unit("033", BEFORE), unit("01129", BEFORE)):
        assert count_queries(office.get, f"{URL}{one.pk}/") <= 13


def test_an_unknown_unit_is_not_found(office):
    assert office.get(f"{URL}999999/").status_code == 404


def test_posting_is_answered_with_405(office):
    assert office.post(URL).status_code == 405
