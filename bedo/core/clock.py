"""The one clock. Rules never read it: services and views pass `today` on."""

from datetime import date, datetime

from django.utils import timezone


def now() -> datetime:
    """The present moment, aware."""
    return timezone.now()


def today() -> date:
    """The legal day, that of Asia/Ho_Chi_Minh."""
    return timezone.localdate()
