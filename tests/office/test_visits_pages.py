"""The pages of visits: /phieu-di-co-so/."""

import re
import uuid
from datetime import UTC, datetime

import pytest

from bedo.establishments.models import Establishment
from bedo.projects.models import ProgressReport
from bedo.surveys.models import Visit, VisitPhoto
from bedo.surveys.services import reviewing
from tests.fuzz.tables import changed, content
from tests.projects.factory import Chain, make_establishment
from tests.surveys.factory import document, photo, picture
from tests.surveys.reviews import SURVEY, THINGS, WISH, accept, known

URL = "/phieu-di-co-so/"


def text_of(response, status=200):
    assert response.status_code == status, response.content.decode()[:2000]
    return re.sub(r"\s+", " ", response.content.decode())


@pytest.fixture
def establishment(province, commune):
    return make_establishment(province, commune)


@pytest.fixture
def director(login, people):
    return login(people["director"])


@pytest.fixture
def conflict(sent, province, commune):
    """A visit that says 12 workers, where 10 were known and 15 are stored now; and a sector that was not known."""
    row = make_establishment(province, commune, "HTX chè Tân Sơn", workers=15)
    return sent(
        answers={"workers": 12, "sector": "che_bien", **THINGS}, pictures=[picture(1)], **known(row, workers=10)
    )


def at(visit):
    return f"{URL}{visit.pk}/"


def form(visit, viec="chap-nhan", **more):
    """What a browser sends of the page: ticks as they stand."""
    seen = f"{visit.establishment_id}:{visit.establishment.version}" if visit.establishment_id else ""
    return {"version": visit.version, "seen": seen, "viec": viec, **more}


class TestList:
    def test_it_shows_what_waits(self, director, conflict):
        text = text_of(director.get(URL))
        for words in (
            "HTX chè Tân Sơn",
            "Khảo sát cơ sở",
            conflict.receipt,
            "Chờ xem xét",
            "officer Tuyên Quang",
            "1/1",
            "1 phiếu chờ xem xét",
        ):
            assert words in text

    def test_what_was_reviewed_leaves_the_list_until_asked_for(self, director, conflict, people):
        reviewing.give_back(visit=conflict, reason="Thiếu ảnh", by=people["director"])
        assert "Không còn phiếu nào chờ xem xét" in text_of(director.get(URL))
        for query in ({"tt": "returned"}, {"tt": "tat-ca"}):
            assert conflict.receipt in text_of(director.get(URL, query))

    @pytest.mark.parametrize(
        ("query", "found"),
        [
            ({"q": "che tan"}, True), ({"q": "khong co"}, False), ({"loai": "khao_sat"}, True), ({"loai": "tien_do"}, False),
            ({"nam": "2026"}, True), ({"tt": "accepted"}, False), ({"tt": "incoming"}, False), ({"tt": "pending"}, True),
        ],
    )  # fmt: skip
    def test_conditions_of_the_address_narrow_it(self, director, conflict, query, found):
        assert (conflict.receipt in text_of(director.get(URL, query))) is found

    def test_officer_and_place_narrow_it(self, director, conflict, people, commune):
        assert conflict.receipt in text_of(director.get(URL, {"cb": people["officer"].pk, "noi": commune.pk}))

    def test_a_value_that_does_not_exist_is_said(self, director, conflict):
        text = text_of(director.get(URL, {"tt": "xyz", "cb": "abc", "nam": "9" * 30}))
        assert conflict.receipt in text
        assert 'aria-invalid="true"' in text

    def test_a_new_one_has_the_name_that_was_heard(self, director, sent, commune):
        sent(answers={**SURVEY, "place": commune.pk})
        assert SURVEY["name"] in text_of(director.get(URL))

    def test_who_sees_what(self, login, conflict, people, strangers):
        assert conflict.receipt in text_of(login(people["appraiser"]).get(URL))
        assert conflict.receipt not in text_of(login(people["collaborator"]).get(URL))
        assert conflict.receipt not in text_of(login(strangers["director"]).get(URL))
        assert login(strangers["director"]).get(at(conflict)).status_code == 404
        assert login(people["accountant"]).get(URL).status_code == 403

    def test_it_costs_the_same_for_one_and_for_twenty(self, director, sent, province, commune, count_queries):
        sent(pictures=[picture(0)], **known(make_establishment(province, commune)))
        director.get(URL)
        one = count_queries(director.get, URL)
        for number in range(19):
            row = make_establishment(province, commune, f"Cơ sở {number}")
            sent(pictures=[picture(number + 1)], **known(row))
        assert count_queries(director.get, URL) == one
        assert one <= 8

    def test_the_rail_names_the_places(self, login, people):
        text = text_of(login(people["officer"]).get(URL))
        assert 'href="/di-co-so/"' in text
        assert 'href="/di-co-so/"' not in text_of(login(people["appraiser"]).get(URL))


class TestReview:
    def test_the_page_says_everything(self, director, conflict):
        text = text_of(director.get(at(conflict)))
        for words in (
            "HTX chè Tân Sơn", conflict.receipt, "Phiếu khảo sát cơ sở CNNT", "phiên bản 1", "1 ảnh máy ghi / 1 ảnh đã nhận",
            "hai nơi khác nhau", "chưa có", "12 người", "15 người", "Chế biến nông lâm thủy sản, thực phẩm", "Thêm máy: Búa máy cũ",
            "Giữ bản đang lưu", "Lấy theo phiếu", "Chấp nhận phiếu", "Trả lại", "22,70000; 104,90000", "Chủ cơ sở",
        ):  # fmt: skip
            assert words in text, words
        assert text.count('<button class="btn main"') == 1

    def test_a_conflict_has_no_choice_made_for_it(self, director, conflict):
        radios = re.findall(r'<input type="radio"[^>]*name="workers"[^>]*>', text_of(director.get(at(conflict))))
        assert len(radios) == 2
        assert not any("checked" in one for one in radios)

    def test_accepting_without_a_choice_is_told_beside_the_field_and_loses_nothing(self, director, conflict):
        before = content()
        text = text_of(director.post(at(conflict), form(conflict, reason="Chữ đã gõ", wish="on")), 422)
        assert 'href="#id_workers"' in text
        assert text.count("Chọn giữ bản đang lưu hay lấy theo phiếu.") == 2
        assert "Chữ đã gõ" in text
        assert changed(before, content()) == []

    def test_accepting_takes_what_is_ticked(self, director, conflict):
        data = form(conflict, workers="lay", sector="on", **{"products-0": "on"})
        answer = director.post(at(conflict), data, follow=True)
        assert "Đã chấp nhận phiếu" in text_of(answer)
        row = conflict.establishment
        row.refresh_from_db()
        assert (row.workers, row.sector) == (12, "che_bien")
        assert [row.products.count(), row.machines.count(), row.photos.count()] == [1, 0, 0]
        assert "Thêm máy: Búa máy cũ" in text_of(director.get(at(conflict))), "what was not taken is told"

    def test_declining_a_field(self, director, conflict):
        director.post(at(conflict), form(conflict, workers="giu"))
        row = conflict.establishment
        row.refresh_from_db()
        assert (row.workers, row.sector) == (15, "")

    def test_returning_needs_its_reason_and_keeps_what_was_chosen(self, director, conflict):
        text = text_of(director.post(at(conflict), form(conflict, "tra-lai", workers="lay")), 422)
        assert 'href="#id_reason"' in text
        assert re.search(r'<input type="radio" name="workers" value="lay"[^>]*checked', text)
        answer = director.post(at(conflict), form(conflict, "tra-lai", reason="Hỏi lại lao động"), follow=True)
        assert "Hỏi lại lao động" in text_of(answer)
        assert Visit.objects.get().state == "returned"

    def test_neither_button_is_refused(self, director, conflict):
        for viec in ("", "khac"):
            assert director.post(at(conflict), form(conflict, viec)).status_code == 400
        assert director.post(at(conflict), {"viec": "tra-lai", "reason": "x"}).status_code == 400

    def test_the_second_reviewer_is_told_and_keeps_the_words(self, director, conflict, people):
        data = form(conflict, "tra-lai", reason="Thiếu số đo máy")
        accept(conflict, people["officer"], {"workers": "giu"})
        text = text_of(director.post(at(conflict), data), 409)
        assert "vừa có người xem xét" in text
        assert "Thiếu số đo máy" in text

    def test_the_record_changed_meanwhile(self, director, conflict):
        data = form(conflict, workers="lay")
        Establishment.objects.filter(pk=conflict.establishment_id).update(workers=20, version=7)
        text = text_of(director.post(at(conflict), data), 409)
        assert "20 người" in text
        assert f'name="seen" value="{conflict.establishment_id}:7"' in text

    def test_who_only_looks_sees_no_buttons(self, login, conflict, people):
        client = login(people["appraiser"])
        text = text_of(client.get(at(conflict)))
        assert "hai nơi khác nhau" in text
        assert "Chấp nhận phiếu" not in text
        assert client.post(at(conflict), form(conflict)).status_code == 403

    def test_the_officer_sees_the_own_visit_without_the_right_to_the_others(
        self, login, phone_of, people, establishment
    ):
        paper = document(establishment=establishment.pk)
        phone_of(people["collaborator"]).send(paper)
        client = login(people["collaborator"])
        assert "Chấp nhận phiếu" not in text_of(client.get(f"{URL}{paper['id']}/"))
        assert client.post(f"{URL}{paper['id']}/", {"viec": "chap-nhan"}).status_code == 403

    def test_like_establishments_are_offered_and_compared(self, director, sent, province, commune):
        twin = make_establishment(province, commune, "Hộ kinh doanh lò rèn Vàng A Sử", kind="ho_kinh_doanh", workers=3)
        visit = sent(answers={**SURVEY, **WISH, "place": commune.pk})
        assert "Đây là cơ sở này" in text_of(director.get(at(visit)))
        text = text_of(director.post(at(visit), form(visit)), 422)
        assert "Chọn một trong các cơ sở này" in text
        text = text_of(director.get(at(visit), {"la": twin.pk}))
        assert "3 người" in text
        assert f'name="seen" value="{twin.pk}:1"' in text
        text = text_of(director.post(at(visit), form(visit, establishment=str(twin.pk), workers="lay")), 422)
        assert "Chọn giữ bản đang lưu" in text, "a choice made beside no establishment is asked again"
        data = form(visit, establishment=str(twin.pk), workers="lay", name="giu", wish="on")
        answer = director.post(at(visit), {**data, "seen": f"{twin.pk}:1"}, follow=True)
        assert "Đã chấp nhận" in text_of(answer)
        twin.refresh_from_db()
        assert (twin.workers, twin.wishes.count()) == (7, 1)

    def test_none_of_the_like_ones_is_a_new_one(self, director, sent, province, commune):
        make_establishment(province, commune, "Lò rèn Vàng A Sử", kind="ho_kinh_doanh")
        visit = sent(answers={**SURVEY, "place": commune.pk})
        ticks = dict.fromkeys(SURVEY, "on")
        assert director.post(at(visit), form(visit, establishment="moi", place="on", **ticks)).status_code == 302
        assert Establishment.objects.filter(name=SURVEY["name"]).count() == 2

    def test_a_refusal_of_a_service_stands_beside_its_field(self, director, sent, commune):
        visit = sent(answers={**SURVEY, "place": commune.pk, "tax_code": "123"})
        ticks = dict.fromkeys([*SURVEY, "place", "tax_code"], "on")
        text = text_of(director.post(at(visit), form(visit, **ticks)), 422)
        assert 'href="#id_tax_code"' in text
        assert Visit.objects.get().state == "pending"

    def test_a_day_is_asked_when_the_clock_was_wrong(self, director, sent, establishment):
        visit = sent(at=datetime(1970, 1, 1, 5, tzinfo=UTC), answers={"workers": 3}, **known(establishment))
        assert "Đồng hồ của máy ghi 01/01/1970" in text_of(director.get(at(visit)))
        assert "Ghi ngày thăm." in text_of(director.post(at(visit), form(visit, workers="on")), 422)
        answer = director.post(at(visit), form(visit, workers="on", visited_on="20/11/2026"), follow=True)
        assert "20/11/2026" in text_of(answer)

    def test_a_month_already_reported_is_a_choice(self, director, people, sent, establishment):
        chain = Chain(people, establishment).to("confirm")
        answers = {"done_percent": 40, "planned_percent": 60, "done_text": "Đã đặt máy", "late": "kip"}
        for percent in (40, 55):
            visit = sent(kind="tien_do", subject=chain.share.pk, answers={**answers, "done_percent": percent})
            data = form(visit, report="on")
            answer = director.post(at(visit), data)
        text = text_of(answer, 422)
        assert "Đã làm 40 %, kế hoạch 60 %" in text
        assert "Đã làm 55 %, kế hoạch 60 %" in text
        assert director.post(at(visit), form(visit, report="lay")).status_code == 302
        assert ProgressReport.objects.get(month="2026-11-01").done_percent == 55

    def test_the_month_is_that_of_the_day_that_was_typed(self, director, people, sent, establishment):
        chain = Chain(people, establishment).to("confirm")
        answers = {"done_percent": 40, "planned_percent": 60, "done_text": "Đã đặt máy", "late": "kip"}
        then = datetime(1970, 1, 1, 5, tzinfo=UTC)
        for percent in (40, 55):
            visit = sent(kind="tien_do", subject=chain.share.pk, at=then, answers={**answers, "done_percent": percent})
            answer = director.post(at(visit), form(visit, report="on", visited_on="20/10/2026"))
        assert "Đã làm 40 %, kế hoạch 60 %" in text_of(answer, 422)
        assert "Báo cáo tiến độ tháng 10/2026" in text_of(answer, 422)
        data = form(visit, report="lay", visited_on="20/10/2026")
        assert director.post(at(visit), data).status_code == 302
        assert ProgressReport.objects.get(month="2026-10-01").done_percent == 55

    def test_an_unknown_form_is_told_and_only_kept(self, director, sent, establishment):
        visit = sent(form_version=99, answers={"workers": 3}, **known(establishment))
        text = text_of(director.get(at(visit)))
        assert "Hệ thống chưa biết mẫu phiếu này" in text
        assert "chỉ được lưu cùng hồ sơ" in text
        assert director.post(at(visit), form(visit)).status_code == 302
        establishment.refresh_from_db()
        assert establishment.workers is None

    def test_a_copy_that_was_kept_aside_is_shown(self, director, phone, establishment):
        paper = document(establishment=establishment.pk, answers={"workers": 4})
        phone.send(paper)
        phone.send({**paper, "answers": {**paper["answers"], "workers": 44}})
        text = text_of(director.get(f"{URL}{paper['id']}/"))
        assert "Bản khác được giữ riêng" in text
        assert "44 người" in text

    def test_rivals_are_named(self, director, sent, establishment):
        one, other = (sent(answers={"workers": n}, **known(establishment)) for n in (4, 5))
        assert f"{URL}{other.pk}/" in text_of(director.get(at(one)))

    def test_a_personal_number_is_masked_for_who_only_looks(self, login, people, sent, commune):
        visit = sent(answers={**SURVEY, "place": commune.pk, "tax_code": "012345678901"})
        assert "012345678901" in text_of(login(people["director"]).get(at(visit)))
        assert "012345678901" not in text_of(login(people["appraiser"]).get(at(visit)))

    def test_one_that_is_still_coming(self, director, phone, establishment):
        paper = document(establishment=establishment.pk, photos=[photo(picture(1))])
        phone.send(paper)
        text = text_of(director.get(f"{URL}{paper['id']}/"))
        assert "Phiếu chưa tới đủ" in text
        assert "1 ảnh máy ghi / 0 ảnh đã nhận" in text
        assert "Chấp nhận phiếu" not in text

    def test_it_costs_the_same_whatever_the_visit_holds(self, director, sent, province, commune, count_queries):
        row = make_establishment(province, commune)
        small = sent(
            answers={"products": THINGS["products"], "machines": THINGS["machines"]},
            pictures=[picture(1)],
            **known(row),
        )
        accept(small, small.officer)
        things = {"products": [{"name": f"Sản phẩm {n}"} for n in range(12)], "machines": [{"name": f"Máy {n}", "quantity": 1} for n in range(12)]}  # fmt: skip
        one = sent(answers={"workers": 4, **THINGS}, pictures=[picture(1)], **known(row))
        director.get(at(one))
        few = count_queries(director.get, at(one))
        big = sent(answers={**SURVEY, **WISH, **things}, pictures=[picture(n) for n in range(12)], **known(row))
        for n in range(5):
            sent(answers={"workers": n}, **known(row))
        assert count_queries(director.get, at(big)) == few
        assert few <= 14


class TestPhotos:
    def test_a_photo_is_given_to_who_may_see_the_visit(self, login, people, strangers, conflict):
        one = VisitPhoto.objects.get()
        url = f"{at(conflict)}anh/{one.pk}/tep/"
        answer = login(people["appraiser"]).get(url)
        assert (answer.status_code, answer.headers["Content-Type"]) == (200, "image/jpeg")
        assert b"".join(answer.streaming_content) == picture(1)
        assert login(strangers["director"]).get(url).status_code == 404
        assert login(people["collaborator"]).get(url).status_code == 404

    def test_of_another_visit_it_is_not_there(self, director, sent, conflict, establishment):
        other = sent(**known(establishment))
        assert director.get(f"{at(other)}anh/{VisitPhoto.objects.get().pk}/tep/").status_code == 404


def test_what_is_not_there(director):
    assert director.get(f"{URL}{uuid.uuid4()}/").status_code == 404


class TestBeside:
    def test_an_establishments_page_names_its_visits(self, login, people, conflict):
        page = f"/co-so/{conflict.establishment_id}/"
        text = text_of(login(people["appraiser"]).get(page))
        assert "Các buổi thăm" in text
        assert at(conflict) in text
        assert "Các buổi thăm" not in text_of(login(people["accountant"]).get(page))
        assert at(conflict) not in text_of(login(people["collaborator"]).get(page))

    def test_a_projects_progress_names_its_visits(self, director, people, sent, establishment):
        chain = Chain(people, establishment).to("confirm")
        visit = sent(kind="tien_do", subject=chain.share.pk, answers={"done_percent": 40})
        assert at(visit) in text_of(director.get(f"/de-an/{chain.project.pk}/xem/tien-do/"))

    def test_an_establishments_page_costs_the_same(self, director, sent, establishment, count_queries):
        sent(**known(establishment))
        page = f"/co-so/{establishment.pk}/"
        director.get(page)
        one = count_queries(director.get, page)
        for number in range(12):
            sent(answers={"workers": number}, **known(establishment))
        assert count_queries(director.get, page) == one
        assert "Xem tất cả buổi thăm" in text_of(director.get(page))
