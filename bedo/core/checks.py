"""What every register checks of the values it is given, and says: refusals beside their field, stale versions."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.db.models import Model

from bedo.core.moves import Refused, Verdict
from bedo.core.text import nfc


def check(verdict: Verdict) -> None:
    """Turn a refusal of a rule about a value into one beside its field (422)."""
    if verdict.refusal:
        verdict.refusal.status = 422
        raise verdict.refusal


def bad(reason: str, todo: str, field: str) -> Refused:
    return Refused(reason, todo, field=field, code=field, status=422)


def tidy(value: Any) -> Any:
    """Text in NFC without spaces at the ends or doubled; everything else as it is."""
    if not isinstance(value, str):
        return value
    lines = (" ".join(line.split()) for line in nfc(value).splitlines())
    return "\n".join(lines).strip()


def not_later(value: date | None, today: date, field: str, what: str) -> None:
    if value and value > today:
        raise bad(f"{what} {value:%d/%m/%Y} ở sau hôm nay.", "Sửa lại ngày.", field)


def known(code: str, codes: Iterable[str], field: str, what: str, *, empty: bool = False) -> None:
    if not (code in codes or (empty and not code)):
        raise bad(f"{what} không có trong danh mục.", "Chọn lại trong danh sách.", field)


def only(fields: Mapping[str, Any], editable: Iterable[str]) -> None:
    unknown = fields.keys() - set(editable)
    if unknown:
        raise TypeError(f"not editable: {sorted(unknown)}")


def fresh(row: Model, version: int) -> Any:
    """The row as it is now, locked; refused when somebody changed it after `version` was read."""
    found = type(row).objects.select_for_update().filter(pk=row.pk).first()
    if found is None:
        raise Refused("Người khác vừa xóa mục này.", "Tải lại trang.", code="gone", status=409)
    if found.version != version:
        raise Refused(
            "Trong lúc bạn nhập, người khác đã sửa và lưu.",
            "Chọn từng ô: giữ điều bạn nhập hay bản đang lưu, rồi lưu lại.",
            code="stale",
            status=409,
        )
    return found


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, list[Any]]:
    """Fields that changed, as [before, after]."""
    return {field: [before[field], after[field]] for field in after if before[field] != after[field]}


def loggable(value: Any) -> Any:
    return value if isinstance(value, str | int | bool | date | None) else str(value)
