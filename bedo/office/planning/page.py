"""What the pages of a plan show: items beside their norms, candidates, who must act next, what a signature moves."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest

from bedo.accounts.models import User
from bedo.core import log
from bedo.core.answers import Answer
from bedo.core.clock import today
from bedo.core.moves import Verdict
from bedo.core.text import search_words
from bedo.core.types import Dong
from bedo.ledger import queries as ledger
from bedo.ledger.models import Account
from bedo.office.planning import freed
from bedo.planning import opinions, rules, services
from bedo.planning.models import OpinionRequest, PlanItem, YearPlan
from bedo.programmes import queries as law
from bedo.projects import lawbook
from bedo.projects.models import Project, Tranche
from bedo.projects.rules import states

HISTORY_SHOWN = 8
CANDIDATES_SHOWN = 50
MARKS = {
    rules.DRAFT: ("c-dash", ""),
    rules.SUBMITTED: ("c-open", "go"),
    rules.RETURNED: ("back", "wait"),
    rules.APPROVED: ("s-open", "ok"),
    rules.ALLOCATED: ("s-half", "ok"),
}


@dataclass(frozen=True)
class StateMark:
    """Shape, word and tone of a plan's state."""

    icon: str
    word: str
    tone: str


def mark_of(plan: YearPlan) -> StateMark:
    name, tone = MARKS[plan.state]
    return StateMark(name, rules.STATES[plan.state], tone)


@dataclass(frozen=True)
class Row:
    """One project with its amount, its norm and the sum up to it; whole đồng."""

    item: PlanItem
    ceiling: Answer
    running: Dong
    content: str

    @property
    def over(self) -> Dong | None:
        """By how much the amount goes over the norm."""
        limit = self.ceiling.value
        return Dong(self.item.amount - limit) if limit is not None and self.item.amount > limit else None


def whole(user: User) -> QuerySet[YearPlan]:
    """Plans in the person's scope with what their pages show; `received`: what the line was given, whole đồng; `newest`: its last round."""
    received = Account.objects.filter(line=OuterRef("line"), stage="in").values("balance")[:1]
    newest = YearPlan.objects.filter(line=OuterRef("line")).order_by("-round").values("pk")[:1]
    return (
        YearPlan.objects.visible_to(user)
        .select_related("line__province", "province", "decision", "allocation", "submitted_by")
        .annotate(received=Subquery(received), newest=Subquery(newest))
    )


def items_of(plan: YearPlan) -> list[PlanItem]:
    """All items in their order, with their projects."""
    return list(plan.items.select_related("project__province").order_by("position", "pk"))


def rows_of(items: list[PlanItem], day: date) -> list[Row]:
    """Items beside their norms and the running sum of those that count."""
    names = law.contents(day)
    running, found = Dong(0), []
    for item in items:
        running += item.amount if item.outcome != "left_out" else Dong(0)
        content = names.get(item.project.content)
        word = content.name if content else item.project.content
        found.append(Row(item, ceiling_of(item.project, day), running, word))
    return found


def ceiling_of(project: Project, day: date) -> Answer:
    """The project's norm; of one with several beneficiaries it is asked for each share of the detailed plan."""
    if project.kind in states.SHARED:
        return Answer("Mức hỗ trợ của từng cơ sở, xét ở kế hoạch chi tiết", None)
    return lawbook.ceiling(project, day)


def candidates(plan: YearPlan, words: str) -> list[Project]:
    """Projects of the plan's fund and year that passed and stand in no open plan; one more than is shown.

    Projects of several years come again with the money that was promised for this year. Of the nation's plan: those of all provinces that passed at the ministry.
    """
    line, track = plan.line, plan.level.track
    passed = Q(year=line.year, state=services.PASSED[track]) | Q(pk__in=_promised(plan))
    rows = Project.objects.filter(passed, fund=line.fund, track=track).annotate(asked=_asked_of_year(line.year))
    if plan.province_id:
        rows = rows.filter(province=plan.province_id)
    for word in search_words(words):
        rows = rows.filter(search_text__contains=word)
    busy = PlanItem.objects.filter(outcome="").values("project")
    return list(rows.exclude(pk__in=busy).select_related("province").order_by("pk")[: CANDIDATES_SHOWN + 1])


def _promised(plan: YearPlan) -> list[int]:
    """Projects of several years to which money of this year was promised and not given yet."""
    groups = ledger.open_promises(plan.line).values_list("group", flat=True)
    return [int(group.removeprefix("project:")) for group in groups if group.startswith("project:")]


def _asked_of_year(year: int) -> Coalesce:
    """What a project asks of the year: its tranche, or all of it. As services.asked_of_year, for many rows at once."""
    tranche = Tranche.objects.filter(project=OuterRef("pk"), year=year).values("amount")[:1]
    return Coalesce(Subquery(tranche), F("support"))


def may(user: User, plan: YearPlan, facts: rules.PlanFacts, name: str) -> Verdict:
    """May the person make this move now? The reason is asked on the form itself."""
    rights = user.grants.rights(plan.province_id)
    return plan.level.moves[name].check(plan.state, facts, rights, comment="…", labels=rules.STATES)


def everything(request: HttpRequest, plan: YearPlan) -> dict[str, Any]:
    """The context of a plan's page. Costs the same whatever the plan holds."""
    user, day = request.user, today()
    items, asked_of = items_of(plan), opinions.of_submission(plan)
    facts = services.plan_facts(plan, day, items, asked_of)
    rights = user.grants.rights(plan.province_id)
    editable = plan.state in (rules.DRAFT, rules.RETURNED) and plan.level.edit in rights
    words = request.GET.get("tim", "")[:120].replace("\x00", "")
    found = candidates(plan, words) if editable else []
    entries = list(log.timeline(plan.subject)[: HISTORY_SHOWN + 1])
    rows = rows_of(items, day)
    verdicts = {name: may(user, plan, facts, name) for name in plan.level.moves}
    decider = services.may_record_decision(plan, user, day)
    return {
        "plan": plan,
        "mark": mark_of(plan),
        "rows": rows,
        "total": rows[-1].running if rows else Dong(0),
        "taken": sum(row.item.outcome != "left_out" for row in rows),
        "left_out": sum(row.item.outcome == "left_out" for row in rows),
        "facts": facts,
        "free": facts.may_commit.value,
        "free_word": f"Còn được bố trí {facts.may_commit.value}",
        "cut_at": _cut_at(rows, facts) if plan.state in (rules.DRAFT, rules.RETURNED, rules.SUBMITTED) else None,
        "figures": _figures(plan, rows, facts),
        "editable": editable,
        "words": words,
        "candidates": [(project, ceiling_of(project, day)) for project in found[:CANDIDATES_SHOWN]],
        "more_candidates": len(found) > CANDIDATES_SHOWN,
        "entries": entries[:HISTORY_SHOWN],
        "more_entries": len(entries) > HISTORY_SHOWN,
        "next": next_of(plan, facts, verdicts, rights, decider=decider, waiting=_waiting(rows)),
        "deciding": plan.state in (rules.DRAFT, rules.RETURNED, rules.SUBMITTED),
        "may_return": bool(verdicts["return"]),
        "asked_of": opinion_rows(asked_of, day),
        "finance": opinions.finance_of(asked_of),
        "may_ask": plan.level.asks_opinion and plan.state == rules.SUBMITTED and plan.level.edit in rights,
        "may_opine": plan.level.asks_opinion and plan.state == rules.SUBMITTED and "plan.opinion" in rights,
        **freed.context(plan),
    }


def opinion_rows(asked_of: list[OpinionRequest], day: date) -> list[tuple[OpinionRequest, int, bool]]:
    """Each opinion with the days waited, and whether its day has passed."""
    return [(row, row.days(day), row.waits and row.due_on is not None and row.due_on < day) for row in asked_of]


def _waiting(rows: list[Row]) -> int:
    """Projects of the plan that have their money and no contract yet."""
    return sum(row.item.project.state == states.FUNDED for row in rows)


def _cut_at(rows: list[Row], facts: rules.PlanFacts) -> int | None:
    """The first item that the money no longer reaches (a cut came after it was added); None when all fit."""
    return next((row.item.pk for row in rows if row.running > facts.may_commit.value), None)


def _figures(plan: YearPlan, rows: list[Row], facts: rules.PlanFacts) -> list[dict[str, Any]]:
    """The strip: given, in this plan, left, and left out; triệu đồng."""
    total, free = (rows[-1].running if rows else Dong(0)), facts.may_commit.value
    decided = plan.state in (rules.APPROVED, rules.ALLOCATED)
    left = free if decided else Dong(free - total)
    taken = sum(row.item.outcome != "left_out" for row in rows)
    return [
        {"value": plan.received or Dong(0), "word": "triệu đồng, dự toán được giao", "hint": plan.line.name},
        {"value": total, "word": f"triệu đồng, {taken} đề án", "hint": "trong kế hoạch này"},
        {
            "value": left,
            "word": "triệu đồng còn lại",
            "hint": "chưa bố trí của cả năm" if decided else "nếu duyệt cả kế hoạch",
            "tone": "late" if left < 0 else "",
        },
    ]


@dataclass(frozen=True)
class Next:
    """Who must act, what, what stands in the way, and the URL name of the act when this person may do it."""

    who: str
    what: str
    blocks: str = ""
    name: str = ""
    button: str = ""


def next_of(
    plan: YearPlan,
    facts: rules.PlanFacts,
    verdicts: dict[str, Verdict],
    rights: frozenset[str],
    *,
    decider: bool,
    waiting: int,
) -> Next | None:
    """The next act of the plan; none when every project of it has its contract."""
    if plan.state in (rules.DRAFT, rules.RETURNED):
        return _next_move("submit", plan.level.maker, "Trình kế hoạch", verdicts)
    if plan.state == rules.SUBMITTED:
        if facts.opinion_needed and not facts.opinion_given:
            mine = "plan.opinion" in rights
            return Next("Sở Tài chính", "Cho ý kiến về phân bổ", name="opinion" if mine else "", button="Ghi ý kiến")
        if bool(verdicts["approve"]) and not decider:
            return Next("cấp phê duyệt", "Phê duyệt kế hoạch", "người trình không tự ghi quyết định phê duyệt")
        return _next_move("approve", plan.level.decider, "Phê duyệt kế hoạch", verdicts, "Mở phiếu trình")
    if plan.state == rules.APPROVED:
        return _next_move("allocate", plan.level.giver, "Giao dự toán, sau đó mới ký được hợp đồng", verdicts)
    return Next("lãnh đạo Trung tâm", f"Ký hợp đồng {waiting} đề án đã giao dự toán") if waiting else None


def _next_move(name: str, who: str, what: str, verdicts: dict[str, Verdict], button: str = "") -> Next:
    verdict = verdicts[name]
    if verdict:
        return Next(who, what, name=name, button=button or rules.MOVES[name].label)
    blocks = verdict.reason if verdict.refusal and verdict.refusal.code not in ("right", "state") else ""
    return Next(who, what, blocks)


def starting_deadlines(plan: YearPlan, items: list[PlanItem], day: date) -> list[tuple[str, Answer]]:
    """Days that the plan's projects must keep once it is approved, by the tables of rules."""
    if not items:
        return []
    project = items[0].project
    found = [
        ("Chi và nghiệm thu trong năm ngân sách", lawbook.deadline(project, "budget_year_end", day, year=plan.year)),
        ("Thanh lý hợp đồng, quyết toán", lawbook.deadline(project, "liquidation", day, year=plan.year)),
    ]
    return [(word, answer) for word, answer in found if answer.value is not None]
