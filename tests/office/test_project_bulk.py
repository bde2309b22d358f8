"""Bulk acts: asked row by row, done by the same service as one alone, each in its own transaction."""

import re
from datetime import date

import pytest

from bedo.core.clock import today
from bedo.core.models import LogEntry
from bedo.core.moves import Refused
from bedo.office.projects.listing import bulk
from bedo.projects.models import ProgressReport, Project, Responsibility
from bedo.projects.rules import states
from bedo.projects.services import progress, responsibility
from tests.office.projects_in_list import make_project, make_published

URL = "/de-an/hang-loat/"
REASON = "Cán bộ đi học dài hạn"


@pytest.fixture
def director(people):
    return people["director"]


@pytest.fixture
def post(login, director):
    """post(viec=…, chon=[…], …) -> the answer to the director."""

    def send(user=None, **data):
        hyphened = {"pham_vi": "pham-vi", "bo_qua": "bo-qua"}
        return login(user or director).post(URL, {hyphened.get(name, name): value for name, value in data.items()})

    return send


@pytest.fixture
def rows(commune, people, director):
    """Two of the officer, one of the director already, one published, one without anybody (ended)."""
    return [
        make_project(commune, 1, officer=people["officer"]),
        make_project(commune, 2, officer=people["officer"], support=None),
        make_project(commune, 3, officer=director),
        make_published(commune, 4),
        make_project(commune, 5, state=states.CLOSED),
    ]


def running(commune, officer, number, *, month=None):
    """A project whose share is being carried out; `month`: reported already for that one."""
    project = make_project(commune, number, officer=officer, state=states.RUNNING)
    share = project.shares.get()
    project.shares.update(state=states.RUNNING)
    for first, percent in ((date(2025, 1, 1), 40), (month, 50)):
        if first:
            ProgressReport.objects.create(
                share=share,
                month=first,
                planned_percent=60,
                done_percent=percent,
                submitted_on=first,
                reported_by=officer,
            )
    return project


def ids(rows):
    return [row.pk for row in rows]


def handing(director, **more):
    return {"officer": director.pk, "from_on": f"{today():%d/%m/%Y}", "reason": REASON, **more}


def text_of(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


# --- before ------------------------------------------------------------------------------------------------------


def test_the_first_page_asks_what_all_rows_need_and_keeps_the_rows(post, rows, people):
    page = post(viec="giao", chon=ids(rows), loc="nam=2026")
    assert page.status_code == 200
    assert len(re.findall(r'name="chon" value="\d+" checked', page.content.decode())) == 5
    assert people["officer"].full_name in text_of(page)


def test_the_preview_says_of_each_row_whether_and_why_not_and_writes_nothing(post, rows, director):
    before = LogEntry.objects.count()
    page = post(viec="giao", buoc="xem", chon=ids(rows), **handing(director))
    shown = text_of(page)
    assert "Làm được 2 đề án" in shown
    assert "Không làm được, sẽ bỏ qua 3 đề án" in shown
    assert "Người này đang phụ trách đề án." in shown
    assert "Đề án lấy từ nguồn đã công bố" in shown
    assert "Đề án không có ai đang phụ trách" in shown
    assert "100.000.001 1/2 dòng có số" in shown
    assert Responsibility.objects.filter(officer=director).count() == 1
    assert LogEntry.objects.count() == before


def test_a_form_that_fails_keeps_what_was_typed_and_the_rows(post, rows, director):
    page = post(viec="giao", buoc="xem", chon=ids(rows), officer=director.pk, from_on="31/02/2026", reason=REASON)
    assert page.status_code == 422
    assert f'value="{REASON}"' in page.content.decode()
    assert "31/02/2026" in page.content.decode()
    assert page.content.decode().count("checked") == 5


@pytest.mark.parametrize(
    ("asked", "status", "why"),
    [
        ({"viec": "giao"}, 422, "Chưa chọn đề án nào."),
        ({"viec": "giao", "chon": ["x", "9" * 30]}, 422, "Chưa chọn đề án nào."),
        ({"viec": "xoa", "chon": ["1"]}, 400, "Không có việc này."),
        ({"viec": "giao", "chon": ["999999"]}, 404, "Không thấy đề án nào"),
        ({"viec": "giao", "chon": [str(number) for number in range(1, 502)]}, 422, "Mỗi lần làm tối đa 500 đề án; đang chọn 501."),
    ],
)  # fmt: skip
def test_what_cannot_be_asked_is_answered_with_the_reason(post, rows, asked, status, why):
    page = post(**asked)
    assert (page.status_code, why in text_of(page)) == (status, True)


def test_only_acts_that_one_may_do_are_offered(login, rows, people):
    def buttons(role):
        return re.findall(r'name="viec" value="([^"]+)"', login(people[role]).get("/de-an/").content.decode())

    assert buttons("officer") == ["xuat", "khong-phat-sinh"]
    assert buttons("director") == ["xuat", "khong-phat-sinh", "giao"]
    assert buttons("finance") == ["xuat"]


def test_without_the_right_the_act_is_refused_with_the_reason(post, rows, people):
    page = post(user=people["officer"], viec="giao", chon=ids(rows))
    assert page.status_code == 403
    assert "Giao người phụ trách" in text_of(page)


def test_rows_of_another_province_do_not_exist(post, rows, strangers):
    assert post(user=strangers["director"], viec="giao", chon=ids(rows)).status_code == 404


def test_all_rows_of_the_filter_can_be_taken(post, rows, director):
    assert "Lấy cả 4 đề án khớp bộ lọc" in text_of(post(viec="giao", chon=ids(rows[:1]), loc="nam=2026"))
    page = post(viec="giao", chon=ids(rows[:1]), loc="nam=2026", pham_vi="ca-bo-loc", reason=REASON)
    assert page.content.decode().count("checked") == 4
    assert REASON in page.content.decode()


def test_more_than_the_limit_is_said(post, rows, monkeypatch):
    monkeypatch.setattr(bulk, "LIMIT", 2)
    assert "mỗi lần làm tối đa 2" in text_of(post(viec="giao", chon=ids(rows[:1]), loc=""))
    assert "đang chọn 5" in text_of(post(viec="giao", chon=ids(rows[:1]), loc="", pham_vi="ca-bo-loc"))


# --- doing it ----------------------------------------------------------------------------------------------------


def told(answer):
    """What a single call answered: done or the reason."""
    try:
        answer()
    except Refused as refusal:
        return refusal.sentence
    return "done"


def state_of(project):
    project = Project.objects.get(pk=project.pk)
    open_row = (
        Responsibility.objects.filter(project=project, to_on=None).values_list("officer", "from_on", "reason").first()
    )
    reports = list(
        ProgressReport.objects.filter(share__project=project)
        .order_by("month")
        .values_list("month", "planned_percent", "done_percent", "nothing_new", "submitted_on")
    )
    return project.officer_id, open_row, reports


def log_of(project):
    return list(LogEntry.objects.filter(subject=project.subject).order_by("seq").values_list("kind", "text", "on"))


def test_handing_over_in_bulk_and_one_by_one_give_the_same(post, commune, people, director, rows):
    twins = [
        make_project(commune, 11, officer=people["officer"]),
        make_project(commune, 12, officer=people["officer"], support=None),
        make_project(commune, 13, officer=director),
        make_published(commune, 14),
        make_project(commune, 15, state=states.CLOSED),
    ]
    given = {"officer": director, "from_on": today(), "reason": REASON, "by": director, "today": today()}
    verdicts = responsibility.hand_over_verdicts(projects=rows, **given)
    one_by_one = [told(lambda row=row: responsibility.hand_over(project=row, **given)) for row in twins]
    assert ["done" if verdicts[row.pk] else verdicts[row.pk].reason for row in rows] == one_by_one
    page = post(viec="giao", buoc="lam", chon=ids(rows), **handing(director))
    assert "Đã giao người phụ trách: 2 đề án" in text_of(page)
    assert [state_of(row) for row in rows] == [state_of(row) for row in twins]
    assert [log_of(row) for row in rows] == [log_of(row) for row in twins]


def test_nothing_new_in_bulk_and_one_by_one_give_the_same(post, commune, people, director):
    def some(start):
        officer, month = people["officer"], today().replace(day=1)
        return [
            running(commune, officer, start),
            running(commune, officer, start + 1, month=month),
            make_project(commune, start + 2, officer=officer),
            make_published(commune, start + 3, state=states.RUNNING),
        ]

    rows, twins = some(20), some(30)
    for project in (rows[3], twins[3]):
        project.shares.update(state=states.RUNNING)
    given = {"month": today(), "by": director, "today": today()}
    verdicts = progress.nothing_new_verdicts(projects=rows, **given)
    one_by_one = [told(lambda row=row: progress.nothing_new_on(project=row, **given)) for row in twins]
    assert ["done" if verdicts[row.pk] else verdicts[row.pk].reason for row in rows] == one_by_one
    assert one_by_one[0] == "done"
    assert one_by_one.count("done") == 1
    preview = text_of(post(viec="khong-phat-sinh", chon=ids(rows)))
    assert "giữ 40 % của báo cáo trước" in preview
    assert "đã có báo cáo" in preview
    page = post(viec="khong-phat-sinh", buoc="lam", chon=ids(rows))
    assert "Đã báo cáo không phát sinh: 1 đề án" in text_of(page)
    assert [state_of(row)[2] for row in rows] == [state_of(row)[2] for row in twins]
    assert [log_of(row) for row in rows] == [log_of(row) for row in twins]


def test_a_written_report_is_never_replaced_by_nothing_new(post, commune, people):
    row = running(commune, people["officer"], 1, month=today().replace(day=1))
    page = post(viec="khong-phat-sinh", buoc="lam", chon=[row.pk])
    assert "đã có báo cáo" in text_of(page)
    report = ProgressReport.objects.get(share__project=row, month=today().replace(day=1))
    assert (report.done_percent, report.nothing_new) == (50, False)


def test_one_row_that_was_changed_meanwhile_does_not_stop_the_others(post, rows, director):
    given = {"officer": director, "from_on": today(), "reason": REASON, "by": director, "today": today()}
    responsibility.hand_over(project=rows[0], **given)
    page = post(viec="giao", buoc="lam", chon=ids(rows[:2]), **handing(director))
    assert "Đã giao người phụ trách: 1 đề án" in text_of(page)
    assert "Chưa làm được 1 đề án" in text_of(page)
    assert Project.objects.get(pk=rows[1].pk).officer_id == director.pk


def test_rows_skipped_by_the_preview_are_not_tried(post, rows, director):
    post(viec="giao", buoc="lam", chon=ids(rows[:1]), bo_qua=ids(rows[1:]), **handing(director))
    assert Responsibility.objects.filter(officer=director, reason=REASON).count() == 1
    assert not LogEntry.objects.filter(kind="refused").exists()


def test_going_back_to_edit_keeps_the_skipped_rows(post, rows, director):
    page = post(viec="giao", buoc="sua", chon=ids(rows[:1]), bo_qua=ids(rows[1:]), **handing(director))
    assert page.content.decode().count("checked") == 5
    assert REASON in page.content.decode()


def test_chosen_rows_as_a_file(post, rows):
    response = post(viec="xuat", chon=ids(rows[:2]), loc="sap=ten")
    assert response["Content-Type"].startswith("application/vnd.openxmlformats")
    b"".join(response.streaming_content)
    assert LogEntry.objects.get(kind="export.list").data["rows"] == 2


def test_a_preview_costs_the_same_for_few_and_for_many(login, count_queries, commune, people, director):
    client = login(director)
    data = {"viec": "giao", "buoc": "xem", **handing(director)}
    some = [running(commune, people["officer"], number) for number in range(1, 31)]
    client.post(URL, {**data, "chon": ids(some[:2])})
    for more in (data, {"viec": "khong-phat-sinh"}):
        few = count_queries(client.post, URL, {**more, "chon": ids(some[:2])})
        assert count_queries(client.post, URL, {**more, "chon": ids(some)}) == few
