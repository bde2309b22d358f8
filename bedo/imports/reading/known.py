"""What a list leaves out but a project known from elsewhere tells: its year, its status. Said beside the row, never silent."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from bedo.core.text import fold, name_key
from bedo.imports.reading.results import Problem, Reading, Row

FILLED = ("year", "status")


@dataclass(frozen=True)
class KnownProject:
    """A project that was published or entered before; amounts in đồng, "" and None where it does not say."""

    code: str
    province: str
    title: str
    beneficiary: str
    support: int | None
    year: int | None
    status: str


def recognise(reading: Reading, known: Iterable[KnownProject]) -> None:
    """Fill year and status of rows that name none from the one known project they can be, with a word about it."""
    register = _Register(known)
    for table in reading.tables:
        for row in table.rows:
            if row.kind == "project" and not row.values.keys() >= set(FILLED) and (one := register.find(row)):
                _fill(table.sheet, row, one)
        owners = {row.sheet_row: row for row in table.rows if row.kind == "project"}
        for row in table.rows:
            if row.parent in owners:
                for name in FILLED:
                    if (value := owners[row.parent].values.get(name)) is not None:
                        row.values.setdefault(name, value)


def _fill(sheet: str, row: Row, one: KnownProject) -> None:
    told = {"year": one.year, "status": one.status}
    added = [name for name in FILLED if told[name] and row.values.get(name) is None]
    for name in added:
        row.values[name] = told[name]
    if added:
        words = " và ".join({"year": f"năm {one.year}", "status": "tình trạng"}[name] for name in added)
        note = f"Danh sách không ghi đủ; {words} lấy từ đề án đã biết {one.code}."
        row.problems.append(Problem(sheet, str(row.sheet_row), note))


class _Register:
    def __init__(self, known: Iterable[KnownProject]):
        self.by_name: dict[tuple[str, str], list[KnownProject]] = {}
        for one in known:
            for key in {name_key(one.beneficiary), fold(one.title)} - {""}:
                self.by_name.setdefault((fold(one.province), key), []).append(one)

    def find(self, row: Row) -> KnownProject | None:
        """The only project of the province with this establishment and title, as far as the row names them."""
        values = row.values
        firm, title = name_key(values.get("beneficiary_name", "")), fold(values.get("title_vi", ""))
        here = fold(values.get("province", ""))
        found = self.by_name.get((here, firm or title), [])
        year = values.get("year")
        fitting = [
            one
            for one in found
            if one.year is not None and year in (None, one.year) and _fits(one, firm, title, values.get("support_vnd"))
        ]
        return fitting[0] if len({one.year for one in fitting}) == 1 else None


def _fits(one: KnownProject, firm: str, title: str, support: int | None) -> bool:
    return (
        (not firm or not one.beneficiary or name_key(one.beneficiary) == firm)
        and (not title or not one.title or fold(one.title) == title)
        and (support is None or one.support is None or support == one.support)
    )
