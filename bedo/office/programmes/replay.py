"""Norms over time: the projects on each side of a norm's first day, and a draft rate tried on past projects. Nothing is stored."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from bedo.core.clock import today
from bedo.core.moves import Refused
from bedo.core.types import Dong
from bedo.office.programmes import show
from bedo.office.programmes.forms import ReplayForm
from bedo.office.shell.exports import Part, Table, download
from bedo.office.shell.http import form_errors, methods, paginate, require
from bedo.programmes import queries, rules
from bedo.programmes.models import RuleRow
from bedo.projects import norms

TABLE = "support_norms"


def _norm(request: HttpRequest, pk: int) -> tuple[RuleRow, rules.SupportNorm]:
    require(request, "rule.view")
    require(request, "project.view")
    row = get_object_or_404(
        RuleRow.objects.with_sources().prefetch_related("confirmations__province").filter(table=TABLE), pk=pk
    )
    return row, queries.typed(row)


def _about(row: RuleRow, norm: rules.SupportNorm) -> dict[str, Any]:
    return {
        "row": row,
        "norm": norm,
        "name": show.name_of(norm),
        "days": show.days(row.effective_from, row.effective_to),
        "level": rules.LEVELS[row.level],
        "table": show.Table.of(rules.SupportNorm),
    }


@methods(read=["GET"])
def sides(request: HttpRequest, pk: int) -> HttpResponse:
    """The projects of a norm's content by the day their plan was approved: before, from, after it, or not yet."""
    row, norm = _norm(request, pk)
    context = _about(row, norm)
    if norm.effective_from is None:
        return render(request, "office/programmes/sides.html", context)
    asked = request.GET.get("phia", "")
    side = asked if asked in norms.SIDES else norms.BEFORE
    counted = norms.counts(request.user, norm)
    context |= {
        "side": side,
        "side_label": norms.SIDES[side],
        "sides": [(code, word, counted[code.replace("-", "_")]) for code, word in norms.SIDES.items()],
        "page": paginate(request, norms.on_side(request.user, norm, side)),
        "is_open": side == norms.OPEN,
    }
    return render(request, "office/programmes/sides.html", context)


@dataclass(frozen=True)
class Line:
    """One past support beside the draft."""

    given: norms.Given
    result: rules.Replayed

    @property
    def why(self) -> str:
        """The reckoning in one line."""
        if self.result.allowed is None:
            return "không có chi phí để tính"
        return "; ".join(f"{step.label}: {step.value}" for step in self.result.answer.steps)


@dataclass(frozen=True)
class Trial:
    """A draft over the supports of some years."""

    lines: list[Line]
    sums: Any
    draft: rules.SupportNorm
    projects: int


def _form(request: HttpRequest, norm: rules.SupportNorm) -> ReplayForm:
    year = today().year
    first = {
        "ty_le": rules.percent(norm.percent_bp).removesuffix(" %") if norm.percent_bp else "",
        "tran": norm.cap or None,
        "tu": year - 2,
        "den": year,
    }
    return ReplayForm(request.GET if request.GET.get("den") or request.GET.get("tu") else None, initial=first)


def _trial(user: Any, norm: rules.SupportNorm, asked: dict[str, Any]) -> Trial:
    draft = rules.draft_norm(
        norm.key, norm.name, percent_bp=asked["ty_le"] or 0, cap=asked["tran"] or Dong(0), cap_per=norm.cap_per
    )
    found = norms.given(user, norm, asked["tu"], asked["den"])
    if len(found) > norms.MOST:
        raise Refused(
            f"Có hơn {norms.MOST} khoản hỗ trợ trong các năm ấy.",
            "Chọn ít năm hơn.",
            field="tu",
            code="most",
            status=422,
        )
    results = rules.replay(draft, (one.past for one in found), on=today())
    lines = [Line(one, result) for one, result in zip(found, results, strict=True)]
    return Trial(lines, rules.replay_sums(results), draft, len({one.project.pk for one in found}))


@methods(read=["GET"])
def trial(request: HttpRequest, pk: int) -> HttpResponse:
    """Try another percentage and ceiling on the projects of some years: per project and in sum; nothing is stored."""
    row, norm = _norm(request, pk)
    form, found, status = _form(request, norm), None, 200
    if form.is_bound:
        status = 422
        if form.is_valid():
            try:
                found, status = _trial(request.user, norm, form.cleaned_data), 200
            except Refused as refusal:
                status = form_errors(form, refusal)
    context = _about(row, norm) | {"form": form, "trial": found}
    if found:
        context["page"] = paginate(request, found.lines)
    return render(request, "office/programmes/trial.html", context, status=status)


PARTS = [
    Part("Mã", lambda line, _: line.given.project.code),
    Part("Tên đề án", lambda line, _: line.given.project.title),
    Part("Đơn vị thụ hưởng", lambda line, _: line.given.share.label if line.given.share else line.given.project.beneficiary_names),
    Part("Năm", lambda line, _: line.given.project.year, "year"),
    Part("Chi phí tính hỗ trợ (đồng)", lambda line, _: line.result.past.basis, "money"),
    Part("Đã hỗ trợ (đồng)", lambda line, _: line.result.past.given, "money"),
    Part("Mức thử cho phép (đồng)", lambda line, _: line.result.allowed, "money"),
    Part("Chênh lệch (đồng)", lambda line, _: line.result.difference, "money"),
    Part("Cách tính", lambda line, _: line.why),
]  # fmt: skip


def _file(request: HttpRequest, pk: int) -> Table:
    """The trial's lines."""
    row, norm = _norm(request, pk)
    form = _form(request, norm)
    if not form.is_bound or not form.is_valid():
        raise Refused("Mức thử hoặc các năm chưa đúng.", "Quay lại trang thử mức rồi xuất.", code="form", status=422)
    found = _trial(request.user, norm, form.cleaned_data)
    given = {name: str(value) for name, value in form.cleaned_data.items() if value is not None}
    return Table(
        "thu-muc-ho-tro",
        "Thử mức hỗ trợ",
        "khoản",
        PARTS,
        found.lines,
        len(found.lines),
        given={"norm": row.key, **given},
        conditions=[
            ("Thử mức", f"{norm.name} ({row.key})"),
            ("Tỷ lệ, mức trần", f"{rules.percent(found.draft.percent_bp)}, {found.draft.cap}"),
            ("Các năm", f"{form.cleaned_data['tu']} đến {form.cleaned_data['den']}"),
        ],
        notes=[
            ("Không so được", f"{found.sums.unknown} khoản thiếu chi phí hoặc mức hỗ trợ"),
            ("Lưu ý", "Tính thử, không ghi lại, không thay quy định. Không tính hệ số ưu tiên."),
        ],
    )


export = download(_file, PARTS)
