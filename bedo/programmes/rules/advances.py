"""First and remaining advance: how much, after how much work, with which papers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TypedDict

from bedo.core.answers import Answer, Source, Step
from bedo.core.types import Dong
from bedo.programmes.rules.norms import ADVANCE_CEILING
from bedo.programmes.rules.rows import in_force, percent
from bedo.programmes.rules.rulings import Ruling, rule_on
from bedo.programmes.rules.tables import AdvancePaper, AdvanceRule, SupportNorm

ANY = "*"
REMAINING = Source("Thông tư 36/2013/TT-BCT", "Điều 14", date(2014, 2, 10), None, "read")


class Where(TypedDict):
    """Level, day and province of a question, passed on together."""

    level: str
    on: date
    province: str


@dataclass(frozen=True)
class Work:
    """What stands when an advance is asked: work done of the total, confirmed by the Sở, accepted, papers on file."""

    done: Dong = Dong(0)
    total: Dong = Dong(0)
    confirmed: bool = False
    accepted: bool = False
    papers: frozenset[str] = frozenset()


def advance_rule(
    advances: Iterable[AdvanceRule], content: str, *, level: str, on: date, province: str = ""
) -> AdvanceRule | None:
    """The row for a content; a row for every content (*) only where none names it."""
    standing = in_force(advances, on, level, province).values()
    named = [rule for rule in standing if content in rule.contents]
    return next(iter(named or [rule for rule in standing if ANY in rule.contents]), None)


def first_advance(
    advances: Iterable[AdvanceRule], content: str, support: Dong, *, level: str, on: date, province: str = ""
) -> Answer:
    """The first advance that a support allows: 30, 70 or 100 %. Source: TT 36/2013 Điều 13; Điều 16: the Cục may differ."""
    rule = advance_rule(advances, content, level=level, on=on, province=province)
    question = "Tạm ứng lần một"
    if rule is None:
        return Answer(
            question, Dong(0), note="Bảng tạm ứng không có nội dung này: cấp quản lý kinh phí quyết định tỷ lệ."
        )
    value = support.share(rule.percent_bp, 10000)
    steps = [Step(f"{percent(rule.percent_bp)} của {support}", str(value))]
    if rule.progress_bp:
        steps.append(Step("Chỉ khi đã hoàn thành", f"trên {percent(rule.progress_bp)} {rule.progress_of}"))
    if rule.confirmed:
        steps.append(Step("Khối lượng", "do Sở Công Thương xác nhận"))
    if rule.after_acceptance:
        steps.append(Step("Chỉ sau", "nghiệm thu cơ sở"))
    return Answer(f"{question}: {rule.name}", value, tuple(steps), (rule.source(level, province),), rule.notes)


def advance_ceiling(norms: Iterable[SupportNorm], support: Dong, *, level: str, on: date, province: str = "") -> Answer:
    """All advances together before acceptance: at most 70 % of the support. Source: TTLT 26/2014 Điều 8 khoản 2 b."""
    norm = in_force(norms, on, level, province).get(ADVANCE_CEILING)
    if norm is None:
        return Answer("Mức tạm ứng tối đa", support, note="Bảng chưa có mức trần tạm ứng vào ngày đó.")
    value = support.share(norm.percent_bp, 10000)
    step = Step(f"Tối đa {percent(norm.percent_bp)} của {support}", str(value))
    return Answer("Mức tạm ứng tối đa", value, (step,), (norm.source(level, province),))


def advance_papers(
    papers: Iterable[AdvancePaper], rule: AdvanceRule, *, level: str, on: date, province: str = ""
) -> tuple[AdvancePaper, ...]:
    """The papers that a first advance under this rule needs, in its order."""
    standing = in_force(papers, on, level, province)
    return tuple(standing[key] for key in rule.papers if key in standing)


def advance_allowed(
    advances: Iterable[AdvanceRule],
    norms: Iterable[SupportNorm],
    papers: Iterable[AdvancePaper],
    content: str,
    *,
    amount: Dong,
    support: Dong,
    before: Dong,
    work: Work,
    level: str,
    on: date,
    province: str = "",
    strict: bool = False,
) -> Ruling:
    """May this first advance be paid, after `before` was? Percentage, ceiling, progress, confirmation, papers.

    Faults refuse where the row binds, or where the office chose to be strict (setting `advance_gate`); else they warn.
    Source: TT 36/2013 Điều 13; TTLT 26/2014 Điều 8 khoản 2 điểm b.
    """
    where: Where = {"level": level, "on": on, "province": province}
    offer = first_advance(advances, content, support, **where)
    rule = advance_rule(advances, content, **where)
    if rule is None:
        fault = "Bảng tạm ứng không có nội dung này.", "Ghi quyết định tỷ lệ tạm ứng của cấp quản lý kinh phí."
        return rule_on(offer, [fault], field="amount", strict=strict)
    faults = _amount_faults(offer, amount, before)
    faults += _work_faults(rule, work)
    faults += _paper_faults(advance_papers(papers, rule, **where), work)
    ruling = rule_on(offer, faults, field="amount", strict=strict)
    if rule.after_acceptance or not ruling:
        return ruling
    total = rule_on(
        ceiling := advance_ceiling(norms, support, **where),
        _amount_faults(ceiling, amount, before),
        field="amount",
        strict=strict,
    )
    return Ruling(total.refusal, ruling.warnings + total.warnings, offer)


def _amount_faults(limit: Answer, amount: Dong, before: Dong) -> list[tuple[str, str]]:
    room = Dong(limit.value - before)
    if amount <= room:
        return []
    reason = f"Tạm ứng {amount} (đã tạm ứng {before}) vượt mức {limit.value}: {limit.explanation}."
    return [(reason, f"Tạm ứng không quá {max(room, Dong(0))}.")]


def _work_faults(rule: AdvanceRule, work: Work) -> list[tuple[str, str]]:
    faults = []
    if rule.progress_bp and work.done * 10000 <= work.total * rule.progress_bp:
        need = f"Phải hoàn thành trên {percent(rule.progress_bp)} {rule.progress_of}; mới có {work.done} trên {work.total}."
        faults.append((need, "Ghi khối lượng hoàn thành rồi đề nghị lại."))
    if rule.confirmed and not work.confirmed:
        faults.append(
            ("Sở Công Thương chưa xác nhận khối lượng hoàn thành.", "Đề nghị Sở kiểm tra tại cơ sở và xác nhận.")
        )
    if rule.after_acceptance and not work.accepted:
        faults.append(("Nội dung này chỉ chi sau nghiệm thu cơ sở.", "Lập và ký biên bản nghiệm thu trước."))
    return faults


def _paper_faults(needed: tuple[AdvancePaper, ...], work: Work) -> list[tuple[str, str]]:
    missing = [paper.name for paper in needed if paper.key not in work.papers]
    return [(f"Còn thiếu giấy tờ: {'; '.join(missing)}.", "Bổ sung giấy tờ rồi đề nghị lại.")] if missing else []


def remaining_advance(support: Dong, paid: Dong, accepted: Dong) -> Answer:
    """What may still be paid after base acceptance: the accepted support less what was paid. Source: TT 36/2013 Điều 14."""
    due = min(support, accepted)
    value = max(Dong(due - paid), Dong(0))
    steps = (
        Step("Hỗ trợ được nghiệm thu", str(due)),
        Step("Đã tạm ứng", str(paid)),
        Step("Còn được tạm ứng", str(value)),
    )
    return Answer("Tạm ứng kinh phí còn lại", value, steps, (REMAINING,))
