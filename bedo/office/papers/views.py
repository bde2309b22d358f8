"""The register of papers: list, one paper, new, correct, attach the signed scan; and every stored file by its address."""

from typing import Any

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render

from bedo.core import drafts, log
from bedo.core.clock import today
from bedo.core.moves import Refused
from bedo.documents import services
from bedo.documents.models import Attachment, Paper
from bedo.office.drafts.forms import opened
from bedo.office.papers import listing as lists
from bedo.office.papers import uses
from bedo.office.papers.forms import PaperForm, ScanForm, facts_of
from bedo.office.shell.files import stored
from bedo.office.shell.http import changed_since, chips, chosen, form_errors, methods, paginate, require, sent_version
from bedo.places.models import Unit

VIEW, RECORD = "paper.view", "paper.record"
NEW_DRAFT = "giay-to:moi"
ENTRIES = 8


def in_scope(request, pk: int) -> Paper:
    """The paper, or 404 when it is outside the person's scope."""
    require(request, VIEW)
    rows = Paper.objects.visible_to(request.user).select_related(
        "province", "attachment", "organisation", "recorded_by"
    )
    return get_object_or_404(rows, pk=pk)


@methods(read=["GET"])
def listing(request):
    require(request, VIEW)
    asked = lists.asked(request)
    context = {
        "page": paginate(request, asked.rows.select_related("attachment").order_by(*lists.SORTS[asked.sort])),
        "form": asked.form,
        "chips": chips(request, asked.form, named=("nam", "ban")),
        "sort": asked.sort,
        "may_record": request.user.grants.any(RECORD),
    }
    return render(request, "office/papers/list.html", context)


@methods(read=["GET"])
def detail(request, pk):
    paper = in_scope(request, pk)
    entries = list(log.timeline(f"paper:{paper.pk}")[:ENTRIES])
    context = {
        "paper": paper,
        "projects": uses.projects(request.user, paper),
        "plans": uses.plans(request.user, paper),
        "transfers": uses.transfers(request.user, paper),
        "entries": entries,
        "may_record": request.user.grants.may(RECORD, paper.province_id),
    }
    return render(request, "office/papers/detail.html", context)


@methods(read=["GET"])
def file(request, pk):
    """A stored file, to who may see papers of its province, or the project that it belongs to."""
    row = Attachment.objects.visible_to(request.user).filter(pk=pk).first() or uses.file_of_project(request.user, pk)
    if row is None:
        require(request, VIEW)
        raise Http404("no such file")
    return stored(row)


# --- new


@methods(read=["GET"], write=["POST"])
def new(request):
    """A paper enters the register; a twin is refused with the way to the one already there."""
    require(request, RECORD)
    provinces = _provinces(request.user)
    if request.method == "GET":
        initial = {"received_on": None, **_asked(request)}
        form, draft, _ = opened(request, NEW_DRAFT, PaperForm, initial=initial, provinces=provinces)
        return _form(request, form, draft=draft, key=NEW_DRAFT)
    form = PaperForm(request.POST, request.FILES, provinces=provinces)
    valid = form.is_valid()
    province = _province(form, provinces)
    scan, problem = _scan(request, form, province)
    if not valid or problem:
        return _again(request, form, provinces, scan, problem)
    try:
        paper = services.register_paper(
            province=province, attachment=scan, by=request.user, today=today(), **form.values()
        )
    except Refused as refusal:
        return _again(request, form, provinces, scan, refusal)
    drafts.drop(user=request.user, key=NEW_DRAFT)
    messages.success(request, f"Đã ghi sổ {paper.label}.")
    return redirect("office:papers:detail", paper.pk)


def _asked(request) -> dict[str, str]:
    """Fields that another page fills in by its link (?loai=QĐ)."""
    return {"paper_type": request.GET["loai"]} if request.GET.get("loai") else {}


def _provinces(user) -> list[Unit]:
    """Provinces in which the person may enter papers."""
    held = user.grants.provinces_with(RECORD)
    rows = Unit.objects.current().provinces()
    return list((rows if held is None else rows.filter(pk__in=held)).order_by("sort_key"))


def _province(form: PaperForm, provinces: list[Unit]) -> Unit:
    chosen_pk = getattr(form, "cleaned_data", {}).get("province")
    return next((unit for unit in provinces if unit.pk == chosen_pk), provinces[0])


def _scan(request, form: PaperForm, province: Unit) -> tuple[Attachment | None, Refused | None]:
    """The scan just sent, or the one kept from the try before; it stays when the rest of the form is refused."""
    sent = request.FILES.get("file")
    if sent:
        try:
            return services.store_file(province=province, file=sent, by=request.user), None
        except Refused as refusal:
            return None, refusal
    return _kept(request, province), None


def _kept(request, province: Unit) -> Attachment | None:
    pk = request.POST.get("kept", "")
    if not (pk.isascii() and pk.isdigit() and len(pk) < 16):
        return None
    return Attachment.objects.filter(pk=int(pk), province=province, uploaded_by=request.user).first()


def _again(request, form: PaperForm, provinces: list[Unit], scan: Attachment | None, problem: Refused | None):
    """The form with what was typed, the scan that is kept, and what is wrong beside its field."""
    status = form_errors(form, problem)
    data = form.data.copy()
    data["kept"] = str(scan.pk) if scan else ""
    form.data = data
    twin = getattr(problem, "paper", None)
    return _form(request, form, key=NEW_DRAFT, status=status, scan=scan, twin=twin)


def _form(request, form, *, status=200, **more: Any):
    return render(request, "office/papers/form.html", {"form": form, **more}, status=status)


# --- correct, attach


@methods(read=["GET"], write=["POST"])
def edit(request, pk):
    """Correct what was typed wrongly; two editors choose field by field."""
    paper = in_scope(request, pk)
    require(request, RECORD, paper.province_id or 0)
    key = f"giay-to:{paper.pk}"
    if request.method == "GET":
        initial = {**facts_of(paper), "version": paper.version}
        form, draft, _ = opened(request, key, PaperForm, initial=initial)
        return _form(request, form, paper=paper, draft=draft, key=key)
    form = PaperForm(chosen(request, PaperForm, facts_of(paper)))
    if not form.is_valid():
        return _form(request, form, paper=paper, key=key, status=422)
    try:
        version = sent_version(request)
        services.correct_paper(paper=paper, version=version, by=request.user, today=today(), **form.values())
    except Refused as refusal:
        if refusal.code == "stale":
            return _stale(request, form, paper, key)
        twin, status = getattr(refusal, "paper", None), form_errors(form, refusal)
        return _form(request, form, paper=paper, key=key, status=status, twin=twin)
    drafts.drop(user=request.user, key=key)
    messages.success(request, "Đã lưu.")
    return redirect("office:papers:detail", paper.pk)


def _stale(request, form: PaperForm, paper: Paper, key: str):
    data = form.data.copy()
    data["version"] = str(paper.version)
    latest = log.timeline(f"paper:{paper.pk}").first()
    differences = changed_since(form, facts_of(paper))
    return _form(request, PaperForm(data), paper=paper, key=key, status=409, differences=differences, latest=latest)


@methods(read=["GET"], write=["POST"])
def scan(request, pk):
    """Put the signed scan beside its paper, or a better one in its place."""
    paper = in_scope(request, pk)
    require(request, RECORD, paper.province_id or 0)
    form, status = ScanForm(), 200
    if request.method == "POST":
        form, status = ScanForm(request.POST, request.FILES), 422
        if form.is_valid():
            try:
                with log.writing(paper.chain):
                    row = services.store_file(province=paper.province, file=form.cleaned_data["file"], by=request.user)
                    services.attach_scan(paper=paper, attachment=row, by=request.user)
            except Refused as refusal:
                status = form_errors(form, refusal)
            else:
                messages.success(request, "Đã đính kèm bản ký.")
                return redirect("office:papers:detail", paper.pk)
    return render(request, "office/papers/scan.html", {"form": form, "paper": paper}, status=status)
