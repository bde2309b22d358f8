"""Templates keep the strict content security policy and show what they need."""

import re

import pytest

from tests.house.source import ROOT, templates

PAGES = [path for path in templates() if not path.endswith(".txt")]
BARE = re.compile(r"{%\s*comment.*?endcomment\s*%}|{#.*?#}", re.S)


def body(path):
    return BARE.sub("", templates()[path])


TAGS = re.compile(r"{%.*?%}|{{.*?}}", re.S)


@pytest.mark.parametrize("path", PAGES)
def test_nothing_inline(path):
    text = TAGS.sub("", body(path))
    assert re.findall(r"<[^>]*\sstyle\s*=", text) == []
    assert re.findall(r"<style\b", text) == []
    assert re.findall(r"<[^>]*\son[a-z]+\s*=", text) == []
    assert re.findall(r"<script(?![^>]*\bsrc=)[^>]*>", text) == []
    assert re.findall(r"javascript:", text, re.I) == []


@pytest.mark.parametrize("path", PAGES)
def test_includes_say_what_they_need(path):
    includes = re.findall(r"{%\s*include\s[^%]*%}", body(path))
    assert [tag for tag in includes if not re.search(r"\bonly\s*%}$", tag)] == []


@pytest.mark.parametrize("path", PAGES)
def test_nothing_comes_from_another_host(path):
    text = body(path)
    assert re.findall(r"<(?:script|img|link|iframe|source|use)\b[^>]*(?:src|href)=[\"'](?:https?:)?//", text) == []


@pytest.mark.parametrize("path", PAGES)
def test_no_escape_is_switched_off(path):
    assert re.findall(r"\|\s*safe\b|autoescape\s+off", body(path)) == []


def test_every_form_that_posts_carries_its_token():
    wrong = []
    for path in PAGES:
        for form in re.findall(r"<form\b.*?</form>", body(path), re.S):
            if re.search(r"method=[\"']post", form, re.I) and "csrf_token" not in form:
                wrong.append(path)
    assert wrong == []


def test_scripts_have_no_eval_and_styles_no_other_host():
    shell = ROOT / "bedo" / "office" / "shell" / "static" / "bedo"
    for path in shell.glob("*.js"):
        assert re.findall(r"\beval\(|new Function\(|document\.write\(", path.read_text("utf-8")) == [], path.name
    for path in shell.glob("*.css"):
        assert re.findall(r"url\([\"']?(?:https?:)?//|@import", path.read_text("utf-8")) == [], path.name
