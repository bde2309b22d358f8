"""People, products, machines, certificates and photos on an establishment's page."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from bedo.core import drafts, log
from bedo.core.clock import today
from bedo.core.moves import Refused
from bedo.documents import services as documents
from bedo.establishments import services
from bedo.establishments.services.belongings import THINGS
from bedo.office.drafts.forms import opened
from bedo.office.establishments.forms import FORMS, PhotoForm, ReasonForm, belonging_of
from bedo.office.establishments.views import EDIT, in_scope, worded
from bedo.office.shell.files import stored
from bedo.office.shell.http import changed_since, chosen, form_errors, methods, require, sent_version

TITLES = {
    "person": "Người liên quan",
    "product": "Sản phẩm",
    "machine": "Máy, thiết bị",
    "certificate": "Giấy chứng nhận",
    "photo": "Ảnh",
}


def _owner(request, pk):
    establishment = in_scope(request, pk)
    require(request, EDIT, establishment.province_id)
    return establishment


def _back(establishment, thing):
    return redirect(f"{reverse('office:establishments:detail', args=[establishment.pk])}#{thing}")


@methods(read=["GET"], write=["POST"])
def add(request, pk, thing):
    establishment = _owner(request, pk)
    key = f"co-so:{pk}:{thing}:moi"
    more = {"establishment": establishment}
    if request.method == "GET":
        form, draft, _ = opened(request, key, FORMS[thing], initial=_first(thing), **more)
        return _form(request, form, establishment, thing, draft=draft, key=key)
    form = FORMS[thing](request.POST, **more)
    if not form.is_valid():
        return _form(request, form, establishment, thing, key=key, status=422)
    try:
        services.add(establishment=establishment, thing=thing, by=request.user, today=today(), **form.values())
    except Refused as refusal:
        return _form(request, form, establishment, thing, key=key, status=form_errors(form, refusal))
    drafts.drop(user=request.user, key=key)
    messages.success(request, f"Đã thêm {THINGS[thing].word}.")
    return _back(establishment, thing)


def _first(thing):
    """What a new one starts with."""
    return {"person": {"since": today()}, "machine": {"quantity": 1}}.get(thing, {})


@methods(write=["GET", "POST"])
def change(request, pk, thing, row):
    """Correct it. Opening a person's form reads personal data, which leaves a trace: hence a write."""
    establishment = _owner(request, pk)
    found = get_object_or_404(
        THINGS[thing].model.objects.select_related("establishment__province"), pk=row, establishment=pk
    )
    key = f"co-so:{pk}:{thing}:{row}"
    more = {"establishment": establishment}
    if request.method != "POST":
        if thing == "person":
            services.note_reading(establishment=establishment, by=request.user, what="mở biểu mẫu sửa người liên quan")
        initial = {**belonging_of(found), "version": found.version}
        form, draft, _ = opened(request, key, FORMS[thing], initial=initial, **more)
        return _form(request, form, establishment, thing, row=found, draft=draft, key=key)
    form = FORMS[thing](chosen(request, FORMS[thing], belonging_of(found)), **more)
    if not form.is_valid():
        return _form(request, form, establishment, thing, row=found, key=key, status=422)
    try:
        services.change(row=found, version=sent_version(request), by=request.user, today=today(), **form.values())
    except Refused as refusal:
        if refusal.code == "stale":
            return _stale(request, form, establishment, thing, found, key)
        return _form(request, form, establishment, thing, row=found, key=key, status=form_errors(form, refusal))
    drafts.drop(user=request.user, key=key)
    messages.success(request, "Đã lưu.")
    return _back(establishment, thing)


def _stale(request, form, establishment, thing, row, key):
    """Two editors: the same form on the stored version, with a choice for every field that differs."""
    row.refresh_from_db()
    found = [worded(form, one) for one in changed_since(form, belonging_of(row))]
    data = form.data.copy()
    data["version"] = str(row.version)
    again = type(form)(data, establishment=establishment)
    return _form(request, again, establishment, thing, row=row, key=key, status=409, differences=found)


def _form(request, form, establishment, thing, *, row=None, draft=None, key="", status=200, differences=()):
    context = {
        "form": form,
        "establishment": establishment,
        "thing": thing,
        "title": TITLES[thing],
        "word": THINGS[thing].word,
        "row": row,
        "draft": draft,
        "draft_key": key,
        "differences": differences,
    }
    return render(request, "office/establishments/belonging.html", context, status=status)


@methods(read=["GET"], write=["POST"])
def remove(request, pk, thing, row):
    """Ask for the reason, then take it out of the register."""
    establishment = _owner(request, pk)
    found = get_object_or_404(
        THINGS[thing].model.objects.select_related("establishment__province"), pk=row, establishment=pk
    )
    form, status = ReasonForm(request.POST or None), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                services.remove(row=found, by=request.user, today=today(), **form.cleaned_data)
            except Refused as refusal:
                status = form_errors(form, refusal)
            else:
                messages.success(request, f"Đã bỏ {THINGS[thing].word}.")
                return _back(establishment, thing)
    context = {"form": form, "establishment": establishment, "row": found, "word": THINGS[thing].word, "thing": thing}
    return render(request, "office/establishments/remove.html", context, status=status)


@methods(read=["GET"], write=["POST"])
def add_photo(request, pk):
    """Store a picture and put it beside the establishment."""
    establishment = _owner(request, pk)
    form, status = PhotoForm(request.POST or None, request.FILES or None), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                _store_photo(request, establishment, form)
            except Refused as refusal:
                status = form_errors(form, refusal)
            else:
                messages.success(request, "Đã thêm ảnh.")
                return _back(establishment, "photo")
    return render(
        request, "office/establishments/photo.html", {"form": form, "establishment": establishment}, status=status
    )


def _store_photo(request, establishment, form):
    """The file and its place in one transaction: refused together, nothing stays."""
    with log.writing(establishment.province.code):
        attachment = documents.store_file(
            province=establishment.province, file=form.cleaned_data["file"], by=request.user
        )
        services.add_photo(
            establishment=establishment,
            attachment=attachment,
            caption=form.cleaned_data["caption"],
            by=request.user,
            today=today(),
        )


@methods(read=["GET"])
def photo_file(request, pk, photo):
    """The picture itself, to who may see the establishment; never as anything but a picture."""
    establishment = in_scope(request, pk)
    found = get_object_or_404(establishment.photos.select_related("attachment"), pk=photo)
    return stored(found.attachment)
