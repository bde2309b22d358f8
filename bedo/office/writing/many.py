"""Many papers at once: all contracts or minutes of a year's plan as one run of the worker."""

from __future__ import annotations

from typing import Any

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from bedo.core.clock import today
from bedo.core.moves import Refused
from bedo.documents import runs, tasks
from bedo.documents.models import WritingRun
from bedo.documents.writing.forms import FORMS, SUBJECTS
from bedo.office.shell.http import form_errors, methods, paginate, provinces_with, require
from bedo.office.writing.forms import RunForm, initial_terms
from bedo.office.writing.views import JOINT, VIEW, WRITE, form_named
from bedo.projects.models import Project

YEAR_OF = {
    "project": "year",
    "share": "project__year",
    "acceptance": "share__project__year",
    "contract": "items__share__project__year",
    "change": "project__year",
}
PROVINCE_OF = {
    "project": "province",
    "share": "project__province",
    "acceptance": "share__project__province",
    "contract": "province",
    "change": "project__province",
}
"""Kinds of records that belong to a year's plan: where its year and its province stand."""


@methods(read=["GET"])
def listing(request: HttpRequest) -> HttpResponse:
    """Runs of the person's provinces, and the forms that can be written for a whole year."""
    require(request, VIEW)
    rows = WritingRun.objects.visible_to(request.user).select_related("asked_by").defer("records").order_by("-pk")
    page = paginate(request, rows)
    for row in page.object_list:
        row.title = FORMS[row.form].title if row.form in FORMS else row.form
    context = {
        "page": page, "forms": [form for form in FORMS.values() if form.kind in YEAR_OF], "year": today().year,
        "may_record": request.user.grants.any(WRITE),
    }  # fmt: skip
    return render(request, "office/writing/runs.html", context)


@methods(read=["GET"], write=["POST"])
def new(request: HttpRequest, form: str) -> HttpResponse:
    """Choose the year and which records; the worker writes them."""
    made = form_named(form)
    if made.kind not in YEAR_OF:
        raise Http404("not a form of a plan")
    require(request, WRITE)
    province = provinces_with(request.user, WRITE)[0]
    years = list(
        Project.objects.visible_to(request.user).filter(province=province, year__isnull=False, source_url="").order_by("-year").values_list("year", flat=True).distinct()
    )  # fmt: skip
    year = _year(request, years)
    records = _records(request, made, province, year)
    able = [record for record in records if not made.why_not(record)]
    initial = initial_terms(made, able[0]) if able else {}
    run_form = RunForm(request.POST or None, initial=initial | {"output": "pdf"}, joint=made.issuer == JOINT)
    status = 200
    if request.method == "POST":
        status = 422
        if run_form.is_valid():
            chosen = {int(pk) for pk in request.POST.getlist("record") if pk.isascii() and pk.isdigit() and len(pk) < 16}  # fmt: skip
            try:
                run = runs.ask(
                    province=province, form=made, records=[one.pk for one in able if one.pk in chosen], terms=run_form.terms(),
                    output=run_form.cleaned_data["output"], by=request.user, enqueue=tasks.write_many.enqueue,
                )  # fmt: skip
            except Refused as refusal:
                status = form_errors(run_form, refusal)
            else:
                return redirect("office:writing:run", run.pk)
    label = SUBJECTS[made.kind].label
    context = {
        "form_of": made, "form": run_form, "years": years, "year": year, "rows": [(one.pk, label(one)) for one in able],
        "not_yet": [(label(one), made.why_not(one)) for one in records if made.why_not(one)][:50],
    }  # fmt: skip
    return render(request, "office/writing/run_new.html", context, status=status)


def _year(request: HttpRequest, years: list[int]) -> int:
    asked = request.GET.get("nam", "")
    if asked.isascii() and asked.isdigit() and int(asked[:5]) in years:
        return int(asked)
    return today().year if today().year in years or not years else years[0]


def _records(request: HttpRequest, form: Any, province: Any, year: int) -> list[Any]:
    rows = SUBJECTS[form.kind].visible(request.user)
    found = rows.filter(**{YEAR_OF[form.kind]: year, PROVINCE_OF[form.kind]: province}).order_by("pk").distinct()
    return list(found[: runs.MOST])


def _in_scope(request: HttpRequest, pk: int) -> WritingRun:
    require(request, VIEW)
    rows = WritingRun.objects.visible_to(request.user).select_related("asked_by")
    return get_object_or_404(rows, pk=pk)


@methods(read=["GET"])
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """How far the run is, what could not be written and why, and the file."""
    run = _in_scope(request, pk)
    title = FORMS[run.form].title if run.form in FORMS else run.form
    context = {"run": run, "title": title, "total": len(run.records), "going": run.state in ("waiting", "running")}
    return render(request, "office/writing/run.html", context)


@methods(read=["GET"])
def file(request: HttpRequest, pk: int) -> FileResponse:
    """The ZIP or the PDF of the run; 404 before it is there and after it was cleared away."""
    run = _in_scope(request, pk)
    if not run.path or not default_storage.exists(run.path):
        raise Http404("no file")
    answer = FileResponse(
        default_storage.open(run.path), as_attachment=True, filename=f"{run.form}-{run.pk}.{run.output}"
    )
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer
