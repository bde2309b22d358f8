"""Decisions on a change and the demand that follows a stop: who decides, share by share, what comes back."""

from datetime import date

import pytest

from bedo.core.types import Dong
from bedo.documents.writing.content import Table, lines
from bedo.documents.writing.forms import FORMS, Terms
from bedo.office.writing.forms import initial_terms
from bedo.projects.models import ChangeRequest
from bedo.projects.services import changes, settlement
from tests.projects.conftest import *  # noqa: F403 - the chain of a project
from tests.projects.groups import MILLION, GroupChain

pytestmark = pytest.mark.django_db
STOP = {"reason_code": "no_capital"}
DONE = {1: 210 * MILLION, 2: 190 * MILLION}
PARTS = [
    ["1", "1. Cơ sở mẫu 01", "210.000.000", "210.000.000", "0", "90.000.000"],
    ["2", "2. Cơ sở nhóm 02", "210.000.000", "190.000.000", "20.000.000", "90.000.000"],
    ["3", "3. Cơ sở nhóm 03", "210.000.000", "0", "210.000.000", "90.000.000"],
    ["", "Cộng", "630.000.000", "400.000.000", "230.000.000", "270.000.000"],
]


@pytest.fixture
def group(people, establishment):
    return GroupChain(people, establishment).detailed().signed().advanced()


def checked(group, request):
    changes.check(
        request=request, agrees=True, text="Đã kiểm tra tại cơ sở", on=date(2026, 8, 10), **group.by("appraiser")
    )
    return ChangeRequest.objects.select_related("project__province", "share").get(pk=request.pk)


def cells(found):
    (table,) = [block for block in found.blocks if isinstance(block, Table)]
    return [[cell.text for cell in row.cells] for row in table.rows]


def test_a_stop_is_written_share_by_share_before_and_after_it_is_decided(group):
    request = group.change("stop", {"work_done": "Hai cơ sở đã lắp máy", "done": DONE}, **STOP)
    assert FORMS["qd_ngung"].why_not(request) == "Sở chưa kiểm tra đề nghị."
    row = checked(group, request)
    draft = FORMS["qd_ngung"].write(row, Terms())
    assert cells(draft) == PARTS
    assert "Khối lượng đã làm: Hai cơ sở đã lắp máy" in list(lines(draft))
    by = group.by("approver_province")
    changes.approve(request=row, decision=group.paper("QĐ", 50, date(2026, 8, 20)), **by)
    row = ChangeRequest.objects.select_related("project__province", "share").get(pk=request.pk)
    issued = FORMS["qd_ngung"].write(row, Terms())
    assert cells(issued) == PARTS, "the transfers say what the plan said"
    assert "Số kinh phí phải nộp lại: 230.000.000 đồng" in "\n".join(lines(issued))


@pytest.mark.parametrize(
    ("body", "issuer", "superior", "position", "symbol"),
    [
        ("so", "Sở Công Thương", "UBND Tỉnh Tuyên Quang", "GIÁM ĐỐC", "QĐ-SCT"),
        ("chairman", "Ủy ban nhân dân Tỉnh Tuyên Quang", "", "CHỦ TỊCH", "QĐ-UBND"),
        ("cuc", "Cục Đổi mới sáng tạo, Chuyển đổi xanh và Khuyến công", "Bộ Công Thương", "CỤC TRƯỞNG", ""),
        ("minister", "Bộ Công Thương", "", "BỘ TRƯỞNG", "QĐ-BCT"),
    ],
)
def test_who_decides_is_who_issues_and_signs(group, body, issuer, superior, position, symbol):
    request = group.change("stop", {"work_done": "Chưa làm", "done": {}}, **STOP)
    row = checked(group, request)
    row.body = body
    for code in ("qd_ngung", "qd_dieu_chinh"):
        given = initial_terms(FORMS[code], row)
        assert [given[name] for name in ("issuer", "superior", "position", "symbol", "authority")] == [
            issuer,
            superior,
            position,
            symbol,
            "TM. ỦY BAN NHÂN DÂN" if body == "chairman" else "",
        ]
    assert FORMS["qd_ngung"].write(row, Terms(issuer=issuer)).signature.position == position


def test_the_demand_says_what_is_left_to_pay_back(group):
    request = group.change("stop", {"work_done": "Hai cơ sở đã lắp máy", "done": DONE}, **STOP)
    row = checked(group, request)
    assert FORMS["cv_thu_hoi"].why_not(group.shares[2]) == "phần này không còn kinh phí phải nộp lại."
    changes.approve(
        request=row, decision=group.paper("QĐ", 50, date(2026, 8, 20)), recover_by=date(2026, 9, 30), recover_to="Kho bạc Nhà nước",
        **group.by("approver_province"),
    )  # fmt: skip
    settlement.repay(share=group.shares[2], amount=Dong(60 * MILLION), on=date(2026, 9, 1), **group.by("accountant"))
    said = "\n".join(lines(FORMS["cv_thu_hoi"].write(group.shares[2], Terms(issuer="Trung tâm Khuyến công"))))
    assert (
        "Kinh phí đã chi cho đơn vị: 210.000.000 đồng; quyết toán cho phần đã làm: 0 đồng; phải nộp lại: 210.000.000 đồng."
        in said
    )
    assert (
        "số tiền còn phải nộp: 150.000.000 đồng (Bằng chữ: Một trăm năm mươi triệu đồng), vào Kho bạc Nhà nước, chậm nhất ngày 30 tháng 9 năm 2026."
        in said
    )
    assert "Kính gửi: Cơ sở nhóm 03" in said
    assert FORMS["cv_thu_hoi"].why_not(group.shares[0])


def test_contracts_of_stopped_shares_in_liquidation_and_reconciliation(group):
    request = group.change("stop", {"work_done": "Hai cơ sở đã lắp máy", "done": DONE}, **STOP)
    changes.approve(
        request=checked(group, request),
        decision=group.paper("QĐ", 50, date(2026, 8, 20)),
        **group.by("approver_province"),
    )
    settlement.repay(share=group.shares[1], amount=Dong(20 * MILLION), on=date(2026, 9, 1), **group.by("accountant"))
    assert cells(FORMS["m6"].write(group.contracts[2], Terms()))[0] == [
        "1",
        "Cơ sở nhóm 02",
        "300",
        "0",
        "190",
        "90",
        "20",
    ]
    rows = cells(FORMS["m10"].write(group.contracts[2], Terms()))
    assert [row[3:] for row in rows] == [
        ["300", "210", "210", "0", "0", "0", "0"],
        ["300", "210", "190", "20", "0", "0", "0"],
        ["300", "210", "0", "0", "210", "0", "0"],
        ["900", "630", "400", "20", "210", "0", "0"],
    ]
