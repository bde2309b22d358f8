"""The raw rows of the published files, read without any code of bedo."""

import csv
import json
from pathlib import Path

import bedo.config.demo

FOLDER = Path(bedo.config.demo.__file__).parent / "data"


def rows(name):
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def projects():
    return {row["project_key"]: row for row in rows("projects_real.csv") if row["row_kind"] == "project"}


def members():
    return [row for row in rows("projects_real.csv") if row["row_kind"] == "group_member"]


def results():
    return rows("annual_results.csv")


def facts():
    return json.loads((FOLDER / "seed_facts.json").read_text(encoding="utf-8"))["facts"]


def money(text):
    return int(text) if text else None
