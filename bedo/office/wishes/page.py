"""Everything about one wish, gathered for its page."""

from datetime import date
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest

from bedo.core import log
from bedo.core.answers import Answer
from bedo.core.clock import today
from bedo.core.moves import Verdict
from bedo.programmes import queries as law
from bedo.programmes import rules
from bedo.projects.models import CapacityAppraisal, CapacityFinding, Project, Wish
from bedo.projects.rules import states

HISTORY_SHOWN = 8


def whole(rows: QuerySet[Wish]) -> QuerySet[Wish]:
    """Wishes with what their page shows beside their own columns."""
    return rows.select_related(
        "establishment__place__parent__parent", "establishment__place_now", "officer", "province"
    )


def appraisals_of(wish: Wish) -> list[CapacityAppraisal]:
    """Appraisals of the wish with their findings, the newest first. Two queries."""
    findings = CapacityFinding.objects.select_related("evidence").order_by("pk")
    return list(
        wish.appraisals.select_related("officer").prefetch_related(Prefetch("findings", findings)).order_by("-pk")
    )


def norm(wish: Wish, day: date) -> Answer:
    """What the support could be at most, by today's table of the local track. Whole đồng."""
    return rules.support_ceiling(
        law.rows(rules.SupportNorm),
        wish.content,
        wish.investment,
        level=rules.LOCAL,
        on=day,
        province=wish.province.code,
    )


def may(user: Any, wish: Wish, name: str) -> Verdict:
    """May the person make this move now? The comment is asked on the form itself."""
    rights = user.grants.rights(wish.province_id)
    return states.WISH_MOVES[name].check(wish.state, None, rights, comment="…", labels=states.WISH_LABELS)


def everything(request: HttpRequest, wish: Wish) -> dict[str, Any]:
    """The context of the page. Costs the same whatever the wish has behind it."""
    user, day = request.user, today()
    entries = list(log.timeline(wish.subject)[: HISTORY_SHOWN + 1])
    projects = list(Project.objects.visible_to(user).filter(wishes=wish).order_by("-pk"))
    rights = user.grants.rights(wish.province_id)
    answer = norm(wish, day)
    content = law.contents(day).get(wish.content)
    live = [project for project in projects if project.state not in states.ENDED]
    return {
        "wish": wish,
        "content": content,
        "content_word": content.name if content else wish.content,
        "channel": states.CHANNELS.get(wish.channel, wish.channel),
        "applicant_word": states.WISH_STATES[wish.state].applicant,
        "norm": answer,
        "over": rules.may_exceed(wish.amount_asked, answer) if wish.amount_asked else None,
        "appraisals": appraisals_of(wish),
        "projects": projects,
        "entries": entries[:HISTORY_SHOWN],
        "more_entries": len(entries) > HISTORY_SHOWN,
        "may_edit": wish.state == states.RECEIVED and "wish.record" in rights,
        "may_appraise": bool(may(user, wish, "refuse")) and not (wish.state == states.SCREENED and projects),
        "may_withdraw": bool(may(user, wish, "withdraw")) and not live,
        "may_start": wish.state == states.SCREENED and "project.draft" in rights,
        "may_give": wish.state in states.WISH_LIVE and "project.assign" in rights,
        "next": _next(wish, live),
    }


def _next(wish: Wish, live: list[Project]) -> tuple[str, str]:
    """Who must act now, and what."""
    if live:
        return "", ""
    return {
        states.RECEIVED: ("cán bộ khuyến công", "Đến cơ sở thẩm tra năng lực"),
        states.SCREENED: ("cán bộ khuyến công", "Lập hồ sơ đề án"),
        states.REFUSED: ("cơ sở", "Làm đủ các điều kiện đã nêu, rồi thẩm tra lại"),
    }.get(wish.state, ("", ""))
