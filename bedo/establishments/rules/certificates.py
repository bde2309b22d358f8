"""When certificates run out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

WARN_DAYS = 90


@dataclass(frozen=True)
class CertificateStatus:
    """`code`: forever, unknown, expired, soon, valid. `days` to the last good day (negative: days since)."""

    code: str
    sentence: str
    days: int | None = None


def certificate_status(expires_on: date | None, *, never_expires: bool, today: date) -> CertificateStatus:
    """Where a certificate stands today. Its last day still counts; from 90 days before it is time to renew (design)."""
    if never_expires:
        return CertificateStatus("forever", "Không thời hạn")
    if expires_on is None:
        return CertificateStatus("unknown", "Chưa rõ ngày hết hạn")
    days = (expires_on - today).days
    if days < 0:
        return CertificateStatus("expired", f"Đã hết hạn {-days} ngày", days)
    if days == 0:
        return CertificateStatus("soon", "Hôm nay là ngày cuối", days)
    if days <= WARN_DAYS:
        return CertificateStatus("soon", f"Còn {days} ngày", days)
    return CertificateStatus("valid", "Còn hạn", days)
