"""The framework, assessments, gaps, the training plan, courses and who attended them; registers of N32, N33, N84."""

from datetime import date

import pytest

from bedo.core.models import LogEntry
from bedo.core.moves import Refused
from bedo.network import learning, services
from bedo.network.models import Attendance, Proposal, Skill, Wanted
from bedo.network.rules import POSITIONS
from bedo.network.services.competence import proposed_rows
from bedo.reports import figures
from tests.network.conftest import TODAY


@pytest.fixture
def add(network, province):
    def one(kind, **values):
        return services.add(kind=kind, province=province, by=network.by, today=TODAY, **values)

    return one


@pytest.fixture
def framework(network, province):
    services.adopt_framework(province=province, by=network.by)
    return list(Skill.objects.order_by("number"))


@pytest.fixture
def person(network, commune):
    """A collaborator in a post, of whom the framework asks something."""
    member = network.member()
    network.appoint(network.post(commune), member)
    return member


def test_the_shipped_framework_is_marked_as_proposed_until_it_is_changed(network, province, framework):
    assert len(framework) == len(list(proposed_rows()))
    assert {skill.proposed for skill in framework} == {True}
    assert Wanted.objects.count() == len(framework) * len(POSITIONS)
    with pytest.raises(Refused, match="đã có khung"):
        services.adopt_framework(province=province, by=network.by)
    changed = services.set_wanted(skill=framework[0], levels={"can_bo": 4}, version=1, by=network.by)
    assert (changed.proposed, changed.wanted.get(position="can_bo").level) == (False, 4)
    with pytest.raises(Refused) as caught:
        services.set_wanted(skill=framework[0], levels={"can_bo": 3}, version=1, by=network.by)
    assert caught.value.code == "stale"
    with pytest.raises(Refused, match="Mức này"):
        services.set_wanted(skill=framework[1], levels={"can_bo": 5}, version=1, by=network.by)


def test_gaps_are_what_the_posts_ask_less_the_newest_assessment(network, province, framework, person, add):
    first = framework[0]
    asked = {row.skill.pk: row.gap for row in learning.gaps(province)}
    wanted = Wanted.objects.filter(position="cong_tac_vien", level__gt=0)
    assert set(asked) == set(wanted.values_list("skill", flat=True))
    assert {gap.has for gap in asked.values()} == {None}
    add("assessment", member=person, skill=first, level=2, on=date(2026, 1, 1), evidence="Đã làm")
    add("assessment", member=person, skill=first, level=1, on=date(2026, 2, 1), evidence="Xem lại")
    row = next(row for row in learning.gaps(province) if row.skill == first)
    assert (row.gap.wanted, row.gap.has, row.gap.missing, row.assessed.on) == (2, 1, 1, date(2026, 2, 1))
    with pytest.raises(Refused, match="căn cứ"):
        add("assessment", member=person, skill=first, level=3, on=TODAY)


def test_what_shows_a_level_stays_outside_the_chain(framework, person, add):
    add("assessment", member=person, skill=framework[0], level=2, on=TODAY, evidence="Ý kiến của ông Sì")
    entry = LogEntry.objects.get(kind="assessment.add")
    assert "Sì" not in f"{entry.text} {entry.data}"


def test_a_training_line_is_done_by_level_or_by_the_course(network, province, framework, person, add):
    course = add("course", name="Dự toán", own=True, from_on=date(2026, 2, 2))
    row = add("class", course=course, name="Lớp 1", from_on=date(2026, 2, 2))
    by_course = add("training", year=2026, member=person, skill=framework[0], level=3, course=course)
    by_level = add("training", year=2026, member=person, skill=framework[1], level=2)

    def done(line):
        return learning.is_done(learning.plan(type(line).objects.filter(pk=line.pk)).get())

    assert (done(by_course), done(by_level)) == (False, False)
    services.record_attendance(course_class=row, rows={person: (True, "")}, version=1, by=network.by)
    add("assessment", member=person, skill=framework[1], level=2, on=date(2025, 12, 31), evidence="Năm trước")
    assert (done(by_course), done(by_level)) == (True, False)
    add("assessment", member=person, skill=framework[1], level=2, on=date(2026, 1, 1), evidence="Đã làm")
    assert done(by_level)


def test_attendance_by_year_counts_who_was_there(network, province, add):
    people = [network.member(f"Người {n}") for n in range(3)]
    course = add("course", name="Dự toán", from_on=date(2025, 12, 1), to_on=date(2026, 3, 1), provider="Cục")
    row = add("class", course=course, name="Lớp 1", from_on=date(2026, 1, 5))
    rows = {people[0]: (True, "12/CC"), people[1]: (True, ""), people[2]: (False, "")}
    assert services.record_attendance(course_class=row, rows=rows, version=1, by=network.by) == 2
    found = {one.year: one for one in learning.years(province)}
    assert (found[2025].courses, found[2025].own, found[2025].attendances) == (1, 0, 0)
    assert (found[2026].classes, found[2026].attendances, found[2026].people, found[2026].certificates) == (1, 2, 2, 1)
    add("course", name="Khởi sự", own=True, from_on=date(2026, 3, 1))
    for one in learning.years(province):
        where = figures.Where(province, year=one.year)
        told = [figures.value(code, where).value for code in ("courses", "classes", "attendances", "certificates")]
        assert told == [one.courses, one.classes, one.attendances, one.certificates]
        held = {line.label: line.value for line in figures.breakdown("courses", where, "held_by")}
        assert held.get("Trung tâm tự mở", 0) == one.own
    with pytest.raises(Refused, match="không có chứng chỉ") as caught:
        services.record_attendance(course_class=row, rows={people[2]: (False, "13/CC")}, version=2, by=network.by)
    assert caught.value.field == f"co-{people[2].pk}"
    with pytest.raises(Refused) as caught:
        services.record_attendance(course_class=row, rows={}, version=1, by=network.by)
    assert caught.value.code == "stale"
    services.record_attendance(course_class=row, rows={people[0]: (None, "")}, version=2, by=network.by)
    assert Attendance.objects.count() == 2


def test_a_proposal_is_open_until_it_is_answered(network, add):
    row = add("proposal", to_whom="UBND tỉnh", text="Vùng nguyên liệu chè", on=date(2026, 1, 5))
    with pytest.raises(Refused, match="nội dung và ngày"):
        services.change(row=row, version=1, answer="Đồng ý", by=network.by, today=TODAY)
    with pytest.raises(Refused, match="trước ngày kiến nghị"):
        services.change(row=row, version=1, answer="Đồng ý", answered_on=date(2026, 1, 4), by=network.by, today=TODAY)
    services.change(row=row, version=1, answer="Đồng ý", answered_on=TODAY, by=network.by, today=TODAY)
    assert Proposal.objects.filter(answered_on=None).count() == 0


FACTS = {
    "organisation": {"name": "Công ty tư vấn", "category": "tu_van", "capacity": "5 kỹ sư"},
    "resource": {"name": "Phòng họp", "category": "phong"},
    "proposal": {"to_whom": "UBND xã", "text": "Đường vào cụm", "on": date(2026, 1, 5)},
    "exchange": {"partner": "Trung tâm Khuyến công Lào Cai", "direction": "di", "on": date(2026, 1, 5), "subject_text": "Chè"},
    "course": {"name": "Dự toán", "from_on": date(2026, 1, 5)},
    "skill": {"group": "Đề án", "name": "Đọc bản vẽ", "number": 1},
}  # fmt: skip
SLUGS = {"organisation": "to-chuc", "resource": "nguon-luc", "proposal": "kien-nghi", "exchange": "trao-doi", "course": "khoa-hoc", "skill": "nang-luc"}  # fmt: skip


@pytest.mark.parametrize("kind", FACTS)
def test_registers_cost_the_same_and_come_as_files(kind, add, login, people, count_queries):
    client, url = login(people["officer"]), f"/mang-luoi/{SLUGS[kind]}/"
    names = {"proposal": "text", "exchange": "partner"}.get(kind, "name")
    add(kind, **FACTS[kind])
    client.get(url)
    one = count_queries(client.get, url)
    for number in range(8):
        add(kind, **{**FACTS[kind], names: f"{FACTS[kind][names]} {number}"})
    assert count_queries(client.get, url) == one
    text = b"".join(client.get(f"{url}xuat/csv/?q={FACTS[kind][names].split()[0]}").streaming_content).decode()
    assert text.count(str(FACTS[kind][names])) >= 9
    assert client.get(f"{url}moi/").status_code == 403


class TestPages:
    @pytest.fixture
    def client(self, login, people):
        return login(people["director"])

    def test_the_framework_is_taken_over_and_levels_changed(self, client, province):
        assert "Lấy khung mẫu đề xuất" in client.get("/mang-luoi/nang-luc/").content.decode()
        assert client.post("/mang-luoi/nang-luc/lay-mau/").status_code == 302
        assert "mẫu đề xuất" in client.get("/mang-luoi/nang-luc/").content.decode()
        skill = Skill.objects.order_by("number").first()
        levels = {code: 1 for code in POSITIONS}
        url = f"/mang-luoi/nang-luc/{skill.pk}/muc/"
        assert client.post(url, {**levels, "version": 1, "can_bo": 9}).status_code == 422
        assert client.post(url, {**levels, "version": 1}).status_code == 302
        assert client.post(url, {**levels, "can_bo": 2, "version": 1}).status_code == 409

    def test_gaps_lead_to_an_assessment_and_a_line_of_the_plan(self, client, framework, person):
        html = client.get("/mang-luoi/con-thieu/").content.decode()
        assert f"/mang-luoi/danh-gia/moi/?member={person.pk}&amp;skill={framework[0].pk}" in html
        form = client.get(f"/mang-luoi/danh-gia/moi/?member={person.pk}&skill={framework[0].pk}").content.decode()
        assert f'<option value="{person.pk}" selected>' in form
        data = {"member": person.pk, "skill": framework[0].pk, "level": 2, "on": "01/03/2026", "evidence": "Đã làm"}
        assert client.post("/mang-luoi/danh-gia/moi/", data).status_code == 302
        assert "Không có dòng nào khớp" in client.get("/mang-luoi/con-thieu/?q=mai&tt=thieu").content.decode()
        assert b"".join(client.get("/mang-luoi/con-thieu/xuat/csv/").streaming_content).decode().count("\n") > 3

    def test_a_class_is_filled_in_on_one_page(self, client, network, add):
        member = network.member()
        row = add("class", course=add("course", name="Dự toán", from_on=TODAY), name="Lớp 1", from_on=TODAY)
        url = f"/mang-luoi/lop/{row.pk}/"
        data = {"version": 1, f"co-{member.pk}": "vang", f"so-{member.pk}": "1/CC"}
        assert client.post(url, data).status_code == 422
        assert client.post(url, {**data, f"co-{member.pk}": "co"}).status_code == 302
        assert Attendance.objects.get().certificate == "1/CC"
        html = client.get("/mang-luoi/dao-tao/").content.decode()
        assert f"/so-lieu/chi-so/attendances/?nam=2026&amp;tinh={row.province_id}" in html
        assert "1/CC" in client.get(f"/mang-luoi/nguoi/{member.pk}/").content.decode()
