"""When was a visit made, if the device's clock cannot be trusted?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

TOLERANCE = timedelta(minutes=10)
LONGEST_AWAY = timedelta(days=400)


@dataclass(frozen=True)
class Told:
    """When the visit was made, as best known, and whether that can be trusted; `sentence` says why not."""

    at: datetime
    trusted: bool
    sentence: str = ""


def told(at: datetime, *, device_now: datetime | None, received_at: datetime) -> Told:
    """The moment `at` of a device's clock, corrected by what that clock said when the visit was sent (`device_now`).

    A clock that is wrong by the same amount all the time (1970, another time zone) is corrected. What then lies in the
    future or too far back is not trusted: the moment of reception stands in its place and the reviewer is asked.
    """
    off = received_at - device_now if device_now else timedelta(0)
    moment = at + off if abs(off) > TOLERANCE else at
    if moment > received_at + TOLERANCE or moment < received_at - LONGEST_AWAY:
        return Told(
            received_at,
            False,
            f"Đồng hồ của máy ghi {at:%d/%m/%Y %H:%M}, không dùng được: người xem xét ghi ngày thăm.",
        )
    if abs(off) > TOLERANCE:
        return Told(moment, True, f"Đồng hồ của máy lệch; giờ đã chỉnh theo máy chủ (máy ghi {at:%d/%m/%Y %H:%M}).")
    return Told(min(moment, received_at), True)
