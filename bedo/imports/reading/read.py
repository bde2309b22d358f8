"""A whole file: opened, its tables found, its rows understood. Pure: the same file and the same decisions read the same."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from bedo.core.moves import Refused
from bedo.core.sheets.opening import open_workbook
from bedo.core.sheets.workbook import Sheet, address, column_of, letter
from bedo.imports.reading import aggregates, amounts, contents, context, headings, kinds, sums, tables, units
from bedo.imports.reading.fields import AGGREGATE_FIELDS, AGGREGATE_MONEY, MONEY, PROJECT_FIELDS
from bedo.imports.reading.grid import Grid
from bedo.imports.reading.kinds import Line
from bedo.imports.reading.results import DATA, Problem, Reading, Row, Said, SharedAmount, Table
from bedo.imports.reading.tables import Frame
from bedo.imports.reading.values import Values

NOBODY = Said()


def read(path: Path, name: str, said: Said = NOBODY) -> Reading:
    """Everything that can be read in the file, under the name that people know it by.

    Refused (422) when the file is no workbook, is locked or too large, or no table of projects or sums is found in it.
    """
    book = open_workbook(path)
    found = Reading(name, book.sha256, problems=[Problem("", "", note) for note in book.notes])
    silent = []
    while book.sheets:
        sheet = book.sheets.pop(0)  # its cells go when its tables are read
        read_here = _sheet(sheet, said)
        found.tables += read_here
        if sheet.rows and not read_here:
            silent.append(sheet.name)
    if not any(table.kind != "nothing" for table in found.tables):
        raise Refused(
            f"Không thấy dòng tiêu đề cột của bảng nào (trang {', '.join(f'“{one}”' for one in silent)}).",
            "Bảng cần một dòng tiêu đề như: TT, Tên đề án, Đơn vị thụ hưởng, Địa điểm, Kinh phí hỗ trợ.",
            field="file",
            code="header",
            status=422,
        )
    found.problems += [Problem(one, "", "Không thấy dòng tiêu đề cột; trang này không được đọc.") for one in silent]
    return found


def _sheet(sheet: Sheet, said: Said) -> list[Table]:
    grid = Grid(sheet, said.cells)
    found = [_Reader(grid, frame, number, said).table() for number, frame in enumerate(tables.frames(grid), start=1)]
    if found:
        found[0].conversions = grid.conversions
    return found


@dataclass
class _Reader:
    """Reads one table."""

    grid: Grid
    frame: Frame
    number: int
    said: Said

    def table(self) -> Table:
        frame = self.frame
        table = Table(self.grid.name, self.number, "projects", frame.layout, [row + 1 for row in frame.header], None,
                      tables.letters(frame.labels), {}, sheet_hidden=self.grid.sheet.hidden)  # fmt: skip
        if frame.kind == "aggregates":
            table.kind = "aggregates"
        self._hidden(table)
        self._map(table)
        title = [text for row in frame.above for text in self.grid.texts(row)]
        about = context.of_title(title, self.grid.name)
        self._units(table, title)
        readers = self._readers(table)
        table.about = {**asdict(about), "unit": table.unit_multiplier}
        lines = kinds.lines(self.grid, frame, list(readers))
        if table.kind == "aggregates":
            table.rows = aggregates.rows(self.grid, frame, lines, readers, self._started(about))
            table.checks, odd = sums.aggregate_checks(table.rows)
            table.problems += [Problem(table.sheet, str(row), f"Dòng {row}: {words}") for row, words in odd]
        else:
            self._projects(table, lines, readers, about)
        self._rest(table, lines)
        self._notice(table)
        return table

    # --- columns

    def _hidden(self, table: Table) -> None:
        sheet, frame = self.grid.sheet, self.frame
        table.hidden_rows = [row + 1 for row in sorted(sheet.hidden_rows) if frame.header[0] <= row <= frame.last]
        table.hidden_columns = [letter(c) for c in sorted(sheet.hidden_columns) if c in frame.labels]

    def _map(self, table: Table) -> None:
        """Proposed by words, then as remembered for this layout, then as this person says."""
        frame, key = self.frame, table.key
        if key not in self.said.with_hidden:
            for letters in table.hidden_columns:
                frame.fields[column_of(letters)] = ""
        if frame.kind == "projects":
            for column in contents.name_silent_columns(self.grid, frame):
                words = f"Cột {letter(column)} không có tiêu đề rõ; theo nội dung là “{PROJECT_FIELDS[frame.fields[column]]}”."
                table.problems.append(Problem(table.sheet, letter(column), words))
        if frame.column("firm") is not None:  # our own list of establishments: "Vốn" is what they have, no support
            frame.fields |= {
                c: "capital_vnd"
                for c, name in frame.fields.items()
                if name == "support_vnd" and headings.tidy(frame.labels[c]) == "von"
            }
        known = PROJECT_FIELDS if frame.kind == "projects" else AGGREGATE_FIELDS
        for chosen in (self.said.remembered.get(frame.layout, {}), self.said.mappings.get(key, {})):
            for letters, name in chosen.items():
                if name in known or name == "":
                    column = column_of(letters)
                    if column < self.grid.width:
                        frame.fields[column] = name
                        frame.labels.setdefault(column, "")
        table.mapping = tables.letters({c: name for c, name in frame.fields.items() if name and name != "period"})

    def _money_columns(self) -> list[int]:
        money = MONEY if self.frame.kind == "projects" else AGGREGATE_MONEY
        return [c for c, name in self.frame.fields.items() if name in money or name == "period"]

    def _units(self, table: Table, title: list[str]) -> None:
        stated = self.said.units.get(table.key)
        header = [text for row in self.frame.header for text in self.grid.texts(row)]
        line = next((u for text in title + header if (u := units.unit_of_line(text)) is not None), None)
        if line is None:
            line = next((u for text in title if (u := units.unit_of_heading(text)) is not None), None)
        own = set(self.frame.units.values())
        one = own.pop() if len(own) == 1 and line is None else None
        table.unit_multiplier = stated or line or one

    def _readers(self, table: Table) -> dict[int, amounts.Reader]:
        columns = self._money_columns()
        body = range(self.frame.header[-1] + 1, self.frame.last + 1)
        cells = {column: [self.grid.cells[row][column] for row in body] for column in columns}
        if table.unit_multiplier is None and not self.frame.units:
            everything = [value for values in cells.values() for value in values]
            if table.kind == "projects" and amounts.plausible_unit(everything) == 1:
                table.unit_multiplier = 1
                table.problems.append(
                    Problem(
                        table.sheet, "", "Bảng không ghi đơn vị tính; mọi số đều từ 1 triệu trở lên nên hiểu là đồng."
                    )
                )
        readers = {}
        for column, values in cells.items():
            unit = self.frame.units.get(column, table.unit_multiplier)
            readers[column] = amounts.reader(values, unit)
            if unit is not None:
                table.units[letter(column)] = unit
            if readers[column].reason:
                table.reasons[letter(column)] = readers[column].reason
        return readers

    # --- rows

    def _started(self, about: context.Context) -> context.Context:
        """What the title says, over what the person said for rows that say nothing."""
        return context.Context(province=self.said.province, year=self.said.year).within(about)

    def _projects(
        self, table: Table, lines: list[Line], readers: Mapping[int, amounts.Reader], about: context.Context
    ) -> None:
        values = Values(self.grid, self.frame, dict(readers))
        title, sections = self._started(about), list[tuple[Line, context.Context]]()
        for line in lines:
            here = sections[-1][1] if sections else title
            if line.kind == "section":
                sections = [one for one in sections if one[0].depth < line.depth]
                outer = sections[-1][1] if sections else title
                rest = " ".join(text for text in self.grid.texts(line.row) if text != line.name)
                sections.append((line, outer.within(context.of_section(line.name, rest))))
                row = values.amounts(line)
            elif line.kind in DATA:
                if line.kind == "other_line" and line.mark in ("roman", "upper"):  # stands beside the sections
                    sections, here = [], title
                row = values.row(line, here)
                row.section = sections[-1][0].row + 1 if sections else None
            elif line.kind in ("subtotal", "total"):
                row = values.amounts(line)
            else:
                row = Row(line.row + 1, line.kind)
            table.rows.append(row)
            if line.holds_member:
                table.rows.append(values.first_member(row))
        own = [row for row in table.rows if row.parent != row.sheet_row]
        rows = {row.sheet_row: row for row in own}
        self._inherit(table.rows, rows)
        table.shared = self._shared(table, lines, rows, readers)
        table.checks = sums.checks(lines, rows, table)

    def _inherit(self, rows: list[Row], by_row: dict[int, Row]) -> None:
        """A member of a group has its project's year, level and status."""
        for row in rows:
            owner = by_row.get(row.parent) if row.parent is not None else None
            if owner is not None:
                for name in ("year", "level", "status", "province"):
                    if name in owner.values:
                        row.values.setdefault(name, owner.values[name])

    def _shared(
        self, table: Table, lines: list[Line], rows: dict[int, Row], readers: Mapping[int, amounts.Reader]
    ) -> list[SharedAmount]:
        """Amounts of cells merged over rows: one project's with its members is its own, several projects' nobody's."""
        kind = {line.row: line.kind for line in lines}
        found = []
        for area in sorted({area for (_, column), area in self.grid.tall.items() if column in readers}):
            top, column, bottom, _ = area
            if self.grid.cells[top][column] is None or top not in kind:
                continue
            field = self.frame.fields[column]
            owners = [row for row in range(top, bottom + 1) if kind.get(row) in ("project", "other_line")]
            owners = owners or [row for row in range(top, bottom + 1) if kind.get(row) == "group_member"]
            amount = readers[column].read(self.grid.cells[top][column])
            if len(owners) == 1 or not owners:
                at = rows[(owners[0] if owners else top) + 1]
                if amount.vnd is not None:
                    at.values[field] = amount.vnd
                if amount.qualifier:
                    at.qualifiers[field] = amount.qualifier
            elif amount.vnd is not None:
                cells = f"{address(top, column)}:{address(bottom, column)}"
                found.append(SharedAmount(cells, field, amount.vnd, tuple(row + 1 for row in owners)))
                for row in owners:
                    note = f"Số tiền ở ô gộp {cells} chung cho {len(owners)} dòng; không chia cho dòng nào."
                    rows[row + 1].problems.append(Problem(table.sheet, address(row, column), note))
        return found

    def _rest(self, table: Table, lines: list[Line]) -> None:
        """Headings among the rows; what each row shows; which rows are hidden."""
        for heading in self.frame.header:
            table.rows.append(Row(heading + 1, "header"))
        table.rows.sort(key=lambda row: row.sheet_row)
        for row in table.rows:
            row.raw = self.grid.cells[row.sheet_row - 1]
            row.hidden = row.sheet_row - 1 in self.grid.sheet.hidden_rows
            if row.hidden and row.kind in DATA and table.key not in self.said.with_hidden:
                row.problems.append(
                    Problem(table.sheet, str(row.sheet_row), "Dòng này đang ẩn trong tệp; chọn có lấy hay không.")
                )

    def _notice(self, table: Table) -> None:
        """What concerns the whole table."""
        money = [c for c in self._money_columns()]
        say = table.problems.append
        if money and any(letter(c) not in table.units for c in money) and any(r.refused for r in table.rows):
            say(
                Problem(
                    table.sheet, "", "Bảng không ghi đơn vị tính; chọn đồng, nghìn, triệu hay tỷ đồng.", refuses=True
                )
            )
        if table.hidden_columns:
            say(
                Problem(
                    table.sheet, "", f"Cột đang ẩn: {', '.join(table.hidden_columns)}; chưa đọc, chọn có lấy hay không."
                )
            )
        if table.sheet_hidden:
            say(Problem(table.sheet, "", "Trang này đang ẩn trong tệp; chọn có lấy hay không."))
        if table.kind == "projects" and not {"title_vi", "beneficiary_name"} & set(table.mapping.values()):
            say(
                Problem(
                    table.sheet,
                    "",
                    "Không thấy cột tên đề án hay đơn vị thụ hưởng; chỉ ra cột ở bước ghép cột.",
                    refuses=True,
                )
            )
