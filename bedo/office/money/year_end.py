"""Cuối năm: what is left of a line, what may be done with each part and until when; lapse, stops asked at once, both years."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse as address

from bedo.core import log
from bedo.core.clock import today
from bedo.core.moves import Refused
from bedo.core.types import Dong
from bedo.ledger import queries
from bedo.ledger import rules as money
from bedo.ledger.models import BudgetLine
from bedo.office.money import show
from bedo.office.money.acts import province_of
from bedo.office.money.forms import LapseForm, StopsForm, YearEndFilter
from bedo.office.money.views import VIEW, YEAR_END, crumbs, line_in_scope
from bedo.office.shell import paperform
from bedo.office.shell.http import form_errors, methods, paginate, require
from bedo.places.models import Unit
from bedo.programmes import queries as law
from bedo.programmes import rules as law_rules
from bedo.projects import leftovers
from bedo.projects.rules import year_end as rules
from bedo.projects.services import year_end as services
from bedo.projects.services.acts import act as acting

ASK = "change.ask"
GOES_OUT = {
    "lapse": "Đã hủy dự toán",
    "carry": "Đã chuyển sang năm sau",
    "cut": "Đã cắt giảm",
    "repay": "Thu hồi đã nộp ngân sách",
    "reuse": "Thu hồi đưa vào năm khác",
    "allot": "Đã phân bổ cho tỉnh",
}


@methods(read=["GET"])
def year_end(request: HttpRequest) -> HttpResponse:
    """The guided page of one line; which one stands in the address (?nam=&nguon=&tinh=)."""
    require(request, VIEW)
    return _page(request)


def year_of(day: Any) -> int:
    """The budget year people close on that day: last year's in January and February, else this one's."""
    return day.year - 1 if day.month <= 2 else day.year


def lines_seen(request: HttpRequest) -> Any:
    """Lines of the provinces whose money the person may see."""
    places = request.user.grants.provinces_with(VIEW)
    lines = BudgetLine.objects.exclude(province=None)
    return lines if places is None else lines.filter(province__in=places)


def asked(request: HttpRequest) -> YearEndFilter:
    """Which line the address names."""
    grants = request.user.grants.provinces_with(VIEW)
    many = grants is None or len(grants) > 1
    units = Unit.objects.provinces().current().order_by("sort_key") if many else []
    if grants is not None and many:
        units = units.filter(pk__in=grants)
    years = list(lines_seen(request).order_by("-year").values_list("year", flat=True).distinct())
    first = {"nam": year_of(today()), "nguon": "kcdp"}
    return YearEndFilter({**first, **request.GET.dict()}, years=years or [first["nam"]], units=units, first=first)


def _page(request: HttpRequest, *, form: StopsForm | None = None, chosen: Any = (), status: int = 200) -> HttpResponse:
    form_asked = asked(request)
    line = leftovers.find(lines_seen(request), **form_asked.asked)
    if line is None:
        return render(request, "office/money/year_end.html", {"filter": form_asked, "year": form_asked.asked["year"]})
    found = leftovers.sheet(line, today())
    page = paginate(request, found.items)
    rights = request.user.grants.rights(line.province_id)
    never = [item for item in found.items if item.never_contracted]
    may_ask = ASK in rights and line.is_open
    context = {
        "filter": form_asked,
        "line": line,
        "sheet": found,
        "page": page,
        "day": today(),
        "stages": _stages(found),
        "years": [one for one in (line, found.next_line) if one],
        "last_resort": rules.LAST_RESORT,
        "both": _both(line, found.next_line),
        "out": [(GOES_OUT.get(kind, kind), amount) for kind, amount in found.moved.items() if kind != "carry_in"],
        "carried_in": found.moved.get("carry_in"),
        "never": never,
        "never_sum": Dong(sum(item.left.amount for item in never)),
        "choices": [(item, str(item.share.pk) in chosen) for item in never if item.share and not item.other],
        "waiting": [item for item in never if item.other],
        "form": form or (_stops_form(line) if may_ask and never else None),
        "may": {
            "lapse": YEAR_END in rights and line.is_open,
            "lock": bool(rights & set(services.LOCK)),
            "ask": may_ask,
        },
    }
    return render(request, "office/money/year_end.html", context, status=status)


def _stages(found: leftovers.Sheet) -> list[dict[str, Any]]:
    """One row a stage: its sum, how many hold it, and its leftovers by mark."""
    rows = []
    for stage in rules.STAGES:
        items = [item for item in found.items if item.left.stage == stage]
        marks = {mark: sum(item.mark == mark for item in items) for mark in rules.MARKS}
        rows.append(
            {
                "label": money.STAGES[stage],
                "amount": Dong(sum(item.left.amount for item in items)),
                "count": len(items),
                "ways": rules.guide(
                    stage, today(), found.days.calendar, rolling=found.line.fund in money.ROLLING_FUNDS
                ),
                "marks": [(mark, rules.MARKS[mark], count) for mark, count in marks.items() if count],
                "url": show.records(found.line.pk, giai_doan=stage),
            }
        )
    return rows


def _both(line: BudgetLine, following: BudgetLine | None) -> list[tuple[str, list[Dong | None]]]:
    """The two budget years side by side, row by row."""
    pair = [line.totals, following.totals if following else None]
    return [(money.STAGES[stage], [one[stage] if one else None for one in pair]) for stage in show.COLUMNS]


def _stops_form(line: BudgetLine, data: Any = None) -> StopsForm:
    level = law_rules.NATIONAL if line.fund in money.NATIONAL_FUNDS else law_rules.LOCAL
    code = line.province.code if line.province else ""
    reasons = law.in_force(law_rules.StopReason, today(), level, code)
    choices = [(key, row.name) for key, row in reasons.items() if not row.violation]
    return StopsForm(data, reasons=choices, initial={"on": today()})


@methods(write=["POST"])
def ask_stops(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask to stop the chosen projects that never got a contract; nothing moves before each is decided."""
    line = line_in_scope(request, pk)
    require(request, ASK, line.province_id)
    form, chosen, status = _stops_form(line, request.POST), request.POST.getlist("phan"), 422
    items = leftovers.sheet(line, today()).items
    waiting = {str(item.share.pk): item.share for item in items if item.never_contracted and item.share}
    if form.is_valid():
        try:
            with acting(line, by=request.user, what="Đề nghị ngừng đề án chưa ký hợp đồng"):
                _all_there(chosen, waiting)
                asked = services.ask_stops(
                    shares=[waiting[key] for key in dict.fromkeys(chosen)],
                    by=request.user,
                    today=today(),
                    **form.cleaned_data,
                )
        except Refused as refusal:
            status = form_errors(form, refusal)
        else:
            messages.success(request, f"Đã ghi {len(asked)} đề nghị ngừng. Kinh phí chỉ trả về nguồn khi được duyệt.")
            return redirect(page_of(line))
    request.GET = request.GET.copy()
    request.GET.update({"nam": str(line.year), "nguon": line.fund, "tinh": str(line.province_id)})
    return _page(request, form=form, chosen=chosen, status=status)


def _all_there(chosen: list[str], waiting: dict[str, Any]) -> None:
    if set(chosen) - set(waiting):
        raise Refused(
            "Có đề án không còn ở bước chờ ký hợp đồng, hoặc đã có đề nghị.",
            "Tải lại trang rồi chọn lại.",
            code="state",
        )


def page_of(line: BudgetLine) -> str:
    """The address of a line's year-end page."""
    return f"{address('office:money:year_end')}?nam={line.year}&nguon={line.fund}&tinh={line.province_id}"


@methods(read=["GET"], write=["POST"])
def lapse(request: HttpRequest, pk: int) -> HttpResponse:
    """What nobody used goes back by a paper (hủy dự toán cuối năm)."""
    line = line_in_scope(request, pk)
    require(request, YEAR_END, line.province_id)
    if request.method == "GET":
        return _lapse_page(request, line, LapseForm(initial={"amount": line.totals["available"] or None}))
    form, status = LapseForm(request.POST, request.FILES), 422
    if form.is_valid():
        try:
            with log.writing(line.chain):
                paper = paperform.register(form, province_of(line), request.user, today())
                services.lapse(line=line, paper=paper, by=request.user, today=today(), **form.own_values())
        except Refused as refusal:
            status = form_errors(form, refusal)
        else:
            messages.success(request, f"Đã hủy dự toán {form.cleaned_data['amount']}.")
            return redirect(page_of(line))
    return _lapse_page(request, line, form, status)


def _lapse_page(request: HttpRequest, line: BudgetLine, form: LapseForm, status: int = 200) -> HttpResponse:
    ends = leftovers.days_of(line).calendar.year_ends
    early = today() < ends
    promised = sum(row.amount for row in queries.open_promises(line))
    context = {
        "form": form,
        "title": "Hủy dự toán cuối năm",
        "note": line.name,
        "heading": "Phần hủy",
        "back": page_of(line),
        "button": "Ghi hủy dự toán",
        "crumbs": crumbs(line, "Hủy dự toán"),
        "fields": [form["amount"], form["words"]],
        "warning": f"Năm ngân sách đến hết ngày {ends:%d/%m/%Y}: đến hôm đó phần chưa bố trí vẫn dùng được cho đề án khác."
        if early
        else "",
        "steps": [
            ("Chưa bố trí, hủy được", line.totals["available"]),
            ("Trong đó đã hứa cho đề án nhiều năm", Dong(promised)),
        ],
    }
    return render(request, "office/money/paper.html", context, status=status)
