"""Files of the list: exactly the rows of the filter, figures whole, nothing that a spreadsheet would run, a trace in the log."""

import csv
import zipfile
from datetime import date
from io import BytesIO, StringIO

import pytest
from python_calamine import CalamineWorkbook

from bedo.accounts.services import keep_columns
from bedo.core.models import LogEntry, LogPersonal
from bedo.core.types import Dong
from bedo.office.shell.exports import DELIMITER, csv_cell
from tests.office.projects_in_list import make_project, make_published

URL = "/de-an/xuat/"


@pytest.fixture
def take(login, people):
    """take("xlsx", "?nam=2026") -> the file as the officer gets it, and its bytes."""

    def get(kind, query="", user=None):
        response = login(user or people["officer"]).get(f"{URL}{kind}/{query}")
        body = b"".join(response.streaming_content) if response.streaming else response.content
        return response, body

    return get


@pytest.fixture
def three(commune, people):
    officer = people["officer"]
    make_project(commune, 1, officer=officer, due_on=date(2026, 12, 3), support=Dong(999_999_999_999_999))
    make_project(
        commune, 2, officer=officer, title='=HYPERLINK("http://x")', beneficiary_names="+84 912; @ban", is_sample=True
    )
    make_published(commune, 3, title="", support=Dong(5), printed={"amount_qualifiers": "support:over"})


def table(body):
    text = body.decode("utf-8")
    assert text.startswith("\ufeff")
    head, *rows = csv.reader(StringIO(text.removeprefix("\ufeff")), delimiter=DELIMITER)
    return [dict(zip(head, row, strict=True)) for row in rows]


def sheet(body, name="Đề án"):
    return CalamineWorkbook.from_filelike(BytesIO(body)).get_sheet_by_name(name).to_python(skip_empty_area=True)


def test_csv_holds_the_rows_of_the_filter_in_its_order(take, three):
    response, body = take("csv", "?goc=cua-minh&sap=-ho-tro")
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert ".csv" in response["Content-Disposition"]
    rows = table(body)
    assert [row["Mã"] for row in rows] == ["DA08-2026-0001", "DA08-2026-0002"]
    assert rows[0]["Hỗ trợ (đồng)"] == "999999999999999"
    assert rows[0]["Hạn"] == "03/12/2026"
    assert rows[1]["Dữ liệu minh hoạ"] == "có"


def test_csv_disarms_what_a_spreadsheet_would_run(take, three):
    row = table(take("csv", "?q=0002")[1])[0]
    assert row["Tên đề án"] == '\'=HYPERLINK("http://x")'
    assert row["Đơn vị thụ hưởng"] == "'+84 912; @ban"


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("=1+1", "'=1+1"), ("  =1+1", "'  =1+1"), ("-2", "'-2"), ("@x", "'@x"), ("\t=1", "'\t=1"), ("＝1", "'＝1"),
        ("Máy 2-3 tấn", "Máy 2-3 tấn"), ("", ""), (None, ""), (0, "0"), (Dong(-5), "-5"), (date(2026, 2, 1), "01/02/2026"),
        (Dong(1_234_567_890_123_456), "1.234.567.890.123.456 đ"),
    ],
)  # fmt: skip
def test_a_cell_of_the_csv(value, written):
    assert csv_cell(value) == written


def test_xlsx_holds_numbers_dates_totals_and_the_conditions(take, three):
    response, body = take("xlsx", "?goc=cua-minh&sap=ten")
    assert response["Content-Type"].startswith("application/vnd.openxmlformats")
    head, *rows, foot = sheet(body)
    at = {word: place for place, word in enumerate(head)}
    assert [row[at["Mã"]] for row in rows] == ["DA08-2026-0002", "DA08-2026-0001"]
    assert rows[1][at["Hỗ trợ (đồng)"]] == 999_999_999_999_999
    assert rows[1][at["Hạn"]] == date(2026, 12, 3)
    assert rows[0][at["Tên đề án"]] == '=HYPERLINK("http://x")'
    assert foot[0] == "Cộng 2 đề án"
    assert foot[at["Đối ứng (đồng)"]] == 400_000_000
    about = dict(row[:2] for row in sheet(body, "Điều kiện"))
    assert about["Điều kiện"] == "Hồ sơ của cơ quan"
    assert about["Số dòng"] == "2 đề án"


def test_xlsx_keeps_the_head_in_sight_and_runs_no_text(take, three):
    with zipfile.ZipFile(BytesIO(take("xlsx", "?q=0002")[1])) as book:
        page = book.read("xl/worksheets/sheet1.xml").decode()
        styles = book.read("xl/styles.xml").decode()
    assert 'state="frozen"' in page
    assert "<f>SUBTOTAL(109," in page
    assert page.count("<f>") == 3
    assert "#,##0" in styles or 'numFmtId="3"' in styles
    assert "hyperlink" not in page.lower().replace("=hyperlink", "")


def test_an_amount_of_sixteen_digits_keeps_them_all(take, commune, people):
    make_project(commune, 1, officer=people["officer"], support=Dong(1_234_567_890_123_456))
    head, row, foot = sheet(take("xlsx")[1])
    assert row[head.index("Hỗ trợ (đồng)")] == "1.234.567.890.123.456 đ"
    assert foot[head.index("Hỗ trợ (đồng)")] == "1.234.567.890.123.456 đ"


def test_what_an_empty_figure_means_stands_beside_it(take, three):
    row = table(take("csv", "?goc=cong-bo")[1])[0]
    assert row["Ghi chú số tiền"] == "hỗ trợ: trên; đối ứng: không công bố; tổng vốn: không công bố"
    assert row["Nguồn công bố"] == "https://example.vn/tin"
    assert row["Tên đề án"] == "tên đề án không công bố"


def test_the_file_has_the_columns_that_the_person_shows(take, three, people):
    keep_columns(user=people["officer"], table="de-an", columns=["phu-trach"])
    row = table(take("csv")[1])[0]
    assert "Người phụ trách" in row
    assert "Trạng thái" not in row


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_taking_rows_out_stays_in_the_log(take, three, people, province, kind):
    take(kind, "?goc=cua-minh&q=che")
    entry = LogEntry.objects.get(kind="export.list")
    assert (entry.chain, entry.actor) == (province.code, people["officer"])
    assert entry.data == {"list": "Danh sách đề án khuyến công", "rows": 1, "form": kind, "filter": {"goc": "cua-minh"}}
    assert LogPersonal.objects.get(entry=entry).data == {"q": "che"}


def test_who_sees_all_provinces_leaves_the_trace_in_the_nations_log(take, three, people):
    take("csv", user=people["ministry_department"])
    assert LogEntry.objects.get(kind="export.list").chain == "VN"


def test_nothing_of_other_provinces_is_taken_out(take, three, strangers):
    assert table(take("csv", user=strangers["officer"])[1]) == []
    head, foot = sheet(take("xlsx", user=strangers["officer"])[1])
    assert foot[0] == "Cộng 0 đề án"


def test_a_wrong_filter_gives_no_file(take, three):
    response, _ = take("csv", "?tu=abc")
    assert response.status_code == 422
    assert not LogEntry.objects.filter(kind="export.list").exists()


def test_an_unknown_kind_of_file_is_not_found(take, three):
    assert take("pdf")[0].status_code == 404


def test_a_file_costs_the_same_queries_however_many_rows(take, count_queries, commune, people, login):
    client = login(people["officer"])

    def get(kind):
        response = client.get(f"{URL}{kind}/")
        b"".join(response.streaming_content)
        return response

    make_project(commune, 1, officer=people["officer"])
    get("csv")
    few = [count_queries(get, kind) for kind in ("csv", "xlsx")]
    for number in range(2, 40):
        make_project(commune, number, officer=people["officer"])
    assert [count_queries(get, kind) for kind in ("csv", "xlsx")] == few
