"""Where the record of a paper has its page."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse

from bedo.documents.writing.forms import SUBJECTS
from bedo.projects.models import Acceptance, ChangeRequest, Contract, Share


@dataclass(frozen=True)
class RecordLink:
    """What the record is, and the address of its page ("" when it has none)."""

    words: str
    url: str


def record_link(kind: str, pk: int) -> RecordLink:
    """The link to the page of a record; its scope is asked there."""
    words = SUBJECTS[kind].words if kind in SUBJECTS else "Hồ sơ"
    if kind == "wish":
        return RecordLink(words, reverse("office:wishes:detail", args=[pk]))
    if kind == "plan":
        return RecordLink(words, reverse("office:planning:detail", args=[pk]))
    if kind == "handover":
        return RecordLink(words, reverse("office:network:handed", args=[pk]))
    project = _project(kind, pk)
    return RecordLink(words, reverse("office:projects:tab", args=[project, "van-ban"]) if project else "")


PROJECT_OF = {
    "share": (Share, "project_id"),
    "acceptance": (Acceptance, "share__project_id"),
    "change": (ChangeRequest, "project_id"),
    "contract": (Contract, "items__share__project_id"),
}


def _project(kind: str, pk: int) -> int | None:
    """The project that the record belongs to; None for a kind without one."""
    if kind not in PROJECT_OF:
        return pk if kind == "project" else None
    model, lookup = PROJECT_OF[kind]
    return model.objects.filter(pk=pk).values_list(lookup, flat=True).first()
