"""Enter figures that others printed. They are never changed here: a wrong row is corrected at its source."""

from __future__ import annotations

from collections.abc import Sequence

from bedo.accounts.models import User
from bedo.core import log
from bedo.core.moves import Refused
from bedo.places.models import Unit
from bedo.reports.models import StatedFigure


def state_figures(*, figures: Sequence[StatedFigure], origin: str, by: User | None) -> int:
    """Enter those not entered yet, with one log entry per province; returns how many. Refuses a figure without source."""
    if any(not figure.source_url for figure in figures):
        raise Refused(
            "Số liệu phải có nguồn.", "Ghi văn bản hoặc địa chỉ trang đã công bố.", field="source_url", status=422
        )
    fresh: dict[Unit | None, list[StatedFigure]] = {}
    for figure in figures:
        fresh.setdefault(figure.province, []).append(figure)
    chains = {province: province.code if province else log.NATION for province in fresh}
    with log.writing(*chains.values()):
        known = set(StatedFigure.objects.values_list("origin", "measure"))
        entered = 0
        for province, rows in fresh.items():
            new = [row for row in rows if (row.origin, row.measure) not in known]
            if not new:
                continue
            StatedFigure.objects.bulk_create(new)
            log.record(
                chains[province],
                "report.stated",
                subject="reports:stated",
                by=by,
                text=f"Nạp {len(new)} số liệu đã công bố ({origin}).",
                data={"origin": origin, "figures": len(new)},
            )
            entered += len(new)
        return entered
