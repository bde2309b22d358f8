"""The sheet's own totals against the sum of its rows, section by section. Sections and totals are never added themselves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bedo.core.text import fold
from bedo.imports.reading.fields import AGGREGATE_COUNTS, AGGREGATE_MONEY, MONEY
from bedo.imports.reading.kinds import Line
from bedo.imports.reading.results import Check, Row, Table


def checks(lines: Sequence[Line], rows: Mapping[int, Row], table: Table) -> list[Check]:
    """Every stated sum with what its rows give; `rows` by sheet row, `lines` in the sheet's order."""
    return _Sums(lines, rows, table).run()


class _Sums:
    def __init__(self, lines: Sequence[Line], rows: Mapping[int, Row], table: Table):
        self.lines, self.rows, self.shared = lines, rows, table.shared
        self.members: dict[int, list[Row]] = {}
        for row in table.rows:
            if row.parent is not None:
                self.members.setdefault(row.parent, []).append(row)
        self.found: list[Check] = []

    def run(self) -> list[Check]:
        open_sections: list[tuple[Line, int]] = []
        closed_by = -1
        for place, line in enumerate(self.lines):
            if line.kind == "section":
                open_sections = [one for one in open_sections if one[0].depth < line.depth] + [(line, place)]
                self._check(line, place + 1, self._end(place), line.name)
            elif line.kind == "subtotal":
                start = self._start(line, open_sections, closed_by)
                self._check(line, start, place, line.name)
                closed_by = place
            elif line.kind == "total":
                self._check(line, 0, len(self.lines), line.name)
            elif line.kind == "project":
                self._group(line)
        return self.found

    def _end(self, place: int) -> int:
        """Behind the last row of the section that begins here."""
        depth = self.lines[place].depth
        for later in range(place + 1, len(self.lines)):
            other = self.lines[later]
            if (other.kind == "section" and other.depth <= depth) or (other.kind == "other_line" and other.depth == 0
                    and other.mark in ("roman", "upper") and depth <= 2):  # fmt: skip
                return later
        return len(self.lines)

    def _start(self, line: Line, sections: list[tuple[Line, int]], closed_by: int) -> int:
        """Where the rows begin that a subtotal adds up: below the section that it names, else the innermost one."""
        words = fold(line.name)
        for section, place in reversed(sections):
            name = fold(section.name)
            if name and (name in words or words.split()[-1].strip("():.") == section.number.lower()):
                return place + 1
        if sections and sections[-1][1] > closed_by:
            return sections[-1][1] + 1
        if len(sections) > 1:
            return sections[-2][1] + 1
        return closed_by + 1

    def _check(self, line: Line, start: int, end: int, name: str) -> None:
        row = self.rows[line.row + 1]
        for field in MONEY:
            stated = row.values.get(field)
            if stated is not None:
                computed = self._sum(field, start, end)
                self.found.append(Check(f"{name}: {MONEY[field]}", line.row + 1, field, stated, computed))

    def _sum(self, field: str, start: int, end: int) -> int:
        total, inside = 0, set()
        for line in self.lines[start:end]:
            if line.kind in ("project", "other_line"):
                inside.add(line.row + 1)
                total += self._own(self.rows[line.row + 1], field)
        return total + sum(one.vnd for one in self.shared if one.field == field and set(one.sheet_rows) <= inside)

    def _own(self, row: Row, field: str) -> int:
        """What a project adds: its own amount, else what its members have."""
        if (own := row.values.get(field)) is not None:
            return int(own)
        return sum(member.values.get(field) or 0 for member in self.members.get(row.sheet_row, ()))

    def _group(self, line: Line) -> None:
        """The amount of a group project against its members, where every member has one."""
        row = self.rows[line.row + 1]
        members = self.members.get(row.sheet_row, [])
        for field in ("support_vnd", "counterpart_vnd", "total_vnd"):
            own = row.values.get(field)
            amounts = [member.values.get(field) for member in members]
            if own is not None and amounts and all(amount is not None for amount in amounts):
                computed = sum(amount for amount in amounts if amount is not None)
                self.found.append(
                    Check(
                        f"Các cơ sở của đề án dòng {row.sheet_row}: {MONEY[field]}", row.sheet_row, field, own, computed
                    )
                )


# --- tables of sums


def aggregate_checks(rows: Sequence[Row]) -> tuple[list[Check], list[tuple[int, str]]]:
    """Totals of a table of sums against its rows: of money as checks, of counts as sentences by sheet row.

    Rows of one period are added to the total of that period; rows that are periods themselves only when none overlaps
    another. What overlaps is never added down.
    """
    parts = [row for row in rows if row.kind == "aggregate"]
    money: list[Check] = []
    counts: list[tuple[int, str]] = []
    for total in rows:
        below = _parts_of(total, parts) if total.kind == "total" else []
        for field in total.values.keys() & (AGGREGATE_MONEY.keys() | AGGREGATE_COUNTS.keys()) if below else ():
            computed = sum(part.values.get(field) or 0 for part in below)
            stated = total.values[field]
            if field in AGGREGATE_MONEY:
                money.append(Check(f"Tổng: {AGGREGATE_MONEY[field]}", total.sheet_row, field, stated, computed))
            elif stated != computed:
                counts.append((total.sheet_row, f"{AGGREGATE_COUNTS[field]}: bảng ghi {stated}, cộng lại {computed}."))
    return money, counts


def _parts_of(total: Row, parts: Sequence[Row]) -> list[Row]:
    period = _period(total)
    same = [part for part in parts if _period(part) == period]
    if len(same) > 1:
        return same
    spans = sorted(span for part in parts if (span := _period(part)))
    disjoint = all(first[1] < second[0] for first, second in zip(spans, spans[1:], strict=False))
    one_thing = len({(part.values.get("scope"), part.values.get("province_at_time")) for part in parts}) == 1
    return list(parts) if len(spans) == len(parts) > 1 and disjoint and one_thing else []


def _period(row: Row) -> tuple[int, int] | None:
    years = row.values.get("year_from"), row.values.get("year_to")
    return (int(years[0]), int(years[1])) if years[0] and years[1] else None
