"""The shipped files: complete, readable, honest about what was read."""

import re
from datetime import date

import pytest

from bedo.programmes import loading, rules
from bedo.programmes.rules.rows import basis_points
from tests.rules.programmes.book import book

ENGLISH = re.compile(r"\b(the|of|and|with|verify|read|summary|cost)\b")


def test_all_seventy_one_published_norms_are_there():
    assert len(book(rules.SupportNorm)) == 71


@pytest.mark.parametrize("table", list(rules.TABLES))
def test_every_row_of_every_table_is_read_and_told_apart(table):
    rows = loading.read_table(table)
    assert rows or table == "score_points"  # each province writes its own
    assert len({row.identity for row in rows}) == len(rows)


@pytest.mark.parametrize("table", list(rules.TABLES))
def test_what_claims_to_be_read_names_its_text_and_article(table):
    known = {line["number"] for line in loading.read_lines(loading.FOLDER / loading.TEXTS_FILE)}
    for row in loading.read_table(table):
        if row.common["certainty"] == "read":
            assert row.common["legal_text"]
            assert row.common["article"]
        assert not row.common["legal_text"] or row.common["legal_text"] in known


@pytest.mark.parametrize("table", list(rules.TABLES))
def test_what_claims_to_be_read_stands_within_the_days_of_its_text(table):
    texts = {line["number"]: line for line in loading.read_lines(loading.FOLDER / loading.TEXTS_FILE)}
    for row in loading.read_table(table):
        if row.common["certainty"] == "read":
            text = texts[row.common["legal_text"]]
            assert row.common["effective_from"] >= text["effective_from"], row.identity
            assert not text["effective_to"] or row.common["effective_to"] <= text["effective_to"], row.identity


def test_figures_from_summaries_and_news_do_not_claim_to_be_read():
    for norm in book(rules.SupportNorm):
        if "bản tóm tắt" in norm.notes or "tin báo" in norm.notes or "TT 64/2024" in norm.notes:
            assert norm.certainty in ("summary", "recalled"), norm.key


def test_figures_marked_read_stand_in_the_circular_of_2014_alone():
    read = {norm.legal_text for norm in book(rules.SupportNorm) if norm.certainty == "read" and norm.has_figure}
    assert read == {"Thông tư liên tịch 26/2014/TTLT-BTC-BCT"}


@pytest.mark.parametrize("table", list(rules.TABLES))
def test_people_read_vietnamese(table):
    for row in loading.read_table(table):
        seen = " ".join([*row.values.values(), row.common["notes"], row.common["article"], row.common["legal_text"]])
        assert not ENGLISH.search(seen.replace("paper; photo; figure", "")), row.identity


def test_every_content_named_anywhere_is_a_content():
    codes = {content.key for content in book(rules.Content)}
    for row_type in (rules.AdvanceRule, rules.CompletionPaper, rules.DossierPaper, rules.CapacityCriterion):
        for row in book(row_type):
            assert set(row.contents) <= codes | {"*"}, row.key
    named = {norm.key for norm in book(rules.SupportNorm)} - {"TAT_CA", "TAM_UNG_TRAN"}
    assert named <= codes


def test_every_paper_an_advance_names_exists():
    papers = {paper.key for paper in book(rules.AdvancePaper)}
    assert all(set(rule.papers) <= papers for rule in book(rules.AdvanceRule))


def test_contents_cover_the_nine_groups_and_evidence_is_known():
    assert {content.group for content in book(rules.Content)} == set(range(1, 10))
    for criterion in book(rules.CapacityCriterion):
        assert set(criterion.evidence) <= set(rules.EVIDENCE)


def test_there_are_five_contents_of_appraisal():
    assert [row.key for row in book(rules.AppraisalContent)] == ["1", "2", "3", "4", "5"]


@pytest.mark.parametrize(
    ("on", "name", "binding"),
    [
        (date(2025, 10, 14), "Đánh giá sản xuất sạch hơn", True),
        (date(2025, 10, 15), "Đánh giá sản xuất sạch hơn, sản xuất và tiêu dùng bền vững", False),
    ],
)
def test_decree_235_changes_contents_from_15_october_2025(on, name, binding):
    content = rules.in_force(book(rules.Content), on, "local", "08")["SXSH_DANH_GIA"]
    assert content.name == name
    assert content.source("local", "08").binding is binding


@pytest.mark.parametrize(("text", "points"), [("50", 5000), ("2,5", 250), ("1.5", 150), ("100", 10000), ("0,25", 25)])
def test_percentages_are_whole_hundredths(text, points):
    assert basis_points(text) == points


@pytest.mark.parametrize("text", ["1e3", "-5", "2,555", "mười", "50 %", "1234"])
def test_what_is_no_percentage_is_refused(text):
    with pytest.raises(rules.BadRow):
        basis_points(text)


@pytest.mark.parametrize(
    ("values", "column"),
    [
        ({"name": "x", "cap": "300 triệu"}, "cap"),
        ({"name": "x", "percent": "nửa"}, "percent"),
        ({"name": "x", "colour": "red"}, "colour"),
        ({"cap": "5"}, "name"),
    ],
)
def test_a_bad_row_names_its_column(values, column):
    with pytest.raises(rules.BadRow) as bad:
        rules.read_values(rules.SupportNorm, values)
    assert bad.value.column == column


def test_words_and_choices_outside_their_list_are_refused():
    with pytest.raises(rules.BadRow, match="Loại chứng cứ"):
        rules.read_values(rules.CapacityCriterion, {"name": "x", "aspect": "money", "evidence": "paper; hearsay"})
    with pytest.raises(rules.BadRow, match="Mặt năng lực"):
        rules.read_values(rules.CapacityCriterion, {"name": "x", "aspect": "luck", "evidence": "paper"})


def test_the_newest_of_equal_rows_stands_and_a_province_row_does_not_leak():
    common = {"key": "x", "level": "local", "name": "x", "kind": "text"}
    old = rules.Setting(**common, value="old", effective_from=date(2020, 1, 1))
    new = rules.Setting(**common, value="new", effective_from=date(2024, 1, 1))
    own = rules.Setting(**common, value="own", effective_from=date(2021, 1, 1), province="08")
    everyone = rules.Setting(**{**common, "level": "national"}, value="nation", effective_from=date(2025, 1, 1))

    def stands(on, level, province):
        found = rules.in_force([old, new, own, everyone], on, level, province).get("x")
        return found and found.value

    assert stands(date(2023, 12, 31), "local", "25") == "old"
    assert stands(date(2024, 1, 1), "local", "25") == "new"
    assert stands(date(2024, 1, 1), "local", "08") == "own"
    assert stands(date(2020, 12, 31), "local", "08") == "old"
    assert stands(date(2026, 1, 1), "national", "08") == "nation"
    assert stands(date(2019, 1, 1), "local", "08") is None
