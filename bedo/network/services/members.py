"""Reading personal data of the network's people leaves a trace."""

from bedo.accounts.models import User
from bedo.core import log
from bedo.network.models import Member


def note_reading(*, member: Member, by: User, what: str) -> None:
    """Record that somebody looked at a member's telephone.

    Source: Nghị định 13/2023/NĐ-CP, Điều 27 (recalled): processing of personal data is recorded.
    """
    with log.writing(member.province.code):
        log.record(
            member.province.code, "personal.read", subject=member.subject, by=by, text=f"Xem dữ liệu cá nhân: {what}."
        )
