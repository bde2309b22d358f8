"""Closed periods refuse UPDATE and DELETE in the database itself."""

from django.db import migrations

from bedo.core.append_only import installer


class Migration(migrations.Migration):
    dependencies = [("reports", "0003_closed_periods")]
    operations = [migrations.RunPython(installer("reports_closedperiod"), migrations.RunPython.noop)]
