"""The records of projects that papers are written of, and all their forms; registered when the application starts."""

from __future__ import annotations

from typing import Any

from bedo.documents.writing.forms import Subject, register, register_subject
from bedo.projects.models import Acceptance, ChangeRequest, Contract, HandOver, Project, RegistrationSet, Share, Wish
from bedo.projects.papers import (
    acceptance,
    appraisal,
    contracts,
    decisions,
    dossier,
    estimate,
    handover,
    progress,
    reconciliation,
    recovery,
    settlement,
    vouchers,
)
from bedo.projects.papers.common import project_of


def _of_projects(rows: Any, lookup: str) -> Any:
    return lambda user: rows().filter(**{f"{lookup}__in": Project.objects.visible_to(user)})


SUBJECTS = (
    Subject(
        "project", "Đề án", lambda user: Project.objects.visible_to(user).select_related("province", "place", "implementer"),
        lambda project: project.code, lambda project: project.province, lambda project: project.subject,
    ),
    Subject(
        "share", "Phần hỗ trợ",
        _of_projects(lambda: Share.objects.select_related("project__province", "project__place", "project__implementer", "establishment", "place"), "project"),
        lambda share: f"{share.project.code}, {share.label}", lambda share: share.project.province, lambda share: share.project.subject,
    ),
    Subject(
        "acceptance", "Biên bản nghiệm thu",
        _of_projects(
            lambda: Acceptance.objects.select_related("share__project__province", "share__project__implementer", "share__establishment"),
            "share__project",
        ),
        lambda minutes: f"{minutes.share.project.code}, {minutes.share.label}", lambda minutes: minutes.share.project.province,
        lambda minutes: minutes.share.project.subject,
    ),
    Subject(
        "contract", "Hợp đồng", lambda user: Contract.objects.visible_to(user).select_related("province").distinct(),
        lambda contract: f"hợp đồng {contract.number}", lambda contract: contract.province, lambda contract: project_of(contract).subject,
    ),
    Subject(
        "wish", "Nhu cầu", lambda user: Wish.objects.visible_to(user).select_related("province", "establishment"),
        lambda wish: wish.code, lambda wish: wish.province, lambda wish: wish.subject,
    ),
    Subject(
        "change", "Hồ sơ điều chỉnh", _of_projects(lambda: ChangeRequest.objects.select_related("project__province", "share__establishment"), "project"),
        lambda change: f"{change.project.code}, hồ sơ điều chỉnh {change.number}", lambda change: change.project.province,
        lambda change: change.project.subject,
    ),
    Subject(
        "registration", "Hồ sơ đăng ký với Cục", lambda user: RegistrationSet.objects.visible_to(user).select_related("province", "paper"),
        lambda found: f"đăng ký năm {found.year}", lambda found: found.province, lambda found: found.subject,
    ),
    Subject(
        "handover", "Lần bàn giao", lambda user: HandOver.objects.visible_to(user).select_related("province", "member", "recorded_by"),
        lambda found: f"bàn giao ngày {found.on:%d/%m/%Y}", lambda found: found.province, lambda found: found.subject,
    ),
)  # fmt: skip


def ready() -> None:
    """Register them; the same object twice is the same registration."""
    for subject in SUBJECTS:
        register_subject(subject)
    for module in (
        appraisal,
        dossier,
        estimate,
        contracts,
        progress,
        acceptance,
        settlement,
        vouchers,
        reconciliation,
        decisions,
        recovery,
        handover,
    ):
        register(*module.FORMS)
