"""Who may be supported, at the boundary day 15/10/2025."""

from dataclasses import replace
from datetime import date

import pytest

from bedo.establishments.rules import Candidate, eligibility

LAST_OLD, FIRST_NEW = date(2025, 10, 14), date(2025, 10, 15)
HOUSEHOLD = Candidate(kind="ho_kinh_doanh", sector="che_bien", place_kind="xa", above_kind="huyen")


@pytest.mark.parametrize("kind", ["hop_tac_xa", "to_hop_tac", "ho_kinh_doanh"])
@pytest.mark.parametrize("day", [LAST_OLD, FIRST_NEW])
def test_cooperatives_and_households_of_a_commune_are_eligible_on_both_sides(kind, day):
    assert eligibility(replace(HOUSEHOLD, kind=kind), today=day).value == "eligible"


@pytest.mark.parametrize(
    ("kind", "before", "since"),
    [
        ("lien_hiep_htx", "not_eligible", "eligible"),
        ("lang_nghe", "not_eligible", "to_check"),
        ("doanh_nghiep", "to_check", "to_check"),
        ("nghe_nhan", "to_check", "to_check"),
        ("khoi_nghiep", "to_check", "to_check"),
    ],
)
def test_kinds_change_on_15_october_2025(kind, before, since):
    who = replace(HOUSEHOLD, kind=kind)
    assert eligibility(who, today=LAST_OLD).value == before
    assert eligibility(who, today=FIRST_NEW).value == since


def test_wards_of_a_province_need_a_look_before_and_are_in_since():
    who = replace(HOUSEHOLD, place_kind="phuong", above_kind="thanh_pho")
    assert eligibility(who, today=LAST_OLD).value == "to_check"
    assert eligibility(who, today=FIRST_NEW).value == "eligible"


def test_wards_of_a_town_were_always_in():
    assert eligibility(replace(HOUSEHOLD, place_kind="phuong", above_kind="thi_xa"), today=LAST_OLD).value == "eligible"


def test_wards_of_a_central_city_are_out_unless_the_production_is_cleaner():
    who = replace(HOUSEHOLD, place_kind="phuong", above_kind="", province_kind="thanh_pho")
    assert eligibility(who, today=FIRST_NEW).value == "not_eligible"
    assert eligibility(replace(who, cleaner_production=True), today=FIRST_NEW).value == "eligible"
    assert eligibility(replace(who, place_kind="xa"), today=FIRST_NEW).value == "eligible"


def test_what_is_not_known_asks_instead_of_refusing():
    assert eligibility(replace(HOUSEHOLD, sector=""), today=FIRST_NEW).value == "to_check"
    assert eligibility(replace(HOUSEHOLD, place_kind="tinh", above_kind=""), today=LAST_OLD).value == "to_check"


def test_other_sectors_are_out_and_mining_only_in_difficult_areas():
    assert eligibility(replace(HOUSEHOLD, sector="khac"), today=FIRST_NEW).value == "not_eligible"
    assert eligibility(replace(HOUSEHOLD, sector="khai_khoang"), today=FIRST_NEW).value == "to_check"


def test_the_answer_names_its_text_and_only_what_was_read_binds():
    old, new = eligibility(HOUSEHOLD, today=LAST_OLD), eligibility(HOUSEHOLD, today=FIRST_NEW)
    assert "45/2012" in old.sources[0].text
    assert old.binding
    assert "235/2025" in new.sources[0].text
    assert not new.binding
    assert "vốn đối ứng" in new.note


def test_owners_to_prefer_are_named_since_the_new_decree():
    who = replace(HOUSEHOLD, owner_is_woman=True, owner_is_minority=True)
    labels = [step.label for step in eligibility(who, today=FIRST_NEW).steps]
    assert "Ưu tiên" in labels
    assert "Ưu tiên" not in [step.label for step in eligibility(who, today=LAST_OLD).steps]
