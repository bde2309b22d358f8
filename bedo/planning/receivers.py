"""What planning tells the contexts below: which projects stand in a plan that is not decided yet; names of plans."""

from bedo.ledger import holders
from bedo.planning.models import PlanItem, YearPlan
from bedo.projects import facts


def in_open_plan(project) -> bool:
    """Does the project stand in a plan that is not decided yet?"""
    return PlanItem.objects.filter(project=project, outcome="").exists()


facts.OPEN_PLAN_CHECKS.append(in_open_plan)


def describe_plans(idents: set[str]) -> dict[str, holders.Holder]:
    """Label for references "plan:<id>"."""
    rows = YearPlan.objects.filter(pk__in=[int(ident) for ident in idents if ident.isdigit()])
    return {str(row.pk): holders.Holder(f"Kế hoạch năm {row.year}, đợt {row.round}") for row in rows}


holders.register("plan", describe_plans)
