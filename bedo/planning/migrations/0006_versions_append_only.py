"""The old columns of the opinion go; versions refuse UPDATE and DELETE in the database itself."""

from django.db import migrations

from bedo.core.append_only import installer


class Migration(migrations.Migration):
    dependencies = [("planning", "0005_move_opinions")]
    operations = [
        migrations.RemoveField("yearplan", "opinion"),
        migrations.RemoveField("yearplan", "opinion_agrees"),
        migrations.RemoveField("yearplan", "opinion_by"),
        migrations.RemoveField("yearplan", "opinion_on"),
        migrations.RunPython(installer("planning_planversion"), migrations.RunPython.noop),
    ]
