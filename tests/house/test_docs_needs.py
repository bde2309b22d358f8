"""docs/needs.md points only to tests that exist."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_every_test_named_in_the_needs_exists():
    named = re.findall(r"`(tests/[\w/]+\.py)`", (ROOT / "docs" / "needs.md").read_text(encoding="utf-8"))
    assert named
    assert [name for name in named if not (ROOT / name).exists()] == []
