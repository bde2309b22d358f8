"""The log refuses UPDATE and DELETE in the database itself."""

from django.db import migrations

from bedo.core.append_only import installer


class Migration(migrations.Migration):
    dependencies = [("core", "0001_initial")]
    operations = [migrations.RunPython(installer("core_logentry"), migrations.RunPython.noop)]
