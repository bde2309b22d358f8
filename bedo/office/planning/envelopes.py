"""The envelopes of a year, fund by fund: given, added, cut, waiting to be cut, committed, free, promised to later years."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import F, Min, Q, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from bedo.core.clock import today
from bedo.core.types import Dong
from bedo.ledger import holders
from bedo.ledger.holders import Holder
from bedo.ledger.models import BudgetLine, Commitment, Transfer
from bedo.office.planning.views import VIEW, lines_seen
from bedo.office.shell.http import methods, require

COMMITTED = ("planned", "contracted", "advanced", "recoverable", "settled")
"""Stages of money that a project holds."""
SHOWN = 50


@dataclass(frozen=True)
class Envelope:
    """One line of the year, whole đồng. given + added − cut − gone = committed + available; free: what may still be committed."""

    line: BudgetLine
    given: Dong
    added: Dong
    cut: Dong
    gone: Dong
    pending: Dong
    promised: Dong
    later: Dong

    @property
    def committed(self) -> Dong:
        return Dong(sum(self.line.totals[stage] for stage in COMMITTED))

    @property
    def free(self) -> Dong:
        return Dong(max(self.line.totals["available"] - self.pending - self.promised, 0))

    @property
    def short(self) -> Dong:
        """How much of the cuts and promises the money that is left does not cover."""
        return Dong(max(self.pending + self.promised - self.line.totals["available"], 0))

    @property
    def page(self) -> str:
        return reverse("office:money:line", args=[self.line.pk])

    @property
    def transfers(self) -> str:
        return reverse("office:money:transfers", args=[self.line.pk])


def envelopes_of(lines: list[BudgetLine], promises: list[Commitment]) -> list[Envelope]:
    """The lines of a year, read with their totals. Two queries whatever there is."""
    moved = _moved(lines)
    found = []
    for line in lines:
        first, came, cut, out = moved.get(line.pk, (Dong(0),) * 4)
        now, later = _sum(promises, line, later=False), _sum(promises, line, later=True)
        pending = Dong(int(line.pending_cut))
        found.append(Envelope(line, first, Dong(came - first), cut, Dong(out - cut), pending, now, later))
    return found


def _moved(lines: list[BudgetLine]) -> dict[int, tuple[Dong, Dong, Dong, Dong]]:
    """Line → the first sum given, all that came in, cuts, all that went out. Reversed transfers count for nothing."""
    standing = Transfer.objects.filter(line__in=lines, reverses=None, reversal=None)
    ends = Q(source__stage="in") | Q(target__stage="out")
    firsts = dict(
        standing.filter(source__stage="in")
        .order_by()
        .values_list("line")
        .annotate(first=Min("pk"))
        .values_list("line", "first")
    )
    sums = standing.filter(ends).order_by().values("line").annotate(
        came=Sum("amount", filter=Q(source__stage="in")),
        out=Sum("amount", filter=Q(target__stage="out")),
        cut=Sum("amount", filter=Q(kind="cut")),
        first=Sum("amount", filter=Q(pk__in=firsts.values())),
    )  # fmt: skip
    return {row["line"]: tuple(Dong(int(row[name] or 0)) for name in ("first", "came", "cut", "out")) for row in sums}


def open_promises(lines: list[BudgetLine], year: int) -> list[Commitment]:
    """Promises of this year and later that are neither planned nor dropped, of the provinces and funds of these lines."""
    keys = {(line.province_id, line.fund) for line in lines}
    provinces = {province for province, _ in keys if province}
    rows = Commitment.objects.filter(
        honoured_by=None, dropped_on=None, year__gte=year, fund__in={fund for _, fund in keys}
    )
    rows = rows.filter(Q(province__in=provinces) | Q(province=None)).order_by("year", "pk")
    return [row for row in rows if (row.province_id, row.fund) in keys]


def _sum(promises: list[Commitment], line: BudgetLine, *, later: bool) -> Dong:
    """What is promised of the line's fund: of its own year, or of later ones."""
    mine = [one for one in promises if (one.province_id, one.fund) == (line.province_id, line.fund)]
    return Dong(sum(one.amount for one in mine if (one.year > line.year) == later))


@dataclass(frozen=True)
class Later:
    """Money promised to a project of several years out of a later year."""

    promise: Commitment
    holder: Holder


def later_of(promises: list[Commitment], year: int) -> list[Later]:
    """What stands behind “promised to later years”, by year, at most SHOWN. Named in one query a kind of holder."""
    found = [row for row in promises if row.year > year][:SHOWN]
    names = holders.named({row.holder for row in found})
    return [Later(row, names[row.holder]) for row in found]


@methods(read=["GET"])
def envelopes(request: HttpRequest) -> HttpResponse:
    """One year of envelopes; every number leads to its records."""
    require(request, VIEW)
    seen = lines_seen(request.user)
    years = list(seen.order_by("-year").values_list("year", flat=True).distinct())
    asked = request.GET.get("nam", "")
    year = int(asked) if asked.isascii() and asked.isdigit() and int(asked) in years else today().year
    if year not in years and years:
        year = years[0]
    first = F("province__sort_key").asc(nulls_first=True)
    lines = list(seen.filter(year=year).select_related("province").with_totals().order_by(first, "fund", "pk"))
    promises = open_promises(lines, year)
    rows = envelopes_of(lines, promises)
    columns = ("given", "added", "cut", "gone", "pending", "committed", "free", "promised", "later")
    context = {
        "year": year,
        "years": years,
        "rows": rows,
        "sums": {name: Dong(sum(getattr(row, name) for row in rows)) for name in columns},
        "later": later_of(promises, year),
        "several": len({row.line.province_id for row in rows}) > 1,
    }
    return render(request, "office/planning/envelopes.html", context)
