"""Everything about one visit, gathered for its page."""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest, QueryDict

from bedo.establishments.models import Establishment
from bedo.office.visits.forms import ReviewForm
from bedo.office.visits.listing import REVIEW
from bedo.office.visits.words import STATE_MARKS, Speaker
from bedo.surveys import comparing
from bedo.surveys.models import Visit, VisitPhoto
from bedo.surveys.rules import kinds, merging

EDIT = "establishment.edit"
COPIES_SHOWN = 5
ORDER = (merging.CONFLICT, merging.CHANGE, merging.NEW, merging.SAME)


def whole(rows: QuerySet[Visit]) -> QuerySet[Visit]:
    """Visits with what their page shows beside their own columns."""
    photos = VisitPhoto.objects.select_related("attachment").order_by("number")
    return rows.select_related(
        "province", "establishment__place_now", "officer", "brought_by", "reviewed_by", "device", "wish", "share__project"
    ).prefetch_related(Prefetch("photos", photos))  # fmt: skip


@dataclass(frozen=True)
class Review:
    """A visit beside what is held now. `target`: the establishment it is compared with (None: a new one); `twins`: like ones."""

    visit: Visit
    found: comparing.Comparison
    twins: list[Establishment]
    target: Establishment | None


def review(visit: Visit, picked: str = "", day: date | None = None) -> Review:
    """Compare it; with the like establishment of that id (`picked`) when it is about a new one, as of the `day` that was typed."""
    known = copy(visit)
    known.visited_on = visit.visited_on or day
    found = comparing.compare(known)
    twins = found.twins
    chosen = next((one for one in twins if str(one.pk) == picked), None)
    if chosen is None:
        return Review(visit, found, twins, visit.establishment)
    known.establishment = chosen
    return Review(visit, comparing.compare(known), twins, chosen)


def form_of(one: Review, data: QueryDict | None = None) -> ReviewForm:
    return ReviewForm(data, visit=one.visit, found=one.found, twins=one.twins, target=one.target)


def everything(request: HttpRequest, one: Review, form: ReviewForm) -> dict[str, Any]:
    """The context of the page. Costs the same whatever the visit holds."""
    visit, grants = one.visit, request.user.grants
    speaker = Speaker(visit, one.found, _place(one), grants.may(EDIT, visit.province_id))
    rows = sorted(speaker.rows(), key=lambda row: ORDER.index(row.kind))
    photos = list(visit.photos.all())
    mark, tone = STATE_MARKS[visit.state]
    may_review = visit.state == kinds.PENDING and grants.may(REVIEW, visit.province_id)
    return {
        "visit": visit,
        "title": _title(visit),
        "mark": mark,
        "tone": tone,
        "target": one.target,
        "twins": one.twins,
        "seen": f"{one.target.pk}:{one.target.version}" if one.target and visit.kind == "khao_sat" else "",
        "form": form,
        "may_review": may_review,
        "pending": visit.state == kinds.PENDING,
        "survey": one.found.form,
        "rows": [(row, form[row.code] if row.code in form.fields else None) for row in rows],
        "conflicts": one.found.conflicts,
        "extras": [form[code] for code in one.found.extras],
        "rivals": one.found.rivals,
        "problems": speaker.problems(),
        "sections": speaker.sections(),
        "photos": [(photo, _label(one, photo.question)) for photo in photos],
        "named": len(photos),
        "here": sum(photo.attachment_id is not None for photo in photos),
        "copies": _copies(visit, speaker),
        "will": _will(one),
        "kept": _kept(one, visit),
        "next": _next(request, visit) if visit.state != kinds.PENDING and grants.any(REVIEW) else None,
    }


def _title(visit: Visit) -> str:
    if visit.establishment:
        return visit.establishment.name
    if visit.share:
        return visit.share.project.title
    return str(visit.answers.get("name") or "") or "Cơ sở mới"


def _place(one: Review) -> Any:
    return comparing.place_of(one.visit) if "place" in one.visit.answers else None


def _label(one: Review, key: str) -> str:
    question = one.found.form.question(key) if one.found.form else None
    return question.label if question else "Ảnh"


def _copies(visit: Visit, speaker: Speaker) -> list[dict[str, Any]]:
    """Copies kept aside, the newest first, each with the answers in which it differs."""
    now = {line.key: line for line in speaker.lines(visit.answers)}
    found = []
    for row in visit.copies.order_by("-arrived_at", "-pk")[:COPIES_SHOWN]:
        lines = speaker.lines(row.answers) if isinstance(row.answers, dict) else []
        found.append({"row": row, "lines": [line for line in lines if now.get(line.key) != line]})
    return found


def _will(one: Review) -> str:
    """What accepting does, as one sentence."""
    visit, found = one.visit, one.found
    if found.form is None:
        return "Chấp nhận thì phiếu chỉ được lưu cùng hồ sơ, không đổi số liệu nào."
    if visit.kind == "khao_sat":
        known = "Chấp nhận thì các ô và mục đã chọn được ghi vào hồ sơ cơ sở."
        return known if one.target else "Chấp nhận thì cơ sở được ghi mới vào danh sách, cùng các mục đã chọn."
    if visit.kind == "tham_tra":
        outcome = {"passed": "đủ điều kiện", "refused": "chưa đủ điều kiện"}.get(found.good.get("outcome"), "chưa rõ")
        return f"Chấp nhận thì kết quả thẩm tra ({outcome}) được ghi vào nhu cầu {visit.wish.code}."
    if visit.kind == "tien_do":
        if not found.fields:
            return "Phiếu thiếu phần trăm nên không ghi được báo cáo tháng; chấp nhận thì chỉ lưu cùng hồ sơ."
        return f"Chấp nhận thì báo cáo tháng được ghi vào đề án {visit.share.project.code}."
    if visit.kind == "hieu_qua":
        return f"Chấp nhận thì số liệu được ghi vào hiệu quả sau hỗ trợ của đề án {visit.share.project.code}."
    return "Chấp nhận thì phiếu và ảnh được lưu cùng hồ sơ, không đổi số liệu nào."


def _kept(one: Review, visit: Visit) -> list[str]:
    """Of an accepted visit: what was not taken from it, by label."""
    labels = {row.field: row.label for row in one.found.fields} | one.found.extras
    return [labels.get(code, code) for code, word in visit.decisions.items() if word == merging.KEEP and code in labels]


def _next(request: HttpRequest, visit: Visit) -> Visit | None:
    """The visit that has waited longest, for who goes on reviewing."""
    rows = Visit.objects.visible_to(request.user).waiting().exclude(pk=visit.pk)
    return rows.only("pk", "receipt").order_by("received_at", "pk").first()
