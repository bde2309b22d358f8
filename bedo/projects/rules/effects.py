"""What is asked after support, each measure declared as stock (a state at a day) or flow (over a year). Need N18."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Measure:
    """`kind` is "stock" (never added over years) or "flow" (may be added over years); `unit` for people."""

    label: str
    unit: str
    kind: str


MEASURES: dict[str, Measure] = {
    "workers": Measure("Lao động đang làm việc", "người", "stock"),
    "jobs_new": Measure("Lao động tăng thêm nhờ hỗ trợ trong năm", "người", "flow"),
    "income": Measure("Thu nhập bình quân một lao động một tháng", "đồng/người/tháng", "stock"),
    "revenue": Measure("Doanh thu trong năm", "đồng", "flow"),
    "output": Measure("Sản lượng trong năm", "theo đơn vị của sản phẩm", "flow"),
    "new_customers": Measure("Khách hàng, thị trường mới trong năm", "khách hàng", "flow"),
    "exports": Measure("Giá trị xuất khẩu trong năm", "đồng", "flow"),
}
KIND_LABELS = {"stock": "số tại thời điểm, không cộng các năm", "flow": "số phát sinh trong năm"}
