"""The reports by their code. Shapes: no official table of the statistical regime was found; these combine what articles and
registration reports show (design, to be set beside the province's own)."""

from __future__ import annotations

from bedo.core.moves import Refused
from bedo.reports.tables import people, results
from bedo.reports.tables.asking import Asked
from bedo.reports.tables.model import Built, Report

REPORTS: dict[str, Report] = {
    report.code: report
    for report in (
        Report("r1", "Kết quả hoạt động khuyến công", "Kế hoạch, thực hiện kỳ này, lũy kế, cùng kỳ, nguồn; theo nội dung và đề án.", results.results),
        Report("r2", "Kế hoạch năm sau", "Ước thực hiện năm nay và kế hoạch năm sau theo nội dung.", results.next_year),
        Report("r3", "Tình hình giải ngân", "Từng đề án: hỗ trợ, đã ký, đã chi, đã quyết toán, còn lại.", results.disbursement),
        Report("r4", "Điều chỉnh và ngừng đề án", "Loại, lý do, quyết định, kinh phí giải phóng, phải thu hồi.", people.adjusted),
        Report("r5", "Bình chọn sản phẩm", "Số liệu đã công bố; hệ thống chưa ghi các kỳ bình chọn.", people.voting),
        Report("r6", "Cơ sở CNNT và nhu cầu", "Cơ sở có nhu cầu trong kỳ, số tiền đề nghị, tình trạng.", people.wishes),
        Report("r7", "Cán bộ, cộng tác viên", "Ai ở đâu, phụ trách bao nhiêu đề án, nơi chưa có người.", people.network),
        Report("ctv", "Bảng kê thù lao cộng tác viên", "Việc từng cộng tác viên đã ghi và đã được nhận trong kỳ; mức chi ghi tay.", people.pay),
        Report("r8", "Tổng hợp quý, UBND tỉnh gửi Bộ", "Các chỉ tiêu chính: kế hoạch, kỳ này, lũy kế, cùng kỳ.", results.synthesis),
    )
}  # fmt: skip


def build(code: str, asked: Asked) -> Built:
    """The report. Refused (400) for a kind that is not known."""
    if code not in REPORTS:
        raise Refused(f"Không có báo cáo “{code}”.", f"Chọn: {', '.join(REPORTS)}.", code="report", status=400)
    return REPORTS[code].build(asked)
