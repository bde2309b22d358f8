"""What the address of the list asks for: conditions, order, view; and the same in words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Any, NamedTuple

from django import forms
from django.db.models import Q, QuerySet
from django.forms.utils import flatatt
from django.http import HttpRequest, QueryDict
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from bedo.accounts.models import User
from bedo.core.clock import today
from bedo.core.fields import DongFormField
from bedo.core.text import search_words
from bedo.ledger import rules as ledger
from bedo.office.projects.listing.rows import DEFAULT_SORT, SORTS, Sort
from bedo.office.projects.stretches import STRETCHES
from bedo.office.shell.labels import state_word
from bedo.places.models import Unit
from bedo.places.rules import COMMUNE, PROVINCE, label
from bedo.programmes import queries as programmes
from bedo.programmes.rules import Content
from bedo.projects.models import Project
from bedo.projects.rules import states

THEN = "khi-do"
ALL = ("", "Tất cả")
SOON_DAYS = 10
FIRST_YEAR = 2005
MAX_WORDS = 8
WRONG = {"invalid_choice": "Không có lựa chọn này. Chọn lại trong danh sách."}
NOT_PRINTED = "khong-cong-bo"
DUES = {"qua-han": "Quá hạn", "10-ngay": f"Trong {SOON_DAYS} ngày tới"}
ORIGINS = {"cong-bo": "Đã công bố, lấy theo nguồn", "cua-minh": "Hồ sơ của cơ quan"}
SAMPLES = {"khong": "Bỏ dữ liệu minh hoạ", "co": "Chỉ dữ liệu minh hoạ"}
LIVE = "dang-lam"


class Select(forms.Select):
    """A select written at once: Django's own renders a template for each of some hundred options."""

    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> SafeString:
        options = _options(tuple((str(key), str(text)) for key, text in self.choices))
        if value:
            mine = format_html('value="{}"', value)
            options = mark_safe(options.replace(mine, f"{mine} selected", 1))  # noqa: S308 - both were escaped
        return format_html("<select{}>{}</select>", flatatt({"name": name, **self.attrs, **(attrs or {})}), options)


@lru_cache(maxsize=256)
def _options(choices: tuple[tuple[str, str], ...]) -> SafeString:
    return format_html_join("", '<option value="{}">{}</option>', choices)


def _choice(label: str) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, required=False, error_messages=WRONG, widget=Select)


class FilterForm(forms.Form):
    """The conditions as fields of a GET form; choices are bounded by the person's scope."""

    q = forms.CharField(label="Mã, tên đề án, đơn vị thụ hưởng", required=False, max_length=120)
    noi = _choice("Địa bàn nay")
    tinh_cu = _choice("Tỉnh khi đó")
    noi_dung = _choice("Nội dung")
    trang_thai = _choice("Trạng thái")
    nam = _choice("Năm")
    nguon = _choice("Nguồn kinh phí")
    phu_trach = _choice("Người phụ trách")
    han = _choice("Hạn")
    tu = DongFormField(label="Hỗ trợ từ (đồng)", required=False)
    den = DongFormField(label="Hỗ trợ đến (đồng)", required=False)
    goc = _choice("Gốc số liệu")
    minh_hoa = _choice("Dữ liệu minh hoạ")

    def __init__(self, data: QueryDict, choices: dict[str, list[tuple[str, Any]]]):
        super().__init__(data)
        for name, offered in choices.items():
            if len(offered) > 1 or data.get(self.add_prefix(name)):
                self.fields[name].choices = [ALL, *offered]
            else:
                del self.fields[name]
        self.full_clean()

    def add_prefix(self, field_name: str) -> str:
        """Names in addresses have hyphens."""
        return field_name.replace("_", "-")

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        low, high = given.get("tu"), given.get("den")
        if low is not None and high is not None and low > high:
            self.add_error("den", "Số đến nhỏ hơn số từ.")
        return given


# --- conditions --------------------------------------------------------------------------------------------------


def _words(text: str, day: date) -> Q:
    found = Q()
    for word in search_words(text)[:MAX_WORDS]:
        found &= Q(search_text__contains=word)
    return found


def _stands_in(value: str, day: date) -> Q:
    kind, _, key = value.partition("-")
    return Q(province=int(key)) if kind == "tinh" else Q(place_now=int(key))


def _stood_in(value: str, day: date) -> Q:
    within = Unit.objects.filter(Q(pk=value) | Q(parent=value) | Q(parent__parent=value))
    return Q(place__in=within.values("pk"))


def _state(value: str, day: date) -> Q:
    if value in STRETCHES:
        return Q(state__in=STRETCHES[value].states)
    return ~Q(state__in=sorted(states.ENDED)) & Q(source_url="") if value == LIVE else Q(state=value)


def _due(value: str, day: date) -> Q:
    return Q(due_on__lt=day) if value == "qua-han" else Q(due_on__range=(day, day + timedelta(days=SOON_DAYS)))


CONDITIONS: dict[str, Callable[[Any, date], Q]] = {
    "q": _words,
    "noi": _stands_in,
    "tinh_cu": _stood_in,
    "noi_dung": lambda value, day: Q(content=value),
    "trang_thai": _state,
    "nam": lambda value, day: Q(year=None) if value == NOT_PRINTED else Q(year=int(value)),
    "nguon": lambda value, day: Q(fund="" if value == NOT_PRINTED else value),
    "phu_trach": lambda value, day: Q(officer=int(value)),
    "han": _due,
    "tu": lambda value, day: Q(support__gte=value),
    "den": lambda value, day: Q(support__lte=value),
    "goc": lambda value, day: Q(source_url="") if value == "cua-minh" else ~Q(source_url=""),
    "minh_hoa": lambda value, day: Q(is_sample=value == "co"),
}
IN_WORDS: dict[str, str] = {
    "q": "“{}”",
    "noi": "Nay: {}",
    "tinh_cu": "Khi đó: {}",
    "nam": "Năm {}",
    "phu_trach": "Phụ trách: {}",
    "han": "Hạn: {}",
    "tu": "Hỗ trợ từ {}",
    "den": "Hỗ trợ đến {}",
}
SHORT_FIRST = ("q", "noi", "noi_dung", "trang_thai", "nam")


@dataclass(frozen=True)
class Asked:
    """What the address asks for, read once. When something in it cannot be read, there are no rows and the form says why."""

    form: FilterForm
    rows: QuerySet[Project]
    sort_key: str
    as_now: bool
    day: date
    contents: dict[str, str]
    one_province: bool

    @property
    def sort(self) -> Sort:
        return SORTS[self.sort_key]

    @property
    def is_valid(self) -> bool:
        return not self.form.errors

    @property
    def in_force(self) -> dict[str, Any]:
        """The conditions that were given and read, by field."""
        return {name: value for name, value in self.form.cleaned_data.items() if value not in (None, "")}

    def word(self, name: str, value: Any) -> str:
        """One condition in words."""
        field = self.form.fields[name]
        text = dict(field.choices).get(value, value) if isinstance(field, forms.ChoiceField) else value
        return IN_WORDS.get(name, "{}").format(text)


def ask(request: HttpRequest, data: QueryDict | None = None) -> Asked:
    """Read the conditions of the address (or of `data`, an address kept by a form)."""
    data = request.GET if data is None else data
    user, day = request.user, today()
    provinces = user.grants.provinces_with("project.view")
    contents = {row.key: row.name for row in programmes.rows(Content)}
    form = FilterForm(data, _choices(provinces, day, contents))
    rows = seen_by(user)
    if form.errors:
        rows = rows.none()
    else:
        for name, value in form.cleaned_data.items():
            if value not in (None, ""):
                rows = rows.filter(CONDITIONS[name](value, day))
    sort = data.get("sap", "")
    return Asked(
        form=form,
        rows=rows,
        sort_key=sort if sort in SORTS else DEFAULT_SORT,
        as_now=data.get("luc") != THEN,
        day=day,
        contents=contents,
        one_province=provinces is not None and len(provinces) <= 1,
    )


def seen_by(user: User) -> QuerySet[Project]:
    """The person's scope, each project once, ready to be counted, ordered and cut."""
    rows = Project.objects.visible_to(user)
    return Project.objects.filter(pk__in=rows.values("pk")) if rows.query.distinct else rows


def chips(request: HttpRequest, asked: Asked) -> list[tuple[str, str]]:
    """Every condition in force in words, with the address that drops it."""
    found = []
    for name, value in asked.in_force.items():
        query = request.GET.copy()
        for gone in (asked.form.add_prefix(name), "trang"):
            query.pop(gone, None)
        found.append((asked.word(name, value), f"?{query.urlencode()}"))
    return found


# --- choices -----------------------------------------------------------------------------------------------------


def _choices(provinces: frozenset[int] | None, day: date, contents: dict[str, str]) -> dict[str, list[tuple[str, Any]]]:
    now, then = _places(provinces)
    return {
        "noi": now,
        "tinh_cu": then,
        "noi_dung": sorted(contents.items(), key=lambda pair: pair[1]),
        "trang_thai": [
            (LIVE, "Chưa kết thúc"),
            *((code, f"Chặng: {one.word}") for code, one in STRETCHES.items() if len(one.states) > 1),
            *((code, state_word(code)) for code in states.STATES),
        ],
        "nam": [
            *((str(year), str(year)) for year in range(day.year + 1, FIRST_YEAR, -1)),
            (NOT_PRINTED, "không công bố"),
        ],
        "nguon": [*ledger.FUNDS.items(), (NOT_PRINTED, "Không công bố")],
        "phu_trach": _officers(provinces),
        "han": list(DUES.items()),
        "goc": list(ORIGINS.items()),
        "minh_hoa": list(SAMPLES.items()),
    }


def _officers(provinces: frozenset[int] | None) -> list[tuple[str, str]]:
    """Who is or was an officer or director in the one province of the scope; over many provinces nobody is offered."""
    if provinces is None or len(provinces) != 1:
        return []
    found = User.objects.filter(
        grant_rows__role__in=["officer", "director"], grant_rows__organisation__province__in=provinces
    )
    rows = found.order_by("full_name", "pk").values_list("pk", "full_name").distinct()
    return [(str(pk), name) for pk, name in rows]


def _places(provinces: frozenset[int] | None) -> tuple[list[tuple[str, Any]], list[tuple[str, str]]]:
    """Where it stands now and the provinces of its day, from one query.

    Each list divides the rows: as now by province, or in one province by commune with “chưa phân bổ”; as then by the
    province of the day. So both add up to the same total (design 3.7).
    """
    found = _units(provinces).order_by("level", "sort_key", "valid_from", "pk")
    units = [Offered(*row) for row in found.values_list(*Offered._fields)]
    tops = [unit for unit in units if unit.level == PROVINCE]
    now = [(f"tinh-{unit.pk}", unit.name) for unit in tops if unit.valid_to is None]
    if provinces is not None and len(provinces) == 1:
        home = next(iter(provinces))
        communes = [(f"xa-{unit.pk}", label(unit.kind, unit.name)) for unit in units if unit.level == COMMUNE]
        now = [(f"xa-{home}", "Chưa phân bổ xã, phường"), *communes]
    return now, [(str(unit.pk), _dated(unit)) for unit in tops]


class Offered(NamedTuple):
    """A unit among the choices."""

    pk: int
    level: int
    kind: str
    name: str
    valid_from: date | None
    valid_to: date | None


def _units(provinces: frozenset[int] | None) -> QuerySet[Unit]:
    if provinces is None:
        return Unit.objects.provinces()
    onward = Q(pk__in=provinces)
    for path in ("became__new", "became__new__became__new", "became__new__became__new__became__new"):
        onward |= Q(**{f"{path}__in": provinces})
    wanted = Q(level=PROVINCE) & onward
    if len(provinces) == 1:
        wanted |= Q(level=COMMUNE, parent__in=provinces, valid_to=None)
    return Unit.objects.filter(pk__in=Unit.objects.filter(wanted).values("pk"))


def _dated(unit: Offered) -> str:
    if unit.valid_to:
        return f"{unit.name} (đến {unit.valid_to:%d/%m/%Y})"
    return f"{unit.name} (từ {unit.valid_from:%d/%m/%Y})" if unit.valid_from else unit.name
