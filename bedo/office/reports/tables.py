"""Báo cáo theo mẫu: R1–R8 on screen, each number opening its records; as Excel, Word, PDF; sent and kept; what changed since."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from bedo.accounts.services import note_export
from bedo.core.clock import today
from bedo.core.moves import Refused
from bedo.core.periods import Period
from bedo.documents.writing.content import from_data
from bedo.documents.writing.forms import Terms
from bedo.documents.writing.pdf import pdf
from bedo.documents.writing.word import word
from bedo.ledger.rules import FUNDS
from bedo.office.shell.files import file_made
from bedo.office.shell.http import form_errors, methods, paginate, provinces_with, require
from bedo.office.shell.inputs import PaperDay
from bedo.places.models import Unit
from bedo.places.queries import below, predecessors, present_province, province_of
from bedo.programmes import queries as law
from bedo.programmes.rules import Content
from bedo.reports import sending
from bedo.reports.models import SentReport
from bedo.reports.tables import REPORTS, Asked, Built, build
from bedo.reports.tables.drawing import DONG, UNITS, Shown, document, table
from bedo.reports.tables.model import Col, Line
from bedo.reports.tables.workbook import workbook

RIGHT = "report.view"
KINDS = ("xlsx", "docx", "pdf")
PERIODS = (
    ("nam", "Cả năm"), ("h1", "6 tháng đầu năm"), ("h2", "6 tháng cuối năm"), ("9", "9 tháng đầu năm"),
    *((f"q{n}", f"Quý {roman}") for n, roman in enumerate(("I", "II", "III", "IV"), start=1)),
    *((f"m{n}", f"Tháng {n}") for n in range(1, 13)), ("ngay", "Từ ngày đến ngày"),
)  # fmt: skip
PAGE_OF = {
    "project": "office:projects:detail",
    "establishment": "office:establishments:detail",
    "wish": "office:wishes:detail",
    "visit": "office:visits:detail",
}
MOST_RECORDS = 500


class AskForm(forms.Form):
    """What the report is asked for, as it stands in the address."""

    tinh = forms.TypedChoiceField(label="Tỉnh", coerce=int, empty_value=None, required=False)
    trong = forms.TypedChoiceField(label="Huyện, xã", coerce=int, empty_value=None, required=False)
    nam = forms.IntegerField(label="Năm", min_value=1995, max_value=2100, required=False)
    ky = forms.ChoiceField(label="Kỳ", choices=PERIODS, required=False)
    tu = PaperDay(label="Từ ngày", required=False)
    den = PaperDay(label="Đến hết ngày", required=False)
    nguon = forms.ChoiceField(label="Nguồn", required=False, choices=[("", "Mọi nguồn"), *FUNDS.items()])
    noi_dung = forms.ChoiceField(label="Nội dung", required=False)
    don_vi = forms.ChoiceField(label="Số tiền", required=False, choices=list(UNITS.items()))

    def __init__(self, data: Any, *, provinces: list[Unit], chosen: Unit | None):
        super().__init__(data)
        old = [(unit.pk, f"{unit.label} (cũ)") for one in provinces for unit in predecessors(one) if unit.level == 1] if len(provinces) < 8 else []  # fmt: skip
        everything = [("", "Tất cả địa phương được xem")] if len(provinces) > 1 else []
        self.fields["tinh"].choices = [*everything, *((unit.pk, unit.label) for unit in provinces), *old]
        inside = below(chosen, chosen.valid_to or today()) if chosen else ()
        self.fields["trong"].choices = [("", "Cả tỉnh"), *((unit.pk, unit.label) for unit in inside)]
        named = sorted(((row.key, row.name) for row in law.rows(Content)), key=lambda pair: pair[1])
        self.fields["noi_dung"].choices = [("", "Mọi nội dung"), *named]
        self.full_clean()

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("ky") == "ngay":
            first, last = given.get("tu"), given.get("den")
            if not first or not last:
                self.add_error("tu", "Ghi cả ngày đầu và ngày cuối.")
            elif last < first:
                self.add_error("den", "Ngày cuối trước ngày đầu.")
        return given

    def period(self) -> Period:
        """The period asked for; this year where nothing readable was said."""
        given = self.cleaned_data
        year, kind = given.get("nam") or today().year, given.get("ky") or "nam"
        if kind == "ngay":
            return Period(given["tu"], given["den"])
        if kind[0] in "qmh" and kind[1:].isdigit():
            make = {"q": Period.quarter, "m": Period.month, "h": Period.half}[kind[0]]
            return make(year, int(kind[1:]))
        return Period.months(year, 1, 9) if kind == "9" else Period.year(year)


@dataclass
class Question:
    """The address read once: the form, and what is asked when it can be read."""

    form: AskForm
    asked: Asked | None
    shown: Shown

    @property
    def needed(self) -> Asked:
        """What is asked; refused (422) when the address cannot be read."""
        if self.asked is None:
            raise Refused(
                "Bộ lọc của báo cáo có chỗ chưa đúng.", "Quay lại báo cáo và sửa bộ lọc.", code="filter", status=422
            )
        return self.asked


def question(request: HttpRequest) -> Question:
    """Read the address; a place outside the person's scope is 404."""
    require(request, RIGHT)
    provinces = provinces_with(request.user, RIGHT)
    data = request.GET.copy()
    if len(provinces) == 1 and not data.get("tinh"):
        data["tinh"] = str(provinces[0].pk)
    data.setdefault("nam", str(today().year))
    chosen = _unit(data.get("tinh"), provinces)
    form = AskForm(data, provinces=provinces, chosen=chosen)
    shown = Shown(form.cleaned_data.get("don_vi") or DONG) if hasattr(form, "cleaned_data") else Shown()
    if not form.is_valid():
        return Question(form, None, shown)
    inside = _unit(str(form.cleaned_data.get("trong") or ""), provinces)
    place, given = inside or chosen, form.cleaned_data
    asked = Asked(
        form.period(), place, as_now=place is None or (place.is_current and place.level == 1), fund=given["nguon"], content=given["noi_dung"], user=request.user
    )  # fmt: skip
    return Question(form, asked, shown)


def _unit(text: str | None, provinces: list[Unit]) -> Unit | None:
    if not text or not text.isascii() or not text.isdigit() or len(text) > 15:
        return None
    unit = Unit.objects.select_related("parent__parent").filter(pk=int(text)).first()
    if unit is None or present_province(unit).pk not in {one.pk for one in provinces}:
        raise Http404("no such place in scope")
    return unit


def report_named(code: str) -> Any:
    """The kind of report; 404 without one."""
    if code not in REPORTS:
        raise Http404("no such report")
    return REPORTS[code]


def terms_of(place: Unit | None) -> Terms:
    """The Sở of the province issues it."""
    if place is None:
        return Terms()
    province = province_of(place)
    return Terms(
        issuer="Sở Công Thương", superior=f"UBND {province.label}", symbol="BC-SCT", place=province.name, position="GIÁM ĐỐC"
    )  # fmt: skip


# --- the list with the calendar


@methods(read=["GET"])
def listing(request: HttpRequest) -> HttpResponse:
    """Every kind of report; what the province owes this year; what was sent."""
    require(request, RIGHT)
    provinces = provinces_with(request.user, RIGHT)
    year = _year(request)
    rows = (
        SentReport.objects.visible_to(request.user)
        .select_related("place", "kept_by")
        .defer("cells", "labels", "content")
    )
    context = {
        "reports": REPORTS.values(), "duties": [(one, address_of(one)) for one in sending.duties(provinces[0], year)] if len(provinces) == 1 else [], "year": year, "day": today(),
        "page": paginate(request, rows.order_by("-sent_on", "-pk")), "province": provinces[0] if len(provinces) == 1 else None,
    }  # fmt: skip
    return render(request, "office/reports/reports.html", context)


def _year(request: HttpRequest) -> int:
    asked = request.GET.get("nam", "")
    return int(asked) if asked.isascii() and asked.isdigit() and 1995 <= int(asked[:5]) <= 2100 else today().year


def address_of(duty: sending.Duty) -> str:
    """Where the report of a duty is drawn up."""
    query = urlencode({"nam": duty.period.first.year, "ky": code_of(duty.period)})
    name = "office:reports:written" if duty.code == sending.YEAR else "office:reports:report"
    args = [] if duty.code == sending.YEAR else [duty.code]
    return f"{reverse(name, args=args)}?{query}"


def code_of(period: Period) -> str:
    """The period as the address says it."""
    months = period.whole_months
    if months == 12:
        return "nam"
    if months == 9:
        return "9"
    if months == 6:
        return "h1" if period.first.month == 1 else "h2"
    return f"q{(period.first.month + 2) // 3}" if months == 3 else f"m{period.first.month}"


# --- one report


class SendForm(forms.Form):
    """That the report left, to whom, and why when it was asked for urgently."""

    sent_on = PaperDay(label="Ngày gửi")
    sent_to = forms.CharField(label="Gửi đến", max_length=200)
    purpose = forms.CharField(label="Yêu cầu đột xuất (nếu có)", max_length=300, required=False)


@methods(read=["GET"])
def detail(request: HttpRequest, code: str) -> HttpResponse:
    """The report as asked; every number is a link to its records."""
    report = report_named(code)
    return _detail(request, report, question(request))


def _detail(
    request: HttpRequest, report: Any, asked: Question, *, send_form: SendForm | None = None, status: int = 200
) -> HttpResponse:
    context: dict[str, Any] = {
        "report": report,
        "form": asked.form,
        "query": request.GET.urlencode(),
        "shown": asked.shown,
    }
    if asked.asked is not None:
        built = build(report.code, asked.asked)
        query = request.GET.urlencode()
        before = sending.last_sent(asked.asked, report.code)
        place = asked.asked.place
        context |= {
            "built": built, "table": table(built, asked.shown, lambda line, column: _href(report.code, query, line, column)),
            "before": before, "changed": _differences(before, built), "may_send": bool(place) and request.user.grants.may(sending.RIGHT, present_province(place).pk),
            "send_form": send_form or SendForm(initial={"sent_on": today()}), "same_period": before is not None and before.period == asked.asked.period,
        }  # fmt: skip
    return render(request, "office/reports/report.html", context, status=status if asked.asked else 422)


def _differences(before: SentReport | None, built: Built) -> list[sending.Difference]:
    return sending.differences(before, built)[:200] if before else []


def _href(code: str, query: str, line: Line, column: Col) -> str:
    """Where the records of a cell are; of a line's name the page of the thing itself."""
    if column.code == "name" and line.record is not None:
        return reverse(PAGE_OF[line.record.kind], args=[line.record.pk]) if line.record.kind in PAGE_OF else ""
    more = urlencode({"dong": line.key, "cot": column.code})
    return f"{reverse('office:reports:report_records', args=[code])}?{query}&{more}" if query else f"{reverse('office:reports:report_records', args=[code])}?{more}"  # fmt: skip


@methods(read=["GET"])
def records(request: HttpRequest, code: str) -> HttpResponse:
    """The records behind one number of the report; they add up to it."""
    report, asked = report_named(code), question(request)
    built = build(report.code, asked.needed)
    line = built.line(request.GET.get("dong", ""))
    column = next((one for one in built.columns if one.code == request.GET.get("cot", "")), None)
    if line is None or column is None or column.code not in line.amounts:
        raise Http404("no such cell")
    amount = line.amounts[column.code]
    rows = [(one, reverse(PAGE_OF[one.kind], args=[one.pk]) if one.kind in PAGE_OF else "") for one in amount.records[:MOST_RECORDS]]  # fmt: skip
    query = request.GET.copy()
    for name in ("dong", "cot"):
        query.pop(name, None)
    back = f"{reverse('office:reports:report', args=[code])}?{query.urlencode()}"
    context = {
        "report": report,
        "built": built,
        "line": line,
        "column": column,
        "amount": amount,
        "rows": rows,
        "back": back,
    }
    return render(request, "office/reports/report_records.html", context)


@methods(write=["GET"])
def file(request: HttpRequest, code: str, kind: str) -> HttpResponse:
    """The report as Excel, Word or PDF; taking it out stays in the log."""
    report, asked = report_named(code), question(request)
    if kind not in KINDS:
        raise Http404("no such kind of file")
    built = build(report.code, asked.needed)
    note_export(
        by=request.user, what=f"Báo cáo: {built.title}", rows=len(built.lines), form=kind, conditions=request.GET.dict()
    )
    if kind == "xlsx":
        return file_made(workbook(built, asked.shown), f"{code}-{today():%Y-%m-%d}.xlsx")
    paper = document(built, asked.shown, terms_of(asked.needed.place))
    return file_made(word(paper), f"{code}.docx") if kind == "docx" else file_made(pdf(paper), f"{code}.pdf")  # fmt: skip


def require_sender(request: HttpRequest, place: Unit | None) -> None:
    """403 unless the person may say of the place that its report left."""
    require(request, sending.RIGHT, present_province(place).pk if place else None)


@methods(write=["POST"])
def send(request: HttpRequest, code: str) -> HttpResponse:
    """Keep the report as it left."""
    report, asked = report_named(code), question(request)
    require_sender(request, asked.needed.place)
    form = SendForm(request.POST)
    if not form.is_valid():
        return _detail(request, report, asked, send_form=form, status=422)
    built = build(report.code, asked.needed)
    try:
        row = sending.keep(
            built=built, asked=asked.needed, paper=document(built, asked.shown, terms_of(asked.needed.place)), by=request.user, today=today(), **form.cleaned_data
        )  # fmt: skip
    except Refused as refusal:
        return _detail(request, report, asked, send_form=form, status=form_errors(form, refusal))
    messages.success(request, "Đã lưu báo cáo như đã gửi. Sau này thay đổi gì đều thấy ở đây.")
    return redirect("office:reports:sent", row.pk)


# --- what was sent


def _sent(request: HttpRequest, pk: int) -> SentReport:
    require(request, RIGHT)
    rows = SentReport.objects.visible_to(request.user).select_related("place__parent__parent", "province", "kept_by")
    return get_object_or_404(rows, pk=pk)


@methods(read=["GET"])
def sent(request: HttpRequest, pk: int) -> HttpResponse:
    """The report as it left, and what is different now."""
    row = _sent(request, pk)
    changed: list[sending.Difference] = []
    if row.code in REPORTS:
        changed = sending.differences(row, build(row.code, sending.asked_of(row, request.user)))
    context = {
        "row": row,
        "document": from_data(row.content),
        "changed": changed[:200],
        "more": max(0, len(changed) - 200),
    }
    return render(request, "office/reports/sent.html", context)


@methods(read=["GET"])
def sent_file(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """The paper as it left, as Word or PDF."""
    row = _sent(request, pk)
    paper = from_data(row.content)
    if kind not in ("docx", "pdf"):
        raise Http404("no such kind of file")
    data = word(paper) if kind == "docx" else pdf(paper)
    return file_made(data, f"da-gui-{row.pk}.{kind}")
