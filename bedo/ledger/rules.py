"""Money rules in plain Python: stages, the table of allowed transfers, the identity of a line, may_commit.

The law behind it: money is committed within the estimate given, unspent money is freed, cut or carried over only by a
paper (Nghị định 45/2012/NĐ-CP Điều 11–14; TTLT 26/2014/TTLT-BTC-BCT Điều 8; Thông tư 36/2013/TT-BCT Điều 12, 18).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from bedo.core.answers import Answer, Source, Step
from bedo.core.moves import Refused, Verdict
from bedo.core.types import Dong

FUNDS: dict[str, str] = {
    "kcqg": "Kinh phí khuyến công quốc gia",
    "kcdp": "Kinh phí khuyến công địa phương",
    "long_ghep": "Kinh phí lồng ghép chương trình khác",
    "xa_hoi_hoa": "Kinh phí xã hội hóa",
    "quy_kc": "Quỹ khuyến công",
}
ROLLING_FUNDS = frozenset({"quy_kc"})
NATIONAL_FUNDS = frozenset({"kcqg"})

STAGES: dict[str, str] = {
    "in": "Tổng số vào",
    "available": "Chưa bố trí",
    "planned": "Đã bố trí",
    "contracted": "Đã ký hợp đồng",
    "advanced": "Đã chi, chưa quyết toán",
    "recoverable": "Phải thu hồi",
    "settled": "Đã quyết toán",
    "out": "Tổng số ra",
}
LINE_STAGES = frozenset({"in", "available", "out"})
HELD_STAGES = ("planned", "contracted", "advanced", "recoverable", "settled")
INSIDE = ("available", *HELD_STAGES)
UNDISBURSED = ("available", "planned", "contracted")
CARRIED = ("available", "planned", "contracted", "advanced", "recoverable")

KINDS: dict[str, str] = {
    "receive": "Giao dự toán",
    "allot": "Phân bổ dự toán cho tỉnh",
    "plan": "Bố trí vào kế hoạch",
    "release": "Giải phóng",
    "shift": "Điều chuyển trong cùng đề án",
    "contract": "Ký hợp đồng, giao nhiệm vụ",
    "uncontract": "Hủy phần đã ký hợp đồng",
    "advance": "Tạm ứng lần một",
    "remaining": "Tạm ứng kinh phí còn lại",
    "payment": "Thanh toán",
    "settle": "Quyết toán",
    "recover": "Xác định phải thu hồi",
    "fall_due": "Đến hạn hoàn trả quỹ",
    "repay": "Thu hồi nộp ngân sách",
    "reuse": "Thu hồi để sử dụng lại",
    "cut": "Cắt giảm dự toán",
    "lapse": "Hủy dự toán cuối năm",
    "carry": "Chuyển sang năm sau",
    "reverse": "Ghi đảo",
}
PAYMENTS = ("advance", "remaining", "payment")
WHOLE_BATCH = frozenset({"allot", "carry", "cut", "reuse"})


@dataclass(frozen=True)
class Pair:
    """One row of the table of transfers: from which stage to which, by which acts, and who holds either side.

    `holders`: "line" (no holder on either side), "to_holder", "from_holder", "same" (one holder keeps the money),
    "same_group" (another holder of the same group), "legs" (half of an act over two lines; the other half mirrors it).
    `after_close`: may also happen once the year is closed (audits come years later).
    """

    source: str
    target: str
    kinds: frozenset[str]
    holders: str
    after_close: bool = False


def _pair(source: str, target: str, kinds: str, holders: str, *, after_close: bool = False) -> Pair:
    return Pair(source, target, frozenset(kinds.split()), holders, after_close)


PAIRS: tuple[Pair, ...] = (
    _pair("in", "available", "receive allot reuse", "line"),
    _pair("available", "planned", "plan", "to_holder"),
    _pair("planned", "available", "release", "from_holder"),
    _pair("planned", "planned", "shift", "same_group"),
    _pair("planned", "contracted", "contract", "same"),
    _pair("contracted", "planned", "uncontract", "same"),
    _pair("contracted", "available", "release", "from_holder"),
    _pair("contracted", "advanced", "advance remaining payment", "same"),
    _pair("advanced", "settled", "settle", "same"),
    _pair("advanced", "recoverable", "recover", "same", after_close=True),
    _pair("settled", "recoverable", "recover fall_due", "same", after_close=True),
    _pair("recoverable", "out", "repay reuse", "from_holder", after_close=True),
    _pair("recoverable", "available", "reuse", "from_holder"),
    _pair("available", "out", "cut lapse allot", "line"),
    *(_pair(stage, "out", "carry", "legs") for stage in CARRIED),
    *(_pair("in", stage, "carry", "legs") for stage in CARRIED),
)
_BY_KEY: dict[tuple[str, str, str], Pair] = {(p.source, p.target, kind): p for p in PAIRS for kind in p.kinds}


@dataclass(frozen=True)
class Side:
    """One end of a transfer: the stage, who holds it ("" for the line itself) and the holder's group."""

    stage: str
    holder: str = ""
    group: str = ""


def allowed(source: Side, target: Side, kind: str, *, is_open: bool = True) -> Verdict:
    """May money go from one side to the other by this act? Source: design 3.6, table PAIRS."""
    pair = _BY_KEY.get((source.stage, target.stage, kind))
    if pair is None:
        return _no(
            f"Không có bút toán “{KINDS.get(kind, kind)}” từ “{STAGES.get(source.stage, source.stage)}” "
            f"sang “{STAGES.get(target.stage, target.stage)}”.",
            "Chọn đúng bước của đồng tiền.",
        )
    if not is_open and not pair.after_close:
        return _no(
            f"Năm ngân sách đã khóa nên không ghi được “{KINDS[kind]}”.",
            "Mở lại năm ngân sách (có lý do) hoặc ghi vào năm đang mở.",
            code="closed",
        )
    return _holders_fit(source, target, pair)


def _holders_fit(source: Side, target: Side, pair: Pair) -> Verdict:
    wants_source, wants_target = source.stage not in LINE_STAGES, target.stage not in LINE_STAGES
    if bool(source.holder) != wants_source or bool(target.holder) != wants_target:
        return _no("Bút toán phải ghi rõ ai giữ tiền ở giai đoạn của đề án, và không ghi ở cấp nguồn vốn.")
    if pair.holders == "same" and source.holder != target.holder:
        return _no("Tiền ở bước này phải ở nguyên với một đối tượng.", "Điều chuyển trước khi ký hợp đồng.")
    if pair.holders == "same_group":
        if not source.group or source.group != target.group:
            return _no(
                "Chỉ điều chuyển kế hoạch trong cùng một đề án.", "Giải phóng rồi đưa vào kế hoạch của đề án kia."
            )
        if source.holder == target.holder:
            return _no("Nơi chuyển và nơi nhận là một.", "Chọn đối tượng khác.")
    return Verdict()


def _no(reason: str, todo: str = "", *, code: str = "pair") -> Verdict:
    return Verdict(Refused(reason, todo, code=code))


def effects(source_stage: str, target_stage: str, amount: Dong) -> tuple[Dong, Dong]:
    """What a transfer does to the balances of its two accounts. `in` counts what came in, so giving makes it grow."""
    return (
        amount if source_stage == "in" else -amount,
        -amount if target_stage == "in" else amount,
    )


def identity_gap(totals: Mapping[str, int]) -> Dong:
    """in − out − everything inside; 0 when the line holds, to the đồng."""
    inside = sum(int(totals.get(stage, 0)) for stage in INSIDE)
    return Dong(int(totals.get("in", 0)) - int(totals.get("out", 0)) - inside)


def _bad(reason: str, todo: str, field: str) -> Verdict:
    return Verdict(Refused(reason, todo, field=field, code=field, status=400))


def amount_fits(amount: int) -> Verdict:
    """An amount is a positive whole number of đồng."""
    return Verdict() if amount > 0 else _bad("Số tiền phải lớn hơn 0.", "Ghi số tiền bằng đồng.", "amount")


def day_fits(on: date, *, year: int, today: date) -> Verdict:
    """A paper's day is not in the future, and not before the year in which next year's estimates are given."""
    if on > today:
        reason = f"Ngày văn bản {on:%d/%m/%Y} ở sau hôm nay ({today:%d/%m/%Y})."
        return _bad(reason, "Kiểm tra lại ngày ghi trên văn bản.", "on")
    if on.year < year - 1:
        reason = f"Ngày văn bản {on:%d/%m/%Y} quá sớm so với năm ngân sách {year}."
        return _bad(reason, "Kiểm tra lại ngày, hoặc chọn đúng năm ngân sách.", "on")
    return Verdict()


@dataclass(frozen=True)
class LineFacts:
    """What may_commit must know of a line. `own_promise`: a forward commitment made to the one who asks."""

    name: str
    is_open: bool
    available: Dong
    pending_cut: Dong = Dong(0)
    promised: Dong = Dong(0)
    own_promise: Dong = Dong(0)


@dataclass(frozen=True)
class CommitAnswer(Answer):
    """Truthy when the amount may be committed; `value` is what is free to commit (never below 0)."""

    refusal: Refused | None = None

    def __bool__(self) -> bool:
        return self.refusal is None

    @property
    def reason(self) -> str:
        return self.refusal.sentence if self.refusal else ""


WITHIN_ESTIMATE = Source("Thông tư liên tịch 26/2014/TTLT-BTC-BCT", "Điều 8", certainty="read")


def free_to_commit(facts: LineFacts) -> Answer:
    """What may still be committed: available − pending cuts − forward commitments to others, never below 0.

    Source: TTLT 26/2014/TTLT-BTC-BCT Điều 8 (chi trong phạm vi dự toán được giao); Nghị định 45/2012/NĐ-CP Điều 13.
    """
    promised = facts.promised - facts.own_promise
    free = Dong(max(int(facts.available - facts.pending_cut - promised), 0))
    steps = [Step(STAGES["available"], str(facts.available))]
    if facts.pending_cut:
        steps.append(Step("Trừ phần cắt giảm còn chờ", str(facts.pending_cut)))
    if promised:
        steps.append(Step("Trừ phần đã hứa cho đề án nhiều năm", str(promised)))
    steps.append(Step("Còn được bố trí", str(free)))
    return Answer(f"{facts.name} còn được bố trí bao nhiêu?", free, tuple(steps), (WITHIN_ESTIMATE,))


def may_commit(facts: LineFacts, amount: Dong) -> CommitAnswer:
    """May this amount be committed from the line now? The same answer on the form, at submit and under the lock.

    Source: as free_to_commit.
    """
    free = free_to_commit(facts)
    return CommitAnswer(
        f"Bố trí {amount} từ {facts.name}",
        free.value,
        (*free.steps, Step("Đề nghị", str(amount))),
        free.sources,
        refusal=_commit_refusal(facts, amount, free.value),
    )


def _commit_refusal(facts: LineFacts, amount: Dong, free: Dong) -> Refused | None:
    if not amount_fits(amount):
        return amount_fits(amount).refusal
    if not facts.is_open:
        return Refused(
            f"{facts.name} đã khóa, không bố trí thêm được.",
            "Chọn nguồn của năm đang mở.",
            field="amount",
            code="closed",
        )
    if amount <= free:
        return None
    why = []
    if facts.pending_cut:
        why.append(f"còn {facts.pending_cut} cắt giảm chưa thực hiện được")
    if facts.promised - facts.own_promise:
        why.append(f"đã hứa {facts.promised - facts.own_promise} cho đề án nhiều năm")
    because = f" ({'; '.join(why)})" if why else ""
    return Refused(
        f"{facts.name} chỉ còn được bố trí {free}{because}, không đủ {amount}: thiếu {amount - free}.",
        "Giảm số đề nghị, hoặc chờ có dự toán bổ sung, phần giải phóng.",
        field="amount",
        code="over",
    )


def may_reuse(fund: str, *, on: date, source: Source | None) -> Verdict:
    """May recovered money be used again instead of going back to the budget?

    A rolling fund always takes back its own money; elsewhere only under a rule that was read or confirmed and is in
    force on the day. Source: Thông tư 36/2013/TT-BCT Điều 12 khoản 6 (thu hồi nộp ngân sách is the default).
    """
    if fund in ROLLING_FUNDS:
        return Verdict()
    if source is not None and source.binding and _in_force(source, on):
        return Verdict()
    return Verdict(
        Refused(
            "Tiền thu hồi của nguồn này phải nộp ngân sách, không được đưa vào sử dụng lại.",
            "Ghi “Thu hồi nộp ngân sách”, hoặc nêu quy định đang có hiệu lực cho phép sử dụng lại.",
            code="reuse",
        )
    )


def _in_force(source: Source, on: date) -> bool:
    starts, ends = source.effective_from, source.effective_to
    return (starts is None or starts <= on) and (ends is None or on <= ends)


def cut_fits(
    amount: Dong, *, undisbursed: Dong, pending_cut: Dong, held: Sequence[tuple[str, Dong]] = (), most_names: int = 5
) -> Verdict:
    """A cut takes money not yet paid out: at most what can still come free, less cuts already waiting for it.

    `held`: who holds what was paid out, named in the refusal.
    """
    most = undisbursed - pending_cut
    if amount <= most:
        return Verdict()
    named = "; ".join(f"{who} {what}" for who, what in held[:most_names])
    more = f"; và {len(held) - most_names} nơi khác" if len(held) > most_names else ""
    where = f" Đã tạm ứng, quyết toán: {named}{more}." if named else ""
    waits = f" {pending_cut} khác đang chờ cắt giảm." if pending_cut else ""
    return Verdict(
        Refused(
            f"Chỉ còn {most} chưa giải ngân có thể cắt giảm, không đủ {amount}.{where}{waits}",
            "Tiền đã tạm ứng, quyết toán không cắt giảm được: chỉ thu hồi theo quyết định.",
            field="amount",
            code="cut",
        )
    )


def may_close(totals: Mapping[str, int], *, pending_cut: Dong) -> Verdict:
    """A year closes when nothing waits: all is settled, recovered, lapsed or carried over (recoverable may remain)."""
    left = [f"{STAGES[s].lower()} {Dong(int(totals.get(s, 0)))}" for s in (*UNDISBURSED, "advanced") if totals.get(s)]
    if pending_cut:
        left.append(f"cắt giảm còn chờ {pending_cut}")
    if not left:
        return Verdict()
    return Verdict(
        Refused(
            f"Chưa khóa được năm ngân sách: còn {'; '.join(left)}.",
            "Quyết toán, chuyển sang năm sau hoặc hủy dự toán phần còn lại trước khi khóa.",
            code="close",
        )
    )


def may_carry(source: tuple[int | None, str, int], target: tuple[int | None, str, int]) -> Verdict:
    """Carry-over goes from (province, fund, year) to the same province and fund of the next year."""
    if source[:2] == target[:2] and target[2] == source[2] + 1:
        return Verdict()
    return _no("Chỉ chuyển sang nguồn cùng loại của cùng tỉnh ở năm ngân sách liền sau.", code="carry")


def may_allot(source: tuple[int | None, str, int], target: tuple[int | None, str, int]) -> Verdict:
    """The ministry's national line gives to a province's national line of the same year."""
    if source[0] is None and target[0] is not None and source[1:] == target[1:] and source[1] in NATIONAL_FUNDS:
        return Verdict()
    return _no("Chỉ phân bổ từ dự toán khuyến công quốc gia của Bộ cho nguồn quốc gia của tỉnh cùng năm.", code="allot")


@dataclass(frozen=True)
class Standing:
    """A later transfer as people name it: the act, its paper's day, amount and reference."""

    kind: str
    on: date
    amount: Dong
    reference: str = ""

    @property
    def sentence(self) -> str:
        ref = f", {self.reference}" if self.reference else ""
        return f"{KINDS.get(self.kind, self.kind)} {self.amount} ngày {self.on:%d/%m/%Y}{ref}"


def may_reverse(
    *, is_reversal: bool, reversed_on: date | None, amount: Dong, held: Dong, later: Iterable[Standing]
) -> Verdict:
    """A transfer is reversed once, while the money is still where it went; else the transfers in the way are named."""
    if is_reversal:
        return _no(
            "Bút toán ghi đảo không đảo lại được.", "Ghi lại bút toán đúng như một bút toán mới.", code="reversal"
        )
    if reversed_on is not None:
        return _no(f"Bút toán này đã được ghi đảo ngày {reversed_on:%d/%m/%Y}.", "Xem bút toán đảo.", code="reversed")
    if held >= amount:
        return Verdict()
    names = in_the_way(later, amount - held)
    return _no(
        f"Không ghi đảo được {amount}: nơi nhận chỉ còn {held}. Đứng sau nó có: {names}.",
        "Ghi đảo các bút toán đó trước, từ mới đến cũ.",
        code="standing",
    )


def in_the_way(later: Iterable[Standing], missing: Dong, *, most: int = 5) -> str:
    """Names of the newest transfers that took the money on, until together they cover what is missing."""
    names: list[str] = []
    total, more = Dong(0), 0
    for standing in later:
        if total >= missing:
            break
        total += standing.amount
        if len(names) < most:
            names.append(standing.sentence)
        else:
            more += 1
    return "; ".join(names) + (f"; và {more} bút toán khác" if more else "")
