"""What projects tell the contexts below: names of money holders, what follows a merger, what a leaver must hand over."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from bedo.accounts import leaving
from bedo.accounts.models import Grant
from bedo.accounts.rights import ROLES
from bedo.core.moves import Verdict, allowed, refused
from bedo.establishments import merging
from bedo.ledger import following, holders
from bedo.ledger import rules as money
from bedo.ledger.models import Transfer
from bedo.programmes.rules.tables import CHANGES
from bedo.projects.models import (
    ChangeRequest,
    Contract,
    ContractParty,
    DetailRow,
    Difficulty,
    Payment,
    Project,
    Share,
    Wish,
)
from bedo.projects.services.responsibility import CARERS, WISH_CARERS
from bedo.projects.services.shares import reopen_stop


def describe_shares(idents: set[str]) -> dict[str, holders.Holder]:
    """Label and link for holders "share:<id>"."""
    rows = Share.objects.filter(pk__in=[int(ident) for ident in idents if ident.isdigit()]).select_related(
        "project", "establishment"
    )
    return {str(row.pk): holders.Holder(_label(row), f"/de-an/{row.project_id}/") for row in rows}


def _label(share: Share) -> str:
    return f"{share.project.code} · {share.label}"


holders.register("share", describe_shares)


def describe_contracts(idents: set[str]) -> dict[str, holders.Holder]:
    """Label for references "contract:<id>"."""
    rows = Contract.objects.filter(pk__in=[int(ident) for ident in idents if ident.isdigit()])
    return {str(row.pk): holders.Holder(f"Hợp đồng số {row.number} ngày {row.signed_on:%d/%m/%Y}") for row in rows}


holders.register("contract", describe_contracts)


def describe_changes(idents: set[str]) -> dict[str, holders.Holder]:
    """Label and link for references "change:<id>"."""
    rows = ChangeRequest.objects.filter(pk__in=[int(ident) for ident in idents if ident.isdigit()])
    return {
        str(row.pk): holders.Holder(
            f"Điều chỉnh số {row.number}: {CHANGES[row.change].lower()}", f"/de-an/{row.project_id}/xem/dieu-chinh/"
        )
        for row in rows
    }


holders.register("change", describe_changes)


def may_reverse(transfer: Transfer) -> Verdict:
    """Payments, repayments and what came back to a fund are reversed alone; other money goes with a step of the project and would leave it behind."""
    if transfer.kind in (*money.PAYMENTS, "repay", "reuse"):
        return allowed()
    return refused(
        f"“{transfer.label}” đi cùng một bước của đề án; ghi đảo riêng tiền thì hồ sơ và sổ tiền lệch nhau.",
        "Làm điều chỉnh hoặc ngừng ở trang đề án.",
        code="step",
    )


def payment_reversed(transfer: Transfer, reversal: Transfer) -> None:
    """The payment of a reversed transfer is marked on the share; a stop whose repayment was reversed is open again."""
    Payment.objects.filter(transfer_id=transfer.pk).update(reversed_on=reversal.on)
    if transfer.kind == "repay":
        ident = int(transfer.source.holder.removeprefix("share:"))
        reopen_stop(share=Share.objects.select_related("project__province").get(pk=ident), reversal=reversal)


following.register("share", may=may_reverse, done=payment_reversed)


def _follow(model):
    def move(*, keep, drop) -> int:
        return model.objects.filter(establishment=drop).update(establishment=keep)

    return move


merging.follow("wishes", "nhu cầu", _follow(Wish))
merging.follow("shares", "phần đề án", _follow(Share))
merging.follow("details", "dòng kế hoạch chi tiết", _follow(DetailRow))
merging.follow("parties", "bên hợp đồng", _follow(ContractParty))


def live_projects(grant: Grant, last_day: date) -> str:
    """The live projects that would lose their responsible officer when this grant ends; "" when none would."""
    if _stays(grant, last_day, CARERS):
        return ""
    rows = Project.objects.live().filter(officer=grant.user, province_id=grant.organisation.province_id)
    codes = list(rows.values_list("code", flat=True)[:6])
    return f"{grant.user.full_name} còn phụ trách đề án: {_few(codes)}." if codes else ""


def _stays(grant: Grant, last_day: date, roles: Iterable[str]) -> bool:
    """Is this no grant that makes somebody responsible, or is there another one in the province that goes on?"""
    others = Grant.objects.of(grant.user, last_day + timedelta(days=1)).exclude(pk=grant.pk)
    more = others.filter(role__in=roles, organisation__province_id=grant.organisation.province_id)
    return grant.role not in roles or more.exists()


def _few(codes: Sequence[str]) -> str:
    return ", ".join(codes[:5]) + (" …" if len(codes) > 5 else "")


leaving.watch("projects", live_projects)


def live_wishes(grant: Grant, last_day: date) -> str:
    """The live wishes that would lose their responsible person when this grant ends; "" when none would."""
    if _stays(grant, last_day, WISH_CARERS):
        return ""
    rows = Wish.objects.live().filter(officer=grant.user, province_id=grant.organisation.province_id)
    codes = list(rows.order_by("pk").values_list("code", flat=True)[:6])
    return f"{grant.user.full_name} còn phụ trách nhu cầu: {_few(codes)}." if codes else ""


def open_difficulties(grant: Grant, last_day: date) -> str:
    """Difficulties that the person still holds when their last grant in the province ends; "" when none."""
    if _stays(grant, last_day, tuple(ROLES)):
        return ""
    held = Difficulty.objects.filter(holder=grant.user, closed_on=None)
    rows = held.filter(share__project__province_id=grant.organisation.province_id).order_by("pk")
    codes = list(dict.fromkeys(rows.values_list("share__project__code", flat=True)[:6]))
    return f"{grant.user.full_name} còn giữ khó khăn chưa tháo gỡ của đề án: {_few(codes)}." if codes else ""


leaving.watch("wishes", live_wishes)
leaving.watch("difficulties", open_difficulties)
