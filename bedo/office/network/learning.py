"""Competence and training: levels of a skill, gaps, one class with who was there, figures by year."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from bedo.core.moves import Refused
from bedo.core.text import fold
from bedo.network import learning, rules, services
from bedo.network.models import CourseClass, Skill
from bedo.network.rules import competence
from bedo.office.network.record_forms import GapFilter, RowForm, level
from bedo.office.network.scene import MANAGE, VIEW, act, marks, page, province_of
from bedo.office.shell.exports import Part, Table, conditions_of, download
from bedo.office.shell.http import chips, form_errors, methods, require


@methods(write=["POST"])
def adopt(request: HttpRequest) -> HttpResponse:
    """Take the shipped framework over, marked as proposed."""
    province = province_of(request, MANAGE)
    number = services.adopt_framework(province=province, by=request.user)
    messages.success(request, f"Đã lấy {number} năng lực của mẫu đề xuất. Sửa dòng nào thì dòng ấy thôi là mẫu.")
    return redirect("office:network:sheet", "skill")


class LevelsForm(forms.Form):
    """One level for each position."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, skill: Skill, **kwargs: Any):
        super().__init__(*args, **kwargs)
        now = {one.position: one.level for one in skill.wanted.all()}
        for code, word in rules.POSITIONS.items():
            self.fields[code] = level(word)
            self.fields[code].initial = now.get(code, 0)


@methods(read=["GET"], write=["POST"])
def levels(request: HttpRequest, pk: int) -> HttpResponse:
    """How well each position should have the skill; for who may only look, the same without fields."""
    skill = get_object_or_404(Skill.objects.visible_to(request.user).select_related("province").prefetch_related("wanted"), pk=pk)  # fmt: skip
    back = reverse("office:network:sheet", args=["skill"])
    if not request.user.grants.may(MANAGE, skill.province_id):
        if request.method == "POST":
            require(request, MANAGE, skill.province_id)
        return page(request, "skill.html", "sheet skill", {"skill": skill, "levels": _levels(skill)})
    form = LevelsForm(request.POST or None, initial={"version": skill.version}, skill=skill)
    edit = reverse("office:network:edit", args=["skill", skill.pk])
    proposed = " Dòng này còn là mẫu đề xuất; lưu mức khác thì thành của tỉnh." if skill.proposed else ""

    def save(given: dict[str, Any]) -> Any:
        wanted = {code: given[code] for code in rules.POSITIONS}
        return services.set_wanted(skill=skill, levels=wanted, version=given["version"], by=request.user)

    return act(
        request, form, save, title=skill.name, lead=f"{skill.meaning}.{proposed}", back=back, button="Lưu mức yêu cầu",
        done="Đã lưu mức yêu cầu.", crumbs=[("Khung năng lực", back)], next_step=("Sửa tên, nghĩa", edit),
    )  # fmt: skip


def _levels(skill: Skill) -> list[tuple[str, str]]:
    now = {one.position: one.level for one in skill.wanted.all()}
    return [(word, competence.LEVEL_WORDS[now.get(code, 0)]) for code, word in rules.POSITIONS.items()]


# --- gaps


def _gaps(request: HttpRequest) -> tuple[GapFilter, Any, list[learning.PersonGap], list[learning.PersonGap]]:
    """The filter, the province, every gap, and those that the filter leaves."""
    province = province_of(request)
    form = GapFilter(request.GET, province=province)
    everything = learning.gaps(province)
    words, skill, state = fold(form.given("q") or "").split(), form.given("nl"), form.given("tt") or ""
    keep = {
        "": lambda gap: not gap.closed,
        "thieu": lambda gap: bool(gap.missing),
        "chua": lambda gap: gap.has is None,
        "het": lambda gap: True,
    }[state]
    found = [
        row for row in everything
        if keep(row.gap) and all(word in fold(row.member.full_name) for word in words) and (skill is None or row.skill.pk == skill.pk)
    ]  # fmt: skip
    return form, province, everything, found


@methods(read=["GET"])
def gaps(request: HttpRequest) -> HttpResponse:
    """What each person lacks against what their positions ask."""
    form, province, everything, found = _gaps(request)
    figures = [
        {"value": len(everything), "word": "yêu cầu của các vị trí", "url": "?tt=het"},
        {"value": sum(row.gap.closed for row in everything), "word": "đã đạt"},
        {"value": sum(bool(row.gap.missing) for row in everything), "word": "còn thiếu", "url": "?tt=thieu"},
        {"value": sum(row.gap.has is None for row in everything), "word": "chưa đánh giá", "url": "?tt=chua"},
    ]  # fmt: skip
    context = {
        "form": form,
        "rows": found,
        "figures": figures,
        "chips": chips(request, form),
        "positions": rules.POSITIONS,
        "may_manage": request.user.grants.may(MANAGE, province.pk),
        **marks(row.member for row in everything),
    }
    return page(request, "gaps.html", "gaps", context)


GAP_PARTS = (
    Part("Họ và tên", lambda row, _: row.member.full_name),
    Part("Chức danh", lambda row, _: ", ".join(rules.POSITIONS[code] for code in row.positions), width=34),
    Part("Năng lực", lambda row, _: row.skill.name, width=34),
    Part("Yêu cầu", lambda row, _: row.gap.wanted, "number"),
    Part("Đang có", lambda row, _: row.gap.has, "number"),
    Part("Còn thiếu", lambda row, _: row.gap.missing, "number"),
    Part("Đánh giá ngày", lambda row, _: row.assessed.on if row.assessed else None, "day"),
)


def _gaps_file(request: HttpRequest) -> Table:
    form, _, _, found = _gaps(request)
    given = conditions_of(form)
    return Table("nang-luc-con-thieu", "Năng lực còn thiếu", "dòng", GAP_PARTS, found, len(found), **given)


gaps_export = download(_gaps_file, GAP_PARTS)


# --- one class


@methods(read=["GET"], write=["POST"])
def course_class(request: HttpRequest, pk: int) -> HttpResponse:
    """A class: who was there; written by who arranges the network."""
    require(request, VIEW)
    rows = CourseClass.objects.visible_to(request.user).select_related("course", "province")
    found = get_object_or_404(rows, pk=pk)
    may = request.user.grants.may(MANAGE, found.province_id)
    people = learning.class_people(found)
    form, status = RowForm(request.POST or None, people=people, initial={"version": found.version}), 200
    if request.method == "POST":
        require(request, MANAGE, found.province_id)
        status = 422
        if form.is_valid():
            try:
                there = services.record_attendance(
                    course_class=found, rows=form.rows(), version=form.cleaned_data["version"], by=request.user
                )
            except Refused as refusal:
                status = form_errors(form, refusal)
            else:
                messages.success(request, f"Đã ghi: {there} người có học.")
                return redirect("office:network:class", found.pk)
        else:
            status = form_errors(form)
    attended = [(member, row) for member, row in people if row is not None]
    context = {"row": found, "form": form, "lines": form.lines(), "may_manage": may, "attended": attended}
    return page(request, "class.html", "sheet class", context, status)


# --- by year


@methods(read=["GET"])
def years(request: HttpRequest) -> HttpResponse:
    """Courses and attendances of each year; each number opens its rows."""
    province = province_of(request)
    return page(request, "years.html", "years", {"rows": learning.years(province), "province": province})


YEAR_PARTS = (
    Part("Năm", lambda row, _: row.year, "year"),
    Part("Khóa học", lambda row, _: row.courses, "count"),
    Part("Trung tâm tự mở", lambda row, _: row.own, "count"),
    Part("Lớp", lambda row, _: row.classes, "count"),
    Part("Lượt học", lambda row, _: row.attendances, "count"),
    Part("Số người", lambda row, _: row.people, "number"),
    Part("Chứng chỉ", lambda row, _: row.certificates, "count"),
)


def _years_file(request: HttpRequest) -> Table:
    rows = learning.years(province_of(request))
    return Table("dao-tao-theo-nam", "Đào tạo của mạng lưới theo năm", "năm", YEAR_PARTS, rows, len(rows))


years_export = download(_years_file, YEAR_PARTS)
