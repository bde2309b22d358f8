"""How fast a list comes in, against the raw way of the same run: the workbook read, its cells checked for their type, and written
to the same three tables (establishments, projects, shares) with executemany or COPY. Each measured in a process of its own.

python -m bench.importing speed|memory ROWS   prints one JSON object; the database is that of the environment (bedo scale).
"""

from __future__ import annotations

import io
import json
import os
import random
import resource
import statistics
import subprocess
import sys
import time
from typing import Any

from bench.report import Figure
from bench.servers import PYTHON, ROOT

ROWS, MANY, ROUNDS = 10_000, 100_000, 3
PROVINCE, OFFICER = "08", "canbo1.08"
HEADS = (
    "TT", "Tên đề án", "Đơn vị thụ hưởng", "Xã", "Năm", "Kinh phí hỗ trợ (đồng)", "Vốn đối ứng (đồng)", "Tổng kinh phí (đồng)", "Cấp",
)  # fmt: skip


def figures(env: dict[str, str]) -> list[Figure]:
    """Speed of 10,000 rows and memory of 100,000, on the database of the environment."""
    speed = _run(env, "speed", ROWS)
    memory = _run(env, "memory", MANY)
    return [
        Figure("G10", "import 10,000 rows, all steps", speed["raw"] / speed["ours"], 0.2, "× raw rows/s", least=True),
        *(Figure("G10", f"import: {step}", seconds, None, "s") for step, seconds in speed["steps"].items()),
        Figure("G10", "raw: read, typed checks, written", speed["raw"], None, "s"),
        Figure("G13", "import 100,000 rows: peak above idle", memory["peak"] - memory["idle"], 450, "MB"),
    ]


def _run(env: dict[str, str], what: str, rows: int) -> dict[str, Any]:
    words = [PYTHON, "-m", "bench.importing", what, str(rows)]
    done = subprocess.run(words, env=env, cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        raise SystemExit(f"bench.importing: {done.stderr[-2000:]}")
    return json.loads(done.stdout)


# --- inside the process ------------------------------------------------------------------------------------------


def workbook(rows: int, communes: list[str]) -> bytes:
    """A list as offices keep them: a title, a header, one project with its establishment a row."""
    import xlsxwriter

    pick, page = random.Random(5), io.BytesIO()  # noqa: S311 - made-up figures
    book = xlsxwriter.Workbook(page, {"constant_memory": True})
    sheet = book.add_worksheet("Danh sách")
    sheet.write_row(0, 0, ["DANH SÁCH ĐỀ ÁN KHUYẾN CÔNG"])
    sheet.write_row(1, 0, HEADS)
    for number in range(1, rows + 1):
        support, own = pick.randrange(50, 400) * 1_000_000, pick.randrange(50, 900) * 1_000_000
        title, firm = f"Hỗ trợ ứng dụng máy móc sản xuất chè số {number}", f"HTX Sản xuất {number}"
        year = pick.randint(2015, 2026)
        line = [number, title, firm, pick.choice(communes), year, support, own, support + own, "địa phương"]
        sheet.write_row(number + 1, 0, line)
    book.close()
    return page.getvalue()


class Trial:
    """One province of a filled database; everything written is taken back."""

    def __init__(self, rows: int):
        from bedo.accounts.models import User
        from bedo.places.known import the_map
        from bedo.places.models import Unit

        self.province = Unit.objects.provinces().current().get(code=PROVINCE)
        self.officer = User.objects.get(username=OFFICER)
        units = the_map()
        below = [units.units[pk] for pk in units.within(self.province.pk)]
        self.communes = [one for one in below if one.level == 3 and one.valid_to is None]
        self.content = workbook(rows, [one.label for one in self.communes])
        self.rows = rows

    def ours(self) -> dict[str, float]:
        """Seconds of each step, as the pages take them."""
        from django.db import transaction

        from bedo.core.clock import today
        from bedo.imports import services

        with transaction.atomic():
            marks = [time.perf_counter()]
            row = services.bring(province=self.province, name="danh-sach.xlsx", content=self.content, by=self.officer)
            row = services.look(row)
            marks.append(time.perf_counter())
            done = services.commit(row=row, version=row.version, by=self.officer, today=today())
            marks.append(time.perf_counter())
            transaction.set_rollback(True)
        if done.projects != self.rows:
            raise SystemExit(f"{done.projects} of {self.rows} rows came in: {row.counts} {row.error}")
        return {"read, matched, previewed": marks[1] - marks[0], "committed": marks[2] - marks[1]}

    def raw(self) -> float:
        """Seconds of the bare way."""
        from django.db import transaction

        from bedo.core import bulk

        with transaction.atomic():
            start = time.perf_counter()
            rows = self._checked()
            for table, columns, values in self._tables(rows):
                bulk.write(table, columns, values)
            end = time.perf_counter()
            transaction.set_rollback(True)
        return end - start

    def _checked(self) -> list[list[Any]]:
        from python_calamine import CalamineWorkbook

        sheet = CalamineWorkbook.from_filelike(io.BytesIO(self.content)).get_sheet_by_index(0).to_python()[2:]
        found = []
        for row in sheet:
            year, support, own, total = (int(value) for value in row[4:8])
            if not row[1] or len(row[1]) > 300 or not row[2] or min(support, own) < 0 or support + own != total:
                raise ValueError(row)
            found.append([row[1], row[2], row[3], year, support, own, total])
        return found

    def _tables(self, rows: list[list[Any]]) -> list[tuple[str, list[str], list[tuple[Any, ...]]]]:
        """The same rows as records of the same tables, every column that must not be empty filled with what stands there."""
        from bedo.core import bulk
        from bedo.establishments.models import Establishment
        from bedo.projects.models import Project, Share

        places = {one.label: one.pk for one in self.communes}
        ids = {model: bulk.new_ids(model, len(rows)) for model in (Establishment, Project, Share)}
        found = []
        for model, make in ((Establishment, self._firm), (Project, self._project), (Share, self._share)):
            fields = [one for one in model._meta.local_concrete_fields if not one.primary_key]
            blank = _blank(fields)
            lines = []
            for number, row in enumerate(rows):
                own = make(row, number, places[row[2]], ids)
                lines.append((ids[model][number], *({**blank, **own}.values())))
            found.append((model._meta.db_table, [model._meta.pk.column, *(one.column for one in fields)], lines))
        return found

    def _firm(self, row, number, place, ids):
        return {
            "province_id": self.province.pk,
            "place_id": place,
            "place_now_id": place,
            "kind": "hop_tac_xa",
            "name": row[1],
        }

    def _project(self, row, number, place, ids):
        return {
            "province_id": self.province.pk, "place_id": place, "place_now_id": place, "code": f"RAW-{number}", "title": row[0], "track": "local",
            "kind": "single", "content": "THUONG_HIEU", "fund": "kcdp", "state": "planned", "year": row[3], "support": row[4],
            "counterpart": row[5], "total": row[6], "beneficiary_names": row[1], "source_url": "raw",
        }  # fmt: skip

    def _share(self, row, number, place, ids):
        from bedo.establishments.models import Establishment
        from bedo.projects.models import Project

        return {
            "project_id": ids[Project][number], "establishment_id": ids[Establishment][number], "place_id": place, "number": 1,
            "role": "beneficiary", "support": row[4], "counterpart": row[5], "total": row[6],
        }  # fmt: skip


def _blank(fields) -> dict[str, Any]:
    """A value for every column: its default, the moment, nothing."""
    from django.db import connection
    from django.utils import timezone

    found = {}
    for one in fields:
        value = one.get_default()
        if value is None and not one.null and one.get_internal_type() == "DateTimeField":
            value = timezone.now()
        found[one.attname] = None if value is None else one.get_db_prep_save(value, connection)
    return found


def _peak_mb() -> float:
    """The most that this process and those it started ever held."""
    own, others = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    return (own.ru_maxrss + others.ru_maxrss) / 1024


def main(what: str, rows: int) -> dict[str, Any]:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bedo.config.settings")
    import django

    django.setup()
    trial = Trial(rows)
    if what == "memory":
        idle = _peak_mb()
        steps = trial.ours()
        return {"idle": idle, "peak": _peak_mb(), "steps": steps}
    trial.raw()
    rounds = [(trial.raw(), trial.ours()) for _ in range(ROUNDS)]
    raw = statistics.median(one for one, _ in rounds)
    steps = {step: statistics.median(steps[step] for _, steps in rounds) for step in rounds[0][1]}
    return {"raw": raw, "ours": statistics.median(sum(one.values()) for _, one in rounds), "steps": steps}


if __name__ == "__main__":
    print(json.dumps(main(sys.argv[1], int(sys.argv[2]))))
