"""What every write of the register checks and says."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.db.models import Model

from bedo.accounts.models import User
from bedo.core import log
from bedo.core.moves import Refused, Verdict
from bedo.core.text import nfc
from bedo.establishments.models import Establishment

RIGHT = "establishment.edit"


def need(by: User | None, right: str, province_id: int) -> None:
    """Refuse who has not the right in the province. `by=None` is the system itself (demonstration, import)."""
    if by is not None and not by.grants.may(right, province_id):
        raise Refused(
            "Bạn không có quyền sửa hồ sơ cơ sở ở tỉnh này.",
            "Nhờ cán bộ của tỉnh đó, hoặc đề nghị quản trị cấp quyền.",
            code="right",
            status=403,
        )


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


def live(establishment: Establishment) -> None:
    if establishment.merged_into_id:
        raise Refused(
            "Hồ sơ này đã gộp vào hồ sơ khác.", "Mở hồ sơ được giữ lại và làm ở đó.", code="merged", status=409
        )


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, list[Any]]:
    """Fields that changed, as [before, after]."""
    return {field: [before[field], after[field]] for field in after if before[field] != after[field]}


def loggable(value: Any) -> Any:
    return value if isinstance(value, str | int | bool | date | None) else str(value)


def write(
    establishment: Establishment,
    kind: str,
    text: str,
    *,
    by: User | None,
    changed: Mapping[str, list[Any]],
    personal: Iterable[str],
    **data: Any,
) -> None:
    """One entry on the establishment's timeline: values of personal fields stay outside the chain."""
    hidden = set(personal)
    pairs = {field: [loggable(value) for value in pair] for field, pair in changed.items()}
    log.record(
        establishment.province.code,
        kind,
        subject=establishment.group,
        by=by,
        text=text,
        data={
            **data,
            "fields": sorted(pairs),
            "changed": {field: pair for field, pair in pairs.items() if field not in hidden},
        },
        personal={field: pair for field, pair in pairs.items() if field in hidden} or None,
    )
