"""The forms with their fields, and an office's own Word templates: upload, see on a record, use, retire."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from bedo.core.clock import today
from bedo.core.moves import Refused
from bedo.documents import word_templates
from bedo.documents.models import WordTemplate
from bedo.documents.writing.forms import FORMS, SUBJECTS, Form
from bedo.office.shell.files import file_made
from bedo.office.shell.http import form_errors, methods, provinces_with, require
from bedo.office.writing.forms import TemplateForm, TermsForm, initial_terms
from bedo.office.writing.views import form_named, starting_terms
from bedo.programmes import queries as law
from bedo.programmes import rules

SEE, MANAGE = "rule.view", "template.manage"


def _rules_by_form() -> dict[str, list[rules.FormRule]]:
    found: dict[str, list[rules.FormRule]] = {}
    for row in law.rows(rules.FormRule):
        found.setdefault(row.layout, []).append(row)
    return found


@methods(read=["GET"])
def listing(request: HttpRequest) -> HttpResponse:
    """Every form with its days, level, legal text; whether it is a proposal; the office's own templates."""
    require(request, SEE)
    own = set(WordTemplate.objects.visible_to(request.user).filter(used_from__isnull=False, retired_on=None).values_list("form", flat=True))  # fmt: skip
    by_form = _rules_by_form()
    rows = [(form, rule, form.code in own) for form in FORMS.values() for rule in by_form.get(form.code, [])]
    context = {"rows": rows, "subjects": SUBJECTS, "levels": rules.LEVELS, "day": today()}
    return render(request, "office/writing/forms.html", context)


@methods(read=["GET"])
def detail(request: HttpRequest, form: str) -> HttpResponse:
    """One form: its rows, its fields as a template names them, the office's own templates."""
    require(request, SEE)
    return _detail(request, form_named(form), TemplateForm())


def _detail(request: HttpRequest, form: Form, upload_form: TemplateForm, *, status: int = 200) -> HttpResponse:
    provinces = provinces_with(request.user, MANAGE) if request.user.grants.any(MANAGE) else []
    own = WordTemplate.objects.visible_to(request.user).filter(form=form.code).select_related("attachment", "uploaded_by", "province")  # fmt: skip
    context = {
        "form_of": form, "rules": _rules_by_form().get(form.code, []), "own": list(own.order_by("-pk")), "upload_form": upload_form,
        "may_manage": bool(provinces), "terms": word_templates.TERMS, "subject": SUBJECTS[form.kind], "levels": rules.LEVELS,
        "has_office": bool(word_templates.office_program()),
    }  # fmt: skip
    return render(request, "office/writing/form.html", context, status=status)


@methods(write=["POST"])
def upload(request: HttpRequest, form: str) -> HttpResponse:
    """Take a Word file for the form; nothing uses it before it was seen on a record."""
    made = form_named(form)
    require(request, MANAGE)
    province = provinces_with(request.user, MANAGE)[0]
    upload_form = TemplateForm(request.POST, request.FILES)
    if not upload_form.is_valid():
        return _detail(request, made, upload_form, status=422)
    try:
        row = word_templates.upload(
            province=province, form=made, name=upload_form.cleaned_data["name"], file=upload_form.cleaned_data["file"], by=request.user
        )  # fmt: skip
    except Refused as refusal:
        return _detail(request, made, upload_form, status=form_errors(upload_form, refusal))
    if row.problems:
        messages.warning(request, "Mẫu có trường không có trong biểu mẫu: xem danh sách, sửa tệp rồi tải lên lại.")
    else:
        messages.success(request, "Đã nhận mẫu. Xem trước trên một hồ sơ thật rồi mới dùng được.")
    return redirect("office:writing:form", made.code)


def _own(request: HttpRequest, pk: int) -> WordTemplate:
    require(request, MANAGE)
    rows = WordTemplate.objects.visible_to(request.user).select_related("province", "attachment")
    row = get_object_or_404(rows, pk=pk)
    require(request, MANAGE, row.province_id)
    return row


@methods(write=["POST"])
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """The template filled with the newest record that the form can be written of; from then on it may be used."""
    row = _own(request, pk)
    form = form_named(row.form)
    record = _sample_record(request, form, row.province_id)
    if record is None:
        raise Refused(
            "Chưa có hồ sơ nào soạn được biểu mẫu này.", "Thử lại khi đã có hồ sơ đến bước ấy.", code="no_record"
        )
    terms = starting_terms(TermsForm(initial=initial_terms(form, record)))
    data = word_templates.preview(template=row, form=form, record=record, terms=terms, by=request.user)
    return file_made(data, f"xem-truoc-{row.pk}.docx")


def _sample_record(request: HttpRequest, form: Form, province_id: int | None) -> Any:
    """The newest of the last hundred records of the province for which the form can be written."""
    subject = SUBJECTS[form.kind]
    for record in subject.visible(request.user).order_by("-pk")[:100]:
        province = subject.province(record)
        if province is not None and province.pk == province_id and not form.why_not(record):
            return record
    return None


@methods(write=["POST"])
def use(request: HttpRequest, pk: int) -> HttpResponse:
    """From today papers of the form are made of this template."""
    row = word_templates.put_in_use(template=_own(request, pk), by=request.user, today=today())
    messages.success(request, f"Từ hôm nay dùng mẫu “{row.name}”.")
    return redirect("office:writing:form", row.form)


@methods(write=["POST"])
def retire(request: HttpRequest, pk: int) -> HttpResponse:
    """The shipped form takes its place again."""
    row = word_templates.retire(template=_own(request, pk), by=request.user, today=today())
    messages.success(request, f"Đã thôi dùng mẫu “{row.name}”; mẫu của hệ thống thay thế.")
    return redirect("office:writing:form", row.form)
