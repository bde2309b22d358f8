"""Tags and filters of the office's pages; built in, so templates need no {% load %}. List: docs/look.md."""

from __future__ import annotations

from base64 import b64encode
from datetime import date
from functools import cache, lru_cache
from typing import Any

from django import template
from django.templatetags.static import static
from django.urls import resolve, reverse
from django.utils.html import format_html, format_html_join
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.safestring import SafeString, mark_safe

from bedo.core.answers import CERTAINTY_LABELS, REFUSING
from bedo.core.types import Dong
from bedo.office.shell import bars, fields, figures
from bedo.office.shell.labels import QUALIFIERS, STATES, UNKNOWN, state_word
from bedo.office.shell.quick import esc

register = template.Library()
register.filter("dong", figures.money)
register.filter("so", figures.number)
register.filter("trieu", figures.millions)
register.filter("ngay", figures.day)
register.filter("luc", figures.moment)
register.filter("theo", figures.qualified)


@cache
def _sprite() -> str:
    return static("bedo/marks.svg")


@register.simple_tag
@lru_cache(maxsize=512)
def icon(name: str, css: str = "ic") -> SafeString:
    """{% icon "late" %}: a mark of marks.svg, hidden from screen readers; the word stands beside it."""
    return format_html('<svg class="{}" aria-hidden="true"><use href="{}#i-{}"/></svg>', css, _sprite(), name)


@register.simple_tag
@lru_cache(maxsize=512)
def state_mark(state: str, track: str = "local", audience: str = "office", word: str = "") -> SafeString:
    """{% state_mark project.state %}: shape and word of a state of a project or wish; unknown codes say so."""
    look = STATES.get(str(state), UNKNOWN)
    text = word or state_word(str(state), track=track, audience=audience)
    return format_html('<span class="st {}">{}{}</span>', look.tone, icon(look.mark), text)


@register.filter
def state_label(state: str, track: str = "local") -> str:
    """{{ state|state_label }}: the office's word alone."""
    return state_word(str(state), track=track)


@register.simple_tag
def mark(name: str, word: str, tone: str = "") -> SafeString:
    """{% mark "ok" "chọn" "ok" %}: any mark with its word, in a tone (go, ok, wait, bad)."""
    return format_html('<span class="st {}">{}{}</span>', tone, icon(name), word)


def _deadline_look(days: int) -> tuple[str, str, str]:
    if days < 0:
        return "late", "late", f"Quá hạn {-days} ngày"
    if days == 0:
        return "day", "day", "Hôm nay"
    if days <= 10:
        return "soon", "soon", f"Còn {days} ngày"
    return "far", "far", f"{days} ngày"


@register.simple_tag
def deadline(due: Any, today: Any, second_line: bool = True, reason: str = "") -> SafeString | str:
    """{% deadline task.due today %}: how many days, by word and shape, and the date below it (the due day counts)."""
    if not due:
        return figures.nothing("none")
    css, name, word = _deadline_look(figures.days_between(due, today))
    text = mark_safe(f'<span class="dl {css}">{icon(name)}{word}</span>')  # noqa: S308 - our own words
    if not second_line:
        return text
    below = figures.day(due) + (f" · {reason}" if reason else "")
    return text + format_html('<span class="s2">{}</span>', below)


@register.simple_tag
def timeline_rows(entries: Any) -> SafeString:
    """{% timeline_rows entries %}: the rows of _timeline.html, written at once."""
    return mark_safe("".join(_timeline_row(entry) for entry in entries))  # noqa: S308 - each part is escaped


def _timeline_row(entry: Any) -> str:
    mark = icon(_get(entry, "icon") or "c-dot", tone_class(_get(entry, "tone") or ""))
    on = _get(entry, "on")
    paper = f"Văn bản {figures.day(on)} · " if on else ""
    who = f"người ghi: {esc(person(_get(entry, 'actor')))}, {figures.moment(_get(entry, 'at'))}"
    return f'<li>{mark}<span class="g">{esc(_get(entry, "text"))}<span class="s2">{paper}{who}</span></span></li>'


RULER_MARKS = {"done": "c-full", "now": "t-full", "todo": "c-open"}


@register.simple_tag
def ruler_steps(steps: Any) -> SafeString:
    """{% ruler_steps steps %}: the steps of _ruler.html, written at once."""
    return mark_safe("".join(_ruler_step(step) for step in steps))  # noqa: S308 - each part is escaped


def _ruler_step(step: Any) -> str:
    status, on = _get(step, "status"), _get(step, "on")
    css = "" if status == "done" else f' class="{esc(status)}"'
    here = ' aria-current="step"' if status == "now" else ""
    own = _get(step, "icon") if status == "now" else ""
    day = figures.day(on) if on else esc(_get(step, "when") or "")
    mark = icon(own or RULER_MARKS.get(status, "c-open"), "")
    return f"<li{css}{here}>{mark}<b>{esc(_get(step, 'word'))}</b> <span>{day}</span></li>"


@register.simple_tag
def nothing(kind: str = "unknown", href: str = "") -> SafeString:
    """{% nothing "none" %} —, {% nothing "unknown" url %} chưa rõ, {% nothing "unpublished" %} không công bố."""
    return figures.nothing(kind, href)


@register.filter
def qualifier(word: str) -> SafeString | str:
    """{{ "over"|qualifier }}: the small "trên" before a printed figure; nothing for an exact one."""
    label = QUALIFIERS.get(word, "")
    return format_html('<span class="qual">{} </span>', label) if label else ""


@register.filter
def person(user: Any) -> SafeString | str:
    """{{ user|person }}: the name people know; "hệ thống" when no one acted."""
    if not user:
        return "hệ thống"
    return getattr(user, "full_name", "") or getattr(user, "username", "") or str(user)


@register.simple_tag
def certainty(code: str) -> SafeString:
    """{% certainty source.certainty %}: has someone read the text, or does the row only warn?"""
    if code in REFUSING:
        return format_html('<span class="tag chk">{}{}</span>', icon("ok"), CERTAINTY_LABELS[code])
    title = CERTAINTY_LABELS.get(code, CERTAINTY_LABELS["design"])
    return format_html('<span class="tag unchk" title="{}">{}Chưa đối chiếu văn bản</span>', title, icon("q"))


@register.simple_tag
def sample(word: str = "Dữ liệu minh hoạ") -> SafeString:
    """{% sample %}: marks a page or a row that is sample data."""
    return format_html('<span class="tag demo">{}</span>', word)


@register.simple_tag
def percent_of(part: int | None, whole: int | None) -> SafeString | str:
    """{% percent_of part whole %}: "44,83 %", from whole numbers, halves up; — when there is no whole."""
    if part is None or not whole:
        return figures.nothing("none")
    hundredths = (int(part) * 10_000 * 2 + int(whole)) // (2 * int(whole))
    return f"{figures.grouped(hundredths // 100)},{hundredths % 100:02d} %"


@register.simple_tag
def money_bar(
    stages: Any,
    links: Any = None,
    label: str = "Tiền theo giai đoạn",
    key: bool = True,
    small: bool = False,
) -> SafeString:
    """{% money_bar money links=links %}: `stages` maps available…settled (and freed) to đồng, `links` to addresses."""
    return bars.money(stages, links or {}, label, key=key, small=small)


@register.simple_tag
def bar_pair(
    label: str, first: int, second: int, most: int, first_word: str = "kế hoạch", second_word: str = "đã làm"
) -> SafeString:
    """{% bar_pair "Máy móc" plan done largest %}: two bars of one scale inside <div class="bars">, figures at the end."""
    return bars.pair(label, first, second, most, first_word, second_word)


@register.simple_tag
def bar_several(label: str, amounts: list[tuple[str, int]], most: int) -> SafeString:
    """{% bar_several "Máy móc" row.amounts most %}: one bar for each of two or three amounts, inside <div class="bars">."""
    return bars.several(label, amounts, most)


@register.simple_tag
def field(bound: Any, hint: str = "", label: str = "", css: str = "", plain: bool = False) -> SafeString:
    """{% field form.amount %}: label, control, hint and error, tied together for screen readers."""
    return fields.render(bound, hint=hint, label=label, css=css, plain=plain)


@register.simple_tag
def all_fields(form: Any) -> SafeString:
    """{% all_fields form %}: errors of the whole form, hidden fields, then every field in order."""
    parts = [form_problems(form), *(str(hidden) for hidden in form.hidden_fields())]
    parts += [fields.render(bound) for bound in form.visible_fields()]
    return format_html_join("\n", "{}", ((mark_safe(part),) for part in parts))  # noqa: S308 - parts are escaped already


@register.simple_tag
def form_problems(form: Any, what: str = "") -> SafeString:
    """{% form_problems form "Chưa nộp được." %}: what is wrong, with links to the fields; nothing when all is right."""
    return fields.problems(form, what)


@register.simple_tag(takes_context=True)
def with_query(context: template.Context, **changes: Any) -> str:
    """{% with_query sap="-nam" trang=None %}: this page's address with some conditions changed (None drops one)."""
    query = context["request"].GET.copy()
    for name, value in changes.items():
        query.pop(name, None)
        if value not in (None, ""):
            query[name] = str(value)
    return f"?{query.urlencode()}"


@register.inclusion_tag("shell/_files.html", takes_context=True)
def files(context: template.Context, name: str, *args: Any) -> dict[str, Any]:
    """{% files "office:papers:export" %}: takes the list out as a file, under the conditions of this page's address.

    Columns are chosen beside the button, unless the list keeps a choice of its own.
    """
    query = context["request"].GET.copy()
    query.pop("trang", None)
    xlsx, csv = (reverse(name, args=[*args, kind]) for kind in ("xlsx", "csv"))
    carried = [(key, value) for key, values in query.lists() for value in values]
    text = f"?{query.urlencode()}" if query else ""
    return {"xlsx": xlsx, "csv": csv, "query": text, "carried": carried, "parts": resolve(xlsx).func.parts}


@register.filter
def is_money(value: Any) -> bool:
    return isinstance(value, Dong)


@register.filter
def is_day(value: Any) -> bool:
    return isinstance(value, date)


@register.filter
def drawing(svg: str) -> str:
    """{{ picture.svg|drawing }}: the address of an <img>, in which nothing of the drawing can run."""
    return "data:image/svg+xml;base64," + b64encode(svg.encode()).decode()


@register.filter
def gap(one: int, other: int) -> str:
    """{{ stated|gap:computed }}: how far two figures lie apart."""
    return figures.number(abs(one - other))


@register.filter
def present_papers(papers: Any) -> list[Any]:
    """Those of a checklist that are there."""
    return [paper for paper in papers if not _get(paper, "missing") and not _get(paper, "absent")]


def _get(thing: Any, name: str) -> Any:
    return thing.get(name) if isinstance(thing, dict) else getattr(thing, name, None)


@register.filter
def tone_class(tone: str | None) -> str:
    """Tone of an icon in a list: ok, bad, wait → its class."""
    return {"ok": "ic grn", "bad": "ic red", "wait": "ic amb"}.get(tone or "", "ic")


@register.filter("bytes")
def byte_size(size: int) -> str:
    """ "1,2 MB" of a number of bytes."""
    for unit in ("B", "KB", "MB"):
        if size < 1024:
            break
        size, unit = size / 1024, {"B": "KB", "KB": "MB", "MB": "GB"}[unit]
    return f"{size:.1f}".rstrip("0").rstrip(".").replace(".", ",") + f" {unit}"


@register.filter
def own_address(url: str | None, request: Any) -> str:
    """The address when it is one of ours, else the first page."""
    return url if url and url_has_allowed_host_and_scheme(url, {request.get_host()}) else "/"
