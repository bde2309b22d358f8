import pytest

from bedo.config import cli
from bedo.core.text import fold

VERBS = cli.verbs()


def test_help_names_every_verb(capsys):
    assert cli.main(["--help"]) == 0
    shown = capsys.readouterr().out
    assert all(f"  {name} " in shown for name in VERBS)


@pytest.mark.parametrize("verb", VERBS.values(), ids=VERBS)
def test_every_verb_explains_itself_in_vietnamese(verb):
    assert fold(verb.help) != verb.help.lower()


def test_unknown_verb_is_told(capsys):
    assert cli.main(["bay"]) == 2
    assert "bay" in capsys.readouterr().err


def test_missing_argument_is_told_in_vietnamese(empty_home):
    status, out, err = empty_home.bedo("backup")
    assert (status, out) == (2, "")
    assert "thiếu TỆP" in err
    assert "required" not in err
