"""Registers of the network, each kind by one path: add, change, remove, under the log and a version."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import IntegrityError, models, transaction
from django.db.models import ProtectedError

from bedo.accounts.models import User
from bedo.core import log
from bedo.core.checks import bad, check, differences, fresh, known, not_later, only, tidy
from bedo.core.clock import now
from bedo.core.moves import Refused
from bedo.core.text import fold, sort_key
from bedo.network import rules
from bedo.network.models import CollaboratorContract, Member, Post
from bedo.network.models.base import Record
from bedo.network.services import checks
from bedo.places.models import Unit


@dataclass(frozen=True)
class Kind:
    """One register: its table, its word, what may be typed, what is checked, what of it is personal, the sets it holds."""

    model: type[Record]
    word: str
    fields: tuple[str, ...]
    check: Callable[[Any, date], None]
    personal: frozenset[str] = frozenset()
    sets: tuple[str, ...] = ()


def _member(row: Member, today: date) -> None:
    if not row.full_name:
        raise bad("Phải ghi họ tên.", "Ghi họ tên đầy đủ.", "full_name")
    not_later(row.joined_on, today, "joined_on", "Ngày vào mạng lưới")
    row.sort_key, row.search_text = sort_key(row.full_name), fold(f"{row.full_name} {row.organisation}")
    twins = Member.objects.present().filter(province=row.province_id).exclude(pk=row.pk)
    if row.user_id and row.left_on is None and twins.filter(user=row.user_id).exists():
        raise bad("Tài khoản này đã gắn với một người khác trong mạng lưới.", "Chọn tài khoản khác.", "user")


def _post(row: Post, today: date) -> None:
    if not row.name:
        raise bad("Phải ghi tên vị trí.", "Ghi tên như trong đề án vị trí việc làm.", "name")
    known(row.level, rules.LEVELS, "level", "Cấp này")
    known(row.position, rules.POSITIONS, "position", "Chức danh này")
    check(rules.level_fits(row.level, row.place.level))
    checks.of_province(row.place, row.province)
    span = rules.Span(row.valid_from, row.valid_to)
    check(rules.in_order(row.valid_from, row.valid_to, field="valid_to"))
    if row.place.valid_to and row.valid_to is None:
        row.valid_to = row.place.valid_to
        span = rules.Span(row.valid_from, row.valid_to)
    check(rules.within_life(span, row.place.valid_from, row.place.valid_to, what=row.place.label, field="valid_from"))
    row.sort_key = sort_key(row.name)
    if row.pk:
        _suits_holders(row)


def _suits_holders(row: Post) -> None:
    held = list(row.holdings.order_by("from_on"))
    open_rows = [one for one in held if one.to_on is None]
    if row.single and len(open_rows) > 1:
        raise bad("Vị trí đang có nhiều người giữ.", "Kết thúc bớt rồi mới đổi thành một người.", "single")
    if held and held[0].from_on < row.valid_from:
        raise bad(f"Đã có người giữ từ {held[0].from_on:%d/%m/%Y}.", "Ghi ngày đầu không sau ngày ấy.", "valid_from")
    if row.valid_to and any(one.to_on is None or one.to_on > row.valid_to for one in held):
        raise bad("Còn người giữ vị trí sau ngày cuối này.", "Ghi họ thôi giữ vị trí trước.", "valid_to")
    row.holdings.exclude(single=row.single).update(single=row.single)


def _contract(row: CollaboratorContract, today: date) -> None:
    if not row.number:
        raise bad("Phải ghi số hợp đồng.", "Ghi số như trên hợp đồng.", "number")
    not_later(row.signed_on, today, "signed_on", "Ngày ký")
    check(rules.in_order(row.from_on, row.to_on))
    if row.rate is not None and not row.rate_unit:
        raise bad("Mức thù lao phải ghi tính theo gì.", "Ghi tháng, cơ sở khảo sát, đề án …", "rate_unit")
    same_province(row, "member")
    file_of_province(row, "paper")


def same_province(row: Any, *names: str) -> None:
    """What the row points to belongs to its province."""
    for name in names:
        other = getattr(row, name)
        if other is not None and other.province_id != row.province_id:
            raise bad("Mục này thuộc tỉnh khác.", "Chọn lại trong danh sách.", name)


def file_of_province(row: Any, name: str) -> None:
    attachment = getattr(row, name)
    if attachment is not None and attachment.province_id != row.province_id:
        raise bad("Tệp này thuộc tỉnh khác.", "Tải tệp lên lại.", "file")


KINDS: dict[str, Kind] = {
    "member": Kind(
        Member, "người trong mạng lưới", ("full_name", "phone", "user", "organisation", "joined_on"), _member,
        frozenset({"full_name", "phone"}),
    ),
    "post": Kind(
        Post, "vị trí",
        ("name", "level", "position", "place", "organisation", "single", "valid_from", "valid_to", "note"), _post,
    ),
    "contract": Kind(
        CollaboratorContract, "hợp đồng cộng tác viên",
        ("member", "number", "signed_on", "from_on", "to_on", "work", "rate", "rate_unit", "paper"), _contract,
        sets=("places",),
    ),
}  # fmt: skip


def code_of(row: Record) -> str:
    return next(code for code, kind in KINDS.items() if kind.model is type(row))


def add(*, kind: str, province: Unit, by: User | None, today: date, is_sample: bool = False, **values) -> Any:
    """Enter a row of a register. Refuses impossible values beside their field, and the same row sent twice."""
    what = KINDS[kind]
    only(values, what.fields + what.sets)
    checks.need(by, province.pk)
    row = what.model(province=province, is_sample=is_sample, created_at=now(), created_by=by)
    with log.writing(province.code):
        sets = _fill(row, what, values, today)
        _refuse_twin(row, what)
        _save(row, sets)
        changed = {name: [None, value] for name, value in _facts(row, what).items() if value not in (None, "", [])}
        checks.write(row, f"{kind}.add", f"Thêm {what.word}{_title(row, what)}.", by=by, changed=changed, personal=what.personal)  # fmt: skip
    return row


def _refuse_twin(row: Record, what: Kind) -> None:
    """The form sent twice is one thing, not two: the same words entered by the same person."""
    if row.created_by_id is None:
        return
    values = {name: getattr(row, name) for name in what.fields if name not in ("paper", "file")}
    if what.model.objects.filter(province=row.province_id, created_by=row.created_by_id, **values).exists():
        raise Refused(f"Đã ghi {what.word} giống hệt.", "Xem lại danh sách.", code="twin", status=409)


def change(*, row: Any, version: int, by: User | None, today: date, **values) -> Any:
    """Correct it. Refuses a stale version (code "stale", 409) and what `add` refuses."""
    kind = code_of(row)
    what = KINDS[kind]
    only(values, what.fields + what.sets)
    checks.need(by, row.province_id)
    with log.writing(row.province.code):
        found = fresh(row, version)
        before = {name: value for name, value in _facts(found, what).items() if name in values}
        sets = _fill(found, what, values, today)
        after = {name: sets[name] if name in sets else getattr(found, name) for name in values}
        changed = differences(before, after)
        if changed:
            found.version = version + 1
            _save(found, sets)
            checks.write(found, f"{kind}.change", f"Sửa {what.word}{_title(found, what)}.", by=by, changed=changed, personal=what.personal)  # fmt: skip
    return found


def remove(*, row: Any, version: int, by: User | None, reason: str) -> None:
    """Take out what was entered by mistake; the reason stays in the log. Refused while something builds on it."""
    kind = code_of(row)
    what = KINDS[kind]
    checks.need(by, row.province_id)
    if not reason.strip():
        raise bad("Phải ghi lý do bỏ.", "Ghi lý do rồi làm lại.", "reason")
    with log.writing(row.province.code):
        found = fresh(row, version)
        checks.write(found, f"{kind}.remove", f"Bỏ {what.word}{_title(found, what)}. Lý do: {tidy(reason)}", by=by, changed={name: [value, None] for name, value in _facts(found, what).items()}, personal=what.personal)  # fmt: skip
        try:
            with transaction.atomic():
                found.delete()
        except ProtectedError as error:
            raise Refused(
                f"Còn mục khác dựa trên {what.word} này.", "Bỏ hoặc chuyển các mục ấy trước.", code="built_on"
            ) from error


def _facts(row: Any, what: Kind) -> dict[str, Any]:
    sets = {name: list(getattr(row, name).order_by("pk")) for name in what.sets} if row.pk else {}
    return {name: getattr(row, name) for name in what.fields} | sets


def _fill(row: Any, what: Kind, values: dict[str, Any], today: date) -> dict[str, list]:
    sets = {name: sorted(values[name], key=lambda one: one.pk) for name in what.sets if name in values}
    for name, value in values.items():
        if name not in sets:
            setattr(row, name, tidy(value))
    what.check(row, today)
    for units in sets.values():
        for unit in units:
            if isinstance(unit, Unit):
                checks.of_province(unit, row.province, "places")
    return sets


def _save(row: Any, sets: dict[str, list]) -> None:
    """The constraints of the table speak for themselves; their sentence is shown to people."""
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        raise Refused(_sentence(row, str(error)), "Xem lại danh sách.", code="twin") from error
    for name, value in sets.items():
        getattr(row, name).set(value)


def _sentence(row: models.Model, error: str) -> str:
    """Which constraint it was: PostgreSQL names it, SQLite names its columns."""
    for constraint in row._meta.constraints:
        columns = [row._meta.get_field(name).column for name in getattr(constraint, "fields", ())]
        named = ", ".join(f"{row._meta.db_table}.{column}" for column in columns)
        if constraint.name in error or (columns and named in error):
            return str(constraint.violation_error_message)
    return "Mục này đã có."


def _title(row: Any, what: Kind) -> str:
    return "" if what.personal or not str(row) else f": {row}"
