"""What lies in the repository: fresh generated pages, committed assets as they were, nothing of anybody's own machine."""

import hashlib
import re
import unicodedata

import pytest

from bedo.config import docs
from tests.house.source import ROOT, texts

SUMS = sorted((ROOT / "bedo").rglob("SHA256SUMS"))


@pytest.mark.parametrize("name", docs.PAGES)
def test_generated_pages_are_fresh(name):
    assert (ROOT / "docs" / name).read_text("utf-8") == docs.PAGES[name](), "make docs"


def test_there_are_committed_assets():
    assert SUMS


@pytest.mark.parametrize("sums", SUMS, ids=lambda path: str(path.parent.relative_to(ROOT)))
def test_committed_assets_are_as_they_were(sums):
    listed = dict(reversed(line.split(maxsplit=1)) for line in sums.read_text("utf-8").splitlines() if line.strip())
    listed = {name.lstrip("*").removeprefix("./"): digest for name, digest in listed.items()}
    here = {str(path.relative_to(sums.parent)) for path in sums.parent.rglob("*") if path.is_file() and path != sums}
    assert here == set(listed)
    for name, digest in listed.items():
        assert hashlib.sha256((sums.parent / name).read_bytes()).hexdigest() == digest, name


def test_no_path_of_a_machine():
    foreign = re.compile(
        r"(?<![\w.])/(?:wo" + r"rk|home|root|Users)/|\bsha" + r"red/(?:look|domain|data|snippets|design|style)"
    )
    wrong = [path for path, text in texts().items() if foreign.search(text)]
    assert wrong == []


def test_no_address_of_a_package_index():
    wrong = [
        path for path in texts() if path.startswith("requirements") and re.search(r"index-url|https?://", texts()[path])
    ]
    assert wrong == []
    assert not (ROOT / "uv.lock").exists()


def test_requirements_are_pinned_with_hashes():
    for name in ("requirements.txt", "requirements-dev.txt"):
        lines = [line for line in texts()[name].splitlines() if re.match(r"[a-z]", line)]
        assert all(re.match(r"[\w.\[\],-]+==\S+.*\\$", line) for line in lines), name
        assert texts()[name].count("--hash=sha256:") >= len(lines)


def test_texts_are_composed():
    """Decomposed letters look the same and are not found by a search."""
    sample = {"tests/"}
    wrong = [
        path
        for path, text in texts().items()
        if not path.startswith(tuple(sample)) and not unicodedata.is_normalized("NFC", text)
    ]
    assert wrong == []


def test_a_todo_names_its_issue():
    todo = re.compile(r"#\s*(?:TODO|FIXME|XXX)\b(?!.*#\d+)")
    assert [path for path, text in texts().items() if path.endswith(".py") and todo.search(text)] == []
