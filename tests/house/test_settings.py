"""Every setting is written down, dates and amounts are read the Vietnamese way."""

import re
from datetime import date

import pytest
from django import forms
from django.utils import formats
from django.utils.translation import override

from bedo.core.fields import DongFormField
from tests.house.source import ROOT, texts

MADE_UP = {"BEDO_X", "BEDO_X_FILE", "BEDO_"}


def named(path):
    found = set(re.findall(r"\bBEDO_[A-Z_]*[A-Z]\b", texts()[path])) - MADE_UP
    return {name.removesuffix("_FILE") for name in found}


def used():
    places = [
        path
        for path in texts()
        if path.startswith(("bedo/", "scripts/", "tests/", "Makefile")) and not path.endswith(".md")
    ]
    return set().union(*map(named, places)) - {"BEDO_PG_DIR"}


def test_every_variable_is_in_the_page_of_settings():
    assert used() - named("docs/settings.md") == set()


def test_the_page_of_settings_names_nothing_else():
    assert named("docs/settings.md") - used() == set()


def test_other_pages_name_only_what_exists():
    pages = [path for path in texts() if path.startswith("docs/") or path == "README.md"]
    assert set().union(*map(named, pages)) - used() - {"BEDO_PG_DIR"} == set()


@pytest.mark.parametrize("typed", ["07/03/2025", "7/3/2025", "07-03-2025", "07.03.2025", "2025-03-07"])
def test_the_day_stands_before_the_month(typed):
    assert forms.DateField().clean(typed) == date(2025, 3, 7)


@pytest.mark.parametrize("typed", ["31/02/2025", "03/13/2025", "hôm nay"])
def test_days_that_do_not_exist_are_refused(typed):
    with pytest.raises(forms.ValidationError):
        forms.DateField().clean(typed)


def test_dates_are_written_day_first_and_numbers_are_not_grouped_in_addresses():
    with override("vi"):
        assert formats.date_format(date(2025, 3, 7)) == "07/03/2025"
        assert formats.localize(12345, use_l10n=True) == "12345"


def test_amounts_with_dots_are_whole_dong():
    assert DongFormField().clean("1.500") == 1500
    assert DongFormField().clean("23.615.149.080") == 23_615_149_080


def test_scripts_run_and_targets_exist():
    makefile = texts()["Makefile"]
    targets = set(re.findall(r"^([a-z-]+):", makefile, re.M))
    assert {"run", "test", "check", "install", "install-dev", "docs", "fmt"} <= targets
    for name in re.findall(r"scripts/[a-z_]+\.sh", makefile + texts()["scripts/test.sh"] + texts()["scripts/check.sh"]):
        assert (ROOT / name).stat().st_mode & 0o111, name
    assert (ROOT / ".ci" / "run").stat().st_mode & 0o111
    assert "make test" in texts()[".ci/run"]
