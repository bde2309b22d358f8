"""Báo cáo bằng lời: sentences over bound numbers; the person edits the words, numbers that no longer match are marked."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from bedo.accounts.services import note_export
from bedo.core.clock import today
from bedo.core.moves import Refused
from bedo.documents.writing.pdf import pdf
from bedo.documents.writing.word import word
from bedo.office.reports.tables import SendForm, question, require_sender, terms_of
from bedo.office.shell.files import file_made
from bedo.office.shell.http import form_errors, methods, require, sent_version
from bedo.office.shell.inputs import Words
from bedo.places.queries import present_province
from bedo.reports import sending, written
from bedo.reports.tables import Built

EDIT = "paper.write"
"""Who may edit the words."""


class WordsForm(forms.Form):
    """One text for each section; {names} stand for bound numbers."""

    def __init__(self, *args: Any, sections: tuple[written.Section, ...], **kwargs: Any):
        super().__init__(*args, **kwargs)
        for one in sections:
            self.fields[one.key] = Words(label=one.title.capitalize(), rows=6, max_length=20_000, required=False)
            self.initial.setdefault(one.key, one.text)


def _draft(request: HttpRequest) -> tuple[Any, Any, written.Draft]:
    asked = question(request)
    if asked.needed.place is None:
        raise Refused("Báo cáo bằng lời phải của một địa phương.", "Chọn tỉnh trong bộ lọc.", code="place", status=422)
    row = sending.text_of(asked.needed)
    found = written.draft(asked.needed)
    return asked, row, found


@methods(read=["GET"], write=["POST"])
def page(request: HttpRequest) -> HttpResponse:
    """The report with its words, its register of numbers and what no longer matches; POST keeps the words."""
    asked, row, found = _draft(request)
    mine = sending.with_words(found, row)
    form = WordsForm(request.POST or None, sections=mine.sections)
    status = 200
    if request.method == "POST":
        require(request, EDIT, present_province(found.asked.place).pk)
        status = 422
        if form.is_valid():
            try:
                sending.keep_words(found=found, texts=form.cleaned_data, version=sent_version(request), by=request.user)
            except Refused as refusal:
                status = form_errors(form, refusal)
            else:
                messages.success(request, "Đã lưu lời của báo cáo.")
                return redirect(request.get_full_path())
    return _page(request, asked, row, found, form, status=status)


def _may_edit(request: HttpRequest, found: written.Draft) -> bool:
    return request.user.grants.may(EDIT, present_province(found.asked.place).pk)


def _page(
    request: HttpRequest,
    asked: Any,
    row: Any,
    found: written.Draft,
    form: WordsForm,
    *,
    status: int = 200,
    send_form: SendForm | None = None,
) -> HttpResponse:
    mine = sending.with_words(found, row)
    province = present_province(found.asked.place).pk
    before = sending.last_sent(found.asked, sending.YEAR)
    context = {
        "filter": asked.form, "form": form, "found": mine, "row": row, "stale": sending.stale(found, row), "register": written.register(mine),
        "document": written.document(mine, terms_of(found.asked.place)), "query": request.GET.urlencode(), "may_edit": _may_edit(request, found),
        "may_send": request.user.grants.may(sending.RIGHT, province), "send_form": send_form or SendForm(initial={"sent_on": today()}), "before": before,
        "unused": [slot for name, slot in mine.slots.items() if not any(name in written.slots_in(one.text) for one in mine.sections)],
    }  # fmt: skip
    return render(request, "office/reports/written.html", context, status=status)


@methods(write=["GET"])
def file(request: HttpRequest, kind: str) -> HttpResponse:
    """The written report as Word or PDF."""
    asked, row, found = _draft(request)
    if kind not in ("docx", "pdf"):
        raise Http404("no such kind of file")
    note_export(
        by=request.user,
        what=f"Báo cáo: {found.title}",
        rows=len(found.sections),
        form=kind,
        conditions=request.GET.dict(),
    )
    paper = written.document(sending.with_words(found, row), terms_of(asked.needed.place))
    return file_made(word(paper), "bao-cao-nam.docx") if kind == "docx" else file_made(pdf(paper), "bao-cao-nam.pdf")  # fmt: skip


@methods(write=["POST"])
def send(request: HttpRequest) -> HttpResponse:
    """Keep the written report as it left, with the numbers of its table."""
    asked, row, found = _draft(request)
    require_sender(request, found.asked.place)
    mine, form = sending.with_words(found, row), SendForm(request.POST)
    words_form = WordsForm(sections=mine.sections)
    if not form.is_valid():
        return _page(request, asked, row, found, words_form, send_form=form, status=422)
    try:
        kept = sending.keep(
            built=_as_year(found), asked=found.asked, paper=written.document(mine, terms_of(found.asked.place)), by=request.user, today=today(), **form.cleaned_data
        )  # fmt: skip
    except Refused as refusal:
        return _page(request, asked, row, found, words_form, send_form=form, status=form_errors(form, refusal))
    messages.success(request, "Đã lưu báo cáo như đã gửi.")
    return redirect(reverse("office:reports:sent", args=[kept.pk]))


def _as_year(found: written.Draft) -> Built:
    """The table of the written report, kept under the written report's own name."""
    return replace(found.table, code=sending.YEAR, title=found.title)
