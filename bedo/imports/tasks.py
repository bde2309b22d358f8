"""What the worker does for long lists."""

from __future__ import annotations

from django_tasks import task

from bedo.imports import services
from bedo.imports.models import READING, Import


@task
def look(import_id: int) -> None:
    """Read and match a large file. Run again after a killed worker it begins anew."""
    row = Import.objects.select_related("province").filter(pk=import_id, state=READING).first()
    if row is not None:
        services.look(row)
