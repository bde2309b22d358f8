"""How much may be supported: min(percentage × basis, cap) × priority factor, and whether an amount goes over it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from bedo.core.answers import Answer, Step
from bedo.core.types import Dong
from bedo.programmes.rules.rows import LOCAL, in_force, percent
from bedo.programmes.rules.rulings import Ruling, rule_on
from bedo.programmes.rules.tables import SupportNorm

EVERYTHING = "TAT_CA"
ADVANCE_CEILING = "TAM_UNG_TRAN"
WHOLE = 1000


def support_ceiling(
    norms: Iterable[SupportNorm],
    content: str,
    basis: Dong | None,
    *,
    level: str,
    on: date,
    province: str = "",
    factor: int = WHOLE,
    units: int = 1,
) -> Answer:
    """The highest support for a content; `value` is None where no figure is known.

    min(percentage × basis, cap × units) × factor, factor in thousandths and at most the norm's own (1500), never above
    the cost itself. That the factor acts on the result is our reading: the texts speak of the level of support only.
    Source: TTLT 26/2014 Điều 6 khoản 2 (điểm t: factor), TT 28/2018 Điều 8.
    """
    standing = in_force(norms, on, level, province)
    norm, blanket = standing.get(content), standing.get(EVERYTHING)
    question = f"Mức hỗ trợ tối đa ngày {on:%d/%m/%Y}"
    if norm is None or not norm.has_figure:
        return _no_figure(question, norm, blanket, level, province)
    steps, value = _reckon(norm, basis, units)
    value = _with_factor(norm, value, factor, steps)
    if basis is not None and value > basis:
        value = basis
        steps.append(Step("Không vượt chi phí thực tế", str(value)))
    return Answer(
        f"{question}: {norm.name}", value, tuple(steps), (norm.source(level, province),), _note(norm, blanket, level)
    )


def _reckon(norm: SupportNorm, basis: Dong | None, units: int) -> tuple[list[Step], Dong]:
    steps: list[Step] = []
    limits: list[Dong] = []
    if norm.percent_bp and basis is not None:
        limits.append(basis.share(norm.percent_bp, 10000))
        steps.append(Step(f"{percent(norm.percent_bp)} của {basis}", str(limits[-1])))
    if norm.cap:
        limits.append(norm.cap * units)
        times = f" × {units}" if units != 1 else ""
        per = f"/{norm.cap_per}" if norm.cap_per else ""
        steps.append(Step(f"Mức trần {norm.cap}{per}{times}", str(limits[-1])))
    if not limits:
        return [Step("Chưa ghi chi phí để tính tỷ lệ", percent(norm.percent_bp))], Dong(0)
    if len(limits) > 1:
        steps.append(Step("Lấy số nhỏ hơn", str(min(limits))))
    return steps, min(limits)


def _with_factor(norm: SupportNorm, value: Dong, factor: int, steps: list[Step]) -> Dong:
    used = max(WHOLE, min(factor, norm.factor_max))
    if used == factor == WHOLE:
        return value
    asked = "" if used == factor else f" (đề nghị {_times(factor)}, tối đa {_times(norm.factor_max)})"
    raised = value.share(used, WHOLE)
    steps.append(Step(f"Hệ số ưu tiên {_times(used)}{asked}", str(raised)))
    return raised


def _times(factor: int) -> str:
    whole, rest = divmod(factor, WHOLE)
    return f"{whole},{rest:03d}".rstrip("0").rstrip(",")


def _note(norm: SupportNorm, blanket: SupportNorm | None, level: str) -> str:
    if not norm.borrowed(level):
        return ""
    if blanket is not None and blanket.level == LOCAL:
        own = f"{blanket.legal_text} quy định mức chi địa phương nhưng bảng chưa có con số"
    else:
        own = "bảng chưa có mức chi riêng của tỉnh"
    return f"Mức quốc gia, dùng để tham khảo cho khuyến công địa phương: {own}."


def _no_figure(
    question: str, norm: SupportNorm | None, blanket: SupportNorm | None, level: str, province: str
) -> Answer:
    row = norm or blanket
    if row is None:
        return Answer(question, None, note="Bảng mức hỗ trợ chưa có dòng nào cho nội dung này vào ngày đó.")
    why = row.basis or "Chưa có con số"
    return Answer(
        f"{question}: {row.name}", None, (Step("Không có con số", why),), (row.source(level, province),), row.notes
    )


def may_exceed(asked: Dong, ceiling: Answer, *, field: str = "amount") -> Ruling:
    """May the amount asked stand beside its norm? Over it: refused where the norm binds, else a warning. Source: design 3.1."""
    if ceiling.value is None:
        note = ceiling.note or "Chưa có mức hỗ trợ để so."
        return Ruling(None, (f"Không có con số để so với mức hỗ trợ. {note}",), ceiling)
    if asked <= ceiling.value:
        return Ruling(answer=ceiling)
    over = Dong(asked - ceiling.value)
    cites = "; ".join(source.sentence for source in ceiling.sources)
    reason = f"Đề nghị {asked} vượt mức hỗ trợ tối đa {ceiling.value} là {over} ({cites})."
    return rule_on(ceiling, [(reason, f"Giảm số tiền xuống không quá {ceiling.value}.")], field=field)
