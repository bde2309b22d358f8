"""A file of visits that a device saved, read in at the office."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from bedo.core.moves import Refused
from bedo.office.shell.http import form_errors, methods, require
from bedo.office.visits.forms import FileForm
from bedo.office.visits.listing import RECORD, REVIEW
from bedo.surveys.rules import kinds
from bedo.surveys.services import files


@methods(read=["GET"], write=["POST"])
def bring(request: HttpRequest) -> HttpResponse:
    """Upload, then what became of each visit. The same file again doubles nothing."""
    if not request.user.grants.any(REVIEW):
        require(request, RECORD)
    form, status = FileForm(request.POST or None, request.FILES or None), 200
    if request.method == "POST":
        if form.is_valid():
            file = form.cleaned_data["file"]
            try:
                found = files.read_in(file=file, size=file.size, by=request.user)
            except Refused as refusal:
                status = form_errors(form, refusal)
            else:
                return render(request, "office/visits/brought.html", _results(found))
        else:
            status = form_errors(form)
    return render(request, "office/visits/file.html", {"form": form}, status=status)


def _results(found: list[files.Brought]) -> dict[str, Any]:
    rows = [
        {
            "kind": _kind(one.document), "answer": one.answer, "state": kinds.STATES.get(one.answer.state, ""),
            "missing": len(one.answer.missing), "problems": one.problems,
        }
        for one in found
    ]  # fmt: skip
    return {"rows": rows, "whole": sum(bool(row["answer"].receipt) for row in rows)}


def _kind(document: Any) -> str:
    code = document.get("kind") if isinstance(document, dict) else None
    return kinds.KINDS.get(code, "Không đọc được loại phiếu") if isinstance(code, str) else "Không đọc được loại phiếu"
