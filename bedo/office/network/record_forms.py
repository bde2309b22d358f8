"""Forms and filters of competence, training, service organisations, resources, proposals and exchanges."""

from typing import Any

from django import forms

from bedo.network.models import Course, CourseClass, Skill
from bedo.network.rules import competence, works
from bedo.office.establishments.fields import FigureField, PlaceField, YearField
from bedo.office.network.fields import OneOf, choices, words
from bedo.office.network.forms import ALL, Filter, RecordForm
from bedo.office.shell.inputs import PaperDay, Year

FILE = "Tệp (PDF, ảnh)"


def level(label: str) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=label, choices=[("", "Chọn mức"), *competence.LEVEL_WORDS.items()], coerce=int, empty_value=None
    )


def _file() -> forms.FileField:
    return forms.FileField(label=FILE, required=False, max_length=160)


class SkillForm(RecordForm):
    group = words("Nhóm", 80, required=True)
    name = words("Năng lực", 160, required=True)
    meaning = words("Nghĩa là làm được gì", 500, rows=2)
    number = FigureField(label="Thứ tự", required=True, maximum=999)
    wide = ("name", "meaning")


class WithPeople(RecordForm):
    """A row about a person and a skill of the province."""

    def offer(self) -> None:
        self.fields["member"].offer(self.members())
        self.fields["skill"].offer(Skill.objects.filter(province=self.province).order_by("number", "sort_key"))


class AssessmentForm(WithPeople):
    member = OneOf(label="Người được đánh giá", none="Chọn người")
    skill = OneOf(label="Năng lực", none="Chọn năng lực")
    level = level("Mức")
    on = PaperDay(label="Ngày đánh giá")
    evidence = words("Căn cứ", 1000, rows=2, help_text="Việc đã làm, chứng chỉ, ý kiến người cùng làm.")
    file = _file()
    wide = ("evidence",)


class TrainingForm(WithPeople):
    year = Year(label="Năm")
    member = OneOf(label="Người học", none="Chọn người")
    skill = OneOf(label="Năng lực", none="Chọn năng lực")
    level = level("Cần đạt mức")
    course = OneOf(label="Khóa học", required=False, none="Chưa chọn khóa")
    how = words("Cách học", 300, help_text="Kèm cặp, tự học, lớp của Cục …")
    wide = ("how",)

    def offer(self) -> None:
        super().offer()
        self.fields["course"].offer(Course.objects.filter(province=self.province).order_by("-from_on", "pk"))


class CourseForm(RecordForm):
    name = words("Tên khóa học", 200, required=True)
    own = forms.BooleanField(label="Trung tâm tự mở", required=False)
    provider = words("Đơn vị mở", 200)
    skill = OneOf(label="Năng lực chính", required=False, none="Không gắn")
    from_on = PaperDay(label="Từ ngày")
    to_on = PaperDay(label="Đến hết ngày", required=False)
    place_text = words("Nơi học", 200)
    note = words("Ghi chú", 1000, rows=2)
    wide = ("name", "note")

    def offer(self) -> None:
        self.fields["skill"].offer(Skill.objects.filter(province=self.province).order_by("number", "sort_key"))


class ClassForm(RecordForm):
    course = OneOf(label="Khóa học", none="Chọn khóa học")
    name = words("Tên lớp", 120, required=True)
    from_on = PaperDay(label="Từ ngày")
    to_on = PaperDay(label="Đến hết ngày", required=False)
    place_text = words("Nơi học", 200)

    def offer(self) -> None:
        self.fields["course"].offer(Course.objects.filter(province=self.province).order_by("-from_on", "pk"))


class AttendanceForm(RecordForm):
    course_class = OneOf(label="Lớp", none="Chọn lớp")
    member = OneOf(label="Người học", none="Chọn người")
    present = forms.BooleanField(label="Có học", required=False, initial=True)
    certificate = words("Số chứng chỉ", 80)
    file = _file()

    def offer(self) -> None:
        self.fields["member"].offer(self.members())
        classes = CourseClass.objects.filter(province=self.province).select_related("course").order_by("-from_on", "pk")
        self.fields["course_class"].offer(classes, lambda row: f"{row.course.name}: {row.name}")


class OrganisationForm(RecordForm):
    name = words("Tên tổ chức", 200, required=True)
    category = forms.ChoiceField(label="Loại", choices=choices(works.SERVICE_KINDS, "Chọn loại"))
    fields_of_service = words("Lĩnh vực dịch vụ", 1000, rows=2)
    capacity = words("Năng lực", 2000, rows=3, help_text="Người, thiết bị, giấy phép; không ghi điều chưa kiểm.")
    past_work = words("Việc đã làm cho chương trình", 2000, rows=3)
    address = words("Địa chỉ", 200)
    since = PaperDay(label="Tham gia từ ngày", required=False)
    until = PaperDay(label="Đến hết ngày", required=False)
    wide = ("name", "fields_of_service", "capacity", "past_work")


class ResourceForm(RecordForm):
    name = words("Tên phòng, thiết bị", 200, required=True)
    category = forms.ChoiceField(label="Loại", choices=choices(works.RESOURCE_KINDS, "Chọn loại"))
    place_text = words("Để ở đâu", 200)
    quantity = FigureField(label="Số lượng", maximum=100_000)
    year = YearField(label="Năm đưa vào dùng")
    condition = forms.ChoiceField(label="Tình trạng", choices=choices(works.CONDITIONS, "Chưa rõ"), required=False)
    used_for = words("Dùng vào việc gì", 1000, rows=2)
    wide = ("name", "used_for")


class ProposalForm(RecordForm):
    to_whom = words("Kiến nghị với ai", 200, required=True, help_text="UBND xã, UBND tỉnh, Bộ Công Thương …")
    on = PaperDay(label="Ngày kiến nghị")
    text = words("Kiến nghị gì", 2000, required=True, rows=3)
    place = PlaceField(label="Địa bàn", required=False)
    answer = words("Trả lời", 2000, rows=3, help_text="Chưa có trả lời thì để trống; kiến nghị còn mở.")
    answered_on = PaperDay(label="Ngày trả lời", required=False)
    file = _file()
    wide = ("text", "answer", "to_whom")


class ExchangeForm(RecordForm):
    partner = words("Đơn vị trao đổi", 200, required=True, help_text="Trung tâm Khuyến công, Sở của tỉnh bạn.")
    direction = forms.ChoiceField(label="Chiều", choices=choices(works.DIRECTIONS, "Chọn chiều"))
    on = PaperDay(label="Từ ngày")
    to_on = PaperDay(label="Đến hết ngày", required=False)
    subject_text = words("Nội dung", 300, required=True)
    people = FigureField(label="Số người", maximum=30_000)
    learnt = words("Học được gì, làm tiếp gì", 2000, rows=3)
    file = _file()
    wide = ("subject_text", "learnt")


# --- filters


class PersonFilter(Filter):
    """By person and skill."""

    q = words("Họ tên", 80)
    nl = OneOf(label="Năng lực", required=False, none=ALL)

    def offer(self) -> None:
        self.fields["nl"].offer(Skill.objects.filter(province=self.province).order_by("number", "sort_key"))


class SkillFilter(Filter):
    q = words("Năng lực", 80)
    mau = forms.ChoiceField(
        label="Dòng", required=False, choices=[("", ALL), ("mau", "Còn là mẫu đề xuất"), ("tinh", "Tỉnh đã sửa")]
    )


class GapFilter(PersonFilter):
    tt = forms.ChoiceField(
        label="Tình trạng", required=False,
        choices=[("", "Còn thiếu hoặc chưa đánh giá"), ("thieu", "Còn thiếu"), ("chua", "Chưa đánh giá"), ("het", "Mọi dòng")],
    )  # fmt: skip


class YearFilter(Filter):
    q = words("Tên", 80)
    nam = Year(label="Năm", required=False)


class TrainingFilter(PersonFilter):
    nam = Year(label="Năm", required=False)


class WordFilter(Filter):
    q = words("Tên", 80)


class OrganisationFilter(Filter):
    q = words("Tên, lĩnh vực", 80)
    loai = forms.ChoiceField(label="Loại", required=False, choices=choices(works.SERVICE_KINDS, ALL))


class ResourceFilter(Filter):
    q = words("Tên, dùng vào việc gì", 80)
    loai = forms.ChoiceField(label="Loại", required=False, choices=choices(works.RESOURCE_KINDS, ALL))
    tt = forms.ChoiceField(label="Tình trạng", required=False, choices=choices(works.CONDITIONS, ALL))


class ProposalFilter(Filter):
    q = words("Nội dung, với ai", 80)
    tt = forms.ChoiceField(
        label="Trả lời", required=False, choices=[("", ALL), ("mo", "Chưa có trả lời"), ("xong", "Đã có trả lời")]
    )
    nam = Year(label="Năm", required=False)


class RowForm(forms.Form):
    """A class: who was there, with the certificate's number; fields `co-<member>` and `so-<member>`."""

    STATES = (("", "Không trong lớp"), ("co", "Có học"), ("vang", "Vắng"))
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, people: list, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.people = people
        for member, row in people:
            state = "" if row is None else "co" if row.present else "vang"
            self.fields[f"co-{member.pk}"] = forms.ChoiceField(
                label=member.full_name, choices=self.STATES, required=False, initial=state
            )
            self.fields[f"so-{member.pk}"] = words(f"Số chứng chỉ: {member.full_name}", 80)
            self.fields[f"so-{member.pk}"].initial = row.certificate if row else ""

    def rows(self) -> dict[Any, tuple[bool | None, str]]:
        """What the service takes: who is or was in the class."""
        found = {}
        for member, row in self.people:
            state = {"co": True, "vang": False}.get(self.cleaned_data[f"co-{member.pk}"])
            number = self.cleaned_data[f"so-{member.pk}"]
            if state is not None or row is not None or number:
                found[member] = (state, number)
        return found

    def lines(self) -> list[tuple[Any, Any, Any, Any]]:
        """Member, attendance, and the two fields."""
        return [(member, row, self[f"co-{member.pk}"], self[f"so-{member.pk}"]) for member, row in self.people]
