"""The capacity appraisal on site: its form, the blank form for the trip, the evidence."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render

from bedo.core import drafts
from bedo.core.clock import today
from bedo.core.moves import Refused
from bedo.documents.services import store_file
from bedo.office.drafts.forms import opened
from bedo.office.shell.files import stored
from bedo.office.shell.http import form_errors, methods, require
from bedo.office.wishes.forms import AppraisalForm
from bedo.office.wishes.page import appraisals_of, may, norm
from bedo.office.wishes.views import in_scope
from bedo.programmes import queries as law
from bedo.projects.lawbook import criteria_of
from bedo.projects.models import CapacityFinding
from bedo.projects.services import wishes as services
from bedo.projects.services.acts import act


@methods(read=["GET"], write=["POST"])
def appraise(request, pk):
    """Findings by criterion, who was there, opinion, conclusion; begun from what was found last time."""
    wish = in_scope(request, pk)
    require(request, "wish.appraise", wish.province_id)
    verdicts = [may(request.user, wish, "screen"), may(request.user, wish, "refuse")]
    if not any(verdicts):
        raise verdicts[0].refusal
    key, more = f"nhu-cau:{wish.pk}:tham-tra", _asked(wish)
    if request.method == "GET":
        form, draft, _ = opened(request, key, AppraisalForm, initial={"visited_on": today()}, **more)
        return _form(request, form, wish, key=key, draft=draft)
    form = AppraisalForm(request.POST, request.FILES, **more)
    if not form.is_valid():
        return _form(request, form, wish, key=key, status=form_errors(form))
    try:
        _record(request, wish, form)
    except Refused as refusal:
        return _form(request, form, wish, key=key, status=form_errors(form, refusal))
    drafts.drop(user=request.user, key=key)
    messages.success(request, f"Đã ghi kết quả thẩm tra nhu cầu {wish.code}.")
    return redirect("office:wishes:detail", wish.pk)


def _asked(wish):
    """The criteria of the content, and the findings of the last appraisal by criterion."""
    last = next(iter(appraisals_of(wish)), None)
    return {
        "criteria": criteria_of(wish, today()),
        "last": {found.criterion: found for found in last.findings.all()} if last else {},
    }


def _record(request, wish, form):
    """Files and findings in one transaction: refused together, nothing stays."""
    with act(wish, by=request.user, what="Thẩm tra năng lực"):
        findings = [form.finding(criterion, _store(request, wish, form, criterion.key)) for criterion in form.criteria]
        services.appraise_capacity(wish=wish, findings=findings, by=request.user, today=today(), **form.conclusion())


def _store(request, wish, form, key):
    upload = form.upload_of(key)
    if not upload:
        return None
    try:
        return store_file(province=wish.province, file=upload, by=request.user)
    except Refused as refusal:
        refusal.field = f"file-{key}"
        raise


def _form(request, form, wish, *, key="", draft=None, status=200):
    context = {
        "form": form,
        "wish": wish,
        "content_word": _content_word(wish),
        "norm": norm(wish, today()),
        "draft": draft,
        "draft_key": key,
    }
    return render(request, "office/wishes/appraise.html", context, status=status)


def _content_word(wish) -> str:
    content = law.contents(today()).get(wish.content)
    return content.name if content else wish.content


@methods(read=["GET"])
def blank(request, pk):
    """The criteria on paper, to fill by hand at the establishment."""
    wish = in_scope(request, pk)
    context = {
        "wish": wish,
        "content_word": _content_word(wish),
        "criteria": criteria_of(wish, today()),
        "norm": norm(wish, today()),
    }
    return render(request, "office/wishes/blank.html", context)


@methods(read=["GET"])
def evidence(request, pk, finding):
    """The file behind a finding, to who may see the wish."""
    wish = in_scope(request, pk)
    rows = CapacityFinding.objects.select_related("evidence").exclude(evidence=None)
    return stored(get_object_or_404(rows, pk=finding, appraisal__wish=wish).evidence)
