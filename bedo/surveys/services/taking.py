"""What an accepted visit brings into the register, the wishes, the appraisals, the progress and the effects.

Called by reviewing.accept inside its transaction. Only answers that fit their questions are used (Comparison.good).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from bedo.accounts.models import User
from bedo.core.moves import Refused
from bedo.core.types import Dong
from bedo.documents.models import Attachment
from bedo.establishments.services import belongings
from bedo.establishments.services.register import EDITABLE, FIELD_WORDS, register, update
from bedo.projects import lawbook
from bedo.projects.services import effects, progress, wishes
from bedo.surveys.comparing import YES, Comparison, already, place_of
from bedo.surveys.models import Visit
from bedo.surveys.rules import merging

SOLVE_DAYS = 14
"""A difficulty heard on a visit is to be solved within so many days, unless somebody writes another day later (ours)."""


@dataclass(frozen=True)
class Taking:
    """One acceptance under way: the visit, what was found beside it, what was decided, who accepts."""

    visit: Visit
    found: Comparison
    decisions: Mapping[str, str]
    by: User
    today: date

    @property
    def good(self) -> Mapping[str, Any]:
        return self.found.good

    @property
    def who(self) -> dict[str, Any]:
        return {"by": self.by, "today": self.today}

    @property
    def fields(self) -> dict[str, Any]:
        """Fields to write."""
        return merging.taken(self.found.fields, self.decisions)

    @property
    def extras(self) -> list[str]:
        """Codes of the things to add."""
        there = already(self.found.extras)
        first = {code: merging.KEEP if code in there else merging.TAKE for code in self.found.extras}
        return [code for code, usual in first.items() if self.decisions.get(code, usual) == merging.TAKE]


def take(visit: Visit, found: Comparison, decisions: Mapping[str, str], *, by: User, today: date) -> str:
    """Write what was decided; answers with what was done, in words without anybody's data. Raises Refused."""
    return ", ".join(_ACTS[visit.kind](Taking(visit, found, decisions, by, today)))


@contextmanager
def _beside(code: str) -> Iterator[None]:
    """A refusal belongs to what was being added."""
    try:
        yield
    except Refused as refusal:
        refusal.field = code
        raise


def _survey(act: Taking) -> list[str]:
    visit, changes = act.visit, act.fields
    if "workers" in changes:
        changes["workers_as_of"] = visit.visited_on
    if "revenue" in changes:
        changes["revenue_year"] = visit.visited_on.year - 1
    done, extras = _register(act, changes), act.extras
    things = [code for code in extras if "-" in code]
    for code in things:
        with _beside(code):
            _add(act, code)
    if things:
        done.append(f"thêm {len(things)} sản phẩm, máy")
    if "photos" in extras:
        done.append(f"thêm {_add_photos(act)} ảnh")
    if "wish" in extras:
        with _beside("wish"):
            visit.wish = _wish(act)
        done.append(f"ghi nhu cầu {visit.wish.code}")
    return done


def _register(act: Taking, changes: dict[str, Any]) -> list[str]:
    visit = act.visit
    if visit.establishment is not None:
        if not changes:
            return []
        row = visit.establishment
        visit.establishment = update(establishment=row, version=row.version, **act.who, **changes)
        words = [FIELD_WORDS[field] for field in EDITABLE if field in changes]
        return [f"sửa {', '.join(words)}"]
    place = place_of(visit)
    changes.pop("place", None)
    if place is None or not changes.get("name") or not changes.get("kind"):
        raise Refused(
            "Cơ sở mới phải có tên, loại hình và xã, phường.", "Trả lại phiếu để cán bộ bổ sung, hoặc chọn cơ sở đã có.",
            field="establishment", status=422,
        )  # fmt: skip
    visit.establishment = register(
        province=visit.province, place=place, is_sample=visit.is_sample, **act.who, **changes
    )
    return ["ghi cơ sở mới"]


def _add(act: Taking, code: str) -> None:
    group, number = code.split("-")
    row = act.good[group][int(number)]
    to: dict[str, Any] = {"establishment": act.visit.establishment, **act.who}
    if group == "machines":
        belongings.add(
            thing="machine", name=row["name"], quantity=row.get("quantity") or 1, condition=row.get("condition") or "", **to
        )  # fmt: skip
        return
    values = {"name": row["name"], "unit": row.get("unit") or "", "market": row.get("market") or ""}
    if row.get("output") is not None and row.get("unit"):
        values |= {"output": row["output"], "output_year": act.visit.visited_on.year - 1}
    belongings.add(thing="product", has_brand=YES.get(row.get("has_brand")), **values, **to)


def _fresh_photos(act: Taking, there: set[str]) -> list[Attachment]:
    """The visit's photos whose content is not among those hashes, each content once."""
    found = []
    for photo in act.visit.photos.select_related("attachment"):
        if photo.attachment and photo.sha256 not in there:
            there.add(photo.sha256)
            found.append(photo.attachment)
    return found


def _add_photos(act: Taking) -> int:
    row = act.visit.establishment
    fresh = _fresh_photos(act, set(row.photos.values_list("attachment__sha256", flat=True)))
    for attachment in fresh:
        with _beside("photos"):
            belongings.add_photo(
                establishment=row, attachment=attachment, caption=f"Phiếu {act.visit.receipt}", **act.who
            )
    return len(fresh)


def _wish(act: Taking) -> Any:
    good = act.good
    amounts = {name: Dong(good[name]) for name in ("investment", "amount_asked") if good.get(name) is not None}
    return wishes.record_wish(
        establishment=act.visit.establishment, content=good["content"], need=good["need"], received_on=act.visit.visited_on,
        channel="khao_sat", officer=act.visit.officer, is_sample=act.visit.is_sample, **act.who, **amounts,
    )  # fmt: skip


def _capacity(act: Taking) -> list[str]:
    good, visit = act.good, act.visit
    if not good.get("outcome"):
        raise Refused("Phiếu chưa ghi kết luận thẩm tra.", "Trả lại phiếu để cán bộ bổ sung.", status=422)
    photos = {photo.question: photo.attachment for photo in visit.photos.select_related("attachment")}
    findings = [
        wishes.Finding(
            criterion.key, criterion.name, YES.get(good.get(f"met_{criterion.key}")), _text(good, f"figure_{criterion.key}"),
            _text(good, f"note_{criterion.key}"), photos.get(f"photo_{criterion.key}"),
        )
        for criterion in lawbook.criteria_of(visit.wish, visit.visited_on)
    ]  # fmt: skip
    appraisal = wishes.appraise_capacity(
        wish=visit.wish, visited_on=visit.visited_on, present=_text(good, "present"), opinion=_text(good, "opinion"),
        passed=good["outcome"] == "passed", findings=findings, reason=_text(good, "reason"),
        feasible_if=_text(good, "feasible_if"), officer=visit.officer, **act.who,
    )  # fmt: skip
    return ["thẩm tra đạt" if appraisal.outcome == "passed" else "thẩm tra chưa đạt"]


def _text(good: Mapping[str, Any], key: str) -> str:
    return good.get(key) or ""


def _progress(act: Taking) -> list[str]:
    good, visit, report = act.good, act.visit, act.found.report
    done, month = [], visit.visited_on.replace(day=1)
    if "report" in act.fields:
        there = set(report.photos.values_list("sha256", flat=True)) if report else set()
        progress.report_progress(
            share=visit.share, month=month, planned_percent=good["planned_percent"], done_percent=good["done_percent"],
            done_text=_text(good, "done_text"), spent=Dong(good.get("spent") or 0), photos=_fresh_photos(act, there),
            submitted_on=visit.visited_on, version=report.version if report else None, **act.who,
        )  # fmt: skip
        done.append(f"ghi tiến độ tháng {month:%m/%Y}")
    if "difficulty" in act.extras:
        with _beside("difficulty"):
            progress.raise_difficulty(
                share=visit.share, text=good["difficulty"], holder=visit.share.project.officer or visit.officer,
                due_on=act.today + timedelta(days=SOLVE_DAYS), **act.who,
            )  # fmt: skip
        done.append("ghi khó khăn")
    return done


def _effects(act: Taking) -> list[str]:
    values, year = act.fields, act.good.get("year")
    if not year:
        raise Refused("Phiếu chưa ghi số liệu của năm nào.", "Trả lại phiếu để bổ sung.", status=422)
    if not values:
        return []
    effects.record_effect(
        share=act.visit.share, year=year, as_of=act.visit.visited_on, said_by=_text(act.good, "met"), said_how="visit",
        **act.who, **values,
    )  # fmt: skip
    return [f"ghi hiệu quả năm {year}"]


def _keep(act: Taking) -> list[str]:
    return []


_ACTS = {
    "khao_sat": _survey,
    "tham_tra": _capacity,
    "tien_do": _progress,
    "nghiem_thu": _keep,
    "hieu_qua": _effects,
    "nang_luong": _keep,
}
