"""How long the table by province × year × content takes against reading the tables of sums it comes from, and the sums against
the raw SQL to the đồng.

python -m bench.summing   prints one JSON object; the database is that of the environment (bedo scale).
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import time
from typing import Any

from bench.report import Figure
from bench.servers import PYTHON, ROOT

ROUNDS = 9


def figures(env: dict[str, str]) -> list[Figure]:
    """On the database of the environment."""
    words = [PYTHON, "-m", "bench.summing"]
    done = subprocess.run(words, env=env, cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        raise SystemExit(f"bench.summing: {done.stderr[-2000:]}")
    told = json.loads(done.stdout)
    return [
        Figure("G8", "sums: SQL of province × year × content", told["crossed"] / told["read"], 2, "× reading the sums"),
        Figure("G8", "sums: the same from the transfers", told["raw"] / told["crossed"], None, "× slower"),
        Figure("G8", "sums: away from the raw SQL", told["away"], 0, "đồng"),
        Figure("G8", "sums: transfers added up", told["transfers"], None, "transfers"),
    ]


def _timed(sql: str, params: Any = ()) -> tuple[float, list[tuple]]:
    """Median seconds, the rows."""
    from django.db import connection

    times = []
    with connection.cursor() as cursor:
        for _ in range(ROUNDS):
            start = time.perf_counter()
            cursor.execute(sql, params)
            rows = cursor.fetchall()
            times.append(time.perf_counter() - start)
    return statistics.median(times), rows


def main() -> dict[str, Any]:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bedo.config.settings")
    import django

    django.setup()
    from bedo.ledger.models import Transfer
    from bedo.reports.figures import REGISTRY, Where
    from bedo.reports.figures.crossing import sums_by
    from bedo.reports.models import MoneySum

    own = [REGISTRY[code] for code in ("money_planned", "money_contracted", "money_advanced", "money_settled")]
    crossed, rows = _timed(*sums_by(own, ["tenant", "year", "content"], Where(), None).query.sql_with_params())
    read, _ = _timed(
        *MoneySum.objects.values_list("tenant", "year", "content", "source", "target", "amount").query.sql_with_params()
    )
    raw, real = _timed(RAW)
    settled = {row[:3]: int(row[-1]) for row in rows if row[-1]}
    away = sum(abs(settled.get(row[:3], 0) - int(row[3])) for row in real)
    away += sum(amount for key, amount in settled.items() if key not in {row[:3] for row in real})
    return {"crossed": crossed, "read": read, "raw": raw, "away": away, "transfers": Transfer.objects.count()}


RAW = """SELECT COALESCE(x.province_id, 0), l.year, COALESCE(p.content, ''),
    SUM(CASE WHEN x.kind = 'reverse' AND s.stage = 'settled' THEN -x.amount ELSE x.amount END)
    FROM ledger_transfer x JOIN ledger_budgetline l ON l.id = x.line_id
    JOIN ledger_account s ON s.id = x.source_id JOIN ledger_account t ON t.id = x.target_id
    LEFT JOIN projects_project p ON p.id = CASE WHEN x."group" LIKE 'project:%' THEN CAST(SUBSTR(x."group", 9) AS bigint) END
    WHERE (s.stage = 'advanced' AND t.stage = 'settled') OR (x.kind = 'reverse' AND s.stage = 'settled' AND t.stage = 'advanced')
    GROUP BY 1, 2, 3"""


if __name__ == "__main__":
    print(json.dumps(main()))
