"""What a position asks of its holder, what each person can do, courses and who attended them. Need N31."""

from django.db import models
from django.db.models import Q

from bedo.core.fields import SortKeyField
from bedo.documents.models import Attachment
from bedo.network.models.base import Record, Register, ScopedQuerySet
from bedo.network.models.posts import HoldingQuerySet, Member, days_in_order
from bedo.network.rules import POSITIONS

HIGHEST = 4
LEVEL_KNOWN = Q(level__lte=HIGHEST)


class Skill(Register):
    """A skill of the province's competency framework. `proposed`: as shipped, nobody of the province decided on it yet."""

    group = models.CharField(max_length=80)
    name = models.CharField(max_length=160)
    meaning = models.TextField(default="")
    number = models.PositiveSmallIntegerField(default=0)
    proposed = models.BooleanField(default=False)
    sort_key = SortKeyField(default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["province", "name"], name="skill_once", violation_error_message="Năng lực này đã có."
            )
        ]

    def __str__(self) -> str:
        return self.name


class Wanted(models.Model):
    """How well the holder of a position should have a skill, from 0 (not asked) to 4 (rules.competence.LEVEL_WORDS)."""

    skill = models.ForeignKey(Skill, on_delete=models.CASCADE, related_name="wanted")
    position = models.CharField(max_length=20)
    level = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["skill", "position"], name="wanted_once"),
            models.CheckConstraint(name="wanted_level", condition=LEVEL_KNOWN),
            models.CheckConstraint(name="wanted_position", condition=Q(position__in=sorted(POSITIONS))),
        ]


class Assessment(Record):
    """How well a member has a skill on a day, and what shows it; the newest of a member and skill counts."""

    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="assessments")
    skill = models.ForeignKey(Skill, on_delete=models.PROTECT, related_name="assessments")
    level = models.PositiveSmallIntegerField()
    on = models.DateField()
    evidence = models.TextField(default="")
    paper = models.ForeignKey(Attachment, null=True, on_delete=models.PROTECT, related_name="+")

    objects = HoldingQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["province", "member", "-on"], name="assessment_newest")]
        constraints = [
            models.UniqueConstraint(
                fields=["member", "skill", "on"],
                name="assessment_once_a_day",
                violation_error_message="Năng lực này của người ấy đã đánh giá trong ngày.",
            ),
            models.CheckConstraint(name="assessment_level", condition=LEVEL_KNOWN),
        ]

    def __str__(self) -> str:
        return self.skill.name


class Course(Register):
    """A course, held by the centre (`own`) or by others."""

    name = models.CharField(max_length=200)
    own = models.BooleanField(default=False)
    provider = models.CharField(max_length=200, default="")
    skill = models.ForeignKey(Skill, null=True, on_delete=models.PROTECT, related_name="courses")
    from_on = models.DateField()
    to_on = models.DateField(null=True)
    place_text = models.CharField(max_length=200, default="")
    note = models.TextField(default="")
    sort_key = SortKeyField(default="")

    class Meta:
        indexes = [models.Index(fields=["province", "-from_on"], name="course_by_day")]
        constraints = [days_in_order("course_days_in_order")]

    def __str__(self) -> str:
        return self.name


class CourseClass(Register):
    """One class of a course, with its days and place."""

    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="classes")
    name = models.CharField(max_length=120)
    from_on = models.DateField()
    to_on = models.DateField(null=True)
    place_text = models.CharField(max_length=200, default="")

    class Meta:
        constraints = [
            days_in_order("class_days_in_order"),
            models.UniqueConstraint(
                fields=["course", "name"], name="class_once", violation_error_message="Khóa học đã có lớp tên này."
            ),
        ]

    def __str__(self) -> str:
        return self.name


class AttendanceQuerySet(ScopedQuerySet):
    own = "member__user"


class Attendance(Record):
    """A member of the network in a class: was there or not, and the certificate."""

    course_class = models.ForeignKey(CourseClass, on_delete=models.PROTECT, related_name="attendances")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="attendances")
    present = models.BooleanField()
    certificate = models.CharField(max_length=80, default="")
    paper = models.ForeignKey(Attachment, null=True, on_delete=models.PROTECT, related_name="+")

    objects = AttendanceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["course_class", "member"], name="attendance_once"),
            models.CheckConstraint(
                name="attendance_certificate_of_who_was_there",
                condition=Q(present=True) | Q(certificate="", paper=None),
                violation_error_message="Người vắng không có chứng chỉ.",
            ),
        ]

    def __str__(self) -> str:
        return self.certificate


class TrainingLine(Record):
    """One line of a year's training plan: who is to learn what, up to which level, how, and by which course."""

    year = models.PositiveSmallIntegerField()
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="training")
    skill = models.ForeignKey(Skill, on_delete=models.PROTECT, related_name="training")
    level = models.PositiveSmallIntegerField()
    how = models.CharField(max_length=300, default="")
    course = models.ForeignKey(Course, null=True, on_delete=models.PROTECT, related_name="training")

    objects = AttendanceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["year", "member", "skill"],
                name="training_once",
                violation_error_message="Kế hoạch đã có dòng này.",
            ),
            models.CheckConstraint(name="training_level", condition=LEVEL_KNOWN),
        ]

    def __str__(self) -> str:
        return self.skill.name
