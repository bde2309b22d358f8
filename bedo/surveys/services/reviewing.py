"""Review what was received: accepted into the register and the projects under the log, or returned with a reason."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from bedo.accounts.models import User
from bedo.core import log
from bedo.core.clock import now
from bedo.core.moves import Refused
from bedo.core.types import Dong
from bedo.establishments.models import Establishment
from bedo.establishments.services import belongings, register
from bedo.projects import lawbook
from bedo.projects.models import ProgressReport, Wish
from bedo.projects.services import effects, progress, wishes
from bedo.surveys import comparing
from bedo.surveys.models import Visit
from bedo.surveys.rules import kinds, merging

RIGHT = "visit.review"
SOLVE_DAYS = 14
"""A difficulty heard on a visit is to be solved within so many days, unless somebody writes another day later (ours)."""


def give_back(*, visit: Visit, reason: str, by: User) -> None:
    """Return it to the officer: it opens again on the device with the reason. Refused without one, or when it was accepted."""
    with log.writing(visit.province.code):
        row = _waiting(visit, None, by)
        if not reason.strip():
            raise Refused("Trả lại phải ghi lý do.", "Ghi cần sửa hoặc hỏi thêm gì.", field="reason", status=422)
        _close(row, kinds.RETURNED, by, reason=reason.strip())
        _note(row, "visit.return", f"Trả lại phiếu {row.receipt}. Lý do: {reason.strip()}", by)


def accept(
    *,
    visit: Visit,
    version: int,
    decisions: Mapping[str, str],
    by: User,
    today: date,
    visited_on: date | None = None,
    establishment: Establishment | None = None,
) -> Visit:
    """Take the visit into the register and the projects, field by field as decided (merging.TAKE, merging.KEEP).

    `establishment`: the one in the register that a visit of a “new” one is about after all. `visited_on` is needed when the
    device's clock could not be trusted. Refuses a stale version, an undecided conflict, and whatever the services below refuse;
    then nothing is changed.
    """
    with log.writing(visit.province.code):
        row = _waiting(visit, version, by)
        row.visited_on = _day(row, visited_on, today)
        if establishment is not None and row.establishment_id is None:
            row.establishment = establishment
        found = comparing.compare(row)
        left = merging.undecided(found.fields, decisions)
        if left:
            raise Refused(
                f"Còn {len(left)} ô khác nhau chưa chọn: {', '.join(one.label.lower() for one in left)}.",
                "Chọn từng ô: giữ bản đang lưu hay lấy theo phiếu.",
                field=left[0].field,
                code="conflict",
                status=422,
            )
        done = _ACTS[row.kind](row, found, decisions, by, today)
        row.decisions = dict(decisions)
        _close(row, kinds.ACCEPTED, by)
        own = " Người xem xét là người đi thăm." if row.officer_id == by.pk else ""
        text = f"Chấp nhận phiếu {row.receipt}: {done or 'lưu cùng hồ sơ'}.{own}"
        _note(row, "visit.accept", text, by, on=row.visited_on)
        return row


def _waiting(visit: Visit, version: int | None, by: User) -> Visit:
    if not by.grants.may(RIGHT, visit.province_id):
        raise Refused("Bạn không có quyền xem xét phiếu ở tỉnh này.", "Nhờ người có quyền.", code="right", status=403)
    row = Visit.objects.select_for_update(of=("self",)).select_related("province", "officer").get(pk=visit.pk)
    if row.state != kinds.PENDING or (version is not None and row.version != version):
        raise Refused(
            f"Phiếu này đang ở trạng thái “{row.state_label}” hoặc vừa có người xem xét.",
            "Tải lại trang để xem phiếu mới nhất.",
            code="stale",
        )
    return row


def _day(visit: Visit, given: date | None, today: date) -> date:
    if given is None and not visit.clock_trusted:
        raise Refused(
            "Đồng hồ của máy không dùng được nên chưa biết ngày thăm.", "Hỏi cán bộ rồi ghi ngày thăm.",
            field="visited_on", status=422,
        )  # fmt: skip
    if given and given > today:
        raise Refused("Ngày thăm ở tương lai.", "Sửa ngày thăm.", field="visited_on", status=422)
    return given or comparing.visited_on(visit)


def _close(visit: Visit, state: str, by: User, *, reason: str = "") -> None:
    visit.state, visit.reason = state, reason
    visit.reviewed_by, visit.reviewed_at = by, now()
    visit.version += 1
    visit.save()


def _note(visit: Visit, kind: str, text: str, by: User, on: date | None = None) -> None:
    group = visit.establishment.group if visit.establishment else visit.subject
    log.record(visit.province.code, kind, subject=visit.subject, group=group, by=by, text=text, on=on)


def _survey(visit: Visit, found: comparing.Comparison, decisions: Mapping[str, str], by: User, today: date) -> str:
    changes = merging.taken(found.fields, decisions)
    if "workers" in changes:
        changes["workers_as_of"] = visit.visited_on
    if "revenue" in changes:
        changes["revenue_year"] = visit.visited_on.year - 1
    done = _register(visit, changes, by, today)
    taken = _taken(found.extras, decisions)
    for code in (one for one in taken if "-" in one):
        _add(visit, code, by, today)
    if "photos" in taken:
        _add_photos(visit, by, today)
    if "wish" in taken:
        visit.wish = _wish(visit, by, today)
        done.append(f"ghi nhu cầu {visit.wish.code}")
    return ", ".join(done)


def _taken(extras: Mapping[str, str], decisions: Mapping[str, str]) -> list[str]:
    there = comparing.already(extras)
    return [
        code for code in extras if decisions.get(code, merging.KEEP if code in there else merging.TAKE) == merging.TAKE
    ]


def _register(visit: Visit, changes: dict[str, Any], by: User, today: date) -> list[str]:
    if visit.establishment is not None:
        if not changes:
            return []
        row = visit.establishment
        register.update(establishment=row, version=row.version, by=by, today=today, **changes)
        return [f"sửa {len(changes)} ô trong hồ sơ cơ sở"]
    place = comparing.place_of(visit)
    changes.pop("place", None)
    if place is None or not changes.get("name") or not changes.get("kind"):
        raise Refused(
            "Cơ sở mới phải có tên, loại hình và xã, phường.", "Trả lại phiếu để cán bộ bổ sung, hoặc chọn cơ sở đã có.",
            field="establishment", status=422,
        )  # fmt: skip
    visit.establishment = register.register(province=visit.province, place=place, by=by, today=today, **changes)
    return ["ghi cơ sở mới"]


def _add(visit: Visit, code: str, by: User, today: date) -> None:
    group, number = code.split("-")
    row = visit.answers[group][int(number)]
    if group == "machines":
        values = {"name": row["name"], "quantity": row.get("quantity") or 1, "condition": row.get("condition", "")}
        belongings.add(establishment=visit.establishment, thing="machine", by=by, today=today, **values)
        return
    values = {"name": row["name"], "unit": row.get("unit", ""), "market": row.get("market", "")}
    if row.get("output") is not None and row.get("unit"):
        values |= {"output": row["output"], "output_year": visit.visited_on.year - 1}
    brand = comparing.YES.get(row.get("has_brand"))
    belongings.add(establishment=visit.establishment, thing="product", by=by, today=today, has_brand=brand, **values)


def _add_photos(visit: Visit, by: User, today: date) -> None:
    there = set(visit.establishment.photos.values_list("attachment__sha256", flat=True))
    for photo in visit.photos.select_related("attachment"):
        if photo.sha256 not in there:
            there.add(photo.sha256)
            belongings.add_photo(
                establishment=visit.establishment, attachment=photo.attachment, by=by, today=today,
                caption=f"Phiếu {visit.receipt}",
            )  # fmt: skip


def _wish(visit: Visit, by: User, today: date) -> Wish:
    amounts = {
        name: Dong(visit.answers[name])
        for name in ("investment", "amount_asked")
        if isinstance(visit.answers.get(name), int)
    }
    return wishes.record_wish(
        establishment=visit.establishment, content=visit.answers["content"], need=visit.answers["need"],
        received_on=visit.visited_on, channel="khao_sat", officer=visit.officer, by=by, today=today, **amounts,
    )  # fmt: skip


def _capacity(visit: Visit, found: comparing.Comparison, decisions: Mapping[str, str], by: User, today: date) -> str:
    answers = visit.answers
    photos = {photo.question: photo.attachment for photo in visit.photos.select_related("attachment")}
    findings = [
        wishes.Finding(
            criterion.key, criterion.name, comparing.YES.get(answers.get(f"met_{criterion.key}")),
            answers.get(f"figure_{criterion.key}", ""), answers.get(f"note_{criterion.key}", ""),
            photos.get(f"photo_{criterion.key}"),
        )
        for criterion in lawbook.criteria_of(visit.wish, visit.visited_on)
    ]  # fmt: skip
    appraisal = wishes.appraise_capacity(
        wish=visit.wish, visited_on=visit.visited_on, present=answers.get("present", ""),
        opinion=answers.get("opinion", ""), passed=answers.get("outcome") == "passed", findings=findings,
        reason=answers.get("reason", ""), feasible_if=answers.get("feasible_if", ""), officer=visit.officer, by=by, today=today,
    )  # fmt: skip
    return "thẩm tra đạt" if appraisal.outcome == "passed" else "thẩm tra chưa đạt"


def _progress(visit: Visit, found: comparing.Comparison, decisions: Mapping[str, str], by: User, today: date) -> str:
    answers, month = visit.answers, visit.visited_on.replace(day=1)
    report = ProgressReport.objects.filter(share=visit.share, month=month).first()
    if report and decisions.get("report") not in (merging.TAKE, merging.KEEP):
        raise Refused(
            f"Tháng {month:%m/%Y} đã có báo cáo tiến độ ({report.done_percent} %).",
            "Chọn giữ báo cáo đã có hay ghi theo phiếu.", field="report", code="conflict", status=422,
        )  # fmt: skip
    done = []
    if report is None or decisions.get("report") == merging.TAKE:
        progress.report_progress(
            share=visit.share, month=month, planned_percent=answers.get("planned_percent", 0),
            done_percent=answers.get("done_percent", 0), done_text=answers.get("done_text", ""),
            spent=Dong(answers.get("spent") or 0), photos=[one.attachment for one in visit.photos.select_related("attachment")],
            submitted_on=visit.visited_on, version=report.version if report else None, by=by, today=today,
        )  # fmt: skip
        done.append(f"ghi tiến độ tháng {month:%m/%Y}")
    if answers.get("difficulty") and answers.get("late") in ("cham", "ngung"):
        progress.raise_difficulty(
            share=visit.share, text=answers["difficulty"], holder=visit.share.project.officer or visit.officer,
            due_on=today + timedelta(days=SOLVE_DAYS), by=by, today=today,
        )  # fmt: skip
        done.append("ghi khó khăn")
    return ", ".join(done)


def _effects(visit: Visit, found: comparing.Comparison, decisions: Mapping[str, str], by: User, today: date) -> str:
    values = merging.taken(found.fields, decisions)
    year = visit.answers.get("year")
    if not isinstance(year, int):
        raise Refused("Phiếu chưa ghi số liệu của năm nào.", "Trả lại phiếu để bổ sung.", status=422)
    if not values:
        return ""
    effects.record_effect(
        share=visit.share, year=year, as_of=visit.visited_on, said_by=visit.answers.get("met", ""), said_how="visit",
        by=by, today=today, **values,
    )  # fmt: skip
    return f"ghi hiệu quả năm {year}"


def _keep(visit: Visit, found: comparing.Comparison, decisions: Mapping[str, str], by: User, today: date) -> str:
    return ""


_ACTS = {
    "khao_sat": _survey,
    "tham_tra": _capacity,
    "tien_do": _progress,
    "nghiem_thu": _keep,
    "hieu_qua": _effects,
    "nang_luong": _keep,
}
