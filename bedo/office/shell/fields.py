"""One field of a form: label, control, hint and error, tied together by id."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from bedo.core.fields import DongFormField

CHOICES = (forms.RadioSelect, forms.CheckboxSelectMultiple)


def render(bound: Any, *, hint: str = "", label: str = "", css: str = "", plain: bool = False) -> SafeString:
    """The field as it stands in a form, in the shape its widget asks for; `plain` drops foreign help and placeholder."""
    if bound.is_hidden:
        return mark_safe(str(bound))  # noqa: S308 - Django escapes its widgets
    hint, label = hint or ("" if plain else str(bound.help_text or "")), label or str(bound.label)
    below = _hint(bound, hint) + _errors(bound)
    if isinstance(bound.field.widget, CHOICES):
        return _choices(bound, label, hint, below, css)
    control = bound.as_widget(attrs=_attributes(bound, hint) | ({"placeholder": False} if plain else {}))
    if isinstance(bound.field.widget, forms.CheckboxInput):
        inside = format_html(
            '<label class="check" for="{}">{} <span>{}{}</span></label>',
            bound.id_for_label,
            control,
            label,
            _must(bound),
        )
    else:
        inside = format_html('<label for="{}">{}{}</label>{}', bound.id_for_label, label, _must(bound), control)
    return format_html('<div class="fld{}">{}{}</div>', _space(css, bound), inside, below)


def _must(bound: Any) -> SafeString | str:
    return mark_safe('<span class="must" title="Bắt buộc" aria-hidden="true">*</span>') if bound.field.required else ""


def _space(css: str, bound: Any) -> str:
    return "".join(f" {word}" for word in (css, "wrong" if bound.errors else "") if word)


def _hint(bound: Any, hint: str) -> SafeString:
    return format_html('<p class="hint" id="{}-goi-y">{}</p>', bound.auto_id, hint) if hint else mark_safe("")


def _errors(bound: Any) -> SafeString:
    rows = format_html_join(" ", "{}", ((error,) for error in bound.errors))
    return format_html('<p class="hint red" id="{}-loi">{}</p>', bound.auto_id, rows) if bound.errors else mark_safe("")


def _described(bound: Any, hint: str) -> str:
    names = [bound.field.widget.attrs.get("aria-describedby", "")]
    names += [f"{bound.auto_id}-goi-y"] if hint else []
    names += [f"{bound.auto_id}-loi"] if bound.errors else []
    return " ".join(name for name in names if name)


def _attributes(bound: Any, hint: str) -> dict[str, Any]:
    widget = bound.field.widget
    attrs: dict[str, Any] = {}
    if not isinstance(widget, forms.CheckboxInput):
        extra = " num" if isinstance(bound.field, DongFormField) else ""
        attrs["class"] = f"f{extra} {widget.attrs.get('class', '')}".strip()
    if isinstance(bound.field, DongFormField):
        attrs["data-bedo-money"] = ""
    if isinstance(bound.field, forms.DateField):
        attrs |= {"inputmode": "numeric", "placeholder": "ngày/tháng/năm", "autocomplete": "off"}
    if isinstance(widget, forms.Textarea) and widget.attrs.get("rows") in (None, "10", 10):
        attrs["rows"] = 4
    described = _described(bound, hint)
    attrs |= {"aria-describedby": described} if described else {}
    attrs |= {"aria-invalid": "true"} if bound.errors else {}
    return attrs


def _choices(bound: Any, label: str, hint: str, below: SafeString, css: str) -> SafeString:
    rows = format_html_join(
        "",
        '<label class="check" for="{}">{} <span>{}</span></label>',
        ((part.id_for_label, part.tag(), part.choice_label) for part in bound),
    )
    described = _described(bound, hint)
    return format_html(
        '<fieldset class="fld{}"{}><legend class="lab">{}{}</legend><div class="checks">{}</div>{}</fieldset>',
        _space(css, bound),
        format_html(' aria-describedby="{}"', described) if described else "",
        label,
        _must(bound),
        rows,
        below,
    )


def problems(form: Any, what: str = "") -> SafeString:
    """What is wrong with the form, once, above it: sentences of the whole form, then links to the fields."""
    if not form.errors:
        return mark_safe("")
    own = format_html_join("", "<li>{}</li>", ((error,) for error in form.non_field_errors()))
    rows = format_html_join(
        "",
        '<li><a href="#{}">{}</a>: {}</li>',
        (
            (form[name].id_for_label or form[name].auto_id, form[name].label, " ".join(errors))
            for name, errors in form.errors.items()
            if name in form.fields
        ),
    )
    return format_html(
        '<section class="msg" role="alert"><b>{}</b><ul>{}{}</ul></section>',
        what
        or f"Chưa ghi được: {sum(len(errors) for errors in form.errors.values())} chỗ cần sửa. Những gì đã nhập vẫn còn ở dưới.",
        own,
        rows,
    )
