"""The list of establishments as the address asks for it: conditions, chips, columns, the file for a spreadsheet."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.http import HttpRequest

from bedo.accounts.models import User
from bedo.core.clock import today
from bedo.establishments import queries, rules
from bedo.establishments.models import Establishment
from bedo.office.establishments.fields import place_name
from bedo.office.establishments.forms import FilterForm
from bedo.office.shell.exports import CHUNK, Part, Table, conditions_of, download
from bedo.office.shell.http import require_or_own
from bedo.places.models import Unit

TABLE = "co-so"
NOW, THEN = "nay", "khi-do"


class Column(NamedTuple):
    """One column that a person may show or hide; `cell` is what the file says."""

    key: str
    word: str
    cell: Callable[[Establishment], Any]
    shown: bool = True
    kind: str = "text"
    unit: str = ""


def _three(value: bool | None) -> str:
    return {True: "có", False: "không"}.get(value, "")


COLUMNS = (
    Column("loai", "Loại hình", lambda row: rules.KINDS[row.kind], shown=False),
    Column("noi", "Địa bàn", lambda row: place_name(row.place)),
    Column("nganh", "Ngành", lambda row: rules.SECTORS.get(row.sector, "")),
    Column("ma-so-thue", "Mã số thuế", lambda row: row.tax_code, shown=False),
    Column("thanh-lap", "Thành lập", lambda row: row.founded_on, shown=False, kind="day"),
    Column("lao-dong", "Lao động", lambda row: row.workers, kind="count", unit="người"),
    Column("von", "Vốn", lambda row: row.capital, kind="money", unit="đồng"),
    Column("xk", "Xuất khẩu", lambda row: _three(row.exports), shown=False),
    Column("chu", "Chủ cơ sở", lambda row: owner_words(row), shown=False),
    Column("giay", "Giấy hết hạn sớm nhất", lambda row: row.next_expiry, kind="day"),
    Column("sua", "Sửa lần cuối", lambda row: row.updated_at, shown=False, kind="moment"),
)
KEYS = [column.key for column in COLUMNS]


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
    form = FilterForm(request.GET, places=_places(request.user, as_now, request.GET.get("noi", "")))
    sort = request.GET.get("sap", "")
    criteria = form.criteria(as_now=as_now, sort=sort if sort in queries.SORTS else "ten")
    rows = queries.matching(request.user, criteria, today=today())
    return Listing(form, criteria, rows, shown_columns(request.user), as_now)


def shown_columns(user: User) -> list[Column]:
    """The person's saved columns, or those that are shown at first."""
    saved = user.columns.get(TABLE)
    return [column for column in COLUMNS if (column.key in saved if saved is not None else column.shown)]


def _places(user: User, as_now: bool, named: str) -> list[tuple[int, str]]:
    """What the filter offers, and the unit that the address names: other pages link to places that are not offered."""
    provinces = user.grants.provinces_with("establishment.view")
    units: Iterable[Unit] = queries.places_now(provinces) if as_now else queries.places_then(provinces)
    offered = {unit.pk: _short(unit) for unit in units}
    if named.isdecimal() and len(named) < 10 and int(named) not in offered:
        offered |= {unit.pk: _short(unit) for unit in Unit.objects.with_parents().filter(pk=named)}
    return list(offered.items())


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


def _code(row: Establishment, personal: Callable[[Establishment], bool]) -> str:
    hidden = rules.is_personal_number(row.tax_code) and not personal(row)
    return rules.mask(row.tax_code) if hidden else row.tax_code


# --- the file


def _file(request: HttpRequest) -> Table:
    """The rows of the filter in the columns that the person shows; personal tax codes masked where they must be."""
    require_or_own(request, "establishment.view")
    asked_for = asked(request)
    user = request.user
    rows = queries.for_list(asked_for.rows, asked_for.criteria.sort)
    return Table(
        "co-so",
        "Danh sách cơ sở công nghiệp nông thôn",
        "cơ sở",
        _parts(asked_for.columns, lambda row: user.grants.may("establishment.edit", row.province_id)),
        rows.iterator(chunk_size=CHUNK),
        rows.count(),
        **conditions_of(asked_for.form),
    )


def _parts(columns: Iterable[Column], personal: Callable[[Establishment], bool]) -> list[Part]:
    def part(column: Column) -> Part:
        word = f"{column.word} ({column.unit})" if column.unit else column.word
        if column.key == "ma-so-thue":
            return Part(word, lambda row, _: _code(row, personal))
        return Part(word, lambda row, _: column.cell(row), column.kind)

    return [
        Part("Số hồ sơ", lambda row, _: str(row.pk), width=10),
        Part("Tên cơ sở", lambda row, _: row.name, width=44),
        *map(part, columns),
        Part("Nguồn", lambda row, _: row.source, width=40),
        Part("Dữ liệu minh hoạ", lambda row, _: "có" if row.is_sample else ""),
    ]


export = download(_file)
