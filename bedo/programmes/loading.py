"""The shipped CSV files: read and checked as plain data, before anything touches the database."""

import csv
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from bedo.core.answers import CERTAINTY_LABELS
from bedo.programmes import rules

FOLDER = Path(__file__).resolve().parent / "data"
TEXTS_FILE = "legal_texts.csv"
COMMON = (
    "key",
    "level",
    "province",
    "effective_from",
    "effective_to",
    "legal_text",
    "article",
    "certainty",
    "source_url",
    "notes",
)


@dataclass(frozen=True)
class FileRow:
    """One line of a table's file: the common columns, the table's own as texts, and its place in the file."""

    table: str
    common: dict[str, str]
    values: dict[str, str]
    position: int

    @property
    def identity(self) -> str:
        common = self.common
        return identity(self.table, common["key"], common["level"], common["province"], common["effective_from"])

    def day(self, name: str) -> date | None:
        return date.fromisoformat(self.common[name]) if self.common[name] else None


@dataclass
class LoadReport:
    """What a load did, row by row: sentences in Vietnamese for what needs a person."""

    added: int = 0
    unchanged: int = 0
    updated: int = 0
    kept: list[str] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)

    @property
    def wrote(self) -> bool:
        return bool(self.added or self.updated)

    @property
    def problems(self) -> list[str]:
        return self.kept + self.skipped


def identity(table: str, key: str, level: str, province: str, effective_from: object) -> str:
    """What makes two rows the same row: table, key, level, province, first day."""
    return f"{table}/{key}/{level}/{province or '-'}/{effective_from or '-'}"


def read_lines(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return [{name: (text or "").strip() for name, text in line.items()} for line in csv.DictReader(lines)]


def read_table(table: str, folder: Path = FOLDER) -> list[FileRow]:
    """The rows of one table's file; raises rules.BadRow with the line for what cannot be read."""
    found = []
    for position, line in enumerate(read_lines(folder / f"{table}.csv"), start=1):
        common = {name: line.pop(name, "") for name in COMMON}
        row = FileRow(table, common, {name: text for name, text in line.items() if text}, position)
        try:
            check(row)
        except (rules.BadRow, ValueError) as error:
            raise rules.BadRow("", f"{table}.csv dòng {position + 1}: {error}") from error
        found.append(row)
    return found


def check(row: FileRow) -> None:
    """Is the row readable: level, certainty, days in order, its table's columns?"""
    common = row.common
    if not common["key"]:
        raise rules.BadRow("key", "thiếu mã dòng.")
    if common["level"] not in rules.LEVELS:
        raise rules.BadRow("level", f"“{common['level']}” không phải cấp kinh phí.")
    if common["certainty"] not in CERTAINTY_LABELS or common["certainty"] == "confirmed":
        raise rules.BadRow("certainty", f"“{common['certainty']}” không phải mức chắc chắn của tệp.")
    first, last = row.day("effective_from"), row.day("effective_to")
    if first and last and last < first:
        raise rules.BadRow("effective_to", "ngày hết hiệu lực trước ngày bắt đầu.")
    rules.read_values(rules.TABLES[row.table], row.values)


def shipped(row_type: type[rules.Rule], folder: Path = FOLDER) -> list[rules.Rule]:
    """The rules of a table as the files say them, without a database: for tests, docs and the command line."""
    return [_typed(row_type, row) for row in read_table(row_type.TABLE, folder)]


def _typed(row_type: type[rules.Rule], row: FileRow) -> rules.Rule:
    given: dict[str, Any] = {
        name: row.common[name] for name in ("key", "level", "province", "legal_text", "article", "certainty", "notes")
    }
    given |= {name: row.day(name) for name in ("effective_from", "effective_to")}
    return row_type(**given, **rules.read_values(row_type, row.values))
