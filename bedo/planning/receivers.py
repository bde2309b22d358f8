"""What planning tells the contexts below: which projects stand in a plan that is not decided yet."""

from bedo.planning.models import PlanItem
from bedo.projects import facts


def in_open_plan(project) -> bool:
    """Does the project stand in a plan that is not decided yet?"""
    return PlanItem.objects.filter(project=project, outcome="").exists()


facts.OPEN_PLAN_CHECKS.append(in_open_plan)
