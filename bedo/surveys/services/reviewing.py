"""Review what was received: accepted into the register and the projects under the log, or returned with a reason."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date

from bedo.accounts.models import User
from bedo.core import log
from bedo.core.clock import now
from bedo.core.moves import Refused
from bedo.establishments.models import Establishment
from bedo.surveys import comparing
from bedo.surveys.models import Visit
from bedo.surveys.rules import kinds, merging
from bedo.surveys.services import taking

RIGHT = "visit.review"
NEW_ONE = "moi"
"""Decision under "establishment": none of the like ones in the register, it is a new one."""


def give_back(*, visit: Visit, reason: str, by: User, version: int | None = None) -> None:
    """Return it to the officer: it opens again on the device with the reason.

    Refused without a reason, when it was accepted, or when it is another `version` than the reviewer saw.
    """
    with _act(visit, by, "Trả lại phiếu"):
        row = _waiting(visit, version, by)
        if not reason.strip():
            raise Refused("Trả lại phải ghi lý do.", "Ghi cần sửa hoặc hỏi thêm gì.", field="reason", status=422)
        _close(row, kinds.RETURNED, by, reason=reason.strip())
        _note(row, "visit.return", f"Trả lại phiếu {row.receipt}. Lý do: {reason.strip()}", by)


def accept(
    *,
    visit: Visit,
    version: int,
    decisions: Mapping[str, str],
    by: User,
    today: date,
    visited_on: date | None = None,
    establishment: Establishment | None = None,
    register_version: int | None = None,
) -> Visit:
    """Take the visit into the register and the projects, field by field as decided (merging.TAKE, merging.KEEP).

    `establishment`: the one in the register that a visit of a “new” one is about after all; when there are like ones and it
    is none of them, decisions["establishment"] is NEW_ONE. `visited_on` is needed when the device's clock could not be
    trusted. `register_version`: of the establishment's record as the reviewer saw it. A visit on a form that is not known
    here is kept as it is. Refuses a stale version, an undecided conflict, and whatever the services below refuse; then
    nothing is changed.
    """
    with _act(visit, by, "Chấp nhận phiếu"):
        row = _waiting(visit, version, by)
        row.visited_on = _day(row, visited_on, today)
        if establishment is not None and row.establishment_id is None and row.kind == "khao_sat":
            row.establishment = _one_of(row, establishment)
        _seen(row, register_version)
        found = comparing.compare(row)
        _decided(row, found, decisions)
        done = taking.take(row, found, decisions, by=by, today=today) if found.form else ""
        row.decisions = dict(decisions)
        _close(row, kinds.ACCEPTED, by)
        own = " Người xem xét là người đi thăm." if row.officer_id == by.pk else ""
        text = f"Chấp nhận phiếu {row.receipt}: {done or 'lưu cùng hồ sơ'}.{own}"
        _note(row, "visit.accept", text, by, on=row.visited_on)
        return row


@contextmanager
def _act(visit: Visit, by: User, what: str) -> Iterator[None]:
    """One transaction. A refusal undoes everything and is itself logged, by its code alone: its words may name people."""
    code = visit.province.code
    try:
        with log.writing(code):
            yield
    except Refused as refusal:
        if refusal.status in (403, 409):
            text = f"Không thực hiện được “{what}”."
            log.record(code, "refused", subject=visit.subject, by=by, text=text, data={"code": refusal.code})
        raise


def _waiting(visit: Visit, version: int | None, by: User) -> Visit:
    if not by.grants.may(RIGHT, visit.province_id):
        raise Refused("Bạn không có quyền xem xét phiếu ở tỉnh này.", "Nhờ người có quyền.", code="right", status=403)
    row = Visit.objects.select_for_update(of=("self",)).select_related("province", "officer").get(pk=visit.pk)
    if row.state != kinds.PENDING or (version is not None and row.version != version):
        raise Refused(
            f"Phiếu này đang ở trạng thái “{row.state_label}” hoặc vừa có người xem xét.",
            "Tải lại trang để xem phiếu mới nhất.",
            code="stale",
        )
    return row


def _one_of(visit: Visit, establishment: Establishment) -> Establishment:
    """The chosen one as it is now; it may have been merged since the page was opened."""
    row = Establishment.objects.live().filter(pk=establishment.pk, province=visit.province_id).first()
    if row is None:
        raise Refused(
            "Cơ sở đã chọn không còn trong danh sách.",
            "Chọn lại cơ sở.",
            field="establishment",
            code="gone",
            status=422,
        )
    return row


def _seen(visit: Visit, version: int | None) -> None:
    if version is not None and visit.establishment_id and visit.establishment.version != version:
        raise Refused(
            "Hồ sơ cơ sở vừa được sửa trong lúc bạn xem phiếu.", "Xem lại từng ô rồi chấp nhận.", code="register"
        )


def _decided(visit: Visit, found: comparing.Comparison, decisions: Mapping[str, str]) -> None:
    """Refuse while something is left to choose."""
    if found.twins and decisions.get("establishment") != NEW_ONE:
        raise Refused(
            f"Danh sách đã có {len(found.twins)} cơ sở giống cơ sở này.", "Chọn một trong các cơ sở ấy, hoặc ghi là cơ sở mới.",
            field="establishment", code="twins", status=422,
        )  # fmt: skip
    left = merging.undecided(found.fields, decisions)
    if left:
        raise Refused(
            f"Còn {len(left)} ô khác nhau chưa chọn: {', '.join(one.label.lower() for one in left)}.",
            "Chọn từng ô: giữ bản đang lưu hay lấy theo phiếu.",
            field=left[0].field,
            code="conflict",
            status=422,
        )


def _day(visit: Visit, given: date | None, today: date) -> date:
    if given is None and not visit.clock_trusted:
        raise Refused(
            "Đồng hồ của máy không dùng được nên chưa biết ngày thăm.", "Hỏi cán bộ rồi ghi ngày thăm.",
            field="visited_on", status=422,
        )  # fmt: skip
    if given and given > today:
        raise Refused("Ngày thăm ở tương lai.", "Sửa ngày thăm.", field="visited_on", status=422)
    return given or comparing.visited_on(visit)


def _close(visit: Visit, state: str, by: User, *, reason: str = "") -> None:
    visit.state, visit.reason = state, reason
    visit.reviewed_by, visit.reviewed_at = by, now()
    visit.version += 1
    visit.save()


def _note(visit: Visit, kind: str, text: str, by: User, on: date | None = None) -> None:
    group = visit.establishment.group if visit.establishment else visit.subject
    log.record(visit.province.code, kind, subject=visit.subject, group=group, by=by, text=text, on=on)
