"""What a paper said when it was written refuses UPDATE and DELETE in the database itself."""

from django.db import migrations

from bedo.core.append_only import installer


class Migration(migrations.Migration):
    dependencies = [("documents", "0003_written_papers")]
    operations = [migrations.RunPython(installer("documents_writtenversion"), migrations.RunPython.noop)]
