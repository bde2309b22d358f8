"""Sent reports refuse UPDATE and DELETE in the database itself."""

from django.db import migrations

from bedo.core.append_only import installer


class Migration(migrations.Migration):
    dependencies = [("reports", "0007_sent_reports")]
    operations = [migrations.RunPython(installer("reports_sentreport"), migrations.RunPython.noop)]
