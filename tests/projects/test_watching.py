"""The record behind the warnings, read for many shares at once."""

from datetime import date

import pytest

from bedo.projects import watching
from bedo.projects.models import Share
from tests.projects.groups import GroupChain

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 25)


def sentences(project, today=TODAY):
    shares = Share.objects.filter(project=project).exclude(role="pool").select_related("project__province")
    found = watching.warned(shares, today)
    return {share.number: {one.key: one.sentence for one in found.get(share.pk, [])} for share in shares}


def test_a_running_project_is_warned_about_with_its_facts(chain):
    chain.to("advance")
    [said] = sentences(chain.project).values()
    assert said["overdue"] == "Quá hạn hợp đồng 25 ngày (hạn 31/10/2026)."
    assert said["reports"].startswith("Thiếu báo cáo tiến độ tháng 04/2026, 05/2026, 06/2026 và")
    assert "mới chứng minh 0 đ trên 400.000.000 đ" in said["counterpart"]
    assert said["no_visit"].endswith("đã 153 ngày từ 25/06/2026.")


def test_money_that_waits_for_a_contract_is_told(chain):
    chain.to("allocate")
    assert sentences(chain.project) == {1: {"late_money": "Tiền chờ 297 ngày, từ 01/02/2026."}}
    assert sentences(chain.project, date(2026, 3, 1)) == {1: {}}


def test_nothing_is_said_after_acceptance(chain):
    assert sentences(chain.to("sign").project) == {1: {}}


def test_who_stopped_before_is_remembered(people, establishment, chain):
    group = GroupChain(people, establishment, number=4).detailed().signed()
    group.decided(
        group.change("stop", {"work_done": "Chưa làm", "done": {}}, share=group.shares[0], reason_code="no_capital")
    )
    chain.envelope = lambda: None
    chain.line = group.line
    chain.to("contract")
    assert sentences(chain.project)[1]["stopped_before"] == "Cơ sở từng ngừng 1 đề án."


def test_reading_costs_the_same_for_one_and_for_many(people, establishment, django_assert_max_num_queries):
    group = GroupChain(people, establishment).detailed().signed()
    shares = list(Share.objects.filter(project=group.project).exclude(role="pool").select_related("project__province"))
    with django_assert_max_num_queries(12):
        watching.warned(shares[:1], TODAY)
    with django_assert_max_num_queries(12):
        assert len(watching.warned(shares, TODAY)) == 3
