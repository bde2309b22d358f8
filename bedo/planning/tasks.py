"""What the worker does for the planning desk, and how it is asked to."""

from __future__ import annotations

import math
import time

from django_tasks import task

from bedo.accounts.models import User
from bedo.core.clock import today
from bedo.core.moves import Refused
from bedo.planning import scenarios, services
from bedo.planning.choosing.solver import OutOfTime
from bedo.planning.models import Scenario

SECONDS = 120.0
"""How long a suggestion may be searched for."""
LOOK_SECONDS = 1.0


def request(*, scenario: Scenario, by: User) -> None:
    """Send a suggested scenario to the worker; one that failed may be tried again."""
    with services.act(scenario.plan, by=by, what="Tính phương án gợi ý"):
        services.editable(scenario.plan, by)
        found = Scenario.objects.get(pk=scenario.pk)
        ready = found.state == "failed" or (found.state == "draft" and not found.result.get("asked"))
        if not (ready and found.kind == "suggested"):
            raise Refused("Phương án này đang được tính hoặc đã có kết quả.", "Tải lại trang.", code="state")
        Scenario.objects.filter(pk=scenario.pk).update(state="draft", result={"asked": True}, stop_asked=False)
        compute_scenario.enqueue(scenario.pk, by.pk)


@task
def compute_scenario(scenario_id: int, user_id: int) -> None:
    """Answer a suggested scenario; what went wrong stands in the scenario. Run again after a killed worker it begins anew."""
    found = Scenario.objects.select_related("plan__line__province", "plan__province").filter(pk=scenario_id).first()
    if found is None or found.state not in ("draft", "running"):
        return
    by = User.objects.get(pk=user_id)
    try:
        scenarios.compute(scenario=found, by=by, today=today(), seconds=SECONDS, progress=_Watch(scenario_id))
    except (Refused, OutOfTime):
        return  # said in the scenario


class _Watch:
    """Writes down best and bound now and then; asks whether somebody wants the search to end."""

    def __init__(self, scenario_id: int):
        self.scenario_id, self.next, self.goes_on = scenario_id, 0.0, True

    def __call__(self, best: float, bound: float) -> bool:
        if self.goes_on and time.monotonic() >= self.next:
            self.next = time.monotonic() + LOOK_SECONDS
            rows = Scenario.objects.filter(pk=self.scenario_id)
            figures = {"best": best, "bound": bound}
            rows.update(result={name: int(value) for name, value in figures.items() if math.isfinite(value)})
            self.goes_on = not rows.filter(stop_asked=True).exists()
        return self.goes_on
