"""What a decider sees before the button: what the dossier rests on, what a settlement moves, who carries how much."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Q

from bedo.accounts.models import User
from bedo.core.types import Dong
from bedo.ledger import queries as ledger
from bedo.office.projects.forms.base import officers
from bedo.office.projects.scene import Scene
from bedo.projects import facts, queries
from bedo.projects.models import Share
from bedo.projects.rules import states as s


@dataclass(frozen=True)
class Moves:
    """One share of the contract: what was agreed, accepted, proven, paid and asked, and where the money goes as asked."""

    share: Share
    accepted: Dong
    vouchers: Dong
    paid: Dong
    unpaid: Dong
    asked: Dong

    @property
    def back(self) -> Dong:
        return Dong(max(self.paid - self.asked, 0))

    @property
    def short(self) -> Dong:
        """Asked but not yet paid: it must be paid before it can be settled."""
        return Dong(max(self.asked - self.paid, 0))


def settlement_moves(scene: Scene) -> list[Moves]:
    """Every share of the contract as the settlement would leave it if it is decided as asked."""
    found = []
    for share, asked in scene.contract_amounts("settled_"):
        reading = facts.ShareReading(share, scene.today)
        held = ledger.stages_of_holders([share.holder])[share.holder]
        amounts = (reading.support, reading.vouchers_of_fund, held["advanced"], held["contracted"], asked or Dong(0))
        found.append(Moves(share, *amounts))
    return found


def basis(scene: Scene) -> dict:
    """What an appraisal rests on, beside the sheet: money asked, papers missing, earlier prices, who looked at the place."""
    papers = scene.dossier_papers
    return {
        "project": scene.project,
        "missing": [paper.name for paper in papers if paper.missing],
        "papers": len(papers),
        "lines": list(scene.project.estimate.order_by("number")),
        "wishes": list(scene.project.wishes.order_by("pk")),
        "earlier": list(queries.earlier_prices(scene.project)),
    }


def load(scene: Scene) -> list[User]:
    """Who may take the project over, with what they carry today."""
    live = Q(projects__source_url="") & ~Q(projects__state__in=s.ENDED)
    late = live & Q(projects__due_on__lt=scene.today)
    mine = officers(scene.project.province_id).values("pk")
    return list(
        User.objects.filter(pk__in=mine)
        .annotate(carried=Count("projects", filter=live), late=Count("projects", filter=late))
        .order_by("full_name", "pk")
    )
