"""What every write of the network checks and says."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.db.models import Model

from bedo.accounts.models import User
from bedo.core import log
from bedo.core.checks import loggable
from bedo.core.moves import Refused
from bedo.network.models.base import Record
from bedo.places import queries as places
from bedo.places.models import Unit

MANAGE = "network.manage"


def need(by: User | None, province_id: int) -> None:
    """Refuse who may not arrange the network of the province. `by=None` is the system itself (demonstration)."""
    if by is not None and not by.grants.may(MANAGE, province_id):
        raise Refused(
            "Bạn không có quyền phân công, quản lý mạng lưới của tỉnh này.",
            "Nhờ lãnh đạo Trung tâm hoặc Giám đốc Sở.",
            code="right",
            status=403,
        )


def of_province(place: Unit, province: Unit, field: str = "place") -> None:
    """The place is, or its province went into, today's province."""
    if places.present_province(place) != province:
        raise Refused(
            f"{place.label} nay không thuộc {province.label}.", "Chọn địa bàn của tỉnh này.", field=field, code=field,
            status=422,
        )  # fmt: skip


def write(
    row: Record,
    kind: str,
    text: str,
    *,
    by: User | None,
    on: date | None = None,
    group: str = "",
    changed: Mapping[str, list[Any]] | None = None,
    personal: Iterable[str] = (),
    **data: Any,
) -> None:
    """One entry on the row's timeline; values of personal fields stay outside the chain. Texts name posts and places,
    never people."""
    hidden = set(personal)
    pairs = {field: [_plain(value) for value in pair] for field, pair in (changed or {}).items()}
    shown = {field: pair for field, pair in pairs.items() if field not in hidden}
    log.record(
        row.province.code,
        kind,
        subject=row.subject,
        group=group or row.group,
        by=by,
        on=on,
        text=text,
        data={**data, **({"fields": sorted(pairs), "changed": shown} if changed is not None else {})},
        personal={field: pair for field, pair in pairs.items() if field in hidden} or None,
    )


def _plain(value: Any) -> Any:
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    return value.pk if isinstance(value, Model) else loggable(value)
