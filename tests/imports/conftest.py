"""Tuyên Quang with Hà Giang's past on the map, and lists brought in by its officer."""

from datetime import date

import pytest

from bedo.places.models import Succession
from tests.conftest import _unit
from tests.rules.imports.books import write

DAY = date(2026, 11, 26)
LIST = [
    ["KẾ HOẠCH KHUYẾN CÔNG ĐỊA PHƯƠNG NĂM 2019 TỈNH HÀ GIANG"],
    ["ĐVT: triệu đồng"],
    ["TT", "Tên đề án", "Đơn vị thụ hưởng", "Địa điểm", "Kinh phí hỗ trợ", "Đối ứng"],
    [1, "Hỗ trợ máy sao chè", "HTX chè Hùng An", "xã Hùng An, huyện Bắc Quang", 100, 150],
    [2, "Đề án nhóm: Hỗ trợ máy bóc gỗ", "", "", 200, ""],
    ["2.1", "", "Công ty TNHH Gỗ A", "Bắc Quang", 120, ""],
    ["2.2", "", "Công ty TNHH Gỗ B", "Bắc Quang", 80, ""],
    ["", "Chi phí quản lý", "", "", 9, ""],
    ["", "Tổng cộng", "", "", 309, 150],
]


@pytest.fixture
def old_map(province):
    """Hà Giang until 30 June 2025 with one district and two communes, which went into Tuyên Quang."""
    end = date(2025, 6, 30)
    old = _unit("02", "Hà Giang", None)
    district = _unit("034", "Bắc Quang", None, level=2, kind="huyen", parent=old)
    hung_an = _unit("01234", "Hùng An", None, level=3, kind="xa", parent=district)
    viet_vinh = _unit("01235", "Việt Vinh", None, level=3, kind="xa", parent=district)
    new = _unit("90001", "Hùng An", date(2025, 7, 1), level=3, kind="xa", parent=province)
    for unit in (old, district, hung_an, viet_vinh):
        unit.valid_to = end
        unit.save(update_fields=["valid_to"])
    rows = [(old, province, True), (hung_an, new, True), (viet_vinh, new, False), (district, new, False)]
    Succession.objects.bulk_create(Succession(old=a, new=b, on=date(2025, 7, 1), whole=whole) for a, b, whole in rows)
    return {"old": old, "district": district, "Hùng An": hung_an, "Việt Vinh": viet_vinh, "new": new}


@pytest.fixture(autouse=True)
def _files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"
    settings.STORAGES = {**settings.STORAGES, "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": str(tmp_path / "files")}}}  # fmt: skip


@pytest.fixture
def bring(people, old_map, province, tmp_path):
    """bring(rows) -> the import of a list, looked at."""
    from bedo.imports import services

    def brought(rows=LIST, name="danh-sach.xlsx", **options):
        path = write(tmp_path / name, {"KH": rows}, **options)
        row = services.bring(province=province, name=name, content=path.read_bytes(), by=people["officer"])
        return services.look(row)

    return brought
