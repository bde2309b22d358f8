"""`bedo amount` and `bedo words`: what they print, their exit status, Vietnamese whatever the terminal."""

import io
import json
import subprocess
import sys

import pytest

from bedo.config.cli import main

EXACT = {"kind": "money", "value": 1290000000, "min": None, "max": None, "qualifier": "exact"}
REFUSED = {"kind": "not_money", "value": None, "min": None, "max": None, "qualifier": None}


@pytest.fixture
def typed(monkeypatch):
    """Puts text on standard input."""
    return lambda text: monkeypatch.setattr("sys.stdin", io.StringIO(text))


def test_an_amount_is_one_json_object(capsys):
    assert main(["amount", "1,290 tỷ đồng"]) == 0
    out, err = capsys.readouterr()
    assert out == '{"kind": "money", "value": 1290000000, "min": null, "max": null, "qualifier": "exact"}\n'
    assert err == ""


@pytest.mark.parametrize("text", ["còn lại", "-300tr", "-300.000", ""])
def test_what_is_no_amount_is_found_wrong(capsys, text):
    assert main(["amount", text]) == 1
    assert json.loads(capsys.readouterr().out) == REFUSED


def test_every_line_of_input_gets_one_line(capsys, typed):
    typed("1,290 tỷ đồng\n\ncòn lại\n5-7 triệu\n")
    assert main(["amount", "-"]) == 1
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert lines[:3] == [EXACT, REFUSED, REFUSED]
    assert (lines[3]["min"], lines[3]["max"], lines[3]["value"]) == (5_000_000, 7_000_000, None)


def test_lines_that_are_all_amounts_exit_0(typed):
    typed("1 tỷ\n2 tỷ\n")
    assert main(["amount", "-"]) == 0


def test_words_prints_the_sentence(capsys):
    assert main(["words", "23615149080"]) == 0
    assert capsys.readouterr().out == (
        "Hai mươi ba tỷ sáu trăm mười lăm triệu một trăm bốn mươi chín nghìn không trăm tám mươi đồng\n"
    )


def test_words_refuses_what_is_no_exact_amount(capsys):
    assert main(["words", "khoảng 5 triệu"]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert "không phải số tiền cụ thể" in err


def test_words_reads_lines_and_names_the_wrong_one(capsys, typed):
    typed("1000\nabc\n2000\n")
    assert main(["words", "-"]) == 2
    out, err = capsys.readouterr()
    assert out.split("\n") == ["Một nghìn đồng", "", "Hai nghìn đồng", ""]
    assert err.startswith("Dòng 2:")


def test_words_as_json(capsys):
    assert main(["words", "--json", "1000"]) == 0
    assert json.loads(capsys.readouterr().out) == {"value": 1000, "words": "Một nghìn đồng"}


@pytest.mark.parametrize("verb", ["amount", "words"])
def test_no_english_word_of_argparse_is_left_in_a_verbs_help(capsys, verb):
    with pytest.raises(SystemExit) as stop:
        main([verb, "--help"])
    assert stop.value.code == 0
    out = capsys.readouterr().out
    assert "cách dùng:" in out
    assert not any(english in out for english in ("usage", "options", "arguments", "show this"))


@pytest.mark.parametrize(
    ("argv", "sentence"),
    [(["amount"], "Lệnh chưa đúng: thiếu SỐ_TIỀN"), (["words", "--nope", "1"], "Lệnh chưa đúng: không hiểu --nope")],
)
def test_a_wrong_call_is_explained_with_exit_2(capsys, argv, sentence):
    with pytest.raises(SystemExit) as stop:
        main(argv)
    assert stop.value.code == 2
    assert sentence in capsys.readouterr().err


def test_a_terminal_of_another_language_gets_utf_8():
    env = {"PATH": "", "LC_ALL": "POSIX", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"}
    command = [sys.executable, "-m", "bedo.config.cli", "words", "-"]
    done = subprocess.run(command, input="ba trăm triệu\n".encode(), capture_output=True, env=env, check=False)
    assert (done.returncode, done.stdout.decode()) == (0, "Ba trăm triệu đồng\n")


def test_no_verb_prints_the_help(capsys):
    assert main([]) == 0
    assert "cách dùng: bedo <lệnh>" in capsys.readouterr().out
