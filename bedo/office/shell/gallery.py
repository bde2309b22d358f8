"""Sample values for the gallery page. Everything here is made up and marked so on the page."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django import forms
from django.utils import timezone

from bedo.core.answers import Answer, Source, Step
from bedo.core.clock import today
from bedo.core.fields import DongFormField
from bedo.core.types import Dong
from bedo.office.shell.http import Difference
from bedo.office.shell.labels import FREED, STAGES

SHAPES = (
    ("Tròn: hồ sơ và thẩm định", "draft submitted base_review base_passed"),
    ("Vuông: kế hoạch và hợp đồng", "planned funded contracted"),
    ("Tam giác: thực hiện", "running completed rework"),
    ("Thoi: nghiệm thu, tiền và sau đó", "accepted settling liquidated settled followed closed"),
    ("Ra khỏi đường chính", "returned not_planned withdrawn rejected stopped unknown"),
    ("Nhu cầu", "received screened refused"),
)
COLOURS = (
    "paper #f6f4ec, sheet #fffefb, sheet-2 #f0ede2, ink #1d2130, ink-2 #474c5b, ink-3 #5f6370, rule-strong #878170, "
    "indigo #2a3577, indigo-deep #1c2455, indigo-soft #e8e9f3, indigo-mid #6b75b3, tea #2a6141, turmeric #dda220, "
    "turmeric-ink #6f4c00, brick #9a2d22"
)
MARKS = "logo menu search plus pen copy print save file photo doc doc-no lock person pin info dev up nonet ok x q ne to down back"
MONEY = {"available": 150, "planned": 250, "contracted": 200, "advanced": 300, "recoverable": 100, "settled": 350}
SHARE = {"contracted": 90_000_000, "advanced": 510_000_000, "recoverable": 210_000_000, "freed": 90_000_000}


class SampleFilters(forms.Form):
    q = forms.CharField(label="Tên đề án, cơ sở, số văn bản", required=False)
    source = forms.ChoiceField(
        label="Nguồn", choices=[("", "Tất cả"), ("kcdp", "KCĐP"), ("kcqg", "KCQG")], required=False
    )
    content = forms.ChoiceField(label="Nội dung", choices=[("", "Tất cả"), ("may", "Máy móc")], required=False)
    year = forms.ChoiceField(label="Năm", choices=[("", "Tất cả"), ("2026", "2026")], required=False)


class SampleForm(forms.Form):
    name = forms.CharField(label="Tên đơn vị thụ hưởng", help_text="Ghi đúng như giấy đăng ký kinh doanh.")
    total = DongFormField(label="Tổng vốn đầu tư (đồng)", help_text="Sáu trăm hai mươi triệu đồng")
    own = DongFormField(label="Đối ứng (đồng)")
    signed_on = forms.DateField(label="Ngày ký")
    kind = forms.ChoiceField(
        label="Loại hình", choices=[("hkd", "Hộ kinh doanh"), ("htx", "Hợp tác xã"), ("dn", "Doanh nghiệp")]
    )
    machine = forms.ChoiceField(
        label="Máy được hỗ trợ còn dùng không?",
        widget=forms.RadioSelect,
        choices=[("con", "Còn dùng"), ("it", "Dùng ít"), ("khong", "Không dùng"), ("", "Chưa rõ")],
        required=False,
    )
    agreed = forms.BooleanField(label="Cơ sở đồng ý cho dùng số điện thoại để báo tin", required=False)
    paper = forms.FileField(label="Bản chụp quyết định", required=False, help_text="PDF hoặc ảnh, không quá 25 MB.")
    text = forms.CharField(label="Ghi chép", widget=forms.Textarea, required=False)


def _deadlines(day: date) -> list[tuple[date, str]]:
    return [
        (day - timedelta(days=3), "15 ngày từ nghiệm thu cuối"),
        (day, "ngày ghi trong hợp đồng"),
        (day + timedelta(days=4), "trước ngày 25 hằng tháng"),
        (day + timedelta(days=14), "ngày ghi trong kế hoạch"),
    ]


def _answers() -> list[Answer]:
    text = "Thông tư 28/2018/TT-BTC"
    steps = (
        Step("50 % của 622.500.000 đ", "311.250.000 đ"),
        Step("Trần mỗi cơ sở", "300.000.000 đ"),
        Step("Lấy số nhỏ hơn", "300.000.000 đ"),
    )
    summary = Source(text, "Điều 8 khoản 4", date(2018, 5, 11), None, "summary")
    read = Source("Thông tư 36/2013/TT-BCT", "Điều 7", date(2014, 2, 10), None, "read")
    return [
        Answer("Phần 1 được hỗ trợ tối đa bao nhiêu?", Dong(300_000_000), steps, (summary,)),
        Answer(
            "Được tạm ứng lần một chưa?",
            False,
            (Step("Đã làm", "25 % tổng vốn"), Step("Cần", "30 %")),
            (read,),
            "Còn thiếu xác nhận khối lượng của Sở.",
        ),
    ]


def _entries(now: datetime, day: date) -> list[dict[str, Any]]:
    return [
        {
            "icon": "o-full",
            "tone": "bad",
            "text": "Ngừng phần 3, giải phóng 90.000.000 đ",
            "on": day,
            "at": now,
            "actor": "Cán bộ C",
        },
        {
            "icon": "d-open",
            "tone": "ok",
            "text": "Nghiệm thu phần 2: đạt",
            "on": day - timedelta(days=2),
            "at": now - timedelta(days=1),
            "actor": "Cán bộ A",
        },
        {"text": "Tạm ứng lần một 210.000.000 đ", "on": None, "at": now - timedelta(days=9), "actor": None},
    ]


PAPERS = [
    {
        "name": "Hoá đơn mua máy sao chè",
        "missing": True,
        "note": "cơ sở nộp · cần trước nghiệm thu",
        "url": "#",
        "button": "Thêm tệp",
    },
    {"name": "Hợp đồng thực hiện đề án", "missing": False, "note": "16/03/2026 · tệp PDF, 2 chữ ký", "file_url": "#"},
    {"name": "Xác nhận khối lượng của Sở", "missing": False, "note": "25/06/2026"},
    {"name": "Dự toán chi tiết, Mẫu 1", "missing": False},
    {"name": "Giấy đăng ký hộ kinh doanh", "missing": False},
]
STRIP = [
    {"value": 2, "word": "Quá hạn", "hint": "lâu nhất 5 ngày", "url": "#", "tone": "late", "icon": "late"},
    {"value": 1, "word": "Hạn hôm nay", "hint": "thu hồi phần 3", "url": "#", "tone": "day", "icon": "day"},
    {"value": 5, "word": "Giấy tờ còn thiếu", "hint": "ở 3 đề án", "url": "#", "icon": "doc-no"},
    {"value": "1.734,6", "word": "triệu đồng, khung KCĐP", "hint": "quyết định giao năm 2026"},
]
CHANGES = [
    {"item": "Đã ký hợp đồng", "before": "90.000.000 đ", "after": "0 đ", "effect": "90.000.000 đ về dòng ngân sách"},
    {"item": "Đã chi", "before": "210.000.000 đ", "after": "0 đ", "effect": "chuyển sang Phải thu hồi"},
    {"item": "Phải thu hồi", "before": "0 đ", "after": "210.000.000 đ", "effect": "nộp ngân sách, mặc định"},
]
ROWS = [
    {
        "code": "TQ-2026-01",
        "name": "Hỗ trợ máy móc trong chế biến chè",
        "who": "Cơ sở mẫu 01, xã Xín Mần",
        "state": "running",
        "support": 300_000_000,
        "own": 322_500_000,
    },
    {
        "code": "TQ-2026-05",
        "name": "Hỗ trợ máy móc trong sản xuất gạch không nung",
        "who": "Cơ sở mẫu 05, xã Bắc Quang",
        "state": "accepted",
        "support": 150_000_000,
        "own": None,
    },
    {
        "code": "TQ-2026-07",
        "name": "Hỗ trợ máy bóc ván",
        "who": "Cơ sở mẫu 07, xã Hàm Yên",
        "state": "returned",
        "support": 0,
        "own": None,
    },
]
NEXT = "Sau bước này Trung tâm tạm ứng phần kinh phí còn lại 90.000.000 đ."


def _ruler(day: date) -> list[dict[str, Any]]:
    done = ["Nộp Sở", "Đạt thẩm định", "Có trong kế hoạch", "Giao dự toán", "Ký hợp đồng"]
    steps: list[dict[str, Any]] = [
        {"word": word, "on": day - timedelta(days=200 - 30 * place), "status": "done"}
        for place, word in enumerate(done)
    ]
    steps.append(
        {"word": "Đang thực hiện", "when": f"từ {day - timedelta(days=40):%d/%m/%Y}", "status": "now", "icon": "t-full"}
    )
    steps += [
        {"word": word, "when": when, "status": "todo"}
        for word, when in (
            ("Nghiệm thu", "hạn trong hợp đồng"),
            ("Quyết toán", "15 ngày sau"),
            ("Thanh lý", "chậm nhất 22/01"),
        )
    ]
    return steps


WRONG = {"name": "HTX Cốc Rế", "total": "620.000.000", "own": "ba trăm", "signed_on": "31/02/2026", "kind": "htx"}


def _forms() -> dict[str, forms.Form]:
    wrong = SampleForm(
        {f"sai-{name}": value for name, value in WRONG.items()},
        prefix="sai",
    )
    wrong.add_error(None, "Đối ứng cộng hỗ trợ không bằng tổng vốn, lệch 12.000.000 đ.")
    return {
        "form": SampleForm(initial={"total": Dong(620_000_000), "kind": "htx"}),
        "wrong_form": wrong,
        "filters": SampleFilters(prefix="loc"),
    }


def context(request: Any) -> dict[str, Any]:
    now, day = timezone.now(), today()
    return _forms() | {
        "shapes": [(title, codes.split()) for title, codes in SHAPES],
        "colours": [tuple(pair.split(" ")) for pair in COLOURS.split(", ")],
        "marks": MARKS.split(),
        "money": {code: value * 1_000_000 for code, value in MONEY.items()},
        "share": SHARE,
        "links": {stage.code: "#" for stage in (*STAGES, FREED)},
        "deadlines": _deadlines(day),
        "answers": _answers(),
        "entries": _entries(now, day),
        "papers": PAPERS,
        "figures": STRIP,
        "changes": CHANGES,
        "rows": ROWS,
        "ruler": _ruler(day),
        "next_due": day + timedelta(days=14),
        "after": NEXT,
        "now": now,
        "person": request.user,
        "differences": [
            Difference("x", "Đối ứng (đồng)", "320.000.000", "302.500.000"),
            Difference("y", "Ghi chép", "", "Đã gọi điện 12/11"),
        ],
        "bulk_actions": [("xuat", "Xuất các dòng đã chọn"), ("xem", "Xem trước từng dòng")],
        "chips": [("KCĐP", "?loc-source="), ("Máy móc, thiết bị", "?loc-content=")],
        "kept": {"may": 1_134_600_000, "tong": 1_224_600_000},
    }
