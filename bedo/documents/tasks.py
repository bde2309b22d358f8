"""What the worker does for papers."""

from __future__ import annotations

from django_tasks import task

from bedo.core.moves import Refused
from bedo.documents import runs
from bedo.documents.models import WritingRun


@task
def write_many(run_id: int) -> None:
    """Write the papers of a run. Run again after a killed worker it begins anew and finds the drafts that are there."""
    run = WritingRun.objects.select_related("asked_by", "province").filter(pk=run_id).first()
    if run is None or run.state not in ("waiting", "running"):
        return
    try:
        runs.carry_out(run)
    except Refused as refusal:
        runs.failed(run, refusal.sentence)
