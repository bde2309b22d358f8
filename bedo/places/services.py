"""The only writers of units, successions and priority areas."""

from collections.abc import Collection, Iterable
from datetime import date
from typing import Any, NamedTuple

from django.db import connection

from bedo.core import log
from bedo.core.answers import CERTAINTY_LABELS
from bedo.core.moves import Refused
from bedo.core.text import sort_key
from bedo.places import packaged, queries, rules
from bedo.places.models import PriorityArea, Succession, Unit

COLUMNS = ("name", "kind", "valid_to", "sort_key", "search_text", "lat", "lon")
BATCH = 2000

Key = tuple[int, str, date | None]


class Loaded(NamedTuple):
    """What a load changed."""

    created: int
    updated: int
    successions: int


def load_units() -> Loaded:
    """Bring the table of units to the packaged data. Run it as often as you like; a second run changes nothing.

    Existing rows keep their ids: a unit is known by level, code and first day. Units are never removed.
    """
    return load(packaged.units(), packaged.links())


def load(wanted: Collection[packaged.PackagedUnit], links: Iterable[rules.Link]) -> Loaded:
    """Bring these units, with the units above them among them, and the successions between them to what is given."""
    with log.writing(log.NATION):
        have = {_key(unit): unit for unit in Unit.objects.all()}
        keys = {unit.row.key: _row_key(unit.row) for unit in wanted}
        updated = _update(wanted, have)
        created = _create(wanted, have, keys)
        updated += _set_parents(wanted, have, keys)
        loaded = Loaded(created, updated, _load_successions(links, {key: have[keys[key]].pk for key in keys}))
        if any(loaded):
            _count_anew()
            text = f"Nạp danh mục đơn vị hành chính: thêm {created}, sửa {updated} đơn vị, {loaded.successions} quan hệ kế thừa."
            log.record(log.NATION, "places.load", subject="places:units", by=None, text=text, data=loaded._asdict())
        return loaded


def _count_anew() -> None:
    """Let PostgreSQL plan by the units that are there now: what follows in the same transaction joins them."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"ANALYZE {Unit._meta.db_table}, {Succession._meta.db_table}")


def _key(unit: Unit) -> Key:
    return (unit.level, unit.code, unit.valid_from)


def _row_key(row: rules.UnitRow) -> Key:
    return (row.level, row.code, row.valid_from)


def _columns(unit: packaged.PackagedUnit) -> dict[str, Any]:
    row = unit.row
    return {
        "name": row.name,
        "kind": row.kind,
        "valid_to": row.valid_to,
        "sort_key": sort_key(row.name),
        "search_text": rules.search_text(row.kind, row.name),
        "lat": unit.lat,
        "lon": unit.lon,
    }


def _update(wanted: Iterable[packaged.PackagedUnit], have: dict[Key, Unit]) -> int:
    """Change the rows that differ; before new ones come, so that a code is never in force twice."""
    changed = []
    for unit in wanted:
        stored = have.get(_row_key(unit.row))
        columns = _columns(unit) if stored else {}
        if stored and any(getattr(stored, name) != value for name, value in columns.items()):
            for name, value in columns.items():
                setattr(stored, name, value)
            changed.append(stored)
    Unit.objects.bulk_update(changed, COLUMNS, batch_size=500)
    return len(changed)


def _create(wanted: Iterable[packaged.PackagedUnit], have: dict[Key, Unit], keys: dict[int, Key]) -> int:
    """Add missing rows from province to commune, so that parents exist first."""
    made = 0
    for level in rules.LEVELS:
        missing = [unit for unit in wanted if unit.row.level == level and _row_key(unit.row) not in have]
        rows = [
            Unit(
                code=unit.row.code,
                level=level,
                valid_from=unit.row.valid_from,
                parent=have[keys[unit.row.parent]] if unit.row.parent is not None else None,
                **_columns(unit),
            )
            for unit in missing
        ]
        have.update({_key(row): row for row in Unit.objects.bulk_create(rows, batch_size=BATCH)})
        made += len(rows)
    return made


def _set_parents(wanted: Iterable[packaged.PackagedUnit], have: dict[Key, Unit], keys: dict[int, Key]) -> int:
    changed = []
    for unit in wanted:
        stored = have[_row_key(unit.row)]
        parent_id = have[keys[unit.row.parent]].pk if unit.row.parent is not None else None
        if stored.parent_id != parent_id:
            stored.parent_id = parent_id
            changed.append(stored)
    Unit.objects.bulk_update(changed, ["parent"], batch_size=500)
    return len(changed)


def _load_successions(links: Iterable[rules.Link], ids: dict[int, int]) -> int:
    """Make the successions between the given units exactly the given ones; those of other units are left alone."""
    wanted = {(ids[link.old], ids[link.new]): (link.on, link.whole) for link in links}
    have = {(row.old_id, row.new_id): row for row in Succession.objects.all()}
    right = {pair for pair, row in have.items() if wanted.get(pair) == (row.on, row.whole)}
    ours = set(ids.values())
    wrong = [row.pk for pair, row in have.items() if pair not in right and ours.issuperset(pair)]
    for start in range(0, len(wrong), 500):
        Succession.objects.filter(pk__in=wrong[start : start + 500]).delete()
    missing = [
        Succession(old_id=pair[0], new_id=pair[1], on=on, whole=whole)
        for pair, (on, whole) in wanted.items()
        if pair not in right
    ]
    Succession.objects.bulk_create(missing, batch_size=BATCH)
    return len(missing) + len(wrong)


def declare_area(
    unit: Unit,
    flag: str,
    *,
    effective_from: date | None,
    effective_to: date | None,
    basis: str,
    certainty: str,
    by: Any,
) -> PriorityArea:
    """Say, with the text that says so, that a unit is an area of priority between two days (both included)."""
    problem = rules.area_problem(flag, basis, certainty, (effective_from, effective_to), CERTAINTY_LABELS)
    if problem:
        raise Refused(problem, field="basis" if not basis.strip() else "", code="area", status=400)
    with log.writing(queries.present_province(unit).code):
        area, fresh = PriorityArea.objects.get_or_create(
            unit=unit,
            flag=flag,
            effective_from=effective_from,
            defaults={"effective_to": effective_to, "basis": basis.strip(), "certainty": certainty},
        )
        if not fresh:
            raise Refused(
                f"{unit.label} đã có dòng “{rules.AREA_FLAGS[flag]}” từ ngày này.",
                "Kết thúc dòng cũ trước.",
                field="flag",
            )
        _record(
            area, "places.area", f"Ghi địa bàn ưu tiên: {unit.label} – {rules.AREA_FLAGS[flag]} ({area.basis}).", by
        )
    return area


def end_area(area: PriorityArea, *, on: date, by: Any) -> None:
    """Set the last day of a priority area; the row stays."""
    if area.effective_from and on < area.effective_from:
        raise Refused("Ngày hết hiệu lực phải từ ngày bắt đầu trở đi.", field="effective_to", code="days", status=400)
    with log.writing(queries.present_province(area.unit).code):
        area.effective_to = on
        area.save(update_fields=["effective_to"])
        text = f"Địa bàn ưu tiên hết hiệu lực từ sau {on:%d/%m/%Y}: {area.unit.label} – {rules.AREA_FLAGS[area.flag]}."
        _record(area, "places.area_end", text, by)


def _record(area: PriorityArea, kind: str, text: str, by: Any) -> None:
    chain = queries.present_province(area.unit).code
    data = {"flag": area.flag, "from": area.effective_from, "to": area.effective_to, "certainty": area.certainty}
    log.record(chain, kind, subject=f"area:{area.pk}", group=f"unit:{area.unit_id}", by=by, text=text, data=data)
