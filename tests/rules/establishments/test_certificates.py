"""When certificates run out: the last day still counts."""

from datetime import date

import pytest

from bedo.establishments.rules import certificate_status

TODAY = date(2026, 3, 10)


@pytest.mark.parametrize(
    ("expires_on", "code", "days"),
    [
        (date(2026, 3, 9), "expired", -1),
        (date(2026, 3, 10), "soon", 0),
        (date(2026, 6, 8), "soon", 90),
        (date(2026, 6, 9), "valid", 91),
        (None, "unknown", None),
    ],
)
def test_status_at_the_boundary_days(expires_on, code, days):
    status = certificate_status(expires_on, never_expires=False, today=TODAY)
    assert (status.code, status.days) == (code, days)


def test_some_never_expire():
    assert certificate_status(None, never_expires=True, today=TODAY).code == "forever"
