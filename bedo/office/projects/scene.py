"""What every page and act of one project starts from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import prefetch_related_objects
from django.http import Http404, HttpRequest
from django.utils.functional import cached_property

from bedo.accounts.models import User
from bedo.core.clock import today
from bedo.core.moves import Verdict
from bedo.core.types import Dong
from bedo.ledger import queries as ledger
from bedo.programmes import rules
from bedo.projects import facts, lawbook, queries
from bedo.projects.models import Project, Share
from bedo.projects.rules import states
from bedo.projects.rules.next_steps import APPROVE_DETAIL, SIGN_MINUTES, NextStep, next_step

MAY_HAVE_MINUTES = frozenset(states.SHARE_ORDER) - {states.CONTRACTED, states.RUNNING}


PART = "phan"
"""Which share of a project of several a page, a tab or an act is about: its number, in the address."""


@dataclass
class Scene:
    """A project as one person sees it on one day. `number`: the share that the address asks for (None: the first live one)."""

    project: Project
    user: User
    today: date
    number: int | None = None

    @cached_property
    def share(self) -> Share | None:
        """The share that the page is about, with its acceptances once there can be any (a page asks for them often)."""
        share = queries.first_share(self.project) if self.number is None else self._numbered
        if share and share.state in MAY_HAVE_MINUTES:
            prefetch_related_objects([share], "acceptances")
        return share

    @property
    def _numbered(self) -> Share | None:
        return next((share for share in self.project.shares.all() if share.number == self.number), None)

    @cached_property
    def parts(self) -> list[Share]:
        """The shares that are carried out, by number."""
        return queries.carrying_shares(self.project)

    @cached_property
    def several(self) -> bool:
        """Does the page say which share it is about? Not for a single project, nor for one that was published."""
        return not self.project.is_published and (self.project.kind in states.SHARED or len(self.parts) > 1)

    @cached_property
    def query(self) -> str:
        """What links of this page carry along, so that the next one is about the same share: "?phan=2", else ""."""
        chosen = self.several and self.share is not None and self.share.role != "pool"
        return f"?{PART}={self.share.number}" if chosen else ""

    @cached_property
    def money(self) -> dict[str, dict[str, Dong]]:
        """Holder → stage → whole đồng over all years, for the shares of the project; one query."""
        found = {share.holder: ledger.by_stage([]) for share in self.project.shares.all()}
        for row in ledger.balances(groups=[self.project.subject]):
            if row.holder in found and row.stage in found[row.holder]:
                found[row.holder][row.stage] += row.amount
        return found

    @cached_property
    def money_of_all(self) -> dict[str, Dong]:
        """Stage → whole đồng of the whole project."""
        return {stage: Dong(sum(held[stage] for held in self.money.values())) for stage in ledger.by_stage([])}

    @cached_property
    def waiting_in_pool(self) -> Dong:
        """What the detailed plan still has to share out, whole đồng."""
        if not self.several:
            return Dong(0)
        return Dong(sum(self.money[one.holder]["planned"] for one in self.project.shares.all() if one.role == "pool"))

    @cached_property
    def own_part(self) -> bool:
        """Is this a task, or the implementing unit's own part of a project?"""
        return self.share is not None and self.share.role == "unit"

    @cached_property
    def state(self) -> str:
        """The state that the table of moves looks at: the share's own from contracted on."""
        return (self.share.state if self.share else "") or self.project.state

    @cached_property
    def rights(self) -> frozenset[str]:
        return self.user.grants.rights(self.project.province_id)

    @cached_property
    def reading(self) -> facts.ProjectReading:
        return facts.ProjectReading(self.project, self.today)

    @cached_property
    def share_reading(self) -> facts.ShareReading | None:
        return facts.ShareReading(self.share, self.today) if self.share else None

    def verdict(self, move: str) -> Verdict:
        """May this move be made by this person now? The reason when not."""
        if move in states.PROJECT_MOVES:
            return states.PROJECT_MOVES[move].check(
                self.project.state, self.reading, self.rights, comment="-", labels=states.LABELS
            )
        return states.SHARE_MOVES[move].check(
            self.state, self.share_reading, self.rights, comment="-", labels=states.LABELS
        )

    @cached_property
    def dossier_papers(self) -> list[lawbook.CheckItem]:
        """The checklist of the dossier."""
        return self.reading.checklist

    @cached_property
    def completion_papers(self) -> list[lawbook.CheckItem]:
        """The checklist at completion; nothing before a contract."""
        return self.share_reading.checklist if self.share_reading and self.share and self.share.state else []

    @cached_property
    def advance_papers(self) -> list[lawbook.CheckItem]:
        """The checklist of the first advance; nothing before a contract."""
        return lawbook.advance_checklist(self.share, self.today) if self.share and self.share.state else []

    def contract_amounts(self, kind: str) -> list[tuple[Share, Dong | None]]:
        """Shares of this project's contract with the amount offered: accepted for "asked_", asked for "settled_"."""
        contract = queries.contract_of(self.share) if self.share else None
        if contract is None:
            return []
        items = contract.items.select_related("share__project__province", "share__establishment").order_by("share_id")
        shares = [item.share for item in items if item.share.state not in states.GONE]
        if kind == "asked_":
            return [(share, facts.ShareReading(share, self.today).support) for share in shares]
        asked = {line.share_id: line.asked for share in shares for line in share.settlement_lines.all()}
        return [(share, asked.get(share.pk)) for share in shares]

    @property
    def all_papers(self) -> list[lawbook.CheckItem]:
        """Every slot a paper may be put into now."""
        return [*self.dossier_papers, *self.advance_papers, *self.completion_papers]

    def share_of(self, slot: str) -> Share | None:
        """The share whose paper a slot takes, None for one of the whole project: of several shares the advance has its own papers too."""
        own = ("completion:", "advance:") if self.several else ("completion:",)
        return self.share if slot.startswith(own) else None

    @cached_property
    def advance_strict(self) -> bool:
        """Does the office refuse an advance that the table does not allow, checked or not?"""
        return lawbook.advance_strict(self.project, self.today)

    @cached_property
    def appraisal_contents(self) -> list[rules.AppraisalContent]:
        """The five contents of appraisal, in their order."""
        return lawbook.appraisal_contents(self.project, self.today)

    @property
    def _gives_out_everything(self) -> bool:
        """Does the detailed plan, as it is written, add up to the money that waits?"""
        written = Dong(sum(self.project.details.filter(approved_on=None).values_list("amount", flat=True)))
        return bool(written) and written == self.waiting_in_pool

    @cached_property
    def next_step(self) -> NextStep | None:
        if self.project.is_published:
            return None
        if self.state == states.COMPLETED and any(
            row.result and not row.signed_on for row in self.share.acceptances.all()
        ):
            return SIGN_MINUTES
        if self.project.kind in states.SHARED and self.state == states.FUNDED and self._gives_out_everything:
            return APPROVE_DETAIL
        return next_step(self.state, track=self.project.track, kind=self.project.kind, own=self.own_part)


def scene_of(request: HttpRequest, pk: int, *, with_files: bool = True) -> Scene:
    """The project within the person's scope, else 404. `with_files`: see queries.for_page."""
    try:
        project = queries.for_page(request.user, pk, with_files=with_files)
    except Project.DoesNotExist as error:
        raise Http404("no such project in scope") from error
    return Scene(project, request.user, today(), _asked_part(request, project))


def _asked_part(request: HttpRequest, project: Project) -> int | None:
    """The share that the address names; 404 when the project has no such share, so that no act hits another one."""
    asked = request.GET.get(PART, "")
    if not asked:
        return None
    numbers = {str(share.number): share.number for share in project.shares.all()}
    if asked not in numbers:
        raise Http404("no such share")
    return numbers[asked]
