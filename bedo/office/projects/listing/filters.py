"""What the address of the list asks for: conditions, order, view; and the same in words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.forms.utils import flatatt
from django.http import HttpRequest, QueryDict
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from bedo.accounts.models import Grant, User
from bedo.core.clock import today
from bedo.core.fields import DongFormField
from bedo.core.text import search_words
from bedo.ledger import rules as ledger
from bedo.office.projects.listing.rows import DEFAULT_SORT, SORTS, Sort
from bedo.office.projects.stretches import REACHED, STRETCHES
from bedo.office.shell import fields
from bedo.office.shell.labels import state_word
from bedo.office.shell.quick import esc
from bedo.places.known import Known, Map, the_map
from bedo.programmes import queries as programmes
from bedo.programmes.rules import Content
from bedo.projects.models import Project
from bedo.projects.rules import states

THEN = "khi-do"
ALL = ("", "Tất cả")
SOON_DAYS = 10
FIRST_YEAR = 2005
MAX_WORDS = 8
MONEY = {"inputmode": "decimal", "autocomplete": "off", "maxlength": "60"}
NOT_PRINTED = "khong-cong-bo"
DUES = {"qua-han": "Quá hạn", "10-ngay": f"Trong {SOON_DAYS} ngày tới"}
ORIGINS = {"cong-bo": "Đã công bố, lấy theo nguồn", "cua-minh": "Hồ sơ của cơ quan"}
SAMPLES = {"khong": "Bỏ dữ liệu minh hoạ", "co": "Chỉ dữ liệu minh hoạ"}
LIVE = "dang-lam"


Choices = tuple[tuple[str, str], ...]


class Select(forms.Widget):
    """A select written at once: Django's own renders a template for each of some hundred options."""

    choices: Choices = ()

    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> SafeString:
        options = _options(self.choices)
        if value:
            mine = format_html('value="{}"', value)
            options = mark_safe(options.replace(mine, f"{mine} selected", 1))  # noqa: S308 - both were escaped
        return format_html("<select{}>{}</select>", flatatt({"name": name, **self.attrs, **(attrs or {})}), options)


@lru_cache(maxsize=256)
def _options(choices: Choices) -> SafeString:
    """Without closing tags, which HTML does not ask for: there may be some hundred options."""
    return mark_safe("".join(f'<option value="{esc(key)}">{esc(text)}' for key, text in choices))  # noqa: S308


class Choice(forms.Field):
    """One of the choices that the form offers, as plain pairs; Django's own field looks at each pair again and again."""

    widget = Select
    default_error_messages = {"invalid_choice": "Không có lựa chọn này. Chọn lại trong danh sách."}

    def __init__(self, label: str):
        super().__init__(label=label, required=False)

    def offer(self, choices: Choices) -> None:
        self.choices = self.widget.choices = choices

    def to_python(self, value: Any) -> str:
        return str(value) if value else ""

    def validate(self, value: str) -> None:
        if value and all(value != key for key, _ in self.choices):
            raise forms.ValidationError(self.error_messages["invalid_choice"], code="invalid_choice")


class Line(forms.TextInput):
    """A line of text written at once."""

    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> SafeString:
        own = {"type": "text", "name": name, **self.attrs, **(attrs or {})}
        if value not in (None, ""):
            own["value"] = value
        return format_html("<input{}>", flatatt({key: said for key, said in own.items() if said is not False}))


class FilterForm(forms.Form):
    """The conditions as fields of a GET form; choices are bounded by the person's scope."""

    q = forms.CharField(label="Mã, tên đề án, đơn vị thụ hưởng", required=False, max_length=120, widget=Line)
    noi = Choice("Địa bàn nay")
    tinh_cu = Choice("Tỉnh khi đó")
    noi_dung = Choice("Nội dung")
    loai = Choice("Loại")
    trang_thai = Choice("Trạng thái")
    nam = Choice("Năm")
    nguon = Choice("Nguồn kinh phí")
    phu_trach = Choice("Người phụ trách")
    han = Choice("Hạn")
    tu = DongFormField(label="Hỗ trợ từ (đồng)", required=False, widget=Line(attrs=MONEY))
    den = DongFormField(label="Hỗ trợ đến (đồng)", required=False, widget=Line(attrs=MONEY))
    goc = Choice("Gốc số liệu")
    minh_hoa = Choice("Dữ liệu minh hoạ")

    def __init__(self, data: QueryDict, choices: dict[str, list[tuple[str, Any]]]):
        super().__init__(data)
        for name, offered in choices.items():
            if len(offered) > 1 or data.get(self.add_prefix(name)):
                self.fields[name].offer((ALL, *offered))
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


_WRITTEN: dict[tuple, SafeString] = {}
_MOST = 500


def html(bound: Any) -> SafeString:
    """The field as `{% field %}` writes it. Kept by the process: a list shows the same few fields again and again."""
    if bound.errors:
        return fields.render(bound)
    key = (bound.html_name, bound.value(), getattr(bound.field, "choices", ()))
    if key not in _WRITTEN:
        if len(_WRITTEN) > _MOST:
            _WRITTEN.clear()
        _WRITTEN[key] = fields.render(bound)
    return _WRITTEN[key]


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
    return Q(place__in=the_map().within(int(value)))


def _state(value: str, day: date) -> Q:
    if value in STRETCHES or value in REACHED:
        return Q(state__in=(STRETCHES | REACHED)[value].states)
    return ~Q(state__in=sorted(states.ENDED)) & Q(source_url="") if value == LIVE else Q(state=value)


def _due(value: str, day: date) -> Q:
    return Q(due_on__lt=day) if value == "qua-han" else Q(due_on__range=(day, day + timedelta(days=SOON_DAYS)))


CONDITIONS: dict[str, Callable[[Any, date], Q]] = {
    "q": _words,
    "noi": _stands_in,
    "tinh_cu": _stood_in,
    "noi_dung": lambda value, day: Q(content=value),
    "loai": lambda value, day: Q(kind=value),
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
    known: Map

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
        text = dict(field.choices).get(value, value) if isinstance(field, Choice) else value
        return IN_WORDS.get(name, "{}").format(text)


def ask(request: HttpRequest, data: QueryDict | None = None) -> Asked:
    """Read the conditions of the address (or of `data`, an address kept by a form)."""
    data = request.GET if data is None else data
    user, day = request.user, today()
    provinces = user.grants.provinces_with("project.view")
    contents = {row.key: row.name for row in programmes.rows(Content)}
    known = the_map()
    form = FilterForm(data, _choices(provinces, day, contents, known))
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
        known=known,
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


def _choices(
    provinces: frozenset[int] | None, day: date, contents: dict[str, str], known: Map
) -> dict[str, list[tuple[str, Any]]]:
    now, then = _places(provinces, known)
    return {
        "noi": now,
        "tinh_cu": then,
        "noi_dung": sorted(contents.items(), key=lambda pair: pair[1]),
        "loai": list(states.KINDS.items()),
        "trang_thai": [
            (LIVE, "Chưa kết thúc"),
            *((code, f"Chặng: {one.word}") for code, one in STRETCHES.items() if len(one.states) > 1),
            *((code, f"{one.word}, kể cả xa hơn") for code, one in REACHED.items()),
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


def _officers(provinces: frozenset[int] | None) -> Choices:
    """Who is or was an officer or director in the one province of the scope; over many provinces nobody is offered."""
    if provinces is None or len(provinces) != 1:
        return ()
    posts = Grant.objects.filter(role__in=["officer", "director"], organisation__province=next(iter(provinces)))
    people = posts.order_by("user__full_name", "user_id").values_list("user_id", "user__full_name")
    return tuple(dict.fromkeys((str(pk), name) for pk, name in people))


def _places(provinces: frozenset[int] | None, known: Map) -> tuple[list[tuple[str, Any]], list[tuple[str, str]]]:
    """Where it stands now and the provinces of its day.

    Each list divides the rows: as now by province, or in one province by commune with “chưa phân bổ”; as then by the
    province of the day. So both add up to the same total (design 3.7).
    """
    tops = known.leading_to(provinces)
    now = [(f"tinh-{unit.pk}", unit.name) for unit in tops if unit.valid_to is None]
    if provinces is not None and len(provinces) == 1:
        home = next(iter(provinces))
        communes = [(f"xa-{unit.pk}", unit.label) for unit in known.communes.get(home, ())]
        now = [(f"xa-{home}", "Chưa phân bổ xã, phường"), *communes]
    return now, [(str(unit.pk), _dated(unit)) for unit in tops]


def _dated(unit: Known) -> str:
    if unit.valid_to:
        return f"{unit.name} (đến {unit.valid_to:%d/%m/%Y})"
    return f"{unit.name} (từ {unit.valid_from:%d/%m/%Y})" if unit.valid_from else unit.name
