"""Two rows side by side: one establishment, or two."""

from django.contrib import messages
from django.shortcuts import redirect, render

from bedo.core.clock import today
from bedo.core.moves import Refused
from bedo.establishments import queries, rules, services
from bedo.establishments.services.register import FIELD_WORDS
from bedo.office.establishments.fields import place_name
from bedo.office.establishments.forms import ReasonForm
from bedo.office.establishments.views import in_scope
from bedo.office.shell.http import form_errors, methods, require
from bedo.places.models import Unit

MERGE = "establishment.merge"
KEEP, DROP = "keep", "drop"
CHOICE = "o-"


def _pair(request, pk, other):
    keep, drop = in_scope(request, pk), in_scope(request, other)
    require(request, MERGE, keep.province_id)
    require(request, MERGE, drop.province_id)
    return keep, drop


@methods(read=["GET"], write=["POST"])
def merge(request, pk, other):
    """Side by side, a choice for each field; then `other` is folded into `pk`."""
    keep, drop = _pair(request, pk, other)
    if request.method == "GET":
        return _page(request, keep, drop, ReasonForm())
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return _page(request, keep, drop, form, 422)
    try:
        services.merge(
            keep=keep,
            drop=drop,
            keep_version=_version(request, "keep_version"),
            drop_version=_version(request, "drop_version"),
            choices=_choices(request),
            reason=form.cleaned_data["reason"],
            by=request.user,
            today=today(),
        )
    except Refused as refusal:
        return _page(request, keep, drop, form, form_errors(form, refusal))
    messages.success(request, f"Đã gộp hồ sơ số {drop.pk} vào hồ sơ này.")
    return redirect("office:establishments:detail", keep.pk)


@methods(write=["POST"])
def apart(request, pk, other):
    """They are two: nobody is asked again."""
    one, another = _pair(request, pk, other)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return _page(request, one, another, form, 422)
    try:
        services.tell_apart(one=one, other=another, reason=form.cleaned_data["reason"], by=request.user, today=today())
    except Refused as refusal:
        return _page(request, one, another, form, form_errors(form, refusal))
    messages.success(request, "Đã ghi là hai cơ sở khác nhau.")
    return redirect("office:establishments:detail", one.pk)


def _version(request, name):
    text = request.POST.get(name, "")
    if not text.isascii() or not text.isdigit() or len(text) > 9:
        raise Refused("Biểu mẫu thiếu số phiên bản.", "Tải lại trang rồi làm lại.", code="version", status=400)
    return int(text)


def _choices(request):
    """Field by field, whose value stays; anything but "drop" keeps."""
    return {field: DROP if request.POST.get(CHOICE + field) == DROP else KEEP for field in services.MERGED_FIELDS}


def _page(request, keep, drop, form, status=200):
    lines = [_line(request, field, keep, drop) for field in services.MERGED_FIELDS]
    context = {
        "keep": keep,
        "drop": drop,
        "form": form,
        "lines": [line for line in lines if line["left"] or line["right"]],
        "likeness": rules.likeness(queries.key_of(keep), queries.key_of(drop)),
        "counts": [_counts(keep), _counts(drop)],
    }
    return render(request, "office/establishments/merge.html", context, status=status)


def _line(request, field, keep, drop):
    """One field in both rows; what is empty on the left is taken from the right unless the person says otherwise."""
    left, right = _word(field, getattr(keep, field)), _word(field, getattr(drop, field))
    sent = request.POST.get(CHOICE + field)
    choice = sent if sent in (KEEP, DROP) else DROP if right and not left else KEEP
    return {
        "name": CHOICE + field,
        "label": FIELD_WORDS[field][:1].upper() + FIELD_WORDS[field][1:],
        "left": left,
        "right": right,
        "same": left == right,
        "choice": choice,
    }


def _word(field, value):
    """The value as people read it; nothing for what is not known."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return "Có" if value else "Không"
    if isinstance(value, Unit):
        return place_name(value)
    if hasattr(value, "strftime"):
        return f"{value:%d/%m/%Y}"
    return str({"kind": rules.KINDS, "sector": rules.SECTORS}.get(field, {}).get(value, value))


def _counts(row):
    """How much hangs on a row, in words."""
    parts = (
        (row.people, "người"),
        (row.products, "sản phẩm"),
        (row.machines, "máy"),
        (row.certificates, "giấy"),
        (row.photos, "ảnh"),
    )
    return ", ".join(f"{len(found.all())} {word}" for found, word in parts)
