"""Named reads about competence: the framework, gaps of each person, the training plan, courses and attendance by year."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from django.db.models import Count, Prefetch, Q, QuerySet

from bedo.network.models import (
    Assessment,
    Attendance,
    Course,
    CourseClass,
    Holding,
    Member,
    Skill,
    TrainingLine,
    Wanted,
)
from bedo.network.rules import competence
from bedo.places.models import Unit


class PersonGap(NamedTuple):
    """One skill that a person's positions ask for: what is wanted, what was last assessed, and when."""

    member: Member
    positions: tuple[str, ...]
    skill: Skill
    gap: competence.Gap
    assessed: Assessment | None


def newest(province: Unit) -> dict[tuple[int, int], Assessment]:
    """(member, skill) → the newest assessment. One query."""
    rows = Assessment.objects.filter(province=province).order_by("on", "pk")
    return {(row.member_id, row.skill_id): row for row in rows}


def gaps(province: Unit, members: Iterable[Member] | None = None) -> list[PersonGap]:
    """What each present person should have and what is known of it, by person and the order of the framework. Four queries."""
    here = Member.objects.present().filter(province=province) if members is None else Member.objects.filter(
        pk__in=[member.pk for member in members]
    )  # fmt: skip
    holdings = Holding.objects.filter(to_on=None).select_related("post")
    people = here.prefetch_related(Prefetch("holdings", holdings, to_attr="open_holdings")).order_by("sort_key", "pk")
    skills = {skill.pk: skill for skill in Skill.objects.filter(province=province)}
    asked = Wanted.objects.filter(skill__province=province).values_list("skill", "position", "level")
    wanted = {(skill, position): level for skill, position, level in asked}
    known = newest(province)
    found = []
    for member in people:
        positions = tuple(dict.fromkeys(row.post.position for row in member.open_holdings))
        has = {skill: row.level for (person, skill), row in known.items() if person == member.pk}
        rows = [
            PersonGap(member, positions, skills[gap.skill], gap, known.get((member.pk, gap.skill)))
            for gap in competence.gaps(positions, wanted, has)
        ]
        found += sorted(rows, key=lambda row: (row.skill.number, row.skill.sort_key))
    return found


def framework(rows: QuerySet[Skill]) -> QuerySet[Skill]:
    """Skills with the level of each position."""
    return rows.prefetch_related("wanted")


def is_done(line: TrainingLine) -> bool:
    """Has the person reached the level since the year began, or attended the course of the line? Reads what `plan` fetched."""
    since = date(line.year, 1, 1)
    reached = any(
        row.on >= since and row.level >= line.level and row.skill_id == line.skill_id for row in line.member.known
    )
    attended = (
        any(row.course_class.course_id == line.course_id for row in line.member.attended) if line.course_id else False
    )
    return reached or attended


def plan(rows: QuerySet[TrainingLine]) -> QuerySet[TrainingLine]:
    """Lines with what says whether they are done; three queries however many."""
    attended = Attendance.objects.filter(present=True).select_related("course_class")
    members = Member.objects.prefetch_related(
        Prefetch("assessments", Assessment.objects.all(), to_attr="known"),
        Prefetch("attendances", attended, to_attr="attended"),
    )
    return rows.select_related("skill", "course", "province").prefetch_related(Prefetch("member", members))


class Year(NamedTuple):
    """Courses and attendances of one year: courses that began in it, classes that began in it, who was there."""

    year: int
    courses: int
    own: int
    classes: int
    attendances: int
    people: int
    certificates: int


def years(province: Unit) -> list[Year]:
    """Figures by year, the newest first. Three queries."""
    courses = {
        row["from_on__year"]: row
        for row in Course.objects.filter(province=province).order_by().values("from_on__year").annotate(
            number=Count("pk"), own_number=Count("pk", filter=Q(own=True))
        )
    }  # fmt: skip
    classes = dict(
        CourseClass.objects.filter(province=province).order_by().values_list("from_on__year").annotate(Count("pk"))
    )
    there = Attendance.objects.filter(province=province, present=True).order_by()
    attended = {
        row["course_class__from_on__year"]: row
        for row in there.values("course_class__from_on__year").annotate(
            number=Count("pk"), people=Count("member", distinct=True), certificates=Count("pk", filter=~Q(certificate=""))
        )
    }  # fmt: skip
    found = []
    for year in sorted({*courses, *classes, *attended}, reverse=True):
        course, was = courses.get(year, {}), attended.get(year, {})
        found.append(
            Year(year, course.get("number", 0), course.get("own_number", 0), classes.get(year, 0), was.get("number", 0),
                 was.get("people", 0), was.get("certificates", 0))
        )  # fmt: skip
    return found


def class_people(course_class: CourseClass) -> list[tuple[Member, Attendance | None]]:
    """Present people of the province and all who are in the class, each with their attendance. Two queries."""
    rows = {row.member_id: row for row in course_class.attendances.select_related("paper")}
    people = Member.objects.filter(Q(left_on=None) | Q(pk__in=rows), province=course_class.province_id)
    return [(member, rows.get(member.pk)) for member in people.order_by("sort_key", "pk")]
