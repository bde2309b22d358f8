"""Reading personal data leaves a trace."""

from bedo.accounts.models import User
from bedo.core import log
from bedo.establishments.models import Establishment
from bedo.places.models import Unit


def note_reading(*, establishment: Establishment, by: User, what: str) -> None:
    """Record that somebody looked at the personal data of an establishment's people.

    Source: Nghị định 13/2023/NĐ-CP, Điều 27 (recalled): processing of personal data is recorded.
    """
    with log.writing(establishment.province.code):
        log.record(
            establishment.province.code,
            "personal.read",
            subject=establishment.group,
            by=by,
            text=f"Xem dữ liệu cá nhân: {what}.",
        )


def note_export(*, by: User, rows: int, address: str) -> None:
    """Record that rows of the register were taken out as a file."""
    provinces = by.grants.provinces_with("establishment.view")
    codes = Unit.objects.filter(pk__in=provinces or ()).values_list("code", flat=True)
    chain = codes[0] if provinces and len(codes) == 1 else log.NATION
    with log.writing(chain):
        log.record(
            chain,
            "establishment.export",
            subject=f"user:{by.pk}",
            by=by,
            text=f"Xuất danh sách cơ sở CNNT: {rows} dòng.",
            data={"rows": rows, "address": address},
        )
