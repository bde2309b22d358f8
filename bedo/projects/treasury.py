"""The Treasury beside our books: a statement set against payments and repayments, and the data of what is sent to it. Reads only.

Sources: TTLT 26/2014/TTLT-BTC-BCT Điều 8; Thông tư 28/2018/TT-BTC (mục lục ngân sách). The sheets themselves are the Treasury's own.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from bedo.core.answers import Answer
from bedo.core.types import Dong
from bedo.core.words import doc_tien
from bedo.documents.models import Paper
from bedo.ledger import holders
from bedo.ledger.models import Statement, StatementLine, Transfer
from bedo.ledger.treasury import queries, rules
from bedo.ledger.treasury.reading import Statement as Read
from bedo.programmes import queries as law
from bedo.programmes import rules as law_rules
from bedo.projects.models import Payment


@dataclass(frozen=True)
class Ours:
    """One of our transfers as it stands beside a statement: who holds it, its number at the Treasury, its payment."""

    transfer: Transfer
    name: holders.Holder
    number: str
    payment: Payment | None

    @property
    def amount(self) -> Dong:
        return queries.signed(self.transfer)


@dataclass(frozen=True)
class Beside:
    """A pair as people see it. `line`: of the statement, kept or only read; `ours`: our transfer."""

    line: StatementLine
    ours: Ours
    pair: rules.Pair

    @property
    def key(self) -> str:
        """What a form sends to tie the two."""
        return f"{self.line.pk}:{self.ours.transfer.pk}"

    @property
    def how(self) -> str:
        return rules.HOWS.get(self.pair.how, "")


@dataclass(frozen=True)
class Comparison:
    """A statement beside our books: pairs by kind, what stands on one side alone, sums that add up.

    `only_ours`: within the statement's days, so the Treasury should have it. `loose`: also the days around, for a person to tie.
    """

    tied: list[Beside]
    exact: list[Beside]
    probable: list[Beside]
    differing: list[Beside]
    only_theirs: list[StatementLine]
    only_ours: list[Ours]
    loose: list[Ours]
    ours: Dong
    theirs: Dong

    @property
    def difference(self) -> Dong:
        """Theirs less ours, whole đồng."""
        return Dong(self.theirs - self.ours)

    @property
    def only_theirs_sum(self) -> Dong:
        return Dong(sum(line.amount for line in self.only_theirs))

    @property
    def only_ours_sum(self) -> Dong:
        return Dong(sum(one.amount for one in self.only_ours))

    @property
    def minus_ours(self) -> Dong:
        """What standing on our side alone takes from the difference."""
        return Dong(-self.only_ours_sum)

    @property
    def differing_sum(self) -> Dong:
        return Dong(sum(one.pair.difference for one in self.differing))

    @property
    def settled(self) -> bool:
        """Nothing is left to look at: every line of both sides is tied."""
        return not (self.exact or self.probable or self.differing or self.only_theirs or self.only_ours)


def compare(statement: Statement) -> Comparison:
    """A kept statement beside our books; six queries, whatever the number of lines."""
    lines = list(queries.lines_of(statement))
    transfers = queries.our_transfers(statement.line, statement.first_on, statement.last_on, statement)
    return _compare(lines, transfers, statement.first_on, statement.last_on)


def preview(line, found: Read) -> Comparison:
    """The same before anything is kept: lines that were only read, with their order as key."""
    lines = [
        StatementLine(
            pk=number,
            number=number,
            place=row.place,
            on=row.on,
            slip=row.number,
            text=row.text,
            spent=row.spent,
            returned=row.returned,
        )
        for number, row in enumerate(found.rows, 1)
    ]
    return _compare(lines, queries.our_transfers(line, found.first, found.last), found.first, found.last)


def _compare(lines: list[StatementLine], transfers: list[Transfer], first, last) -> Comparison:
    theirs = {line.pk: line for line in lines}
    ours = {one.transfer.pk: one for one in _ours(transfers)}
    matching = rules.match(
        [rules.Entry(key, one.transfer.on, one.amount, one.number) for key, one in ours.items()],
        [rules.Entry(key, line.on, line.amount, line.slip) for key, line in theirs.items()],
        tied=[(line.transfer_id, line.pk, line.how) for line in lines if line.transfer_id],
        apart=[(other, line.pk) for line in lines for other in line.apart],
    )

    def beside(pairs: Iterable[rules.Pair]) -> list[Beside]:
        return [Beside(theirs[pair.theirs.key], ours[pair.ours.key], pair) for pair in pairs]

    loose = [ours[entry.key] for entry in matching.only_ours]
    only_ours = [one for one in loose if first <= one.transfer.on <= last]
    counted = rules.total(pair.ours for pair in matching.pairs) + sum(one.amount for one in only_ours)
    return Comparison(
        tied=beside(matching.tied),
        exact=beside(matching.exact),
        probable=beside(matching.probable),
        differing=beside(matching.differing),
        only_theirs=[theirs[entry.key] for entry in matching.only_theirs],
        only_ours=only_ours,
        loose=loose,
        ours=Dong(counted),
        theirs=matching.theirs,
    )


def _ours(transfers: list[Transfer]) -> list[Ours]:
    payments = {row.transfer_id: row for row in Payment.objects.filter(transfer_id__in=[one.pk for one in transfers])}
    papers = Paper.objects.in_bulk({one.document_id for one in transfers if one.document_id})
    who = {one.pk: one.target.holder or one.source.holder for one in transfers}
    named = holders.named(who.values())
    return [
        Ours(one, named[who[one.pk]], _number(payments.get(one.pk), papers.get(one.document_id)), payments.get(one.pk))
        for one in transfers
    ]


def _number(payment: Payment | None, paper: Paper | None) -> str:
    """The number the Treasury knows: of the slip that was sent, else of the paper the transfer rests on."""
    if payment and payment.slip_number:
        return payment.slip_number
    return paper.number if paper else ""


# --- what is sent


@dataclass(frozen=True)
class Datum:
    """One line of the data of a slip: word, value ("" where the system does not keep it), and the rule it comes from."""

    word: str
    value: str
    answer: Answer | None = None


def slip_data(payment: Payment) -> list[Datum]:
    """The data of giấy rút dự toán, giấy đề nghị thanh toán of one payment, as the books have them.

    Budget codes come from the dated table with their certainty; what the system does not keep stays empty.
    """
    share, contract = payment.share, payment.contract
    project = share.project
    transfer = Transfer.objects.select_related("line").get(pk=payment.transfer_id)
    section, item = budget_codes(payment)
    earlier = share.payments.filter(reversed_on=None, pk__lt=payment.pk)
    paid = Dong(sum(row.amount for row in earlier))
    return [
        Datum("Loại giấy", rules.SLIPS.get(payment.slip_kind, "")),
        Datum("Số, ngày giấy", _numbered(payment)),
        Datum("Đơn vị sử dụng ngân sách", project.implementer.name if project.implementer else ""),
        Datum("Nguồn, năm ngân sách", transfer.line.name),
        Datum("Loại", str(section.value or ""), section),
        Datum("Khoản", str(item.value or ""), item),
        Datum("Đề án", f"{project.code}: {project.title}"),
        Datum("Hợp đồng", f"{contract.number} ngày {contract.signed_on:%d/%m/%Y}"),
        Datum("Giá trị hợp đồng phần này", str(share.support or Dong(0))),
        Datum("Đã thanh toán trước lần này", str(paid)),
        Datum("Số tiền lần này", str(payment.amount)),
        Datum("Bằng chữ", doc_tien(int(payment.amount))),
        Datum("Đơn vị nhận tiền", share.label),
        Datum("Số tài khoản đơn vị nhận", ""),
        Datum("Nội dung", payment.note),
    ]


def _numbered(payment: Payment) -> str:
    day = f" ngày {payment.slip_on:%d/%m/%Y}" if payment.slip_on else ""
    return f"{payment.slip_number}{day}" if payment.slip_number else ""


def budget_codes(payment: Payment) -> tuple[Answer, Answer]:
    """Loại and khoản of the budget classification on the day of the payment, with source and certainty."""
    project = payment.share.project
    level = law_rules.NATIONAL if project.track == "national" else law_rules.LOCAL
    rows, where = law.rows(law_rules.Setting), {"on": payment.on, "province": project.province.code, "level": level}
    return law_rules.setting(rows, "budget_section", **where), law_rules.setting(rows, "budget_item", **where)
