"""Money of contracts as papers say it: balances of the ledger, what was given back, settled lines; and how its tables are framed.

Amounts in whole đồng, in the forms exactly in triệu đồng. Thông tư 36/2013/TT-BCT, Điều 18, 19.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from bedo.core.types import Dong
from bedo.documents.writing import say
from bedo.documents.writing.content import Document, Para, Signature, Signatures, Table
from bedo.documents.writing.forms import Field, Terms, Values
from bedo.ledger import queries as ledger
from bedo.projects.models import Acceptance, Contract, ContractShare, Settlement, SettlementLine, Share
from bedo.projects.papers.common import CONTRACT, PROJECT, amount_of, project_of, through
from bedo.projects.queries import signed_minutes
from bedo.projects.rules import states

BASE = (*CONTRACT, *through(PROJECT, project_of))
"""Of a contract with its project."""
GONE = frozenset({states.STOPPING, states.STOPPED})


def items_of(contract: Contract) -> list[ContractShare]:
    """What the contract covers, by share."""
    return list(contract.items.select_related("share__project", "share__establishment").order_by("share_id"))


def shares_of(contract: Contract) -> list[Share]:
    """The shares that the contract covers, by number."""
    return [item.share for item in items_of(contract)]


def settlement_of(contract: Contract) -> Settlement | None:
    """The contract's settlement dossier, if it was submitted."""
    return Settlement.objects.filter(contract=contract).first()


@dataclass(frozen=True)
class Held:
    """Whole đồng of a contract as the ledger holds it now: `advanced`: paid and not settled; `given_back`: repaid after a stop."""

    contract: Contract
    approved: Dong
    advanced: Dong
    settled: Dong
    recoverable: Dong
    contracted: Dong
    given_back: Dong

    @property
    def paid(self) -> Dong:
        """What was ever paid."""
        return Dong(self.settled + self.given_back + self.recoverable + self.advanced)


def held(contracts: Iterable[Contract]) -> list[Held]:
    """The contracts with their balances; four queries whatever their number."""
    rows = list(contracts)
    holders = {row.pk: [item.share.holder for item in row.items.all()] for row in rows}
    every = [one for found in holders.values() for one in found]
    stages, back = ledger.stages_of_holders(every), ledger.given_back(every)
    return [
        Held(
            row,
            Dong(amount_of(row)),
            *(
                Dong(sum(stages[one][stage] for one in holders[row.pk]))
                for stage in ("advanced", "settled", "recoverable", "contracted")
            ),
            Dong(sum(back[one] for one in holders[row.pk])),
        )
        for row in rows
    ]


def _held(name: str) -> Callable[[Contract], Dong]:
    return lambda contract: getattr(held([contract])[0], name)


MONEY = (
    Field("da_chi", "Đã tạm ứng, chưa quyết toán (đồng)", lambda c: say.dong(_held("advanced")(c))),
    Field("da_quyet_toan", "Đã quyết toán (đồng)", lambda c: say.dong(_held("settled")(c))),
    Field("da_nop_lai", "Đã nộp lại (đồng)", lambda c: say.dong(_held("given_back")(c))),
    Field("phai_thu_hoi", "Phải thu hồi (đồng)", lambda c: say.dong(_held("recoverable")(c))),
    Field("chua_chi", "Chưa chi (đồng)", lambda c: say.dong(_held("contracted")(c))),
)


@dataclass(frozen=True)
class Line:
    """One share of a contract at its settlement, whole đồng; None: not written down or not decided yet."""

    label: str
    approved: Dong
    asked: Dong | None = None
    settled: Dong | None = None
    released: Dong | None = None
    recovered: Dong | None = None


def lines_of(contract: Contract) -> list[Line]:
    """Every share of the contract: as its settlement says, a stopped one as the ledger holds it, else what was approved alone."""
    found = settlement_of(contract)
    written = {line.share_id: line for line in found.lines.all()} if found else {}
    items = items_of(contract)
    stages, back = (
        ledger.stages_of_holders([i.share.holder for i in items]),
        ledger.given_back([i.share.holder for i in items]),
    )
    return [
        _line(item, written.get(item.share_id), stages[item.share.holder], back[item.share.holder]) for item in items
    ]


def _line(item: ContractShare, line: SettlementLine | None, stages: dict[str, Dong], back: Dong) -> Line:
    """A share that was stopped after the handing in is settled as its stop left it."""
    if item.share.state in GONE and (line is None or line.settled is None):
        return _stopped(item, stages, back)
    return _written(item, line) if line else Line(item.share.label, Dong(item.amount))


def _written(item: ContractShare, line: SettlementLine) -> Line:
    return Line(item.share.label, line.approved, line.asked, line.settled, line.released, line.recovered)


def _stopped(item: ContractShare, stages: dict[str, Dong], back: Dong) -> Line:
    """Settled for what was done, given back or to be given back; the rest was freed by the stop."""
    recovered = Dong(stages["recoverable"] + back)
    freed = Dong(max(item.amount - stages["settled"] - recovered - stages["advanced"] - stages["contracted"], 0))
    return Line(item.share.label, Dong(item.amount), Dong(0), stages["settled"], freed, recovered)


def all_accepted(contract: Contract) -> bool:
    """Is everything that the contract still carries accepted, so that its settlement can be made up?"""
    live = [share for share in shares_of(contract) if share.state not in GONE]
    return bool(live) and all(accepted_minutes(share) for share in live)


def accepted_minutes(share: Share) -> Acceptance | None:
    """The last signed minutes of the share, if the work passed by them."""
    found = signed_minutes(share)
    return found if found and found.result != "failed" else None


def table_form(v: Values, terms: Terms, title: str, mark: str, *tables: Table, said: str = "") -> Document:
    """A table of the settlement dossier: contract above, who made it and who is responsible below."""
    return Document(
        title=title,
        summary=f"Hợp đồng số {v.so_hop_dong}, {v.ngay_hop_dong}",
        mark=mark,
        head=terms.head,
        blocks=(
            Para(f"Đề án: {v.ten_de_an}. Đơn vị thực hiện: {v.don_vi_thuc_hien}. Nguồn kinh phí: {v.nguon_kinh_phi}."),
            *tables,
            *((Para(said),) if said else ()),
            Signatures(
                (
                    Signature("NGƯỜI LẬP BIỂU", note="(Ký, ghi rõ họ tên)"),
                    Signature("KẾ TOÁN TRƯỞNG", note="(Ký, ghi rõ họ tên)"),
                    responsible(terms),
                )
            ),
        ),
        landscape=True,
        proposed=True,
    )


def responsible(terms: Terms) -> Signature:
    """The head of the unit that answers for the table."""
    return Signature(
        terms.position or "THỦ TRƯỞNG ĐƠN VỊ", terms.signer, terms.authority, "(Ký, ghi rõ họ tên, đóng dấu)"
    )
