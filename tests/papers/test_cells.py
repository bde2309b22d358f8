"""What the tables of the papers hold, cell by cell, on one project carried from its wish to the year's settlement."""

import pytest

from bedo.core.types import Dong
from bedo.documents.writing.content import BLANK, Signatures, Table, lines
from bedo.documents.writing.forms import FORMS, Terms
from bedo.planning.models import YearPlan
from bedo.projects.models import Acceptance, ChangeRequest, Contract, Voucher
from bedo.projects.papers import decisions
from bedo.projects.papers.vouchers import _ALL, VOUCHER
from tests.projects.conftest import *  # noqa: F403 - the chain of a project

pytestmark = pytest.mark.django_db
TERMS = Terms(issuer="Sở Công Thương")


@pytest.fixture
def settled(chain):
    return chain.to("settle_year")


def paper(code, record):
    return FORMS[code].write(record, TERMS)


def tables(found):
    blocks = [*found.blocks, *(block for annex in found.annexes for block in annex.blocks)]
    return [[[cell.text for cell in row.cells] for row in block.rows] for block in blocks if isinstance(block, Table)]


def heads(found):
    return [[[cell.text for cell in row] for row in block.head] for block in found.blocks if isinstance(block, Table)]


def test_the_estimate(settled):
    found = paper("m1", settled.project)
    assert heads(found) == [[
        ["TT", "Nội dung chi", "Tổng kinh phí", "KP khuyến công địa phương", "KP đóng góp của đơn vị thụ hưởng", "Nguồn khác", "Ghi chú"],
        ["A", "B", "1", "2", "3", "4", "5"],
    ]]  # fmt: skip
    assert tables(found) == [
        [["1", "Máy sao chè", "700", "300", "400", "0", ""], ["", "Cộng", "700", "300", "400", "0", ""]]
    ]


def test_the_contract(settled):
    found = paper("hop_dong", Contract.objects.get())
    assert tables(found) == [[["1", "Hỗ trợ máy sao chè", "Cơ sở mẫu 01", "300.000.000", "400.000.000"], ["", "Cộng", "", "300.000.000", ""]]]  # fmt: skip
    assert "Kinh phí hỗ trợ của hợp đồng: 300.000.000 đồng (Bằng chữ: Ba trăm triệu đồng)." in "\n".join(lines(found))


def test_the_minutes_signed_and_before_the_trip(settled):
    minutes = Acceptance.objects.get()
    people, work, sources, papers = tables(paper("m5a", minutes))
    assert [row[1] for row in people] == ["Sở Công Thương", "UBND xã", "Trung tâm", "Cơ sở"]
    assert work == [
        ["1", "Máy sao chè", "máy", "1", "1", "700", "700", "0"],
        ["", "Cộng", "", "", "", "700", "700", "0"],
    ]
    assert sources == [["1", "Máy sao chè", "700", "300", "400", "0"], ["", "Cộng", "700", "300", "400", "0"]]
    assert papers
    assert {row[2] for row in papers} <= {"có", BLANK}
    assert "Đạt." in list(lines(paper("m5a", minutes)))
    minutes.lines.update(done_quantity=0, done_value=0, from_fund=0, from_beneficiary=0, from_other=0)
    blank = tables(paper("m5a", Acceptance.objects.get()))[1]
    assert blank[0] == ["1", "Máy sao chè", "máy", "1", BLANK, "700", BLANK, BLANK]


def test_the_minutes_fit_a_page_for_people(settled):
    found = paper("m5a", Acceptance.objects.get())
    assert not found.landscape
    assert [len(block.columns) for block in found.blocks if isinstance(block, Signatures)] == [2, 2]
    assert found.bases[0].startswith("Căn cứ Quyết định")


@pytest.mark.parametrize(
    ("track", "invoice", "may"),
    [("local", False, {"m5a", "m5b"}), ("national", True, {"m5b"}), ("national", False, {"m5a"})],
)
def test_which_minutes_a_national_project_takes(settled, track, invoice, may):
    minutes = Acceptance.objects.select_related("share__project").get()
    minutes.share.project.track, minutes.share.project.issues_invoice = track, invoice
    assert {code for code in ("m5a", "m5b") if not FORMS[code].why_not(minutes)} == may


def test_settlement_and_liquidation(settled):
    contract = Contract.objects.get()
    work, settled_rows = tables(paper("m7", contract))
    assert work[0] == ["1", "Cơ sở mẫu 01", "Máy sao chè", "máy", "1", "700", "700", "300", "400", "0", "0"]
    assert settled_rows == [
        ["1", "Cơ sở mẫu 01", "300", "300", "300", "0", "0"],
        ["", "Cộng", "300", "300", "300", "0", "0"],
    ]
    assert tables(paper("m6", contract)) == [settled_rows]
    said = "\n".join(lines(paper("m6", contract)))
    assert "Giá trị được chấp nhận quyết toán: 300.000.000 đồng (Bằng chữ: Ba trăm triệu đồng)." in said
    assert "Đã tạm ứng, chưa quyết toán: 0 đồng; đã nộp lại: 0 đồng; phải thu hồi: 0 đồng; chưa chi: 0 đồng." in said


def test_vouchers_by_source(settled):
    contract = Contract.objects.get()
    own = tables(paper("m8a", contract))[0]
    every = tables(paper("m8b", contract))[0]
    assert own[-1][-1] == "300"
    assert all(row[6] for row in own[:-1])
    assert every[-1][5:] == ["300", "300", "0", "0"]


def test_the_tax_of_a_voucher_lies_within_its_amount(settled):
    """record_voucher: `amount` includes VAT."""
    Voucher.objects.update(vat=Dong(27_000_000))
    contract = Contract.objects.get()
    for form in ("m8a", "m8b"):
        said = [cell for row in tables(paper(form, contract))[0] for cell in row]
        assert "327" not in said
    (invoice,) = _ALL(contract)
    told = {field.name: field.value(invoice) for field in VOUCHER}
    assert (told["chua_thue"], told["thue"], told["tong"], told["khuyen_cong"]) == ("273", "27", "300", "300")


def test_an_invoice_that_two_sources_paid_is_one_line(settled):
    first = Voucher.objects.get()
    own = {"source": "beneficiary", "amount": Dong(400_000_000), "vat": Dong(0)}
    Voucher.objects.create(
        share=first.share, number=first.number, on=first.on, seller=first.seller, text=first.text, entered_at=first.entered_at, entered_by=first.entered_by, **own,
    )  # fmt: skip
    rows = tables(paper("m8b", Contract.objects.get()))[0]
    assert [row[5:] for row in rows] == [["700", "300", "400", ""], ["700", "300", "400", "0"]]
    assert [row[-1] for row in tables(paper("m8a", Contract.objects.get()))[0]] == ["300", "300"]


@pytest.mark.parametrize("state", ["refused", "withdrawn"])
def test_no_decision_is_written_on_a_request_that_fell(state):
    for form in decisions.FORMS:
        for change in ("stop", "content"):
            assert "không được duyệt" in form.why_not(ChangeRequest(change=change, state=state))


def test_payment_asked_and_the_years_contracts(settled):
    contract = Contract.objects.get()
    assert [row[2] for row in tables(paper("m9", contract))[0]] == [
        "300.000.000",
        "300.000.000",
        "0",
        "300.000.000",
        "0",
        "0",
        "0",
        BLANK,
    ]
    assert tables(paper("m10", contract)) == [[
        ["1", "01/HĐ-TTKC", "01/03/2026", "300", "300", "300", "0", "0", "0", "0"],
        ["", "Cộng", "", "300", "300", "300", "0", "0", "0", "0"],
    ]]  # fmt: skip


def test_the_tables_of_the_dossier_are_made_up_before_it_is_handed_in(chain):
    contract = chain.to("complete") and Contract.objects.get()
    assert {FORMS[code].why_not(contract) for code in ("m7", "m9")} == {"chưa nghiệm thu hết các phần của hợp đồng."}
    chain.to("vouchers")
    work, asked = tables(paper("m7", contract))
    assert work[0][5:7] == ["700", "700"]
    assert asked[0] == ["1", "Cơ sở mẫu 01", "300", BLANK, BLANK, BLANK, BLANK]
    assert tables(paper("m9", contract))[0][1] == ["2", "Đề nghị quyết toán", BLANK]
    assert FORMS["m6"].why_not(contract) == "chưa nộp hồ sơ quyết toán."
    chain.to("dossier")
    (lines_,) = tables(paper("m6", contract))
    assert lines_[0] == ["1", "Cơ sở mẫu 01", "300", "300", BLANK, BLANK, BLANK]


def test_the_plan_and_its_annex(settled):
    plan = YearPlan.objects.get()
    for code in ("to_trinh_kh", "qd_ke_hoach"):
        assert tables(paper(code, plan)) == [[
            ["I", "Mô hình trình diễn kỹ thuật, chuyển giao công nghệ, máy móc tiên tiến, sản xuất sạch hơn", "300.000.000", ""],
            ["1", "Hỗ trợ máy sao chè", "", "Cơ sở mẫu 01", "Xã Xín Mần, tỉnh Tuyên Quang", "700.000.000", "300.000.000", "400.000.000"],
            ["", "Tổng cộng", "", "", "", "", "300.000.000", ""],
        ]]  # fmt: skip


def test_progress_and_completed_work(settled):
    months = tables(paper("m3a", settled.share))[0]
    assert months
    money = tables(paper("m3b", settled.share))[0]
    assert [row[2] for row in money] == ["300.000.000", "400.000.000", "300.000.000", "0"]
