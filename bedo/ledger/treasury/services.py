"""Verbs on Treasury statements: keep one, tie its lines with our transfers, untie them. No money moves here."""

from __future__ import annotations

from collections.abc import Iterable

from bedo.accounts.models import User
from bedo.core import log
from bedo.core.clock import now
from bedo.core.moves import Refused
from bedo.ledger.models import BudgetLine, Statement, StatementLine, Transfer
from bedo.ledger.treasury import queries, rules
from bedo.ledger.treasury.reading import Statement as Read

RIGHT = "money.pay"


def keep(*, line: BudgetLine, found: Read, name: str, by: User) -> tuple[Statement, bool]:
    """Keep what was read from a file for a line; returns (statement, was it new). The same file again is the same statement.

    Refuses days outside the line's budget year, and a file that stands with another line.
    """
    _need(line, by)
    with log.writing(line.chain):
        there = Statement.objects.filter(province=line.province, sha256=found.sha256).select_related("line").first()
        if there is not None:
            return _the_same(there, line), False
        verdict = rules.fits_year(found.first, found.last, line.year)
        if not verdict:
            raise verdict.refusal
        row = Statement.objects.create(
            province=line.province,
            line=line,
            sha256=found.sha256,
            name=name[:200],
            sheet=found.sheet[:100],
            first_on=found.first,
            last_on=found.last,
            spent=found.spent,
            returned=found.returned,
            warnings=list(found.warnings),
            entered_at=now(),
            entered_by=by,
        )
        StatementLine.objects.bulk_create(
            StatementLine(
                statement=row,
                number=number,
                place=one.place[:140],
                on=one.on,
                slip=one.number,
                text=one.text,
                spent=one.spent,
                returned=one.returned,
            )
            for number, one in enumerate(found.rows, 1)
        )
        text = f"Nhận sao kê Kho bạc: {len(found.rows)} dòng, chi {row.spent}, nộp trả {row.returned} ({line.name})"
        data = {"line": line.pk, "sha256": row.sha256, "rows": len(found.rows), "spent": int(row.spent)}
        log.record(line.chain, "treasury.keep", subject=row.subject, by=by, text=text, on=row.last_on, data=data)
        return row, True


def _need(line: BudgetLine, by: User) -> None:
    if RIGHT not in by.grants.rights(line.province_id) or line.province_id is None:
        raise Refused("Bạn không có quyền đối chiếu Kho bạc.", "Nhờ kế toán thực hiện.", code="right", status=403)


def _the_same(there: Statement, line: BudgetLine) -> Statement:
    if there.line_id != line.pk:
        raise Refused(
            f"Tệp này đã nhận cho {there.line.name}.",
            "Mở sao kê ở nguồn ấy, hoặc chọn đúng tệp.",
            field="file",
            code="twin",
            status=422,
        )
    return there


def tie(*, statement: Statement, pairs: Iterable[tuple[int, int, str]], by: User) -> int:
    """A person says that lines of the statement are our transfers: (line id, transfer id, how). All of them or none.

    Refuses amounts that differ, a line or transfer that is tied already or is of another line of money.
    """
    line = statement.line
    _need(line, by)
    wanted = list(pairs)
    if not wanted:
        raise Refused("Chưa chọn khoản nào để ghép.", "Chọn một dòng.", field="pair", status=422)
    with log.writing(line.chain):
        for line_id, transfer_id, how in wanted:
            _tie_one(statement, line_id, transfer_id, how, by)
        data = {"pairs": [[one, other] for one, other, _ in wanted[:200]]}
        text = f"Xác nhận {len(wanted)} dòng sao kê Kho bạc khớp với sổ"
        log.record(line.chain, "treasury.tie", subject=statement.subject, by=by, text=text, data=data)
    return len(wanted)


def _tie_one(statement: Statement, line_id: int, transfer_id: int, how: str, by: User) -> None:
    theirs = statement.lines.filter(pk=line_id).first()
    counted = {"kind__in": queries.COUNTED, "reverses": None, "reversal": None}
    ours = Transfer.objects.filter(pk=transfer_id, line=statement.line_id, **counted).first()
    if theirs is None or ours is None:
        raise Refused("Dòng sao kê hoặc bút toán không còn.", "Tải lại trang rồi chọn lại.", field="pair", code="gone")
    verdict = rules.may_tie(queries.signed(ours), theirs.amount)
    if not verdict:
        raise verdict.refusal
    free = StatementLine.objects.filter(pk=theirs.pk, transfer=None)
    if StatementLine.objects.filter(transfer=ours).exists() or not free.update(
        transfer=ours, how=how, tied_by=by, tied_at=now()
    ):
        raise Refused("Một trong hai bên đã ghép rồi.", "Tải lại trang để xem.", code="tied")


def untie(*, line: StatementLine, by: User) -> None:
    """A person says that a line is not the transfer it was tied with; the pair is not proposed again."""
    statement = line.statement
    _need(statement.line, by)
    with log.writing(statement.line.chain):
        line.refresh_from_db()
        if line.transfer_id is None:
            raise Refused("Dòng này chưa ghép với bút toán nào.", "Tải lại trang để xem.", code="untied")
        text = f"Bỏ ghép dòng {line.number} của sao kê với bút toán số {line.transfer_id}"
        data = {"line": line.pk, "transfer": line.transfer_id}
        log.record(statement.line.chain, "treasury.untie", subject=statement.subject, by=by, text=text, data=data)
        apart = [*line.apart, line.transfer_id]
        StatementLine.objects.filter(pk=line.pk).update(transfer=None, how="", tied_by=None, tied_at=None, apart=apart)
