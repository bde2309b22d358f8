"""Grants: dated, of the right kind of organisation, lent for a time."""

from datetime import date, timedelta

import pytest

from bedo.accounts import services
from bedo.accounts.models import Grant, Organisation, User
from bedo.accounts.rights import RIGHTS, ROLES
from bedo.core.clock import today
from bedo.core.moves import Refused


@pytest.fixture
def newcomer(db):
    return User.objects.create_user("moi", "mat-khau-thu", full_name="Người mới")


def home(kind, province):
    return Organisation.objects.get_or_create(kind=kind, name=kind, province=province)[0]


def test_a_role_must_fit_the_kind_of_organisation(newcomer, province, people):
    with pytest.raises(Refused, match="không giữ vai trò"):
        services.grant(
            user=newcomer,
            role="officer",
            organisation=home("so_cong_thuong", province),
            valid_from=today(),
            by=people["administrator"],
        )


def test_rights_count_in_the_province_of_the_grant_only(newcomer, province, other_province, people):
    services.grant(
        user=newcomer,
        role="officer",
        organisation=home("trung_tam", province),
        valid_from=today(),
        by=people["administrator"],
    )
    assert newcomer.grants.may("project.draft", province.pk)
    assert not newcomer.grants.may("project.draft", other_province.pk)
    assert newcomer.grants.provinces == {province.pk}


@pytest.mark.parametrize(("first", "last", "holds"), [(0, 0, True), (-9, -1, False), (1, 9, False), (-9, None, True)])
def test_a_grant_counts_from_its_first_to_its_last_day(newcomer, province, first, last, holds):
    day = today()
    until = None if last is None else day + timedelta(days=last)
    Grant.objects.create(
        user=newcomer,
        role="officer",
        organisation=home("trung_tam", province),
        valid_from=day + timedelta(days=first),
        valid_to=until,
    )
    assert newcomer.grants.any("project.draft") is holds


def test_a_role_is_lent_for_ninety_days_at_most(people, newcomer):
    giver, day = people["director"], today()
    with pytest.raises(Refused, match="tối đa 90 ngày"):
        services.delegate(
            giver=giver,
            user=newcomer,
            role="director",
            valid_from=day,
            valid_to=day + timedelta(days=90),
            reason="Đi công tác",
            by=giver,
        )
    row = services.delegate(
        giver=giver,
        user=newcomer,
        role="director",
        valid_from=day,
        valid_to=day + timedelta(days=89),
        reason="Đi công tác",
        by=giver,
    )
    assert row.delegated_by == giver
    assert newcomer.grants.any("contract.sign")


def test_nobody_lends_a_role_they_do_not_hold(people, newcomer):
    with pytest.raises(Refused, match="đang giữ"):
        services.delegate(
            giver=people["officer"],
            user=newcomer,
            role="director",
            valid_from=date(2026, 1, 1),
            valid_to=date(2026, 1, 9),
            reason="",
            by=people["officer"],
        )


def test_the_ministry_sees_all_provinces_and_does_only_what_is_its_own(people):
    grants = people["ministry_department"].grants
    assert grants.provinces is None
    acts = {right for right in grants.rights(None) if not right.endswith(".view")}
    national = {"ministry.appraise", "plan.edit_national", "plan.allocate_national", "money.envelope_national"}
    assert acts == national | {"change.ask", "change.decide_cuc", "paper.record"}


def test_every_right_is_held_by_some_role():
    assert set().union(*(role.rights for role in ROLES.values())) == set(RIGHTS)
