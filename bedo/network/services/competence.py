"""The competency framework of a province, and who was in a class."""

import csv
from collections.abc import Iterator, Mapping
from pathlib import Path

from bedo.accounts.models import User
from bedo.core import log
from bedo.core.checks import fresh, known
from bedo.core.clock import now
from bedo.core.moves import Refused
from bedo.core.text import fold, sort_key
from bedo.network.models import Attendance, CourseClass, Member, Skill, Wanted
from bedo.network.rules import POSITIONS, competence
from bedo.network.services import checks
from bedo.places.models import Unit

FRAMEWORK = Path(__file__).resolve().parents[1] / "data" / "khung_nang_luc.csv"


def proposed_rows() -> Iterator[dict[str, str]]:
    """The framework as it is shipped: a proposal of this system, in no text of the law."""
    with FRAMEWORK.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def adopt_framework(*, province: Unit, by: User | None, is_sample: bool = False) -> int:
    """Copy the proposed framework into a province that has none; every row stays marked as proposed until it is changed."""
    checks.need(by, province.pk)
    with log.writing(province.code):
        if Skill.objects.filter(province=province).exists():
            raise Refused("Tỉnh đã có khung năng lực.", "Sửa từng dòng ở trang này.", code="twin")
        skills = []
        for number, row in enumerate(proposed_rows(), start=1):
            skill = Skill.objects.create(
                province=province, group=row["group"], name=row["name"], meaning=row["meaning"], number=number, proposed=True,
                sort_key=sort_key(f"{row['group']} {number:03d} {row['name']}"),
                search_text=fold(f"{row['name']} {row['meaning']} {row['group']}"), is_sample=is_sample, created_at=now(),
                created_by=by,
            )  # fmt: skip
            skills.append(skill)
            Wanted.objects.bulk_create(
                Wanted(skill=skill, position=position, level=int(row[position])) for position in POSITIONS
            )
        checks.write(skills[0], "framework.adopt", f"Lấy khung năng lực mẫu đề xuất: {len(skills)} năng lực.", by=by)
        return len(skills)


def set_wanted(*, skill: Skill, levels: Mapping[str, int], version: int, by: User | None) -> Skill:
    """How well each position should have the skill. Refuses an unknown position or level, and a stale version."""
    checks.need(by, skill.province_id)
    with log.writing(skill.province.code):
        row = fresh(skill, version)
        before = dict(row.wanted.values_list("position", "level"))
        for position, level in levels.items():
            known(position, POSITIONS, position, "Chức danh này")
            known(level, competence.LEVEL_WORDS, position, "Mức này")
            Wanted.objects.update_or_create(skill=row, position=position, defaults={"level": level})
        changed = {name: [before.get(name), level] for name, level in levels.items() if before.get(name) != level}
        if changed:
            row.version, row.proposed = version + 1, False
            row.save()
            checks.write(row, "skill.wanted", f"Sửa mức yêu cầu: {row.name}.", by=by, changed=changed)
        return row


def record_attendance(
    *,
    course_class: CourseClass,
    rows: Mapping[Member, tuple[bool | None, str]],
    version: int,
    by: User | None,
    is_sample: bool = False,
) -> int:
    """Who was in the class: member → (there or not, number of the certificate); None takes the member out of the class.

    Refuses a certificate of who was not there, a member of another province, and a stale version. Answers how many were there.
    """
    checks.need(by, course_class.province_id)
    with log.writing(course_class.province.code):
        found = fresh(course_class, version)
        for member, (present, certificate) in rows.items():
            _note(found, member, present, certificate, by, is_sample)
        found.version = version + 1
        found.save(update_fields=["version"])
        there = found.attendances.filter(present=True).count()
        checks.write(found, "class.attendance", f"Ghi người học lớp {found.name}: {there} người có học.", by=by)
        return there


def _note(
    course_class: CourseClass, member: Member, present: bool | None, certificate: str, by: User | None, is_sample: bool
) -> None:
    field = f"co-{member.pk}"
    if member.province_id != course_class.province_id:
        raise Refused("Người này thuộc tỉnh khác.", "Chọn lại.", field=field, status=422)
    if present is not True and certificate:
        raise Refused(f"{member.full_name} không học thì không có chứng chỉ.", "Sửa một trong hai.", field=field, code="certificate", status=422)  # fmt: skip
    if present is None:
        Attendance.objects.filter(course_class=course_class, member=member).delete()
        return
    first = {"province": course_class.province, "created_at": now(), "created_by": by, "is_sample": is_sample}
    given = {"present": present, "certificate": certificate, **({} if present else {"paper": None})}
    Attendance.objects.update_or_create(
        course_class=course_class, member=member, defaults=given, create_defaults={**first, **given}
    )
