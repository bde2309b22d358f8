"""Reading personal data leaves a trace."""

from bedo.accounts.models import User
from bedo.core import log
from bedo.establishments.models import Establishment


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
