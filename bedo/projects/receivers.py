"""What projects tell the contexts below: names for holders of money, and what follows a merged establishment."""

from bedo.establishments import merging
from bedo.ledger import holders
from bedo.projects.models import ContractParty, Share, Wish


def describe_shares(idents: set[str]) -> dict[str, holders.Holder]:
    """Label and link for holders "share:<id>"."""
    rows = Share.objects.filter(pk__in=[int(ident) for ident in idents if ident.isdigit()]).select_related(
        "project", "establishment"
    )
    return {str(row.pk): holders.Holder(_label(row), f"/de-an/{row.project_id}/") for row in rows}


def _label(share: Share) -> str:
    who = share.establishment.name if share.establishment else "Phần của đơn vị thực hiện"
    return f"{share.project.code} · {who}"


holders.register("share", describe_shares)


def _follow(model):
    def move(*, keep, drop) -> int:
        return model.objects.filter(establishment=drop).update(establishment=keep)

    return move


merging.follow("wishes", "nhu cầu", _follow(Wish))
merging.follow("shares", "phần đề án", _follow(Share))
merging.follow("parties", "bên hợp đồng", _follow(ContractParty))
