"""Writing papers from their records: the terms, the text as it will be, number, sending; every version as Word and PDF."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from bedo.core import log
from bedo.core.clock import today
from bedo.core.moves import Refused
from bedo.documents import drafting, runs, word_templates
from bedo.documents.models import Written, WrittenVersion
from bedo.documents.rules import WRITTEN_STATES
from bedo.documents.writing.forms import FORMS, SUBJECTS, Form, Terms
from bedo.documents.writing.pdf import pdf
from bedo.office.shell.exports import CHUNK, Part, Table, download
from bedo.office.shell.files import file_made
from bedo.office.shell.http import form_errors, methods, paginate, require, sent_version
from bedo.office.writing import offers, urls_of
from bedo.office.writing.forms import NumberForm, SendForm, TermsForm, initial_terms

VIEW, WRITE, RECORD = "paper.view", "paper.write", "paper.record"
ENTRIES = 8
JOINT = "hai_ben"
"""A paper of several parties."""


def form_named(code: str) -> Form:
    """The form of that code; 404 without one."""
    if code not in FORMS:
        raise Http404("no such form")
    return FORMS[code]


def record_of(request: HttpRequest, form: Form, pk: int) -> Any:
    """The record that the form is of, or 404 outside the person's scope."""
    return get_object_or_404(SUBJECTS[form.kind].visible(request.user), pk=pk)


def in_scope(request: HttpRequest, pk: int) -> Written:
    """The written paper, or 404 outside the person's scope."""
    require(request, VIEW)
    rows = Written.objects.visible_to(request.user).select_related("paper__attachment", "province", "created_by")
    return get_object_or_404(rows, pk=pk)


def may_write(user: Any, province_id: int | None) -> bool:
    """A province's papers are written by its own people, the nation's by who records the ministry's papers."""
    return user.grants.may(WRITE, province_id) if province_id else user.grants.may(RECORD, 0)


def require_write(request: HttpRequest, province_id: int | None) -> None:
    """403 with the reason unless the person may write papers there."""
    if not may_write(request.user, province_id):
        require(request, WRITE if province_id else RECORD, province_id or 0)


# --- the list


def _rows(request: HttpRequest) -> Any:
    require(request, VIEW)
    rows = Written.objects.visible_to(request.user).select_related("paper", "created_by", "province").order_by("-pk")
    state = request.GET.get("trang-thai", "")
    if state == "draft":
        return rows.filter(paper=None)
    if state == "numbered":
        return rows.filter(paper__isnull=False, paper__attachment=None, sent_on=None)
    if state == "signed":
        return rows.filter(paper__attachment__isnull=False, sent_on=None)
    return rows.filter(sent_on__isnull=False) if state == "sent" else rows


@methods(read=["GET"])
def listing(request: HttpRequest) -> HttpResponse:
    """Papers written here, the newest first."""
    state = request.GET.get("trang-thai", "")
    filters = [("", "Tất cả", not state)] + [(code, word, code == state) for code, word in WRITTEN_STATES.items()]
    return render(request, "office/writing/list.html", {"page": paginate(request, _rows(request)), "filters": filters})


PARTS = (
    Part("Văn bản", lambda row, _: row.title, width=60),
    Part("Số, ký hiệu", lambda row, _: row.paper.full_number if row.paper else ""),
    Part("Ngày văn bản", lambda row, _: row.paper.issued_on if row.paper else None, "day"),
    Part("Trạng thái", lambda row, _: row.state_label),
    Part("Ngày gửi", lambda row, _: row.sent_on, "day"),
    Part("Gửi đến", lambda row, _: row.sent_to),
    Part("Người soạn", lambda row, _: row.created_by.full_name),
    Part("Ngày soạn", lambda row, _: row.created_at, "moment"),
)


def _file(request: HttpRequest) -> Table:
    rows = _rows(request)
    state = request.GET.get("trang-thai", "")
    given = {"trang-thai": state} if state in WRITTEN_STATES else {}
    words = [("Điều kiện", f"Trạng thái: {WRITTEN_STATES[state]}")] if given else []
    return Table(
        "van-ban-soan", "Văn bản soạn từ hồ sơ", "văn bản", PARTS, rows.iterator(chunk_size=CHUNK), rows.count(), conditions=words, given=given,
    )  # fmt: skip


export = download(_file, PARTS)


# --- one paper


@methods(read=["GET"])
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """What the paper says, how far it is, its versions."""
    return _detail(request, in_scope(request, pk))


def _detail(request: HttpRequest, row: Written, *, status: int = 200, **more: Any) -> HttpResponse:
    versions = list(row.versions.select_related("file", "template", "made_by").order_by("-number"))
    form = FORMS.get(row.form)
    may = may_write(request.user, row.province_id)
    initial = {"symbol": row.terms.get("symbol", ""), "on": None, "version": row.version}
    context = {
        "row": row, "form_of": form, "versions": versions, "newest": versions[0], "document": drafting.document_of(versions[0]),
        "record": urls_of.record_link(row.kind, row.record), "may_record": may and form is not None,
        "number_form": NumberForm(initial=initial) if row.state == "draft" else None,
        "send_form": SendForm(initial={"version": row.version, "on": today()}) if row.state == "signed" else None,
        "entries": list(log.timeline(row.group).filter(subject=row.subject)[:ENTRIES]), "has_office": bool(word_templates.office_program()),
    }  # fmt: skip
    return render(request, "office/writing/detail.html", context | more, status=status)


@methods(read=["GET"], write=["POST"])
def new(request: HttpRequest, form: str, pk: int) -> HttpResponse:
    """Write a form of a record: the terms first, the text beside them; POST keeps the draft."""
    made = form_named(form)
    record = record_of(request, made, pk)
    province = SUBJECTS[made.kind].province(record)
    require_write(request, province.pk if province else None)
    rule = offers.rule_of(made.code, today(), *offers.where_of(record))
    terms_form = TermsForm(request.POST or None, initial=initial_terms(made, record), joint=made.issuer == JOINT)
    if request.method == "POST" and terms_form.is_valid():
        return _keep(request, made, record, terms_form, rule)
    status = 422 if request.method == "POST" else 200
    return _new(request, made, record, terms_form, rule, status=status)


def _keep(request: HttpRequest, form: Form, record: Any, terms_form: TermsForm, rule: Any) -> HttpResponse:
    try:
        if rule is None:
            raise Refused("Mẫu này không có hiệu lực hôm nay.", "Chọn mẫu đang có hiệu lực.", code="form")
        row = drafting.write(
            form=form, record=record, terms=terms_form.terms(), by=request.user, basis=offers.basis_of(rule), is_sample=getattr(record, "is_sample", False),
        )  # fmt: skip
    except Refused as refusal:
        return _new(request, form, record, terms_form, rule, status=form_errors(terms_form, refusal))
    messages.success(request, "Đã soạn. Tải tệp Word để sửa và ký, hoặc PDF để xem.")
    return redirect("office:writing:detail", row.pk)


def _new(
    request: HttpRequest, form: Form, record: Any, terms_form: TermsForm, rule: Any, *, status: int
) -> HttpResponse:
    reason = form.why_not(record)
    terms = terms_form.terms() if terms_form.is_bound and terms_form.is_valid() else starting_terms(terms_form)
    context = {
        "form_of": form, "record": urls_of.record_link(form.kind, record.pk), "label": SUBJECTS[form.kind].label(record), "form": terms_form,
        "rule": rule, "basis": offers.basis_of(rule) if rule else "", "reason": reason, "document": None if reason else form.write(record, terms),
    }  # fmt: skip
    return render(request, "office/writing/new.html", context, status=status)


def starting_terms(form: TermsForm) -> Terms:
    lists = {
        name: tuple(line for line in form.initial.get(name, "").splitlines() if line) for name in ("addressees", "recipients")
    }  # fmt: skip
    words = {name: form.initial.get(name, "") for name in form.fields if name not in lists and name != "output"}
    return Terms(**words, **lists)


@methods(read=["GET"], write=["POST"])
def again(request: HttpRequest, pk: int) -> HttpResponse:
    """Write it again from the record as it is now, with other terms where the person changes them."""
    row = in_scope(request, pk)
    require_write(request, row.province_id)
    made = form_named(row.form)
    record = record_of(request, made, row.record)
    lists = {name: "\n".join(row.terms[name]) for name in ("addressees", "recipients")}
    terms_form = TermsForm(request.POST or None, initial={**row.terms, **lists}, joint=made.issuer == JOINT)
    status = 200
    if request.method == "POST":
        status = 422
        if terms_form.is_valid():
            try:
                version = sent_version(request)
                drafting.write_again(
                    row=row, version=version, record=record, form=made, terms=terms_form.terms(), by=request.user
                )
            except Refused as refusal:
                status = form_errors(terms_form, refusal)
            else:
                messages.success(request, "Đã soạn lại theo hồ sơ hiện nay.")
                return redirect("office:writing:detail", row.pk)
    return render(
        request, "office/writing/again.html", {"row": row, "form": terms_form, "form_of": made}, status=status
    )


@methods(write=["POST"])
def number(request: HttpRequest, pk: int) -> HttpResponse:
    """The number and day from the office's register; a twin is refused with the way to the paper that has it."""
    row = in_scope(request, pk)
    require_write(request, row.province_id)
    made, form = form_named(row.form), NumberForm(request.POST)
    if not form.is_valid():
        return _detail(request, row, number_form=form, status=422)
    given = form.cleaned_data
    try:
        drafting.number(
            row=row, version=given["version"], form=made, record=record_of(request, made, row.record), number=given["number"],
            symbol=given["symbol"], on=given["on"], by=request.user, today=today(),
        )  # fmt: skip
    except Refused as refusal:
        refusal.field = {"issued_on": "on"}.get(refusal.field, refusal.field)
        twin = getattr(refusal, "paper", None)
        return _detail(request, row, number_form=form, twin=twin, status=form_errors(form, refusal))
    messages.success(request, "Đã ghi số. Bước tiếp theo: in, ký, đóng dấu rồi đính kèm bản ký.")
    return redirect("office:writing:detail", row.pk)


@methods(write=["POST"])
def send(request: HttpRequest, pk: int) -> HttpResponse:
    """The signed paper left the office."""
    row = in_scope(request, pk)
    require_write(request, row.province_id)
    form = SendForm(request.POST)
    if not form.is_valid():
        return _detail(request, row, send_form=form, status=422)
    given = form.cleaned_data
    try:
        drafting.send(row=row, version=given["version"], to=given["to"], on=given["on"], by=request.user, today=today())
    except Refused as refusal:
        return _detail(request, row, send_form=form, status=form_errors(form, refusal))
    messages.success(request, "Đã ghi ngày gửi.")
    return redirect("office:writing:detail", row.pk)


@methods(read=["GET"])
def file(request: HttpRequest, pk: int, number: int, kind: str) -> HttpResponse:
    """A version as Word (to edit and sign) or PDF (to read and keep)."""
    row = in_scope(request, pk)
    version = get_object_or_404(
        WrittenVersion.objects.select_related("file", "template", "written"), written=row, number=number
    )
    return file_made(version_bytes(version, kind), f"{row.form}-{row.pk}-{number}.{kind}")


def version_bytes(version: WrittenVersion, kind: str) -> bytes:
    """The file of a version; an office's own template becomes PDF by LibreOffice alone."""
    if kind == "docx":
        return runs.word_of(version)
    if version.file:
        return word_templates.as_pdf(runs.word_of(version))
    return pdf(drafting.document_of(version))


# --- records that have papers and no tab of their own


@methods(read=["GET"])
def of_record(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Papers of a record without a tab of papers: a wish, a plan, a registration."""
    require(request, VIEW)
    if kind not in SUBJECTS:
        raise Http404("no such kind of record")
    subject = SUBJECTS[kind]
    record = get_object_or_404(subject.visible(request.user), pk=pk)
    province = subject.province(record)
    context = {
        "offers": offers.of_record(kind, record, today()), "written": offers.written_of(request.user, subject.group(record)),
        "label": subject.label(record), "words": subject.words, "record": urls_of.record_link(kind, pk),
        "may_record": may_write(request.user, province.pk if province else None),
    }  # fmt: skip
    return render(request, "office/writing/of_record.html", context)
