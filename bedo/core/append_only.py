"""Triggers that refuse UPDATE and DELETE on a table, for both databases; called from migrations."""


def statements(vendor: str, table: str) -> list[str]:
    """The SQL that makes `table` append-only."""
    if vendor == "postgresql":
        return [
            f"CREATE FUNCTION {table}_ro() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'append-only'; END $$",
            f"CREATE TRIGGER {table}_ro BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION {table}_ro()",
            f"CREATE TRIGGER {table}_rt BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION {table}_ro()",
        ]
    return [
        f"CREATE TRIGGER {table}_no_{op.lower()} BEFORE {op} ON {table} BEGIN SELECT RAISE(ABORT,'append-only'); END"
        for op in ("UPDATE", "DELETE")
    ]


def installer(table: str):
    """A function for migrations.RunPython that installs the triggers on `table`."""

    def install(apps, schema_editor):
        for sql in statements(schema_editor.connection.vendor, table):
            schema_editor.execute(sql)

    return install
