"""The record behind the warnings, read for many shares at once."""

from datetime import date

import pytest

from bedo.projects import watching
from bedo.projects.models import Contract, Payment, Share
from tests.projects.factory import Chain, make_establishment
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
    assert "counterpart" not in said  # the Sở confirmed work worth more than what was paid
    Payment.objects.all().update(amount=700_000_000)
    assert "mới thấy 0 đ trên 400.000.000 đ" in sentences(chain.project)[1]["counterpart"]
    assert said["no_visit"] == "Kiểm tra tại cơ sở lần gần nhất 25/06/2026, đã 153 ngày."


def test_money_that_waits_for_a_contract_is_told(chain):
    chain.to("allocate")
    assert sentences(chain.project) == {1: {"late_money": "Giao dự toán từ 01/02/2026, đã 297 ngày chưa ký hợp đồng."}}
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
    with django_assert_max_num_queries(3):
        watching.warned(shares[:1], TODAY)
    with django_assert_max_num_queries(3):
        assert len(watching.warned(shares, TODAY)) == 3


def test_the_newest_price_of_the_same_machine_counts_and_older_ones_do_not(people, establishment, chain):
    first = chain.to("allocate").project
    other = make_establishment(establishment.province, establishment.place, "Cơ sở mẫu 02")
    second = Chain(people, other, number=2).to("submit")
    assert "price" not in sentences(first)[1]
    line = second.project.estimate.get()
    type(line).objects.filter(pk=line.pk).update(total=910_000_000, from_beneficiary=610_000_000)
    assert sentences(first)[1]["price"] == "Giá gần nhất của máy cùng loại cao hơn dự toán 30 %."
    project = type(first).objects.select_related("province").get(pk=second.project.pk)
    type(project).objects.filter(pk=project.pk).update(state="funded")
    project.refresh_from_db()
    assert "price" not in sentences(project)[1]


def test_a_contract_signed_late_in_a_month_owes_its_first_report_the_next_month(chain):
    chain.to("contract")
    Contract.objects.filter(items__share=chain.share).update(signed_on=date(2026, 10, 26))
    assert "reports" not in sentences(chain.project, date(2026, 10, 30))[1]
    assert "tháng 11/2026" in sentences(chain.project, date(2026, 11, 25))[1]["reports"]


def test_a_group_that_is_not_shared_out_is_watched_once_by_its_pool(people, establishment):
    group = GroupChain(people, establishment).to("allocate")
    shares = list(Share.objects.filter(project=group.project).select_related("project__province"))
    [found] = watching.warned(shares, TODAY).values()
    assert [one.key for one in found] == ["late_money"]
    group.detailed()
    shares = list(Share.objects.filter(project=group.project).select_related("project__province"))
    assert {share.role for share in shares if share.pk in watching.warned(shares, TODAY)} == {"beneficiary"}
