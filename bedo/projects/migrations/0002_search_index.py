"""An index that totals are read from alone; on PostgreSQL also one for words within the search text."""

from django.db import migrations, models

NAME = "project_search"


def add_search_index(apps, schema_editor):
    """Trigrams serve “contains” (pg_trgm comes with Debian's server; a database owner may create it). SQLite scans its rows."""
    if schema_editor.connection.vendor != "postgresql":
        return
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_available_extensions WHERE name = 'pg_trgm'")
        if cursor.fetchone() is None:
            return
    table = schema_editor.quote_name(apps.get_model("projects", "Project")._meta.db_table)
    schema_editor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
    schema_editor.execute(f"CREATE INDEX IF NOT EXISTS {NAME} ON {table} USING gin (search_text gin_trgm_ops)")


def drop_search_index(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f"DROP INDEX IF EXISTS {NAME}")


class Migration(migrations.Migration):
    dependencies = [("projects", "0001_initial")]

    operations = [
        migrations.AddIndex(
            model_name="project",
            index=models.Index(
                fields=["province", "is_sample", "year", "due_on", "support", "counterpart", "total"],
                name="project_totals",
            ),
        ),
        migrations.RunPython(add_search_index, drop_search_index),
    ]
