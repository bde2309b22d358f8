"""The capacity appraisal on site: /nhu-cau/<id>/tham-tra/."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from bedo.core.models import LogEntry
from bedo.documents.models import Attachment
from bedo.projects.lawbook import criteria_of
from bedo.projects.models import CapacityAppraisal
from bedo.projects.services import wishes as services
from tests.documents.samples import PDF
from tests.projects.factory import TODAY, Chain, make_establishment


@pytest.fixture(autouse=True)
def _files_aside(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": str(tmp_path)}},
    }


@pytest.fixture
def chain(people, province, commune):
    return Chain(people, make_establishment(province, commune, name="HTX chè Tân Sơn")).to("wish")


@pytest.fixture
def wish(chain):
    return chain.wish_row


@pytest.fixture
def officer(login, people):
    return login(people["officer"])


def url(wish):
    return f"/nhu-cau/{wish.pk}/tham-tra/"


def filled(wish, met="co", **changes):
    """Every criterion with the same finding; `passed` follows it."""
    answers = {f"met-{row.key}": met for row in criteria_of(wish, TODAY)}
    return {
        "visited_on": "20/11/2026", "present": "Chủ cơ sở, cán bộ Trung tâm, phó chủ tịch xã", "opinion": "Cơ sở làm thật",
        "passed": "co", "reason": "", "feasible_if": "", **answers, **changes,
    }  # fmt: skip


def text_of(response, status=200):
    assert response.status_code == status, response.content.decode()[:2000]
    return response.content.decode()


def test_the_criteria_are_those_of_the_content(officer, wish):
    text = text_of(officer.get(url(wish)))
    for words in ("Vốn đối ứng", "Máy mới, tốt hơn máy đang dùng", "Nguồn nguyên liệu", "Số liệu (kW)"):
        assert words in text
    assert "Quyết định xử lý ô nhiễm" not in text


def test_all_met_makes_the_wish_able(officer, wish):
    data = filled(wish, **{"figure-counterpart": "400.000.000", "note-counterpart": "Sao kê ngân hàng"})
    assert officer.post(url(wish), data).status_code == 302
    wish.refresh_from_db()
    assert wish.state == "screened"
    found = CapacityAppraisal.objects.get().findings.get(criterion="counterpart")
    assert (found.met, found.figure, found.note) == (True, "400.000.000", "Sao kê ngân hàng")
    text = text_of(officer.get(f"/nhu-cau/{wish.pk}/"))
    for words in ("400.000.000", "Cơ sở làm thật", "phó chủ tịch xã", "Đủ điều kiện lập đề án"):
        assert words in text


def test_one_not_looked_at_cannot_pass_and_everything_typed_stays(officer, wish):
    text = text_of(officer.post(url(wish), filled(wish, **{"met-market": ""})), 422)
    assert "Thị trường tiêu thụ" in text
    assert 'id="id_passed-loi"' in text
    assert "phó chủ tịch xã" in text
    assert not CapacityAppraisal.objects.exists()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"passed": "khong", "feasible_if": "Có vốn"}, "reason"),
        ({"passed": "khong", "reason": "Chưa có vốn"}, "feasible_if"),
        ({"passed": ""}, "passed"),
        ({"passed": "có lẽ"}, "passed"),
        ({"visited_on": "31/02/2026"}, "visited_on"),
        ({"visited_on": "01/01/2099"}, "visited_on"),
        ({"visited_on": "01/08/2025"}, "visited_on"),
        ({"present": ""}, "present"),
        ({"met-market": "x"}, "met-market"),
        ({"figure-market": "9" * 200}, "figure-market"),
    ],
)
def test_bad_input_is_said_beside_its_field(officer, wish, changes, field):
    text = text_of(officer.post(url(wish), filled(wish, **changes)), 422)
    assert f'id="id_{field}-loi"' in text
    assert "Cơ sở làm thật" in text
    assert not CapacityAppraisal.objects.exists()


def test_a_refusal_says_why_and_marked_remedies_become_what_it_needs(officer, wish):
    data = filled(wish, **{
        "met-counterpart": "khong", "use-counterpart": "on", "passed": "khong", "reason": "Chưa chứng minh được vốn",
        "feasible_if": "Gọi lại sau tháng 3",
    })  # fmt: skip
    assert officer.post(url(wish), data).status_code == 302
    wish.refresh_from_db()
    assert wish.state == "refused"
    assert wish.feasible_if == "Gọi lại sau tháng 3\nBổ sung sao kê, hợp đồng vay hoặc giảm quy mô đầu tư."
    text = text_of(officer.get(f"/nhu-cau/{wish.pk}/"))
    assert "Chưa chứng minh được vốn" in text
    assert "Bổ sung sao kê" in text
    assert "Thẩm tra lại" in text


def test_evidence_is_stored_shown_and_given_back(officer, wish, login, strangers):
    data = filled(wish, **{"file-counterpart": SimpleUploadedFile("sao-ke.pdf", PDF)})
    assert officer.post(url(wish), data).status_code == 302
    found = CapacityAppraisal.objects.get().findings.get(criterion="counterpart")
    assert "sao-ke.pdf" in text_of(officer.get(f"/nhu-cau/{wish.pk}/"))
    answer = officer.get(f"/nhu-cau/{wish.pk}/chung-cu/{found.pk}/")
    assert b"".join(answer.streaming_content) == PDF
    assert answer.headers["Content-Type"] == "application/pdf"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    other = login(strangers["officer"]).get(f"/nhu-cau/{wish.pk}/chung-cu/{found.pk}/")
    assert other.status_code == 404


def test_a_wrong_file_is_refused_beside_its_field_and_nothing_stays(officer, wish):
    upload = SimpleUploadedFile("anh.jpg", b"<html><script>alert(1)</script>")
    good = SimpleUploadedFile("sao-ke.pdf", PDF)
    data = filled(wish, **{"file-counterpart": good, "file-market": upload})
    text = text_of(officer.post(url(wish), data), 422)
    assert 'id="id_file-market-loi"' in text
    assert "Chọn lại các tệp" in text
    assert not Attachment.objects.exists()
    assert not CapacityAppraisal.objects.exists()


def test_the_next_visit_begins_from_the_last_and_keeps_its_evidence(officer, wish):
    officer.post(url(wish), filled(wish, **{
        "met-market": "khong", "passed": "khong", "reason": "Chưa có đầu ra", "feasible_if": "Có hợp đồng",
        "figure-counterpart": "400.000.000", "file-counterpart": SimpleUploadedFile("sao-ke.pdf", PDF),
    }))  # fmt: skip
    text = text_of(officer.get(url(wish)))
    assert "400.000.000" in text
    assert "Giữ chứng cứ lần trước" in text
    assert officer.post(url(wish), filled(wish, **{"keep-counterpart": "on"})).status_code == 302
    last = CapacityAppraisal.objects.order_by("-pk").first()
    assert last.findings.get(criterion="counterpart").evidence.original_name == "sao-ke.pdf"
    assert "Lần thẩm tra trước" in text_of(officer.get(f"/nhu-cau/{wish.pk}/"))


def test_a_draft_of_the_form_comes_back(officer, wish):
    officer.post(f"/ban-nhap/nhu-cau:{wish.pk}:tham-tra/", {"opinion": "Đang viết dở", "met-market": "khong"})
    text = text_of(officer.get(url(wish)))
    assert "Đang viết dở" in text
    assert "bản nháp bạn lưu" in text
    officer.post(url(wish), filled(wish))
    assert officer.get(f"/ban-nhap/nhu-cau:{wish.pk}:tham-tra/").status_code == 404


def test_without_the_right_it_is_403_with_the_reason(login, people, wish):
    for role in ("collaborator", "accountant", "approver_department"):
        assert "Thẩm tra năng lực" in text_of(login(people[role]).post(url(wish), filled(wish)), 403)
    assert not CapacityAppraisal.objects.exists()


def test_a_withdrawn_wish_is_not_appraised_and_says_so(officer, wish, people):
    services.withdraw_wish(wish=wish, on=TODAY, reason="Thôi", by=people["officer"], today=TODAY)
    assert "Cơ sở rút" in text_of(officer.get(url(wish)), 409)
    assert officer.post(url(wish), filled(wish)).status_code == 409


def test_a_refusal_of_state_that_comes_too_late_is_on_the_timeline(officer, wish, people, monkeypatch):
    monkeypatch.setattr("bedo.office.wishes.appraising.may", lambda *_: True)
    services.withdraw_wish(wish=wish, on=TODAY, reason="Thôi", by=people["officer"], today=TODAY)
    text = text_of(officer.post(url(wish), filled(wish)), 409)
    assert "Cơ sở làm thật" in text
    assert LogEntry.objects.filter(kind="refused", subject=wish.subject).exists()


def test_the_blank_form_has_every_criterion_and_room_to_write(officer, wish):
    text = text_of(officer.get(f"/nhu-cau/{wish.pk}/phieu-tham-tra/"))
    for words in ("Phiếu thẩm tra năng lực", "Vốn đối ứng", "không đạt", "Đại diện xã", "Mức hỗ trợ tối đa"):
        assert words in text


def test_the_form_costs_the_same_with_few_and_many_visits(officer, wish, count_queries):
    officer.post(url(wish), filled(wish))
    few = count_queries(officer.get, url(wish))
    for number in range(4):
        again = filled(wish, opinion=f"Cơ sở làm thật, lần {number}")
        assert officer.post(url(wish), again).status_code == 302
    assert count_queries(officer.get, url(wish)) == few <= 12
