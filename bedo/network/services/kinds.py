"""The registers of the network: for each its table, what may be typed, what is checked, what of it is personal."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from bedo.core.checks import bad, check, known, not_later
from bedo.core.text import sort_key
from bedo.network import rules
from bedo.network.models import (
    Assessment,
    Attendance,
    CollaboratorContract,
    Course,
    CourseClass,
    Exchange,
    Member,
    Post,
    Proposal,
    Resource,
    ServiceOrganisation,
    Skill,
    TrainingLine,
)
from bedo.network.models.base import Record
from bedo.network.rules import competence, works
from bedo.network.services import checks

EARLIEST_YEAR = 1975


@dataclass(frozen=True)
class Kind:
    """One register: its table, its word, what may be typed, what is checked, what of it is personal, the sets it holds,
    and the fields that one looks for it by."""

    model: type[Record]
    word: str
    fields: tuple[str, ...]
    check: Callable[[Any, date], None]
    personal: frozenset[str] = frozenset()
    sets: tuple[str, ...] = ()
    search: tuple[str, ...] = ()


def _member(row: Member, today: date) -> None:
    if not row.full_name:
        raise bad("Phải ghi họ tên.", "Ghi họ tên đầy đủ.", "full_name")
    not_later(row.joined_on, today, "joined_on", "Ngày vào mạng lưới")
    row.sort_key = sort_key(row.full_name)
    twins = Member.objects.present().filter(province=row.province_id).exclude(pk=row.pk)
    if row.user_id and row.left_on is None and twins.filter(user=row.user_id).exists():
        raise bad("Tài khoản này đã gắn với một người khác trong mạng lưới.", "Chọn tài khoản khác.", "user")


def _post(row: Post, today: date) -> None:
    if not row.name:
        raise bad("Phải ghi tên vị trí.", "Ghi tên như trong đề án vị trí việc làm.", "name")
    known(row.level, rules.LEVELS, "level", "Cấp này")
    known(row.position, rules.POSITIONS, "position", "Chức danh này")
    check(rules.level_fits(row.level, row.place.level))
    checks.of_province(row.place, row.province)
    span = rules.Span(row.valid_from, row.valid_to)
    check(rules.in_order(row.valid_from, row.valid_to, field="valid_to"))
    if row.place.valid_to and row.valid_to is None:
        row.valid_to = row.place.valid_to
        span = rules.Span(row.valid_from, row.valid_to)
    check(rules.within_life(span, row.place.valid_from, row.place.valid_to, what=row.place.label, field="valid_from"))
    row.sort_key = sort_key(row.name)
    if row.pk:
        _suits_holders(row)


def _suits_holders(row: Post) -> None:
    held = list(row.holdings.order_by("from_on"))
    open_rows = [one for one in held if one.to_on is None]
    if row.single and len(open_rows) > 1:
        raise bad("Vị trí đang có nhiều người giữ.", "Kết thúc bớt rồi mới đổi thành một người.", "single")
    if held and held[0].from_on < row.valid_from:
        raise bad(f"Đã có người giữ từ {held[0].from_on:%d/%m/%Y}.", "Ghi ngày đầu không sau ngày ấy.", "valid_from")
    if row.valid_to and any(one.to_on is None or one.to_on > row.valid_to for one in held):
        raise bad("Còn người giữ vị trí sau ngày cuối này.", "Ghi họ thôi giữ vị trí trước.", "valid_to")
    row.holdings.exclude(single=row.single).update(single=row.single)


def _contract(row: CollaboratorContract, today: date) -> None:
    if not row.number:
        raise bad("Phải ghi số hợp đồng.", "Ghi số như trên hợp đồng.", "number")
    not_later(row.signed_on, today, "signed_on", "Ngày ký")
    check(rules.in_order(row.from_on, row.to_on))
    if row.rate is not None and not row.rate_unit:
        raise bad("Mức thù lao phải ghi tính theo gì.", "Ghi tháng, cơ sở khảo sát, đề án …", "rate_unit")
    same_province(row, "member")
    file_of_province(row, "paper")


def same_province(row: Any, *names: str) -> None:
    """What the row points to belongs to its province."""
    for name in names:
        other = getattr(row, name)
        if other is not None and other.province_id != row.province_id:
            raise bad("Mục này thuộc tỉnh khác.", "Chọn lại trong danh sách.", name)


def file_of_province(row: Any, name: str) -> None:
    attachment = getattr(row, name)
    if attachment is not None and attachment.province_id != row.province_id:
        raise bad("Tệp này thuộc tỉnh khác.", "Tải tệp lên lại.", "file")


# --- competence


def _skill(row: Skill, today: date) -> None:
    if not row.name:
        raise bad("Phải ghi tên năng lực.", "Ghi tên.", "name")
    row.sort_key, row.proposed = sort_key(f"{row.group} {row.number:03d} {row.name}"), False


def _level(level: int | None) -> None:
    known(level, competence.LEVEL_WORDS, "level", "Mức này")


def _assessment(row: Assessment, today: date) -> None:
    _level(row.level)
    not_later(row.on, today, "on", "Ngày đánh giá")
    if not row.evidence and row.paper is None:
        raise bad("Phải ghi căn cứ của mức này.", "Ghi việc đã làm, chứng chỉ, ý kiến; hoặc kèm tệp.", "evidence")
    same_province(row, "member", "skill")
    file_of_province(row, "paper")


def _course(row: Course, today: date) -> None:
    if not row.name:
        raise bad("Phải ghi tên khóa học.", "Ghi tên.", "name")
    check(rules.in_order(row.from_on, row.to_on))
    row.sort_key = sort_key(row.name)
    same_province(row, "skill")


def _class(row: CourseClass, today: date) -> None:
    check(rules.in_order(row.from_on, row.to_on))
    same_province(row, "course")
    if row.from_on < row.course.from_on or (row.course.to_on and row.from_on > row.course.to_on):
        raise bad("Ngày của lớp ở ngoài ngày của khóa học.", "Sửa lại ngày.", "from_on")


def _attendance(row: Attendance, today: date) -> None:
    if not row.present and (row.certificate or row.paper):
        raise bad("Người vắng không có chứng chỉ.", "Ghi là có học, hoặc bỏ chứng chỉ.", "certificate")
    same_province(row, "course_class", "member")
    file_of_province(row, "paper")


def _training(row: TrainingLine, today: date) -> None:
    _level(row.level)
    if not 2012 <= row.year <= today.year + 5:
        raise bad(f"Năm của kế hoạch từ 2012 đến {today.year + 5}.", "Sửa lại năm.", "year")
    same_province(row, "member", "skill", "course")


# --- service organisations, resources, proposals, exchanges


def _organisation(row: ServiceOrganisation, today: date) -> None:
    if not row.name:
        raise bad("Phải ghi tên tổ chức.", "Ghi tên.", "name")
    known(row.category, works.SERVICE_KINDS, "category", "Loại tổ chức")
    if row.since:
        check(rules.in_order(row.since, row.until, field="until"))
    row.sort_key = sort_key(row.name)


def _resource(row: Resource, today: date) -> None:
    if not row.name:
        raise bad("Phải ghi tên phòng, thiết bị.", "Ghi tên.", "name")
    known(row.category, works.RESOURCE_KINDS, "category", "Loại này")
    known(row.condition, works.CONDITIONS, "condition", "Tình trạng này", empty=True)
    if row.year is not None and not EARLIEST_YEAR <= row.year <= today.year:
        raise bad(f"Năm từ {EARLIEST_YEAR} đến {today.year}.", "Sửa lại năm.", "year")
    row.sort_key = sort_key(row.name)


def _proposal(row: Proposal, today: date) -> None:
    if not row.text or not row.to_whom:
        raise bad("Phải ghi kiến nghị gì, với ai.", "Ghi đủ hai ô.", "text" if row.to_whom else "to_whom")
    not_later(row.on, today, "on", "Ngày kiến nghị")
    not_later(row.answered_on, today, "answered_on", "Ngày trả lời")
    if bool(row.answer) != bool(row.answered_on):
        raise bad("Trả lời phải có nội dung và ngày.", "Ghi cả hai, hoặc để trống cả hai.", "answered_on" if row.answer else "answer")  # fmt: skip
    if row.answered_on and row.answered_on < row.on:
        raise bad("Ngày trả lời ở trước ngày kiến nghị.", "Sửa lại ngày.", "answered_on")
    if row.place:
        checks.of_province(row.place, row.province)
    file_of_province(row, "paper")


def _exchange(row: Exchange, today: date) -> None:
    if not row.partner:
        raise bad("Phải ghi đơn vị trao đổi.", "Ghi Trung tâm, Sở của tỉnh bạn.", "partner")
    known(row.direction, works.DIRECTIONS, "direction", "Chiều đi")
    check(rules.in_order(row.on, row.to_on))
    file_of_province(row, "paper")


KINDS: dict[str, Kind] = {
    "member": Kind(
        Member, "người trong mạng lưới", ("full_name", "phone", "user", "organisation", "joined_on"), _member,
        frozenset({"full_name", "phone"}), search=("full_name", "organisation")),
    "post": Kind(
        Post, "vị trí",
        ("name", "level", "position", "place", "organisation", "single", "valid_from", "valid_to", "note"), _post, search=("name", "organisation")),
    "contract": Kind(
        CollaboratorContract, "hợp đồng cộng tác viên",
        ("member", "number", "signed_on", "from_on", "to_on", "work", "rate", "rate_unit", "paper"), _contract,
        sets=("places",), search=("number",)),
    "skill": Kind(Skill, "năng lực", ("group", "name", "meaning", "number"), _skill, search=("name", "meaning", "group")),
    "assessment": Kind(
        Assessment, "đánh giá năng lực", ("member", "skill", "level", "on", "evidence", "paper"), _assessment,
        frozenset({"evidence"}),
    ),
    "training": Kind(
        TrainingLine, "dòng kế hoạch đào tạo", ("year", "member", "skill", "level", "how", "course"), _training
    ),
    "course": Kind(
        Course, "khóa học", ("name", "own", "provider", "skill", "from_on", "to_on", "place_text", "note"), _course, search=("name", "provider")),
    "class": Kind(CourseClass, "lớp học", ("course", "name", "from_on", "to_on", "place_text"), _class, search=("name",)),
    "attendance": Kind(
        Attendance, "người học", ("course_class", "member", "present", "certificate", "paper"), _attendance,
        frozenset({"certificate"}),
    ),
    "organisation": Kind(
        ServiceOrganisation, "tổ chức dịch vụ",
        ("name", "category", "fields_of_service", "capacity", "past_work", "address", "since", "until"), _organisation, search=("name", "fields_of_service")),
    "resource": Kind(
        Resource, "phòng, thiết bị",
        ("name", "category", "place_text", "quantity", "year", "condition", "used_for"), _resource, search=("name", "used_for")),
    "proposal": Kind(
        Proposal, "kiến nghị", ("to_whom", "text", "on", "place", "answer", "answered_on", "paper"), _proposal, search=("text", "to_whom")),
    "exchange": Kind(
        Exchange, "lần trao đổi", ("partner", "direction", "on", "to_on", "subject_text", "people", "learnt", "paper"),
        _exchange, search=("partner", "subject_text")),
}  # fmt: skip
