"""The registers of competence, training, service organisations, resources, proposals and exchanges."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.urls import reverse

from bedo.network import learning, rules
from bedo.network.models import TrainingLine
from bedo.network.rules import works
from bedo.office.network import record_forms as forms
from bedo.office.network.forms import Filter
from bedo.office.network.sheets import Column, Sheet, edit_link, matching

PROPOSED = "mẫu đề xuất"
OPEN = "chưa có trả lời"


def _in_year(rows: QuerySet, asked: Filter, day: str) -> QuerySet:
    return rows.filter(**{f"{day}__year": asked.given("nam")}) if asked.given("nam") else rows


def _of_skill(rows: QuerySet, asked: Filter) -> QuerySet:
    rows = matching(rows, asked.given("q"), "member__search_text")
    return rows.filter(skill=asked.given("nl")) if asked.given("nl") else rows


# --- the framework


def _skills(rows: QuerySet, asked: Filter, day: date) -> QuerySet:
    rows = matching(rows, asked.given("q"))
    state = asked.given("mau") or ""
    return learning.framework(rows.filter(proposed=state == "mau") if state else rows)


def _wanted(position: str) -> Any:
    return lambda row: next((one.level for one in row.wanted.all() if one.position == position), None)


SHORT = {
    "lanh_dao": "Lãnh đạo", "can_bo": "Cán bộ Trung tâm", "can_bo_huyen": "Cán bộ huyện", "phu_trach_xa": "Phụ trách xã",
    "cong_tac_vien": "Cộng tác viên",
}  # fmt: skip

SKILLS = Sheet(
    "nang-luc", "skill", "Khung năng lực", "năng lực",
    "Mỗi chức danh cần mức nào: 0 không yêu cầu, 1 biết, 2 làm được khi có người hướng dẫn, 3 tự làm được, 4 hướng dẫn được người khác. "
    "Khung giao kèm là mẫu đề xuất, không có trong văn bản nào; tỉnh sửa theo quyết định của mình.",
    forms.SkillForm, forms.SkillFilter, _skills,
    (
        Column("Năng lực", lambda row: row.name, under=lambda row: row.meaning, lo=False),
        Column("Nhóm", lambda row: row.group, under=lambda row: PROPOSED if row.proposed else ""),
        *(Column(SHORT[code], _wanted(code), "count") for code in rules.POSITIONS),
        Column("Mẫu đề xuất", lambda row: "có" if row.proposed else "", only_file=True),
    ),
    lambda row: reverse("office:network:levels", args=[row.pk]),
    "Tỉnh chưa có khung năng lực.",
    order=("number", "sort_key", "pk"),
)  # fmt: skip


# --- assessments


def _assessments(rows: QuerySet, asked: Filter, day: date) -> QuerySet:
    return _of_skill(rows, asked).select_related("member", "skill", "province", "paper", "created_by")


ASSESSMENTS = Sheet(
    "danh-gia", "assessment", "Đánh giá năng lực", "lần đánh giá",
    "Mức của từng người, ngày nào, căn cứ gì; lần mới nhất được tính.",
    forms.AssessmentForm, forms.PersonFilter, _assessments,
    (
        Column("Họ và tên", lambda row: row.member.full_name, lo=False),
        Column("Năng lực", lambda row: row.skill.name, lo=False),
        Column("Mức", lambda row: row.level, "count", lo=False),
        Column("Ngày", lambda row: row.on, "day"),
        Column("Căn cứ", lambda row: row.evidence or ("có tệp" if row.paper_id else "")),
        Column("Người đánh giá", lambda row: row.created_by.full_name if row.created_by else ""),
    ),
    edit_link("assessment"),
    "Chưa đánh giá ai.",
    order=("-on", "-pk"),
)  # fmt: skip


# --- the training plan


def _training(rows: QuerySet, asked: Filter, day: date) -> QuerySet:
    rows = _of_skill(rows, asked)
    return learning.plan(rows.filter(year=asked.given("nam")) if asked.given("nam") else rows)


def _dress_training(rows: list[TrainingLine], day: date) -> None:
    for row in rows:
        row.done = learning.is_done(row)


TRAINING = Sheet(
    "ke-hoach-dao-tao", "training", "Kế hoạch đào tạo", "dòng",
    "Ai học năng lực nào, đến mức nào, bằng khóa nào. Dòng xong khi người đó được đánh giá đạt mức từ đầu năm, hoặc đã học khóa ấy.",
    forms.TrainingForm, forms.TrainingFilter, _training,
    (
        Column("Họ và tên", lambda row: row.member.full_name, lo=False),
        Column("Năm", lambda row: str(row.year)),
        Column("Năng lực", lambda row: row.skill.name, lo=False),
        Column("Cần đạt", lambda row: row.level, "count"),
        Column("Cách học", lambda row: row.course.name if row.course else row.how),
        Column("Kết quả", lambda row: "xong" if row.done else "chưa xong", lo=False),
    ),
    edit_link("training"),
    "Chưa có kế hoạch đào tạo.",
    order=("-year", "member__sort_key", "pk"), dress=_dress_training,
)  # fmt: skip


# --- courses, classes, who attended


def _courses(rows: QuerySet, asked: Filter, day: date) -> QuerySet:
    rows = _in_year(matching(rows, asked.given("q")), asked, "from_on")
    return rows.select_related("skill", "province").annotate(
        class_count=Count("classes", distinct=True),
        attended=Count("classes__attendances", filter=Q(classes__attendances__present=True), distinct=True),
    )


COURSES = Sheet(
    "khoa-hoc", "course", "Khóa học", "khóa",
    "Khóa Trung tâm tự mở hoặc nơi khác mở, bao nhiêu lớp, bao nhiêu lượt học.",
    forms.CourseForm, forms.YearFilter, _courses,
    (
        Column("Khóa học", lambda row: row.name, under=lambda row: "Trung tâm tự mở" if row.own else row.provider, lo=False),
        Column("Đơn vị mở", lambda row: "Trung tâm" if row.own else row.provider, only_file=True),
        Column("Từ ngày", lambda row: row.from_on, "day"),
        Column("Đến hết ngày", lambda row: row.to_on, "day"),
        Column("Năng lực", lambda row: row.skill.name if row.skill else ""),
        Column("Nơi học", lambda row: row.place_text),
        Column("Số lớp", lambda row: row.class_count, "count"),
        Column("Lượt học", lambda row: row.attended, "count", lo=False),
    ),
    edit_link("course"),
    "Chưa ghi khóa học nào.",
    order=("-from_on", "-pk"),
)  # fmt: skip


def _classes(rows: QuerySet, asked: Filter, day: date) -> QuerySet:
    rows = _in_year(matching(rows, asked.given("q"), "search_text", "course__search_text"), asked, "from_on")
    there = Count("attendances", filter=Q(attendances__present=True))
    return rows.select_related("course", "province").annotate(attended=there)


CLASSES = Sheet(
    "lop", "class", "Lớp học", "lớp",
    "Từng lớp của khóa học; mở lớp để ghi ai có học và số chứng chỉ.",
    forms.ClassForm, forms.YearFilter, _classes,
    (
        Column("Lớp", lambda row: row.name, under=lambda row: row.course.name, lo=False),
        Column("Khóa học", lambda row: row.course.name, only_file=True),
        Column("Từ ngày", lambda row: row.from_on, "day"),
        Column("Đến hết ngày", lambda row: row.to_on, "day"),
        Column("Nơi học", lambda row: row.place_text),
        Column("Có học", lambda row: row.attended, "count", lo=False),
    ),
    lambda row: reverse("office:network:class", args=[row.pk]),
    "Chưa ghi lớp nào.",
    order=("-from_on", "-pk"),
)  # fmt: skip


def _attendances(rows: QuerySet, asked: Filter, day: date) -> QuerySet:
    rows = _in_year(matching(rows, asked.given("q"), "member__search_text"), asked, "course_class__from_on")
    return rows.select_related("course_class__course", "member", "province", "paper")


ATTENDANCES = Sheet(
    "luot-hoc", "attendance", "Lượt học", "lượt",
    "Ai đã học lớp nào, số chứng chỉ và bản chụp.",
    forms.AttendanceForm, forms.YearFilter, _attendances,
    (
        Column("Họ và tên", lambda row: row.member.full_name, lo=False),
        Column("Lớp", lambda row: row.course_class.name, under=lambda row: row.course_class.course.name, lo=False),
        Column("Khóa học", lambda row: row.course_class.course.name, only_file=True),
        Column("Ngày", lambda row: row.course_class.from_on, "day"),
        Column("Có học", lambda row: "có" if row.present else "vắng"),
        Column("Số chứng chỉ", lambda row: row.certificate),
    ),
    edit_link("attendance"),
    "Chưa ghi lượt học nào.",
    order=("-course_class__from_on", "member__sort_key", "pk"),
)  # fmt: skip


# --- service organisations, resources, proposals, exchanges


def _organisations(rows: QuerySet, asked: Filter, day: date) -> QuerySet:
    rows = matching(rows, asked.given("q"))
    return rows.filter(category=asked.given("loai")) if asked.given("loai") else rows


ORGANISATIONS = Sheet(
    "to-chuc", "organisation", "Tổ chức dịch vụ", "tổ chức",
    "Mạng lưới dịch vụ khuyến công: tổ chức nào làm được gì, đã làm gì cho chương trình.",
    forms.OrganisationForm, forms.OrganisationFilter, _organisations,
    (
        Column("Tổ chức", lambda row: row.name, under=lambda row: row.address, lo=False),
        Column("Loại", lambda row: works.SERVICE_KINDS[row.category], lo=False),
        Column("Lĩnh vực", lambda row: row.fields_of_service),
        Column("Năng lực", lambda row: row.capacity),
        Column("Việc đã làm", lambda row: row.past_work),
        Column("Tham gia từ", lambda row: row.since, "day", only_file=True),
        Column("Đến hết", lambda row: row.until, "day", only_file=True),
    ),
    edit_link("organisation"),
    "Chưa ghi tổ chức dịch vụ nào.",
    order=("sort_key", "pk"),
)  # fmt: skip


def _resources(rows: QuerySet, asked: Filter, day: date) -> QuerySet:
    rows = matching(rows, asked.given("q"))
    exact = {"category": asked.given("loai"), "condition": asked.given("tt")}
    return rows.filter(**{name: value for name, value in exact.items() if value})


RESOURCES = Sheet(
    "nguon-luc", "resource", "Phòng, thiết bị", "mục",
    "Phòng và thiết bị của Trung tâm: ở đâu, còn dùng được không, dùng vào việc gì.",
    forms.ResourceForm, forms.ResourceFilter, _resources,
    (
        Column("Phòng, thiết bị", lambda row: row.name, under=lambda row: row.place_text, lo=False),
        Column("Loại", lambda row: works.RESOURCE_KINDS[row.category]),
        Column("Số lượng", lambda row: row.quantity, "count", lo=False),
        Column("Năm đưa vào dùng", lambda row: str(row.year or "")),
        Column("Tình trạng", lambda row: works.CONDITIONS.get(row.condition, ""), lo=False),
        Column("Dùng vào việc gì", lambda row: row.used_for),
    ),
    edit_link("resource"),
    "Chưa ghi phòng, thiết bị nào.",
    order=("category", "sort_key", "pk"),
)  # fmt: skip


def _proposals(rows: QuerySet, asked: Filter, day: date) -> QuerySet:
    rows = _in_year(matching(rows, asked.given("q")), asked, "on")
    state = asked.given("tt") or ""
    rows = {"mo": rows.filter(answered_on=None), "xong": rows.exclude(answered_on=None)}.get(state, rows)
    return rows.select_related("province", "place", "paper")


def _dress_proposals(rows: list, day: date) -> None:
    for row in rows:
        row.waiting = None if row.answered_on else (day - row.on).days


PROPOSALS = Sheet(
    "kien-nghi", "proposal", "Kiến nghị", "kiến nghị",
    "Kiến nghị với xã, tỉnh, Bộ và câu trả lời; chưa có trả lời thì còn mở, đếm ngày chờ.",
    forms.ProposalForm, forms.ProposalFilter, _proposals,
    (
        Column("Kiến nghị", lambda row: row.text, under=lambda row: row.place.label if row.place else "", lo=False),
        Column("Với ai", lambda row: row.to_whom),
        Column("Ngày", lambda row: row.on, "day"),
        Column("Trả lời", lambda row: row.answer, under=lambda row: f"{OPEN}, {row.waiting} ngày" if row.waiting is not None else f"ngày {row.answered_on:%d/%m/%Y}", lo=False),
        Column("Ngày trả lời", lambda row: row.answered_on, "day", only_file=True),
    ),
    edit_link("proposal"),
    "Chưa ghi kiến nghị nào.",
    order=("-on", "-pk"), dress=_dress_proposals,
)  # fmt: skip


def _exchanges(rows: QuerySet, asked: Filter, day: date) -> QuerySet:
    return _in_year(matching(rows, asked.given("q")), asked, "on").select_related("province", "paper")


EXCHANGES = Sheet(
    "trao-doi", "exchange", "Trao đổi với tỉnh bạn", "lần",
    "Đi học tỉnh bạn hoặc đón tỉnh bạn: nội dung gì, học được gì.",
    forms.ExchangeForm, forms.YearFilter, _exchanges,
    (
        Column("Đơn vị", lambda row: row.partner, under=lambda row: row.subject_text, lo=False),
        Column("Nội dung", lambda row: row.subject_text, only_file=True),
        Column("Chiều", lambda row: works.DIRECTIONS[row.direction]),
        Column("Từ ngày", lambda row: row.on, "day", lo=False),
        Column("Đến hết ngày", lambda row: row.to_on, "day"),
        Column("Số người", lambda row: row.people, "count"),
        Column("Học được gì", lambda row: row.learnt),
    ),
    edit_link("exchange"),
    "Chưa ghi lần trao đổi nào.",
    order=("-on", "-pk"),
)  # fmt: skip

RECORD_SHEETS = (
    SKILLS, ASSESSMENTS, TRAINING, COURSES, CLASSES, ATTENDANCES, ORGANISATIONS, RESOURCES, PROPOSALS, EXCHANGES,
)  # fmt: skip
