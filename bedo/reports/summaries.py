"""Sums over transfers and projects that the database keeps itself: triggers add every change in the transaction that makes it,
whoever makes it. `rebuild` makes them anew from the records, `differences` compares. ADR 0016.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.db import connection, transaction

AMOUNTS = {"support": "supports", "counterpart": "counterparts", "total": "totals"}
"""Amount of a project → how many have one."""
KEYS = {
    "reports_moneysum": ("tenant", "year", "fund", "content", "source", "target", "is_back"),
    "reports_projectsum": ("tenant", "year", "track", "fund", "content", "kind", "state"),
}
SUMS = {
    "reports_moneysum": ("amount", "records"),
    "reports_projectsum": ("records", *(name for pair in AMOUNTS.items() for name in pair)),
}
CONTENT = """COALESCE((SELECT p.content FROM projects_project p WHERE p.id =
    CASE WHEN x."group" LIKE 'project:%' THEN CAST(SUBSTR(x."group", 9) AS bigint) END), '')"""
MONEY = """SELECT COALESCE(x.province_id, 0) AS tenant, l.year AS year, l.fund AS fund, {content} AS content,
    s.stage AS source, t.stage AS target, (x.kind = 'reverse') AS is_back,
    {sign}SUM(x.amount) AS amount, {sign}COUNT(*) AS records
    FROM ledger_transfer x JOIN ledger_budgetline l ON l.id = x.line_id
    JOIN ledger_account s ON s.id = x.source_id JOIN ledger_account t ON t.id = x.target_id
    WHERE {where} GROUP BY 1, 2, 3, 4, 5, 6, 7"""
PROJECT_KEY = (
    "{row}.province_id, COALESCE({row}.year, 0), {row}.track, {row}.fund, {row}.content, {row}.kind, {row}.state"
)
WATCHED = ("province_id", "year", "track", "fund", "content", "kind", "state", *AMOUNTS)
"""Columns of a project of which its sums depend."""


def _of_project(row: str, sign: str = "") -> str:
    """What one project adds; `row`: NEW or OLD."""
    sums = [f"{sign}1"]
    for name in AMOUNTS:
        sums += [f"{sign}COALESCE({row}.{name}, 0)", f"{sign}(CASE WHEN {row}.{name} IS NULL THEN 0 ELSE 1 END)"]
    return f"SELECT {PROJECT_KEY.format(row=row)}, {', '.join(sums)}"


def _all_projects() -> str:
    sums = ", ".join(f"COALESCE(SUM(p.{name}), 0), COUNT(p.{name})" for name in AMOUNTS)
    return (
        f"SELECT {PROJECT_KEY.format(row='p')}, COUNT(*), {sums} FROM projects_project p GROUP BY 1, 2, 3, 4, 5, 6, 7"  # noqa: S608 - our names
    )


def _all_money() -> str:
    return MONEY.format(content=CONTENT, sign="", where="true")


def _add(table: str, rows: str) -> str:
    """Add rows to the sums of a table; each key at most once among them."""
    key, sums = KEYS[table], SUMS[table]
    more = ", ".join(f"{name} = {table}.{name} + excluded.{name}" for name in sums)
    names = ", ".join(key + sums)
    return f"INSERT INTO {table} ({names}) SELECT * FROM ({rows}) AS added WHERE true ON CONFLICT ({', '.join(key)}) DO UPDATE SET {more}"  # noqa: S608 - our names


def _triggers() -> list[tuple[str, str, str, list[str]]]:
    """Name, event and table, condition ("" none), what is done."""
    money, projects = KEYS
    differs = " OR ".join(f"OLD.{name} IS DISTINCT FROM NEW.{name}" for name in WATCHED)
    its = """x."group" = 'project:' || NEW.id"""
    moved = [MONEY.format(content=f"{row}.content", sign=sign, where=its) for row, sign in (("OLD", "-"), ("NEW", ""))]
    less, more = _add(projects, _of_project("OLD", "-")), _add(projects, _of_project("NEW"))
    written = _add(money, MONEY.format(content=CONTENT, sign="", where="x.id = NEW.id"))
    return [
        ("sum_transfer", "INSERT ON ledger_transfer", "", [written]),
        ("sum_project", "INSERT ON projects_project", "", [more]),
        ("sum_project_gone", "DELETE ON projects_project", "", [less]),
        ("sum_project_changed", "UPDATE ON projects_project", differs, [less, more]),
        (
            "sum_content",
            "UPDATE ON projects_project",
            "OLD.content <> NEW.content",
            [_add(money, one) for one in moved],
        ),
    ]


def install(apps, schema_editor) -> None:
    """For migrations.RunPython: the triggers, and the sums of what is there already."""
    for name, event, condition, acts in _triggers():
        when = f" WHEN ({condition})" if condition else ""
        body = "; ".join(acts)
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(
                f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body}; RETURN NULL; END $$",
                None,
            )
            schema_editor.execute(
                f"CREATE TRIGGER {name} AFTER {event} FOR EACH ROW{when} EXECUTE FUNCTION {name}()", None
            )
        else:
            schema_editor.execute(f"CREATE TRIGGER {name} AFTER {event} FOR EACH ROW{when} BEGIN {body}; END", None)
    for sql in _anew():
        schema_editor.execute(sql, None)


def _anew() -> list[str]:
    money, projects = KEYS
    return [
        *(f"DELETE FROM {table}" for table in KEYS),  # noqa: S608 - our names
        _add(money, _all_money()),
        _add(projects, _all_projects()),
    ]


def rebuild() -> None:
    """Make all sums anew from the records. On PostgreSQL writers wait until it is done."""
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("LOCK TABLE ledger_transfer, projects_project IN SHARE MODE")
        for sql in _anew():
            cursor.execute(sql)


def differences() -> Iterator[str]:
    """A sentence for each key whose sums are not those of its records."""
    for table, rows in zip(KEYS, (_all_money(), _all_projects()), strict=True):
        key, sums = KEYS[table], SUMS[table]
        kept, real = _read(f"SELECT {', '.join(key + sums)} FROM {table}", len(key)), _read(rows, len(key))  # noqa: S608 - our names
        for one in sorted({*kept, *real}, key=str):
            if kept.get(one, (0,) * len(sums)) != real.get(one, (0,) * len(sums)):
                yield f"Bảng cộng {table}, {one}: đang giữ {kept.get(one)}, các bản ghi cộng lại {real.get(one)}."


def _read(sql: str, length: int) -> dict[tuple, tuple[int, ...]]:
    """Key (the first `length` columns) → sums."""
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return {row[:length]: tuple(int(value) for value in row[length:]) for row in cursor.fetchall()}
