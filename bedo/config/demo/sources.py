"""The shipped files of published figures, read as they are; file names of articles become citations."""

from __future__ import annotations

import csv
import json
from functools import lru_cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parent / "data"


def rows(name: str) -> list[dict[str, str]]:
    """The rows of a CSV file as texts; blank stays blank."""
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        return [{key: (value or "").strip() for key, value in row.items()} for row in csv.DictReader(file)]


def facts() -> list[dict[str, Any]]:
    """The figures of the five articles."""
    return json.loads((FOLDER / "seed_facts.json").read_text(encoding="utf-8"))["facts"]


def cite(source: str) -> list[str]:
    """Addresses of a row's pages; an article without an address is cited by title, day and publisher."""
    return [_articles().get(part.strip(), part.strip()) for part in source.split(" ; ") if part.strip()]


@lru_cache(maxsize=1)
def _articles() -> dict[str, str]:
    return {row["file"]: _citation(row) for row in rows("articles.csv")}


def _citation(article: dict[str, str]) -> str:
    parts = (f"Bài báo “{article['title']}”", article["publisher"], article["published"])
    return ", ".join(part for part in parts if part)


def number(text: str) -> int | None:
    """A whole number of the file; None where nothing was printed."""
    return int(text) if text else None
