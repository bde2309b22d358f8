"""Đối chiếu Kho bạc: bring in a statement (seen before it is kept), set it beside our books, tie and untie; the data of a slip."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse as address

from bedo.core.clock import today
from bedo.core.moves import Refused
from bedo.core.types import Dong
from bedo.ledger.models import BudgetLine, Statement, StatementLine
from bedo.ledger.treasury import queries, reading, rules, services
from bedo.office.money.acts import province_of
from bedo.office.money.forms import SlipForm, StatementForm, TieForm
from bedo.office.money.views import VIEW, crumbs, line_in_scope
from bedo.office.shell.http import form_errors, methods, paginate, require
from bedo.projects import treasury
from bedo.projects.models import Payment, Project
from bedo.projects.services.acts import act
from bedo.projects.services.treasury import record_slip

PAY = services.RIGHT
SALT, HOUR = "bedo.treasury.preview", 3600


# --- bringing a statement in


@methods(read=["GET", "POST"])
def statements(request: HttpRequest, pk: int) -> HttpResponse:
    """The statements of a line, and a file that is read and shown beside the books; nothing is kept by looking."""
    line = line_in_scope(request, pk)
    require(request, VIEW, line.province_id)
    if request.method == "GET":
        return _list_page(request, line, StatementForm())
    require(request, PAY, line.province_id)
    form, status = StatementForm(request.POST, request.FILES), 422
    if form.is_valid():
        try:
            return _preview(request, line, form.cleaned_data["file"])
        except Refused as refusal:
            status = form_errors(form, refusal)
    return _list_page(request, line, form, status)


def _list_page(request: HttpRequest, line: BudgetLine, form: StatementForm, status: int = 200) -> HttpResponse:
    context = {
        "line": line,
        "form": form,
        "page": paginate(request, queries.statements_of(line)),
        "may": line.province_id is not None and request.user.grants.may(PAY, line.province_id),
        "crumbs": crumbs(line, "Đối chiếu Kho bạc"),
    }
    return render(request, "office/money/statements.html", context, status=status)


def _preview(request: HttpRequest, line: BudgetLine, file: Any) -> HttpResponse:
    province_of(line)
    if file.size > reading.MOST_BYTES:
        raise Refused(
            f"Tệp lớn hơn {reading.MOST_BYTES // 1024 // 1024} MB.",
            "Chỉ giữ trang tính sao kê rồi lưu lại.",
            field="file",
            code="size",
            status=422,
        )
    found = reading.read(file.read(), today=today())
    verdict = rules.fits_year(found.first, found.last, line.year)
    if not verdict:
        raise verdict.refusal
    twin = Statement.objects.filter(province=line.province, sha256=found.sha256, line=line).first()
    context = {
        "line": line,
        "found": found,
        "name": file.name[:200],
        "comparison": treasury.preview(line, found),
        "token": pack(found, line, request.user.pk, file.name),
        "twin": twin,
        "crumbs": crumbs(line, "Đối chiếu Kho bạc"),
    }
    return render(request, "office/money/statement_preview.html", context)


def pack(found: reading.Statement, line: BudgetLine, user: int, name: str) -> str:
    """What was read, signed: the page carries it, so that nothing is kept before the person says so."""
    rows = [
        [row.place, row.on.isoformat(), row.number, row.text, int(row.spent), int(row.returned)] for row in found.rows
    ]
    facts = {"line": line.pk, "user": user, "name": name[:200], "sha256": found.sha256, "sheet": found.sheet}
    return signing.dumps({**facts, "rows": rows, "warnings": list(found.warnings)}, salt=SALT, compress=True)


def unpack(token: str, line: BudgetLine, user: int) -> tuple[reading.Statement, str]:
    """The statement of a preview, and the file's name. Refused when it is not ours, of another line, or an hour old."""
    try:
        facts = signing.loads(token, salt=SALT, max_age=HOUR)
    except (signing.BadSignature, ValueError, KeyError) as error:
        raise _again() from error
    if (facts["line"], facts["user"]) != (line.pk, user):
        raise _again()
    rows = tuple(
        reading.Row(place, date.fromisoformat(on), number, text, Dong(spent), Dong(returned))
        for place, on, number, text, spent, returned in facts["rows"]
    )
    return reading.Statement(facts["sha256"], facts["sheet"], rows, tuple(facts["warnings"])), facts["name"]


def _again() -> Refused:
    return Refused("Bản xem trước đã cũ hoặc không đúng nguồn này.", "Tải tệp lên lại.", code="token", status=422)


@methods(write=["POST"])
def keep(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep the statement that was just shown."""
    line = line_in_scope(request, pk)
    require(request, PAY, line.province_id)
    try:
        with act(line, by=request.user, what="Nhận sao kê Kho bạc"):
            found, name = unpack(request.POST.get("token", ""), line, request.user.pk)
            row, made = services.keep(line=line, found=found, name=name, by=request.user)
    except Refused as refusal:
        form = StatementForm({})
        form.full_clean()
        form.errors.clear()
        return _list_page(request, line, form, form_errors(form, refusal))
    if made:
        messages.success(request, f"Đã nhận sao kê {len(found.rows)} dòng.")
    else:
        messages.info(request, "Tệp này đã nhận trước đây: mở lại sao kê đã có.")
    return redirect("office:money:statement", row.pk)


# --- a kept statement


def _statement(request: HttpRequest, pk: int) -> Statement:
    rows = Statement.objects.visible_to(request.user).select_related("line__province", "entered_by")
    return get_object_or_404(rows, pk=pk)


@methods(read=["GET"])
def statement(request: HttpRequest, pk: int) -> HttpResponse:
    """A statement beside our books: what is the same, what may be, what is not, and what the difference is made of."""
    row = _statement(request, pk)
    require(request, VIEW, row.line.province_id)
    return _statement_page(request, row)


def _statement_page(
    request: HttpRequest, row: Statement, *, form: TieForm | None = None, status: int = 200
) -> HttpResponse:
    found = treasury.compare(row)
    may = request.user.grants.may(PAY, row.line.province_id)
    context = {
        "statement": row,
        "line": row.line,
        "found": found,
        "may": may,
        "form": form or TieForm(lines=found.only_theirs, ours=found.loose),
        "open": found.only_theirs and found.loose,
        "crumbs": [*crumbs(row.line), ("Đối chiếu Kho bạc", address("office:money:statements", args=[row.line_id])), (row.name, "")],
    }  # fmt: skip
    return render(request, "office/money/statement.html", context, status=status)


@methods(write=["POST"])
def tie(request: HttpRequest, pk: int) -> HttpResponse:
    """Confirm all exact pairs, one proposed pair, or tie two that a person chose."""
    row = _statement(request, pk)
    require(request, PAY, row.line.province_id)
    found = treasury.compare(row)
    form, status = TieForm(request.POST, lines=found.only_theirs, ours=found.loose), 422
    if form.is_valid():
        try:
            with act(row.line, by=request.user, what="Xác nhận khớp với Kho bạc"):
                count = services.tie(statement=row, pairs=_wanted(form.cleaned_data, found), by=request.user)
        except Refused as refusal:
            status = form_errors(form, refusal)
        else:
            messages.success(request, f"Đã xác nhận {count} dòng khớp.")
            return redirect("office:money:statement", pk)
    return _statement_page(request, row, form=form, status=status)


def _wanted(asked: dict[str, Any], found: treasury.Comparison) -> list[tuple[int, int, str]]:
    """The pairs that a form asks for, as (line id, transfer id, how)."""
    if asked["all"]:
        return [(one.line.pk, one.ours.transfer.pk, one.pair.how) for one in found.exact]
    if asked["pair"]:
        proposed = {one.key: one for one in [*found.exact, *found.probable]}
        one = proposed.get(asked["pair"])
        if one is None:
            raise Refused("Cặp này không còn được đề xuất.", "Tải lại trang để xem.", field="pair", code="gone")
        return [(one.line.pk, one.ours.transfer.pk, one.pair.how)]
    if asked["line"] and asked["ours"]:
        return [(int(asked["line"]), int(asked["ours"]), rules.MANUAL)]
    return []


@methods(write=["POST"])
def untie(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a tied line apart from our transfer; the pair is not proposed again."""
    visible = Statement.objects.visible_to(request.user)
    rows = StatementLine.objects.filter(statement__in=visible).select_related("statement__line__province")
    row = get_object_or_404(rows, pk=pk)
    require(request, PAY, row.statement.line.province_id)
    with act(row.statement.line, by=request.user, what="Bỏ ghép với Kho bạc"):
        services.untie(line=row, by=request.user)
    messages.success(request, "Đã bỏ ghép.")
    return redirect("office:money:statement", row.statement_id)


# --- the data of a slip


def _payment(request: HttpRequest, pk: int) -> Payment:
    rows = Payment.objects.filter(share__project__in=Project.objects.visible_to(request.user))
    return get_object_or_404(
        rows.select_related(
            "share__project__province", "share__project__implementer", "share__establishment", "contract"
        ),
        pk=pk,
    )


@methods(read=["GET"], write=["POST"])
def slip(request: HttpRequest, pk: int) -> HttpResponse:
    """The data that giấy rút dự toán or giấy đề nghị thanh toán asks for, to copy; and the number it left with."""
    row = _payment(request, pk)
    province = row.share.project.province_id
    require(request, VIEW, province)
    if request.method == "GET":
        first = {"slip_kind": row.slip_kind, "slip_number": row.slip_number, "slip_on": row.slip_on or row.on}
        return _slip_page(request, row, SlipForm(initial=first))
    require(request, PAY, province)
    form, status = SlipForm(request.POST), 422
    if form.is_valid():
        clean = form.cleaned_data
        try:
            record_slip(
                payment=row,
                kind=clean["slip_kind"],
                number=clean["slip_number"],
                on=clean["slip_on"],
                by=request.user,
                today=today(),
            )
        except Refused as refusal:
            status = form_errors(form, refusal)
        else:
            messages.success(request, "Đã ghi số giấy gửi Kho bạc.")
            return redirect("office:money:slip", pk)
    return _slip_page(request, row, form, status)


def _slip_page(request: HttpRequest, row: Payment, form: SlipForm, status: int = 200) -> HttpResponse:
    project = row.share.project
    money_tab = address("office:projects:tab", args=[project.pk, "hop-dong"])
    context = {
        "payment": row,
        "project": project,
        "form": form,
        "data": treasury.slip_data(row),
        "may": request.user.grants.may(PAY, project.province_id) and row.reversed_on is None,
        "crumbs": [("Đề án", address("office:projects:list")), (project.code, money_tab), ("Dữ liệu gửi Kho bạc", "")],
    }
    return render(request, "office/money/slip.html", context, status=status)
