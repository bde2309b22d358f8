"""Registers of the network, each kind by one path: add, change, remove, under the log and a version."""

from datetime import date
from typing import Any

from django.db import IntegrityError, models, transaction
from django.db.models import ProtectedError

from bedo.accounts.models import User
from bedo.core import log
from bedo.core.checks import bad, differences, fresh, only, tidy
from bedo.core.clock import now
from bedo.core.moves import Refused
from bedo.core.text import fold
from bedo.network.models.base import Record
from bedo.network.services import checks
from bedo.network.services.kinds import KINDS, Kind
from bedo.places.models import Unit


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
    if what.search:
        row.search_text = fold(" ".join(str(getattr(row, name)) for name in what.search))
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
