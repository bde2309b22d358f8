"""Effects in the years after acceptance: who said what, how; unknown stays empty (need N18)."""

from __future__ import annotations

from datetime import date

from bedo.accounts.models import User
from bedo.core.clock import now
from bedo.core.moves import Refused
from bedo.projects import queries
from bedo.projects.models import Effect, EffectPromise, Project, Share
from bedo.projects.rules import states
from bedo.projects.rules.effects import MEASURES
from bedo.projects.services import deadlines
from bedo.projects.services.acts import act, not_future, note, require
from bedo.projects.services.dossiers import writable

SAID_HOW = {"visit": "Đến cơ sở", "phone": "Điện thoại", "paper": "Báo cáo của cơ sở"}
FIELDS = (*MEASURES, "quality", "machine_in_use", "note")
AFTER = states.since(states.ACCEPTED) - {states.CLOSED}


def record_effect(
    *, share: Share, year: int, as_of: date, said_by: str, said_how: str, by: User, today: date, **values
) -> Effect:
    """Record or correct the effects of one year; money in whole đồng, flows of that year, stocks at `as_of`.

    Refuses without who said so, without any value, a day in the future, a year before acceptance, an unaccepted share.
    """
    project = share.project
    with act(project, by=by, what="Ghi hiệu quả"):
        require(project, "project.follow", by=by, what="ghi hiệu quả sau hỗ trợ")
        share.refresh_from_db()
        if share.state not in AFTER:
            raise Refused("Chỉ ghi hiệu quả sau khi đã nghiệm thu.", "Chờ nghiệm thu đạt rồi ghi.", code="state")
        not_future(as_of, today, "as_of")
        accepted = queries.accepted_on(share)
        if accepted and year < accepted.year:
            raise Refused(
                f"Năm {year} trước năm nghiệm thu {accepted.year}.", "Chọn năm khác.", field="year", status=422
            )
        if said_how not in SAID_HOW or not said_by.strip():
            raise Refused(
                "Phải ghi ai cho biết và bằng cách nào.", "Ghi tên người và cách hỏi.", field="said_by", status=422
            )
        known = {name: value for name, value in values.items() if name in FIELDS and value not in (None, "")}
        if not known:
            raise Refused("Chưa ghi chỉ tiêu nào.", "Ghi ít nhất một chỉ tiêu, chưa rõ thì để trống.", status=422)
        effect, made = Effect.objects.update_or_create(
            share=share,
            year=year,
            defaults={
                "as_of": as_of,
                "said_by": said_by,
                "said_how": said_how,
                "recorded_at": now(),
                "recorded_by": by,
                **known,
            },
        )
        text = f"{'Ghi' if made else 'Sửa'} hiệu quả năm {year} ({SAID_HOW[said_how].lower()})."
        note(
            project,
            "effect.record",
            text,
            by=by,
            on=as_of,
            data={"year": year, "measures": sorted(known)},
            personal={"said_by": said_by},
        )
        deadlines.refresh(project, today)
        return effect


def promise_effects(*, project: Project, by: User, **values) -> EffectPromise:
    """Write down what the dossier promises as numbers, for a full year after acceptance; empty values are not promised.

    Money in whole đồng. Only while the dossier is written: afterwards it is changed like everything approved.
    """
    with act(project, by=by, what="Ghi mục tiêu hiệu quả"):
        writable(project, by)
        given = {name: values.get(name) for name in MEASURES if name != "output"}
        given["output"] = values.get("output") or ""
        row, _ = EffectPromise.objects.update_or_create(
            project=project, defaults={**given, "updated_at": now(), "updated_by": by}
        )
        known = sorted(name for name, value in given.items() if value not in (None, ""))
        note(project, "project.promise", "Ghi mục tiêu hiệu quả bằng số.", by=by, data={"measures": known})
        return row
