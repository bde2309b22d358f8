"""Shares that a change ends, each with what is settled, comes back and is freed: as an open request would do it, as an approved one did.

TT 36/2013/TT-BCT, Điều 11, Điều 12 khoản 6, Điều 18 khoản 4.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from bedo.core.types import Dong
from bedo.ledger.models import Transfer
from bedo.projects.models import ChangeRequest, Share
from bedo.projects.rules import changes as rules
from bedo.projects.services import ending

ENDING = frozenset({*rules.STOPS, "beneficiary"})
"""Changes that end a share: money is settled, comes back, is freed."""


@dataclass(frozen=True)
class Part:
    """One share that ends: whole đồng settled for work done, to come back, freed."""

    label: str
    settle: Dong
    recover: Dong
    free: Dong
    share: Share | None = None

    @property
    def paid(self) -> Dong:
        return Dong(self.settle + self.recover)


def summed(parts: Iterable[Part]) -> Part:
    """The foot of a table of shares that end."""
    rows = list(parts)
    return Part("Cộng", *(Dong(sum(getattr(one, name) for one in rows)) for name in ("settle", "recover", "free")))


def planned_parts(row: ChangeRequest) -> list[Part]:
    """What an open request would do to each share it ends. Raises Refused when it no longer fits."""
    if row.change == "beneficiary":
        settle, recover, free = (Dong(row.after[name]) for name in ("done", "recover", "free"))
        return [Part(row.before["name"], settle, recover, free)]
    if row.change not in rules.STOPS:
        return []
    plans = ending.stop_plans(row.project, row.share, row.after)
    parts = [Part(numbered(one), plan.settle, plan.recover, plan.free, one) for one, plan in plans.items()]
    return [one for one in parts if one.share.role != "pool" or one.free]


def numbered(share: Share) -> str:
    """The share as tables name it; the pool of what is not shared out has no number."""
    return share.label if share.role == "pool" else f"{share.number}. {share.label}"


def moved_parts(rows: list[ChangeRequest]) -> dict[int, list[Part]]:
    """What approved requests did to each share, from the transfers themselves; two queries for all of them."""
    wanted = {f"change:{row.pk}": row.pk for row in rows if row.change in ENDING}
    if not wanted:
        return {}
    sums: dict[tuple[int, str], dict[str, int]] = {}
    found = Transfer.objects.filter(
        reference__in=list(wanted), kind__in=["settle", "recover", "release"], reverses=None
    )
    groups = {row.project.subject for row in rows}
    columns = ("reference", "source__holder", "kind", "amount")
    for reference, holder, kind, amount in found.filter(group__in=groups, reversal=None).values_list(*columns):
        amounts = sums.setdefault((wanted[reference], holder), dict.fromkeys(("settle", "recover", "release"), 0))
        amounts[kind] += int(amount)
    ids = [int(holder.removeprefix("share:")) for _, holder in sums]
    shares = {one.holder: one for one in Share.objects.filter(pk__in=ids).select_related("establishment", "project")}
    parts: dict[int, list[Part]] = {}
    for (pk, holder), amounts in sorted(sums.items()):
        share = shares[holder]
        values = (Dong(amounts[kind]) for kind in ("settle", "recover", "release"))
        parts.setdefault(pk, []).append(Part(numbered(share), *values, share))
    return parts
