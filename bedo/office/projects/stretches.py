"""The road of a project in a few stretches: what overviews count, and a condition of the list that shows the same rows."""

from typing import NamedTuple

from bedo.projects.rules import states as s


class Stretch(NamedTuple):
    """A stretch of the road: its word and the states that stand on it."""

    word: str
    states: tuple[str, ...]


STRETCHES: dict[str, Stretch] = {
    "chang-ho-so": Stretch(
        "Hồ sơ, thẩm định",
        (
            s.DRAFT,
            s.SUBMITTED,
            s.BASE_REVIEW,
            s.RETURNED,
            s.BASE_PASSED,
            s.REGISTERED,
            s.MINISTRY_REVIEW,
            s.MINISTRY_PASSED,
        ),
    ),
    "chang-ke-hoach": Stretch("Kế hoạch, dự toán", (s.PLANNED, s.FUNDED, s.DETAILED)),
    "chang-thuc-hien": Stretch("Thực hiện", (s.CONTRACTED, s.RUNNING, s.REWORK, s.COMPLETED)),
    "chang-quyet-toan": Stretch("Nghiệm thu, quyết toán", (s.ACCEPTED, s.SETTLING, s.LIQUIDATED, s.SETTLED)),
    "chang-sau-ho-tro": Stretch("Sau hỗ trợ", (s.FOLLOWED, s.CLOSED)),
    "chang-du-phong": Stretch("Danh sách dự phòng", (s.NOT_PLANNED,)),
    "chang-dung": Stretch("Không đi tiếp", (s.REJECTED, s.WITHDRAWN, s.STOPPING, s.STOPPED)),
}
"""Every state of a project of our own stands on one stretch; the states of one that was published may not be known."""


CONTRACTED = s.SHARE_ORDER
PLANNED = (s.PLANNED, s.FUNDED, s.DETAILED, *CONTRACTED, s.STOPPING, s.STOPPED)
FINISHED = s.SHARE_ORDER[s.SHARE_ORDER.index(s.COMPLETED) :]
SETTLED = s.SHARE_ORDER[s.SHARE_ORDER.index(s.SETTLED) :]
REACHED: dict[str, Stretch] = {
    "tu-ke-hoach": Stretch("Đã vào kế hoạch", PLANNED),
    "tu-hop-dong": Stretch("Đã ký hợp đồng", CONTRACTED),
    "tu-hoan-thanh": Stretch("Đã hoàn thành", FINISHED),
    "tu-quyet-toan": Stretch("Đã quyết toán năm", SETTLED),
}
"""How far a project came, all that came farther included. What was stopped counts as planned only: it may never have had a
contract."""
