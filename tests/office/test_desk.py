"""Bàn làm việc: what waits for whom, at a cost that does not grow."""

from datetime import date

import pytest
from django.urls import reverse

from bedo.core.clock import now
from bedo.projects.models import Project, Responsibility, Share
from bedo.projects.services.wishes import record_wish
from tests.projects.factory import Chain, make_establishment

HOME = "/"


@pytest.fixture
def establishment(province, commune):
    return make_establishment(province, commune)


@pytest.fixture
def chain(people, establishment):
    return Chain(people, establishment)


def many_projects(count, officer, establishment, first=0):
    """Running projects of one officer, written past the services, to measure the page."""
    rows = Project.objects.bulk_create(
        Project(
            province=establishment.province, place=establishment.place, place_now=establishment.place, code=f"X{first + n:05}", title="Đề án",
            content="TU_VAN", fund="kcdp", year=2026, state="running", officer=officer, created_at=now(), due_on=date(2026, 1, 1), is_sample=True,
        )
        for n in range(count)
    )  # fmt: skip
    Share.objects.bulk_create(
        Share(project=row, number=1, establishment=establishment, state="running") for row in rows
    )
    Responsibility.objects.bulk_create(
        Responsibility(project=row, officer=officer, from_on=date(2026, 1, 1), recorded_by=officer) for row in rows
    )


@pytest.mark.parametrize(
    "role", ["officer", "director", "appraiser", "accountant", "approver_department", "approver_province"]
)
def test_the_desk_costs_the_same_for_ten_and_a_thousand(role, people, establishment, login, count_queries):
    many_projects(10, people["officer"], establishment)
    client = login(people[role])
    client.get(HOME)
    ten = count_queries(client.get, HOME)
    many_projects(990, people["officer"], establishment, first=10)
    assert count_queries(client.get, HOME) == ten
    assert ten <= 11  # one of them: reports that the province owes


@pytest.mark.parametrize(
    ("step", "role", "words"),
    [
        ("start", "officer", "Hoàn thiện và nộp hồ sơ lên Sở"),
        ("submit", "appraiser", "Nhận hồ sơ vào thẩm định"),
        ("allocate", "director", "Ký hợp đồng với đơn vị thụ hưởng"),
        ("dossier", "approver_department", "Duyệt quyết toán, thanh lý hợp đồng"),
    ],
)
def test_the_desk_names_the_next_step_of_the_person_who_must_act(chain, people, login, step, role, words):
    chain.to(step)
    assert words in login(people[role]).get(HOME).content.decode()


def test_another_officers_project_is_not_on_my_desk(chain, people, make_person, province, login):
    chain.to("start")
    colleague = make_person("officer", province, username="dongnghiep")
    assert chain.project.code not in login(colleague).get(HOME).content.decode()


def test_a_beneficiary_sees_own_projects_in_plain_words(chain, people, province, make_person, login, establishment):
    chain.to("passed")
    owner = make_person("beneficiary", province, username="chucoso")
    owner.grant_rows.get().organisation.__class__.objects.filter(pk=owner.grant_rows.get().organisation_id).update(
        establishment_id=establishment.pk
    )
    page = login(type(owner).objects.get(pk=owner.pk)).get(HOME).content.decode()
    assert "Đạt thẩm định, chờ kế hoạch năm" in page


def test_the_weekly_page_opens(chain, people, login):
    chain.to("begin")
    assert login(people["director"]).get(reverse("office:desk:weekly")).status_code == 200


def test_a_wish_of_a_collaborator_waits_on_the_desk_of_an_officer(people, establishment, login):
    wish = record_wish(
        establishment=establishment, content="TU_VAN", need="Thiết kế bao bì.", received_on=date(2026, 1, 5),
        channel="truc_tiep", by=people["collaborator"], today=date(2026, 1, 5),
    )  # fmt: skip
    assert wish.code in login(people["officer"]).get(HOME).content.decode()


def test_visits_that_wait_are_one_line_for_who_reviews_them(people, establishment, sent, login):
    for workers in (4, 5):
        sent(establishment=establishment.pk, answers={"workers": workers})
    for role, waits in {"officer": True, "director": True, "appraiser": False, "collaborator": False}.items():
        text = login(people[role]).get(HOME).content.decode()
        assert ("Xem xét phiếu đi cơ sở" in text) is waits, role
        assert ("2 phiếu chờ" in text) is waits
