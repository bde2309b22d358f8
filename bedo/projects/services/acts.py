"""What every act shares: one transaction, one log entry, compare-and-set of the state, refusals on the timeline."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import F

from bedo.core import log
from bedo.core.moves import Move, Refused
from bedo.places.models import Unit
from bedo.projects import queries

FUTURE = "Ngày {day:%d/%m/%Y} ở tương lai."


@dataclass(frozen=True)
class Ground:
    """What an act stands on before there is a project: a province, and the key its refusals are logged under."""

    province: Unit
    subject: str

    @property
    def province_id(self) -> int:
        return self.province.pk


@contextmanager
def act(thing: Any, *, by: Any, what: str = "") -> Iterator[None]:
    """One transaction on a thing that has `province`, `subject`. A refusal undoes everything and is itself logged."""
    chain = log.chain_of(thing.province)
    try:
        with log.writing(chain):
            yield
    except Refused as refusal:
        if refusal.status in (403, 409):
            text = f"Không thực hiện được{f' “{what}”' if what else ''}: {refusal.reason}"
            log.record(chain, "refused", subject=thing.subject, by=by, text=text, data={"code": refusal.code})
        raise


def note(
    thing: Any,
    kind: str,
    text: str,
    *,
    by: Any,
    on: date | None = None,
    data: dict | None = None,
    personal: dict | None = None,
):
    """One entry on the timeline of the thing."""
    return log.record(
        thing.province.code, kind, subject=thing.subject, by=by, text=text, on=on, data=data, personal=personal
    )


def require(thing: Any, right: str, *, by: Any, what: str) -> None:
    """Refuse with status 403 when the person lacks the right in the thing's province."""
    if right not in by.grants.rights(thing.province_id):
        raise Refused(f"Bạn không có quyền {what}.", "Nhờ người có quyền thực hiện.", code="right", status=403)


def move(
    thing: Any,
    name: str,
    row: Move,
    facts: Any,
    labels: dict[str, str],
    *,
    by: Any,
    on: date | None,
    comment: str = "",
    **changes: Any,
) -> None:
    """Check one move of the table, change the row by compare-and-set, write the history. Raises Refused."""
    verdict = row.check(thing.state, facts, by.grants.rights(thing.province_id), comment=comment, labels=labels)
    if not verdict:
        raise verdict.refusal
    before = thing.state
    advance(thing, before, row.target, **changes)
    text = f"{row.done}{f' {comment.strip()}' if comment.strip() else ''}"
    note(thing, name, text, by=by, on=on, data={"from": before, "to": row.target})


def advance(thing: Any, before: str, after: str, **changes: Any) -> None:
    """Compare-and-set: when another person was faster nothing is changed and the person is told."""
    manager = type(thing)._default_manager
    values = (
        {"state": after, "version": F("version") + 1, **changes}
        if hasattr(thing, "version")
        else {"state": after, **changes}
    )
    if not manager.filter(pk=thing.pk, state=before).update(**values):
        raise Refused("Người khác vừa chuyển trạng thái hồ sơ này.", "Tải lại trang rồi xem tiếp.", code="race")
    thing.refresh_from_db()


def not_future(day: date, today: date, field: str) -> None:
    """A paper's day may lie before its entry, never after."""
    if day > today:
        raise Refused(FUTURE.format(day=day), "Ghi ngày đã có trên văn bản.", field=field, code="day", status=422)


def not_before_contract(share: Any, day: date, field: str) -> None:
    """What is done under a contract cannot be older than it."""
    contract = queries.contract_of(share)
    if contract and day < contract.signed_on:
        raise Refused(
            f"Ngày {day:%d/%m/%Y} trước ngày ký hợp đồng ({contract.signed_on:%d/%m/%Y}).",
            "Kiểm tra lại ngày.",
            field=field,
            code="day",
            status=422,
        )


def fresh(thing: Any, version: int | None) -> None:
    """Refuse an edit that rests on an older version than the stored one."""
    if version is not None and thing.version != version:
        raise Refused(
            "Người khác vừa sửa nội dung này.",
            "Xem phần khác nhau rồi chọn giữ nội dung nào.",
            code="stale",
            status=409,
        )
