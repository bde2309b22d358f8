"""Pictures: well-formed and safe SVG, the figures of their tables, gaps for what is not known, the islands always there."""

import re
from xml.etree import ElementTree

import pytest

from bedo.reports.pictures import charts, map, svg

M = 1_000_000
MADE = {
    "money": charts.money_by_stage([("KCĐP <&> \"địa phương\"", {"planned": 5 * M, "settled": 10 * M}), ("KCQG", {})], "Hà Giang"),
    "plan": charts.plan_against_done([("Máy móc", 100 * M, 40 * M), ("Đào tạo", 0, 5 * M)], "Hà Giang"),
    "funnel": charts.funnel([("Nhu cầu", 20), ("Hoàn thành", 5)], "Hà Giang"),
    "years": charts.many_years([(2002, 3, 5 * M), (2003, None, None), (2004, 4, None)], "Nghệ An"),
    "compare": charts.compare([("Phú Thọ", 5 * M), ("Nghệ An", 9 * M)], "kinh phí"),
    "map": map.country({"08": 5 * M, "25": 9 * M, "40": 2 * M}, "kinh phí", outlined="08"),
    "province": map.province(
        "08",
        [
            map.Point("Xã Lũng Cú, tỉnh Tuyên Quang", 105.32, 23.36, 4 * M),
            map.Point("Xã Đồng Văn, tỉnh Tuyên Quang", 105.36, 23.27, 9 * M),
            map.Point("Xã không rõ chỗ", None, None, 2 * M),
            map.Point("Xã không có kinh phí", 105.3, 23.2, 0),
            map.Point("Xã ngoài khung", 120.0, 10.0, M),
        ],
        "kinh phí",
    ),
    "province of islands": map.province("48", [], "kinh phí"),
    "nothing": charts.money_by_stage([], "Hà Giang"),
    "empty map": map.country({}, "kinh phí"),
}  # fmt: skip


@pytest.mark.parametrize("name", MADE)
def test_a_picture_is_safe_and_says_what_it_shows(name):
    drawn = MADE[name]
    root = ElementTree.fromstring(drawn.svg)
    assert root.get("role") == "img"
    names = {element.tag.split("}")[1] for element in root.iter()}
    assert names <= {"svg", "title", "desc", "defs", "pattern", "rect", "circle", "path", "line", "text"}
    attributes = {key for element in root.iter() for key in element.attrib}
    assert not attributes & {"style", "href", "onload", "onclick", "src"}
    assert "http" not in drawn.svg.replace("http://www.w3.org/2000/svg", "")
    assert root.find("{http://www.w3.org/2000/svg}title").text == drawn.title
    assert root.find("{http://www.w3.org/2000/svg}desc").text == drawn.alt
    assert drawn.table is not None


def words(name):
    return [one.text for one in ElementTree.fromstring(MADE[name].svg).iter("{http://www.w3.org/2000/svg}text")]


def cells(name):
    return [[cell.text for cell in row.cells] for row in MADE[name].table.rows]


def test_the_figures_are_those_of_the_table():
    assert cells("money")[0] == ['KCĐP <&> "địa phương"', "5", "0", "0", "0", "10", "15"]
    assert "15" in words("money")
    assert cells("plan")[0][:3] == ["Máy móc", "100", "40"]
    assert cells("compare") == [["Nghệ An", "9"], ["Phú Thọ", "5"]]


def test_what_fell_away_is_counted():
    assert "−15" in words("funnel")


def test_an_unknown_year_is_a_gap_and_no_zero():
    assert cells("years")[1] == ["2003", "", ""]
    circles = ElementTree.fromstring(MADE["years"].svg).iter("{http://www.w3.org/2000/svg}circle")
    points = [one for one in circles if one.get("r") == "2.6"]
    assert len(points) == 3  # two known numbers of projects, one known amount


@pytest.mark.parametrize("name", ["map", "empty map"])
def test_hoang_sa_and_truong_sa_are_always_named(name):
    said = words(name)
    assert {"Quần đảo Hoàng Sa", "(Đà Nẵng)", "Quần đảo Trường Sa", "(Khánh Hòa)"} <= set(said)
    assert len(map.shapes()) == 34
    assert MADE[name].svg.count("<path") >= 34


def circles(name):
    found = ElementTree.fromstring(MADE[name].svg).iter("{http://www.w3.org/2000/svg}circle")
    return [one for one in found if one.get("fill") == svg.fill(svg.HATCH)]


def test_a_province_shows_its_communes_by_amount_and_leaves_no_one_out_of_the_table():
    assert [row[0] for row in cells("province")] == [
        "1. Xã Đồng Văn, tỉnh Tuyên Quang",
        "2. Xã Lũng Cú, tỉnh Tuyên Quang",
        "3. Xã không rõ chỗ",
        "4. Xã ngoài khung",
    ]
    assert [row[1] for row in cells("province")] == ["9", "4", "2", "1"]
    large, small = circles("province")
    assert float(large.get("r")) / float(small.get("r")) == pytest.approx(1.5, abs=0.01)  # areas as 9 to 4
    assert words("province") == ["1", "2"]
    assert "4 xã, phường, đặc khu có số liệu, 2 nơi có điểm" in MADE["province"].alt


def test_a_province_with_an_archipelago_shows_it():
    assert words("province of islands") == ["Quần đảo Hoàng Sa", "(Đà Nẵng)"]


def test_textures_tell_the_classes_apart_without_colour():
    assert len({svg.fill(one) for one in svg.TEXTURES}) == 6
    assert re.search(r'stroke-width="1.8"', MADE["map"].svg)
