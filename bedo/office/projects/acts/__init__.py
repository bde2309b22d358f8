"""The table of acts on one project: slug → words, right, states, form, service. The address is /de-an/<id>/lam/<slug>/."""

from bedo.office.projects.acting import Act
from bedo.office.projects.acts import appraisal, closing, details, dossier, money, progress, recovery, rolling

ACTS: dict[str, Act] = (
    dossier.ACTS
    | details.ACTS
    | appraisal.ACTS
    | money.ACTS
    | rolling.ACTS
    | progress.ACTS
    | closing.ACTS
    | recovery.ACTS
)

__all__ = ["ACTS"]
