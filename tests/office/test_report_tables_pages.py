"""Pages of reports: every number opens its records; files; what was sent stays as it was; words over bound numbers."""

import html
import re
from datetime import date
from io import BytesIO

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse
from docx import Document

from bedo.core.models import LogEntry
from bedo.core.periods import Period
from bedo.projects.models import Project
from bedo.reports import sending
from bedo.reports.models import ReportText, SentReport
from bedo.reports.tables import REPORTS
from tests.office.projects_in_list import make_published
from tests.projects.conftest import *  # noqa: F403 - the chain of a project
from tests.projects.factory import TODAY

pytestmark = pytest.mark.django_db
WRITTEN = reverse("office:reports:written") + "?nam=2026"


@pytest.fixture
def settled(chain):
    return chain.to("settle_year")


@pytest.fixture
def director(login, people):
    return login(people["director"])


def report(code="r1", query="nam=2026"):
    return f"{reverse('office:reports:report', args=[code])}?{query}"


def test_every_number_of_the_screen_opens_records_that_add_up(settled, director):
    page = director.get(report()).content.decode()
    links = re.findall(r'href="(/so-lieu/bao-cao/r1/ban-ghi/[^"]+)">([\d.]+)<', page)
    assert len(links) > 20
    for link, shown in links:
        records = director.get(html.unescape(link)).content.decode()
        assert f"cộng lại {shown}" in records
    assert reverse("office:projects:detail", args=[settled.project.pk]) in page


@pytest.mark.parametrize("code", sorted(REPORTS))
def test_every_report_opens_as_page_and_file(settled, director, code):
    assert director.get(report(code)).status_code == 200
    for kind in ("xlsx", "docx", "pdf"):
        answer = director.get(reverse("office:reports:report_file", args=[code, kind]) + "?nam=2026&don_vi=trieu")
        assert answer.status_code == 200
        assert len(answer.content) > 1000
    assert LogEntry.objects.filter(kind="export.list").count() == 3


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("nam=2026&ky=q3", 200), ("nam=2026&ky=9", 200), ("nam=2026&ky=h2", 200), ("nam=2026&ky=m2", 200), ("ky=ngay&tu=2026-01-01&den=2026-02-01", 200),
        ("ky=ngay&tu=2026-03-01&den=2026-02-01", 422), ("ky=ngay", 422), ("nam=1800", 422), ("ky=lạ", 422), ("nguon=kcdp&noi_dung=MAY_MOC_CHUYEN_GIAO_CN", 200),
        ("tinh=999999", 404), ("tinh=abc", 422),
    ],
)  # fmt: skip
def test_the_address_is_read_or_told(settled, director, query, status):
    assert director.get(report(query=query)).status_code == status


def test_a_commune_and_another_province(settled, director, commune, other_province, province):
    inside = director.get(report(query=f"nam=2026&tinh={province.pk}&trong={commune.pk}")).content.decode()
    assert settled.project.title in inside
    assert director.get(report(query=f"nam=2026&tinh={other_province.pk}")).status_code == 404


def test_a_cell_that_is_not_there(settled, director):
    base = reverse("office:reports:report_records", args=["r1"])
    for query in ("", "?dong=total", "?dong=total&cot=note", "?dong=khong&cot=plan_n"):
        assert director.get(base + query).status_code == 404
    assert director.get(reverse("office:reports:report", args=["r9"])).status_code == 404


def send(client, code="r1", query="nam=2026", **more):
    data = {"sent_on": f"{TODAY:%Y-%m-%d}", "sent_to": "Cục", "purpose": "", **more}
    return client.post(f"{reverse('office:reports:report_send', args=[code])}?{query}", data)


def test_what_was_sent_stays_and_what_changed_is_told(settled, director):
    answer = send(director)
    row = SentReport.objects.get()
    assert answer.url == reverse("office:reports:sent", args=[row.pk])
    assert "Không có số nào khác" in director.get(answer.url).content.decode()
    with pytest.raises(DatabaseError), transaction.atomic():
        SentReport.objects.filter(pk=row.pk).update(title="Khác")
    Project.objects.filter(pk=settled.project.pk).update(counterpart=1, total=300_000_001)
    page = director.get(answer.url).content.decode()
    assert "Nguồn (lũy kế), Đối ứng" in page
    assert "400.000.000" in page
    assert "So với lần gửi gần nhất" in director.get(report()).content.decode()
    kept = director.get(reverse("office:reports:sent_file", args=[row.pk, "docx"]))
    cells = [cell.text for line in Document(BytesIO(kept.content)).tables[1].rows for cell in line.cells]
    assert "400.000.000" in cells


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"sent_on": "2030-01-01"}, "ở tương lai"),
        ({"sent_on": "2025-01-01"}, "trước khi kỳ báo cáo bắt đầu"),
        ({"sent_to": ""}, "Gửi đến"),
        ({"sent_on": "mai"}, "Ngày gửi"),
    ],
)
def test_a_wrong_sending_is_told_and_keeps_nothing(settled, director, more, why):
    answer = send(director, **more)
    assert answer.status_code == 422
    assert why in answer.content.decode()
    assert not SentReport.objects.exists()


def test_the_same_sending_twice_is_one(settled, director):
    assert [send(director).status_code for _ in range(2)] == [302, 409]
    assert SentReport.objects.count() == 1


def test_who_may_not_close_figures_may_not_send(settled, login, people):
    client = login(people["officer"])
    assert send(client).status_code == 403
    assert not SentReport.objects.exists()


def test_words_are_kept_and_numbers_stay_bound(settled, director):
    page = director.get(WRITTEN).content.decode()
    assert "{ke_hoach_so}" in page
    assert 'name="version" value="0"' in page
    words = {
        "ket_qua": "Toàn tỉnh có {ke_hoach_so} đề án, đã chi {luy_ke_tien}.",
        "giai_phap": "Ký hợp đồng sớm.",
        "version": 0,
    }
    assert director.post(WRITTEN, words).status_code == 302
    page = director.get(WRITTEN).content.decode()
    assert "Toàn tỉnh có 1 đề án, đã chi 300.000.000 đồng." in page
    assert "không còn như khi lưu lời" not in page
    ReportText.objects.update(values={"ke_hoach_so": "7", "luy_ke_tien": "300.000.000 đồng"})
    page = director.get(WRITTEN).content.decode()
    assert "khi lưu 7, bây giờ 1" in page
    file = director.get(reverse("office:reports:written_file", args=["docx"]) + "?nam=2026")
    assert "Ký hợp đồng sớm." in "\n".join(one.text for one in Document(BytesIO(file.content)).paragraphs)


@pytest.mark.parametrize(
    ("words", "status", "why"),
    [
        ({"ket_qua": "Có {so_bia} đề án.", "version": 0}, 422, "Không có số liệu “so_bia”"),
        ({"ket_qua": "Có {ke_hoach_so đề án.", "version": 0}, 422, "ngoặc nhọn"),
        ({"ket_qua": "Có {ke_hoach_so}.", "version": 5}, 409, "Người khác vừa lưu"),
        ({"ket_qua": "x"}, 400, "phiên bản"),
    ],
)
def test_wrong_words_are_told_and_kept_on_the_page(settled, director, words, status, why):
    answer = director.post(WRITTEN, words)
    assert answer.status_code == status
    assert why in answer.content.decode()
    assert words["ket_qua"] in html.unescape(answer.content.decode())
    assert not ReportText.objects.exists()


def test_the_written_report_is_sent_with_its_numbers(settled, director):
    data = {"sent_on": f"{TODAY:%Y-%m-%d}", "sent_to": "UBND tỉnh", "purpose": "Đột xuất"}
    answer = director.post(reverse("office:reports:written_send") + "?nam=2026", data)
    row = SentReport.objects.get()
    assert answer.url == reverse("office:reports:sent", args=[row.pk])
    assert row.cells["money|cum"] == 300_000_000
    assert "Đột xuất" in director.get(reverse("office:reports:reports")).content.decode()


def test_the_calendar_knows_what_was_sent_and_reminds(settled, director, province):
    duties = sending.duties(province, 2026)
    assert [one.due for one in duties] == sorted(one.due for one in duties)
    quarter = next(one for one in duties if one.code == "r8" and one.period == Period.quarter(2026, 3))
    assert (quarter.due, quarter.late(date(2026, 10, 11)), quarter.late(date(2026, 10, 10))) == (
        date(2026, 10, 10),
        True,
        False,
    )
    assert quarter in sending.waiting(province, date(2026, 10, 1))
    send(director, "r8", "nam=2026&ky=q3")
    assert quarter.name not in [
        one.name for one in sending.waiting(province, date(2026, 10, 11)) if one.period == quarter.period
    ]
    page = director.get(reverse("office:reports:reports") + "?nam=2026").content.decode()
    assert "đã gửi" in page


def test_pages_cost_the_same_for_few_and_many(settled, director, count_queries):
    send(director)
    director.get(reverse("office:reports:reports"))
    one = count_queries(director.get, reverse("office:reports:reports"))
    for number in range(5):
        send(director, sent_to=f"Nơi {number}")
    assert count_queries(director.get, reverse("office:reports:reports")) == one
    assert one <= 10


def test_pictures_have_their_tables_and_cost_the_same(settled, director, count_queries, commune):
    address = reverse("office:reports:pictures") + "?nam=2026"
    page = director.get(address).content.decode()
    assert page.count("data:image/svg+xml;base64,") >= 4
    assert "300" in page
    before = count_queries(director.get, address)
    for number in range(1, 12):
        make_published(commune, number, year=2026)
    assert count_queries(director.get, address) == before
