"""The list of establishments as the address asks for it: conditions, chips, columns, the file for a spreadsheet."""

import csv
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.http import HttpRequest
from django.urls import reverse

from bedo.accounts.models import User
from bedo.core.clock import today
from bedo.establishments import queries, rules
from bedo.establishments.models import Establishment
from bedo.office.establishments.fields import place_name
from bedo.office.establishments.forms import FilterForm
from bedo.places.models import Unit

TABLE = "co-so"
NOW, THEN = "nay", "khi-do"
RISKY = ("=", "+", "-", "@", "\t", "\r")


class Column(NamedTuple):
    """One column that a person may show or hide; `cell` is what the file says."""

    key: str
    word: str
    cell: Callable[[Establishment], Any]
    shown: bool = True


def _three(value: bool | None) -> str:
    return {True: "có", False: "không"}.get(value, "")


COLUMNS = (
    Column("loai", "Loại hình", lambda row: rules.KINDS[row.kind], shown=False),
    Column("noi", "Địa bàn", lambda row: place_name(row.place)),
    Column("nganh", "Ngành", lambda row: rules.SECTORS.get(row.sector, "")),
    Column("ma-so-thue", "Mã số thuế", lambda row: row.tax_code, shown=False),
    Column("thanh-lap", "Thành lập", lambda row: _day(row.founded_on), shown=False),
    Column("lao-dong", "Lao động", lambda row: row.workers),
    Column("von", "Vốn", lambda row: int(row.capital) if row.capital is not None else None),
    Column("xk", "Xuất khẩu", lambda row: _three(row.exports), shown=False),
    Column("chu", "Chủ cơ sở", lambda row: owner_words(row), shown=False),
    Column("giay", "Giấy hết hạn sớm nhất", lambda row: _day(row.next_expiry)),
    Column("sua", "Sửa lần cuối", lambda row: _day(row.updated_at.date()), shown=False),
)
KEYS = [column.key for column in COLUMNS]


def _day(value: Any) -> str:
    return f"{value:%d/%m/%Y}" if value else ""


def owner_words(row: Establishment) -> str:
    """Of whom the owner is, as far as known."""
    known = [word for flag, word in ((row.owner_is_woman, "nữ"), (row.owner_is_minority, "dân tộc thiểu số")) if flag]
    return ", ".join(known)


@dataclass(frozen=True)
class Listing:
    """What the address asks for, read once."""

    form: FilterForm
    criteria: queries.Criteria
    rows: Any
    columns: list[Column]
    as_now: bool


def asked(request: HttpRequest) -> Listing:
    """Read the address. Unknown values narrow nothing; the form says so beside the field."""
    as_now = request.GET.get("luc") != THEN
    form = FilterForm(request.GET, places=_places(request.user, as_now))
    sort = request.GET.get("sap", "")
    criteria = form.criteria(as_now=as_now, sort=sort if sort in queries.SORTS else "ten")
    rows = queries.matching(request.user, criteria, today=today())
    return Listing(form, criteria, rows, shown_columns(request.user), as_now)


def shown_columns(user: User) -> list[Column]:
    """The person's saved columns, or those that are shown at first."""
    saved = user.columns.get(TABLE)
    return [column for column in COLUMNS if (column.key in saved if saved is not None else column.shown)]


def _places(user: User, as_now: bool) -> list[tuple[int, str]]:
    provinces = user.grants.provinces_with("establishment.view")
    units: Iterable[Unit] = queries.places_now(provinces) if as_now else queries.places_then(provinces)
    return [(unit.pk, _short(unit)) for unit in units]


def _path(unit: Unit) -> str:
    """“Xã Nậm Ty, Hoàng Su Phì, Hà Giang”: short enough for a cell."""
    above = [unit.parent, unit.parent.parent if unit.parent else None]
    return ", ".join([unit.label, *(up.name for up in above if up is not None)])


def _short(unit: Unit) -> str:
    return f"{unit.label}, {unit.parent.name}" if unit.level == 2 and unit.parent else unit.label


def dress(rows: Iterable[Establishment], user: User) -> None:
    """What a line shows beyond its own columns: words for codes, the state of the next expiry, masked numbers."""
    for row in rows:
        row.kind_word = rules.KINDS[row.kind]
        row.sector_word = rules.SHORT_SECTORS.get(row.sector, "")
        row.place_word = _path(row.place)
        row.owner_words = owner_words(row)
        row.shown_tax_code = _code(row, lambda one: user.grants.may("establishment.edit", one.province_id))
        row.expiry = rules.certificate_status(row.next_expiry, never_expires=False, today=today())


def kept(request: HttpRequest) -> list[tuple[str, str]]:
    """Conditions of the address that are not fields of the filter."""
    return [(name, request.GET[name]) for name in ("luc", "sap") if request.GET.get(name)]


def file_address(request: HttpRequest) -> str:
    """The address of the file for the same conditions."""
    query = request.GET.copy()
    query.pop("trang", None)
    return f"{reverse('office:establishments:export')}?{query.urlencode()}"


class _Echo:
    def write(self, value: str) -> str:
        return value


def csv_lines(rows: Any, columns: list[Column], *, personal: Callable[[Establishment], bool]) -> Iterator[str]:
    """The rows for a spreadsheet: UTF-8 with its mark; formulas disarmed; personal tax codes masked where they must be."""
    writer = csv.writer(_Echo())
    yield "\ufeff"
    yield writer.writerow(["Số hồ sơ", "Tên cơ sở", *(column.word for column in columns), "Nguồn", "Dữ liệu minh hoạ"])
    for row in rows.iterator(chunk_size=500):
        cells = [_code(row, personal) if column.key == "ma-so-thue" else column.cell(row) for column in columns]
        line = [row.pk, row.name, *cells, row.source, "có" if row.is_sample else ""]
        yield writer.writerow([_safe(cell) for cell in line])


def _code(row: Establishment, personal: Callable[[Establishment], bool]) -> str:
    hidden = rules.is_personal_number(row.tax_code) and not personal(row)
    return rules.mask(row.tax_code) if hidden else row.tax_code


def _safe(cell: Any) -> Any:
    """A cell that a spreadsheet would run as a formula gets a leading apostrophe."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(RISKY) else cell
