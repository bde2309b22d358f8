"""What every write of the register checks and says."""

from collections.abc import Iterable, Mapping
from typing import Any

from bedo.accounts.models import User
from bedo.core import log
from bedo.core.checks import bad, check, differences, fresh, known, loggable, not_later, only, tidy
from bedo.core.moves import Refused
from bedo.establishments.models import Establishment

__all__ = ["bad", "check", "differences", "fresh", "known", "live", "need", "not_later", "only", "tidy", "write"]

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


def live(establishment: Establishment) -> None:
    if establishment.merged_into_id:
        raise Refused(
            "Hồ sơ này đã gộp vào hồ sơ khác.", "Mở hồ sơ được giữ lại và làm ở đó.", code="merged", status=409
        )


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
