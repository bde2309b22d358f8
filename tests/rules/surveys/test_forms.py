"""Forms as versioned data, answers, clocks of devices, answers beside the register."""

from datetime import UTC, datetime, timedelta

import pytest

from bedo.establishments.rules import codes
from bedo.surveys.rules import answers, clocks, forms, merging
from bedo.surveys.rules.kinds import KINDS


def test_every_kind_has_a_form_and_the_newest_is_taken():
    assert [form.kind for form in forms.newest()] == list(KINDS)


def test_codes_of_the_survey_are_those_of_the_register():
    survey = forms.find("khao_sat", 1)
    assert dict(survey.question("kind").options) == codes.KINDS
    assert dict(survey.question("sector").options).keys() == codes.SECTORS.keys()
    machines = {one.key: one for one in survey.question("machines").questions}
    assert dict(machines["condition"].options).keys() <= codes.CONDITIONS.keys()


def test_an_unknown_version_is_none():
    assert forms.find("khao_sat", 99) is None


QUESTION = {"key": "a", "type": "text", "label": "A"}


@pytest.mark.parametrize(
    "question",
    [
        {"type": "colour"}, {"colour": "red"}, {"type": "choice"}, {"options": [["a", "A"]]}, {"type": "group"},
        {"when": {"question": "later", "values": ["x"]}}, {"fresh": "perhaps"},
        {"type": "group", "questions": [{"key": "b", "type": "photo", "label": "B"}]},
    ],
)  # fmt: skip
def test_a_form_that_nobody_could_answer_is_refused(question):
    with pytest.raises(forms.BadForm):
        forms.parse(
            {
                "kind": "khao_sat",
                "version": 1,
                "title": "T",
                "sections": [{"title": "S", "questions": [{**QUESTION, **question}]}],
            }
        )


def test_a_key_stands_once():
    with pytest.raises(forms.BadForm):
        forms.parse(
            {
                "kind": "khao_sat",
                "version": 1,
                "title": "T",
                "sections": [{"title": "S", "questions": [QUESTION, QUESTION]}],
            }
        )


def _problems(given, photos=None, **more):
    return {one.key: one.sentence for one in answers.problems(forms.find("tien_do", 1), given, photos or {}, **more)}


def test_what_is_missing_or_out_of_its_limits_is_said():
    told = _problems({"done_percent": 101, "planned_percent": "x", "late": "cham", "spent": -5, "strange": 1})
    assert told == {
        "met": "Chưa trả lời.", "done_percent": "Phải từ 0 đến 100.", "planned_percent": "Phải là số nguyên.",
        "done_text": "Chưa trả lời.", "spent": "Phải từ 0 đến 1.000.000.000.000.000.", "difficulty": "Chưa trả lời.",
        "photos": "Cần ít nhất 1 ảnh.", "strange": "Phiếu không có câu hỏi này.",
    }  # fmt: skip


def test_a_question_that_was_not_asked_is_not_missed():
    given = {"met": "A", "done_percent": 5, "planned_percent": 5, "done_text": "B", "late": "kip"}
    assert _problems(given, {"photos": 2}) == {}


def test_a_new_establishment_needs_its_name_kind_and_place():
    survey = forms.find("khao_sat", 1)
    given = {"wants": "khong", "met": "A"}
    assert {one.key for one in answers.problems(survey, given, {}, fresh=True)} == {"name", "kind", "place"}
    assert answers.problems(survey, given, {}) == []


def test_answers_read_as_words():
    survey = forms.find("khao_sat", 1)
    given = {
        "kind": "hop_tac_xa",
        "workers": 1500,
        "revenue": 120000000,
        "products": [{"name": "Chè", "output": 12}],
        "position": {"lat": 22.1, "lon": 105},
    }
    told = {one.key: one.text for one in answers.lines(survey, given)}
    assert told == {
        "kind": "Hợp tác xã",
        "workers": "1.500 người",
        "revenue": "120.000.000 đ",
        "products": "1 dòng",
        "position": "22.10000, 105.00000",
    }


def test_answers_of_an_unknown_form_read_by_their_keys():
    assert [(one.key, one.text) for one in answers.lines(None, {"a": [1, {"b": 2}], "c": ""})] == [("a", "1, b: 2")]


@pytest.mark.parametrize(
    "value",
    [None, {}, {"lat": "x", "lon": 1}, {"lat": 91, "lon": 1}, {"lat": True, "lon": 1}, {"lat": float("nan"), "lon": 1}],
)
def test_no_place_on_earth(value):
    assert answers.position(value) is None


NOW = datetime(2026, 11, 27, 3, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("at", "device_now", "expected", "trusted", "says"),
    [
        (NOW - timedelta(hours=3), NOW, NOW - timedelta(hours=3), True, ""),
        (NOW - timedelta(days=20), NOW + timedelta(minutes=9), NOW - timedelta(days=20), True, ""),
        (NOW + timedelta(minutes=5), NOW, NOW, True, ""),
        (datetime(1970, 1, 1, 2, tzinfo=UTC), datetime(1970, 1, 1, 3, tzinfo=UTC), NOW - timedelta(hours=1), True, "lệch"),
        (NOW + timedelta(hours=7), NOW + timedelta(hours=8), NOW - timedelta(hours=1), True, "lệch"),
        (datetime(1970, 1, 1, tzinfo=UTC), NOW, NOW, False, "không dùng được"),
        (NOW + timedelta(days=2), NOW, NOW, False, "không dùng được"),
        (datetime(1970, 1, 1, tzinfo=UTC), None, NOW, False, "không dùng được"),
        (NOW - timedelta(days=401), NOW, NOW, False, "không dùng được"),
    ],
)  # fmt: skip
def test_when_a_visit_was_made(at, device_now, expected, trusted, says):
    told = clocks.told(at, device_now=device_now, received_at=NOW)
    assert (told.at, told.trusted) == (expected, trusted)
    assert says in told.sentence


@pytest.mark.parametrize(
    ("base", "stored", "visit", "known", "kind"),
    [
        (5, 5, 7, True, merging.CHANGE), (5, 6, 7, True, merging.CONFLICT), (5, 7, 7, True, merging.SAME),
        (None, None, 7, True, merging.NEW), (None, 6, 7, True, merging.CONFLICT), (None, 6, 7, False, merging.CONFLICT),
        ("", "", "x", True, merging.NEW), (5, None, 7, True, merging.NEW),
    ],
)  # fmt: skip
def test_an_answer_beside_the_register(base, stored, visit, known, kind):
    assert merging.beside("f", "F", base=base, stored=stored, visit=visit, known_base=known).kind == kind


def test_what_goes_into_the_register():
    rows = [
        merging.beside("a", "A", base=1, stored=1, visit=2),
        merging.beside("b", "B", base=1, stored=3, visit=2),
        merging.beside("c", "C", base=1, stored=2, visit=2),
    ]
    assert [row.field for row in merging.undecided(rows, {})] == ["b"]
    assert merging.taken(rows, {}) == {"a": 2}
    assert merging.taken(rows, {"a": merging.KEEP, "b": merging.TAKE}) == {"b": 2}
