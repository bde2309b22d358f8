"""Relations between figures: the 24 of the articles come out as a person reckoned them; wrong ones are refused in words."""

import csv
import json
import re
from pathlib import Path

import pytest

from bedo.reports import expressions as ex
from bedo.reports.expressions import Scale, Stated, Wrong, check

DATA = Path(__file__).parents[3] / "bedo" / "config" / "demo" / "data"
SEEDS = json.loads((DATA / "seed_facts.json").read_text(encoding="utf-8"))
RECORDED = {one["id"]: one for one in SEEDS["relations"]}
WRITTEN = {row["code"]: row for row in csv.DictReader((DATA / "relations.csv").open(encoding="utf-8"))}
B = 10**9


def _fact(fact):
    years = [int(year) for year in re.findall(r"(?<!\d)(?:19|20)\d\d(?!\d)", fact["year_or_period"])]
    value = fact["value_vnd"]
    if value is None and fact["value"] and fact["value"].isdigit():
        value = int(fact["value"])
    unit = fact["unit"] or ""
    if fact["value_vnd"] is not None:
        unit = "đồng/năm" if "năm" in unit else "đồng"
    text = str(fact["value"] or "") if value is None else ""
    return Stated(value, unit, fact["qualifier"], (years[0], years[-1]) if years else None, text)


FACTS = {fact["id"]: _fact(fact) for fact in SEEDS["facts"]}


def test_every_recorded_relation_is_written_as_an_expression():
    assert WRITTEN.keys() == RECORDED.keys()
    for code, row in WRITTEN.items():
        named = RECORDED[code]["lhs_ids"] + RECORDED[code]["rhs_ids"]
        assert set(ex.names_in(row["expression"])) <= set(named) | {"F003-10"}, code


@pytest.mark.parametrize("code", RECORDED)
def test_it_comes_out_as_recorded(code):
    recorded, row = RECORDED[code], WRITTEN[code]
    answer = check(row["expression"], FACTS.__getitem__)
    scale, day = Scale.of(row["unit"]), answer.lhs.is_day
    told = [None if one is None or day else scale.told(one.value) for one in (answer.lhs, answer.rhs)]
    difference = None if day else scale.told(answer.difference)
    number = [
        float(one) if isinstance(one, str) else one
        for one in (recorded["lhs_value"], recorded["rhs_value"], recorded["difference"])
    ]
    assert [*told, difference, answer.holds] == [*number, recorded["holds"]]
    assert row["unit"] == recorded["unit"]


def reckon(text, **figures):
    known = {name.replace("_", "-"): one for name, one in figures.items()}
    return check(text, known.__getitem__)


class TestQualifiers:
    @pytest.mark.parametrize(("qualifier", "operator", "other", "holds"), [
        ("over", "=", 12 * B, True), ("over", "=", 9 * B, False), ("under", "=", 9 * B, True), ("under", "=", 12 * B, False),
        ("approx", "=", 104 * B // 10, True), ("approx", "=", 11 * B, False), ("at_least", "<=", 9 * B, False),
        ("at_least", ">=", 100 * B, True), ("exact", "<", 10 * B, False), ("exact", "<=", 10 * B, True),
    ])  # fmt: skip
    def test_words_leave_room(self, qualifier, operator, other, holds):
        answer = reckon(f"F-1 {operator} F-2", F_1=Stated(10 * B, "đồng", qualifier), F_2=Stated(other, "đồng"))
        assert answer.holds is holds

    def test_bounds_go_through_sums_and_products(self):
        figures = {"F_1": Stated(10, "đề án", "over"), "F_2": Stated(5, "đề án"), "F_3": Stated(14, "đề án")}
        assert reckon("F-1 + F-2 = F-3", **figures).holds is False
        assert reckon("F-1 - F-2 = F-3", **figures).holds is True
        assert reckon("2 * F-1 = F-3", **figures).holds is False
        assert reckon("exact(F-1) + 4 đề án = F-3", **figures).holds is True

    def test_what_was_not_printed_is_neither_true_nor_false(self):
        answer = reckon("F-1 = F-2", F_1=Stated(None, "đồng"), F_2=Stated(5, "đồng"))
        assert (answer.holds, answer.difference) == (None, None)


class TestReading:
    F = {"F_1": Stated(5, "đồng", "exact", (2016, 2020)), "F_2": Stated(3, "đề án")}

    @pytest.mark.parametrize(("text", "words"), [
        ("", "Chưa có biểu thức"), ("F-1 +", "dở dang"), ("F-1 = ", "dở dang"), ("F-1 F-1", "cần một dấu so sánh"),
        ("F-9 = F-1", "Không có số liệu “F-9”"), ("F-1 + F-2 = F-1", "Không cộng trừ đồng với đề án"),
        ("F-1 = F-2", "Hai vế khác đơn vị: đồng và đề án"), ("(F-1 = F-1", "Thiếu dấu “)”"), ("F-1 / 0 = F-1", "Chia cho 0"),
        ("F-1 = F-1 = F-1", "Thừa"), ("years(F-2) = 5 năm", "không có năm đầu"), ("F-1 # F-1", "Không hiểu từ chỗ"),
        ('day("31/02/2020") = day("31/02/2020")', "không có thật"), ('ours("support") = F-1', "cần ba phần"),
        ("import os", "cần một số"),
    ])  # fmt: skip
    def test_what_is_wrong_is_said(self, text, words):
        with pytest.raises(Wrong) as caught:
            reckon(text, **self.F)
        assert words in caught.value.what

    def test_units_of_numbers_and_periods(self):
        assert reckon("years(F-1) = 5 năm", **self.F).holds is True
        assert reckon("F-1 = 5 đồng", **self.F).holds is True
        assert reckon("F-1 = 0,005 nghìn đồng", **self.F).holds is True

    def test_ours_is_asked_by_code_province_and_year(self):
        asked = []

        def look(name):
            asked.append(name)
            return Stated(7, "đề án")

        assert check('ours("planned", "Hà Giang", 2023) = 7 đề án', look).holds is True
        assert asked == ["ours|planned|Hà Giang|2023"]

    def test_a_long_expression_is_no_danger(self):
        assert reckon(" + ".join(["F-1"] * 200) + " = 1000 đồng", **self.F).holds is True
