"""Reading money: lines of a year, one line, its transfers, one transfer. Every figure leads to its records."""

from __future__ import annotations

from collections.abc import Mapping

from django.db.models import F, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from bedo.core.clock import today
from bedo.ledger import holders, queries, rules
from bedo.ledger.models import BudgetLine, Transfer
from bedo.office.money import show
from bedo.office.money.forms import ReasonForm, TransferFilter
from bedo.office.money.recovering import recoveries
from bedo.office.shell.http import methods, paginate, require
from bedo.projects.models import Payment
from bedo.projects.services.year_end import LOCK

VIEW, ENVELOPE, REVERSE, YEAR_END = "money.view", "money.envelope", "money.reverse", "money.year_end"
ENVELOPE_NATIONAL = "money.envelope_national"
PAY = "money.pay"


def envelope_right(line: BudgetLine) -> str:
    """The right to write what a line is given and what is cut from it: the ministry's line has its own."""
    return ENVELOPE if line.province_id else ENVELOPE_NATIONAL


def line_in_scope(request: HttpRequest, pk: int) -> BudgetLine:
    """The line with its totals, or 404 outside the person's scope."""
    rows = BudgetLine.objects.visible_to(request.user).select_related("province")
    return get_object_or_404(rows.with_totals(), pk=pk)


def transfer_in_scope(request: HttpRequest, pk: int) -> Transfer:
    visible = BudgetLine.objects.visible_to(request.user)
    return get_object_or_404(queries.transfers().filter(line__in=visible), pk=pk)


def crumbs(line: BudgetLine, *more: str) -> list[tuple[str, str]]:
    way = [("Tiền và dự toán", reverse("office:money:list")), (line.name, reverse("office:money:line", args=[line.pk]))]
    return [*way, *((word, "") for word in more)]


@methods(read=["GET"])
def line_list(request: HttpRequest) -> HttpResponse:
    """Lines of one budget year, with totals that agree to the đồng."""
    years, year, rows = lines_of_year(request)
    totals = show.summed(rows)
    context = {
        "years": years,
        "year": year,
        "rows": rows,
        "totals": totals,
        "sums": [(stage, totals[stage]) for stage in show.COLUMNS],
        "stages": show.inside(totals),
        "links": dict.fromkeys(rules.INSIDE, "#nguon-von"),
        "equation": show.equation(totals),
        "several": len({row.line.province_id for row in rows}) > 1,
        "may_give": any(request.user.grants.any(right) for right in (ENVELOPE, ENVELOPE_NATIONAL)),
        "recoveries": recoveries(_visible(request)),
        "may_pay": request.user.grants.any(PAY),
    }
    return render(request, "office/money/list.html", context)


def _visible(request: HttpRequest) -> QuerySet[BudgetLine]:
    visible = BudgetLine.objects.visible_to(request.user)
    seen = request.user.grants.provinces_with(VIEW)
    return visible if seen is None else visible.filter(province__in=seen)


def lines_of_year(request: HttpRequest) -> tuple[list[int], int | None, list[show.LineRow]]:
    """Years to choose from, the year asked for, its lines with their totals. Two queries."""
    require(request, VIEW)
    visible = _visible(request)
    years = list(visible.order_by("-year").values_list("year", flat=True).distinct())
    year = _year(request.GET.get("nam", ""), years)
    found = visible.filter(year=year).select_related("province").with_totals()
    order = F("province__sort_key").asc(nulls_first=True)
    return years, year, [show.line_row(line) for line in found.order_by(order, "fund")]


def _year(asked: str, years: list[int]) -> int | None:
    """The year asked for, else this year, else the last that has lines."""
    if asked.isascii() and asked.isdigit() and int(asked) in years:
        return int(asked)
    if today().year in years or not years:
        return today().year
    return years[0]


@methods(read=["GET"])
def line_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One line: the bar, who holds what, cuts that wait, promises, the last transfers."""
    line = line_in_scope(request, pk)
    require(request, VIEW, line.province_id)
    rows = show.holder_rows(line, queries.balances(lines=[line]))
    page = paginate(request, rows)
    show.name_holders(page.object_list)
    context = {
        "line": line,
        "page": page,
        "totals": line.totals,
        "stages": show.inside(line.totals),
        "links": show.links(line.pk),
        "equation": show.equation(line.totals),
        "sums": show.held_sums(line),
        "held_total": sum(cell.amount for cell in show.held_sums(line)),
        "free": rules.free_to_commit(queries.line_facts(line)),
        "cuts": list(line.cuts.filter(left__gt=0).order_by("pk")) if line.pending_cut else [],
        "promises": _promises(line),
        "latest": show.transfer_rows(queries.transfers_of_line(line)[:10], {"giai_doan": "", "ai": ""}),
        "may": _may(request, line),
    }
    return render(request, "office/money/line.html", context)


def _promises(line: BudgetLine) -> list[show.Promise]:
    rows = [show.Promise(row.holder, row) for row in queries.open_promises(line).order_by("pk")[:50]]
    show.name_holders(rows)
    return rows


def _may(request: HttpRequest, line: BudgetLine) -> dict[str, bool]:
    """Which acts this person is offered on the line."""
    rights = request.user.grants.rights(line.province_id)
    return {
        "give": envelope_right(line) in rights and line.is_open,
        "cut": envelope_right(line) in rights and line.is_open,
        "reverse": REVERSE in rights,
        "lock": bool(rights & set(LOCK)),
    }


@methods(read=["GET"])
def transfer_list(request: HttpRequest, pk: int) -> HttpResponse:
    """Transfers of a line that a filter asks for; with a stage, what they did to it adds up to the figure."""
    line = line_in_scope(request, pk)
    require(request, VIEW, line.province_id)
    form = TransferFilter(request.GET)
    found = show.narrowed(queries.transfers_of_line(line), form.asked)
    page = paginate(request, found)
    context = {
        "line": line,
        "form": form,
        "page": page,
        "rows": show.transfer_rows(page.object_list, form.asked),
        "moved": show.moved(found, form.asked),
        "stage": rules.STAGES.get(form.asked["giai_doan"], ""),
        "chips": _chips(request, form),
        "crumbs": crumbs(line, "Bút toán"),
    }
    return render(request, "office/money/transfers.html", context)


def _chips(request: HttpRequest, form: TransferFilter) -> list[tuple[str, str]]:
    """Conditions in force, each with the address without it."""
    found = []
    for name, word in zip(("loai", "giai_doan", "ai", "nhom"), condition_words(form.asked), strict=True):
        if word:
            query = request.GET.copy()
            query.pop(name, None)
            query.pop("trang", None)
            found.append((word, f"?{query.urlencode()}"))
    return found


def condition_words(asked: Mapping[str, str]) -> list[str]:
    """Kind, stage, holder, group of a filter in words; empty where it does not ask."""
    holder = asked["ai"]
    return [
        rules.KINDS.get(asked["loai"], ""),
        rules.STAGES.get(asked["giai_doan"], ""),
        holders.named([holder])[holder].label if holder else "",
        asked["nhom"],
    ]


@methods(read=["GET"])
def transfer_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One transfer: both ends, its paper, the other legs of its act, its reversal or the form for one."""
    transfer = transfer_in_scope(request, pk)
    require(request, VIEW, transfer.line.province_id)
    return transfer_page(request, transfer)


def transfer_page(
    request: HttpRequest, transfer: Transfer, *, form: ReasonForm | None = None, status: int = 200
) -> HttpResponse:
    [shown] = show.transfer_rows([transfer], {"giai_doan": "", "ai": ""})
    legs = queries.transfers().filter(batch=transfer.batch).exclude(pk=transfer.pk) if transfer.batch else []
    may_reverse = request.user.grants.may(REVERSE, transfer.line.province_id)
    context = {
        "shown": shown,
        "transfer": transfer,
        "line": transfer.line,
        "crumbs": crumbs(transfer.line, f"Bút toán số {transfer.pk}"),
        "legs": show.transfer_rows(legs, {"giai_doan": "", "ai": ""}),
        "reversal": getattr(transfer, "reversal", None),
        "payment": Payment.objects.filter(transfer_id=transfer.pk).first() if transfer.kind in rules.PAYMENTS else None,
        "may_reverse": may_reverse,
        "verdict": queries.may_reverse(transfer) if may_reverse else None,
        "form": form or ReasonForm(initial={"on": today()}),
    }
    return render(request, "office/money/transfer.html", context, status=status)
