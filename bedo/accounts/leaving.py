"""What keeps a person from leaving a role: higher contexts register here what must be handed over first (design 3.9)."""

from collections.abc import Callable
from datetime import date

from bedo.accounts.models import Grant

Duty = Callable[[Grant, date], str]
DUTIES: dict[str, Duty] = {}


def watch(name: str, duty: Duty) -> None:
    """Register under a name: `duty(grant, last_day)` says in one sentence what is still held, or ""."""
    DUTIES[name] = duty


def still_held(grant: Grant, last_day: date) -> list[str]:
    """Everything that has to be handed over before the grant ends."""
    return [sentence for duty in DUTIES.values() if (sentence := duty(grant, last_day))]
