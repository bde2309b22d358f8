"""The national track over many projects: the Sở's registration set, and where the nation's projects stand."""

from __future__ import annotations

from typing import Any, NamedTuple

from django import forms
from django.contrib import messages
from django.db.models import Count, QuerySet, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from bedo.core import log
from bedo.core.clock import today
from bedo.core.moves import Refused
from bedo.core.types import Dong
from bedo.office.projects import waiting
from bedo.office.shell import paperform
from bedo.office.shell.exports import CHUNK, Part, Table, download
from bedo.office.shell.http import form_errors, methods, paginate, require
from bedo.office.shell.inputs import Several, Words
from bedo.office.shell.labels import state_word
from bedo.office.shell.paperform import PaperFields
from bedo.places.models import Unit
from bedo.projects import lawbook
from bedo.projects.models import Project, RegistrationSet
from bedo.projects.rules import states
from bedo.projects.services import national

REGISTER, VIEW = "project.register", "project.view"
STRIP = (
    ("đã đạt ở Sở, chưa đăng ký", (states.BASE_PASSED,)),
    ("chờ Cục nhận", (states.REGISTERED,)),
    ("Cục đang thẩm định", (states.MINISTRY_REVIEW,)),
    ("đạt, chờ kế hoạch", (states.MINISTRY_PASSED,)),
    ("đã phê duyệt", (states.PLANNED, states.FUNDED, states.DETAILED)),
    ("đã ký hợp đồng trở đi", states.SHARE_ORDER),
)


class RegisterForm(PaperFields):
    """The report of the Sở and the projects that it registers."""

    PAPER_TYPES = ("BC", "CV", "TTr")
    MUST = ("issuer", "paper_type", "number", "issued_on", "signer", "summary")

    projects = Several(
        label="Đề án đăng ký",
        queryset=Project.objects.none(),
        error_messages={"required": "Chọn ít nhất một đề án."},
        widget=forms.CheckboxSelectMultiple,
    )
    late_reason = Words(
        label="Lý do gửi chậm", rows=2, max_length=1000, required=False, help_text="Chỉ ghi khi ngày báo cáo quá hạn."
    )

    def __init__(self, *args: Any, ready: list[national.Ready], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["projects"].queryset = Project.objects.filter(pk__in=[one.project.pk for one in ready])

    def chosen(self, one: national.Ready) -> bool:
        """Is the project's box ticked? At first every project without a gap."""
        if not self.is_bound:
            return not one.gaps
        return str(one.project.pk) in self.data.getlist("projects")


@methods(read=["GET"], write=["POST"])
def register(request: HttpRequest) -> HttpResponse:
    """Đăng ký với Cục: the set of a year with its gaps, one report, one button."""
    province = _province(request)
    years = _years(province)
    year = _year(request, years)
    ready = national.set_of(request.user, province.pk, year, today())
    form = RegisterForm(request.POST or None, request.FILES or None, ready=ready, initial=_paper(request, year))
    status = 200
    if request.method == "POST":
        made, status = _send(request, form, province)
        if made:
            count = made.projects.count()
            messages.success(request, f"Đã đăng ký {count} đề án với Cục: {made.paper.label}.")
            return redirect(f"{request.path}?nam={year}")
    context = {
        "form": form,
        "province": province,
        "years": years,
        "year": year,
        "rows": [(one, form.chosen(one)) for one in ready],
        "lacking": sum(bool(one.gaps) for one in ready),
        "asked": Dong(sum(one.project.support or 0 for one in ready)),
        "due": lawbook.registration_due(ready[0].project, today()) if ready else None,
        "day": today(),
        "sent": _sent(request, province=province, year=year),
    }
    return render(request, "office/projects/register.html", context, status=status)


def _send(request: HttpRequest, form: RegisterForm, province: Unit) -> tuple[RegistrationSet | None, int]:
    if not form.is_valid():
        return None, form_errors(form)
    try:
        with log.writing(province.code):
            paper = paperform.register(form, province, request.user, today())
            made = national.register_set(
                projects=form.cleaned_data["projects"].select_related("province"),
                paper=paper,
                late_reason=form.cleaned_data["late_reason"],
                by=request.user,
                today=today(),
            )
    except Refused as refusal:
        return None, form_errors(form, refusal)
    return made, 302


def _paper(request: HttpRequest, year: int) -> dict[str, Any]:
    issuer = request.user.organisation.name if request.user.organisation else ""
    return {"issuer": issuer, "issued_on": today(), "summary": f"{national.REPORT} năm {year}"}


def _province(request: HttpRequest) -> Unit:
    """The province whose Sở registers: that of the person's organisation, if the right is held there."""
    require(request, REGISTER)
    home = request.user.organisation.province if request.user.organisation else None
    if home is None or not request.user.grants.may(REGISTER, home.pk):
        seen = request.user.grants.provinces_with(REGISTER)
        home = Unit.objects.filter(pk__in=seen or []).order_by("pk").first()
    require(request, REGISTER, home.pk if home else 0)
    return home


def _years(province: Unit) -> list[int]:
    """Years for which a national project waits or was registered, the newest first; the coming one is always there."""
    waiting = Project.objects.filter(province=province, track="national", state=states.BASE_PASSED, source_url="")
    found = set(waiting.values_list("year", flat=True))
    found |= set(RegistrationSet.objects.filter(province=province).values_list("year", flat=True))
    return sorted(found | {today().year + 1}, reverse=True)


def _year(request: HttpRequest, years: list[int]) -> int:
    asked = request.GET.get("nam", "")
    return int(asked) if asked in map(str, years) else years[0]


def _sent(request: HttpRequest, **conditions: Any) -> list[RegistrationSet]:
    rows = RegistrationSet.objects.visible_to(request.user).filter(**conditions)
    return list(
        rows.select_related("province", "paper", "sent_by")
        .annotate(number=Count("projects"), asked=Sum("projects__support"))
        .order_by("province__sort_key", "-sent_on", "-pk")
    )


@methods(read=["GET"])
def desk(request: HttpRequest) -> HttpResponse:
    """Khuyến công quốc gia: what the provinces registered for a year and where each project stands."""
    asked = _asked(request)
    page = paginate(request, asked.shown)
    context = {
        "years": asked.years,
        "year": asked.year,
        "strip": [
            {
                "word": word,
                "number": sum(asked.by_state.get(state, 0) for state in group),
                "url": f"?nam={asked.year}&buoc={number}",
            }
            for number, (word, group) in enumerate(STRIP)
        ],
        "waiting": waiting.waiting(request.user, asked.year, _addresses(asked.year)),
        "allotments": waiting.allotments(request.user, asked.year) if request.user.grants.any("money.view") else [],
        "part": asked.part,
        "page": page,
        "sent": _sent(request, year=asked.year),
        "may_register": request.user.grants.any(REGISTER),
        "day": today(),
    }
    return render(request, "office/projects/national.html", context)


class Asked(NamedTuple):
    """What the address asks for: the year, a step of the strip ("" all), its projects; and all of the year by state."""

    years: list[int]
    year: int
    by_state: dict[str, int]
    part: str
    shown: QuerySet[Project]


def _asked(request: HttpRequest) -> Asked:
    require(request, VIEW)
    mine = Project.objects.visible_to(request.user).filter(track="national", source_url="")
    years = list(mine.order_by("-year").values_list("year", flat=True).distinct())
    year = _year(request, years) if years else today().year
    rows = mine.filter(year=year)
    by_state = dict(rows.order_by().values_list("state").annotate(number=Count("pk")))
    asked = request.GET.get("buoc", "")
    part = STRIP[int(asked)] if asked.isascii() and asked.isdigit() and int(asked) < len(STRIP) else None
    shown = rows.filter(state__in=part[1]) if part else rows
    shown = shown.select_related("province", "officer").order_by("province__sort_key", "province_id", "code")
    return Asked(years, year, by_state, part[0] if part else "", shown)


PARTS = (
    Part("Tỉnh", lambda row, _: row.province.label),
    Part("Mã", lambda row, _: row.code, width=18),
    Part("Tên đề án", lambda row, _: row.title, width=52),
    Part("Đơn vị thụ hưởng", lambda row, _: row.beneficiary_names, width=44),
    Part("Hỗ trợ (đồng)", lambda row, _: row.support, "money"),
    Part("Đối ứng (đồng)", lambda row, _: row.counterpart, "money"),
    Part("Trạng thái", lambda row, _: state_word(row.state, track=row.track), width=30),
    Part("Người phụ trách", lambda row, _: row.officer.full_name if row.officer else ""),
    Part("Dữ liệu minh hoạ", lambda row, _: "có" if row.is_sample else ""),
)


def _file(request: HttpRequest) -> Table:
    asked = _asked(request)
    words = [("Điều kiện", f"Bước: {asked.part}")] if asked.part else []
    return Table(
        f"khuyen-cong-quoc-gia-{asked.year}",
        f"Đề án khuyến công quốc gia năm {asked.year}",
        "đề án",
        PARTS,
        asked.shown.iterator(chunk_size=CHUNK),
        asked.shown.count(),
        conditions=words,
        given={"nam": str(asked.year), "buoc": asked.part},
    )


export = download(_file, PARTS)


def _addresses(year: int) -> dict[str, str]:
    """Where the strip shows the projects of each state."""
    return {state: f"?nam={year}&buoc={number}" for number, (_, group) in enumerate(STRIP) for state in group}
