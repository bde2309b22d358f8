"""Who must know when a transfer is reversed. A higher context registers for the holders it owns (AppConfig.ready):

    following.register("share", may=may_reverse, done=payment_reversed)

`may(transfer) -> Verdict` refuses what would leave its own records behind; `done(transfer, reversal)` brings them along, in
the same transaction.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from bedo.core.moves import Verdict


@dataclass(frozen=True)
class Follower:
    may: Callable[[Any], Verdict]
    done: Callable[[Any, Any], None]


_REGISTRY: dict[str, Follower] = {}


def _nothing(transfer: Any, reversal: Any) -> None:
    """Nothing else to bring along."""


def register(prefix: str, *, may: Callable[[Any], Verdict], done: Callable[[Any, Any], None] = _nothing) -> None:
    """From now on reversals that touch holders `prefix:…` ask `may` and tell `done`."""
    _REGISTRY[prefix] = Follower(may, done)


def _followers(transfer: Any) -> Iterator[Follower]:
    prefixes = {account.holder.partition(":")[0] for account in (transfer.source, transfer.target)} - {""}
    return (_REGISTRY[prefix] for prefix in sorted(prefixes) if prefix in _REGISTRY)


def may_reverse(transfer: Any) -> Verdict:
    """The first refusal of those who own the holders on either side, or leave to go on."""
    for follower in _followers(transfer):
        verdict = follower.may(transfer)
        if not verdict:
            return verdict
    return Verdict()


def reversed_by(transfer: Any, reversal: Any) -> None:
    """Tell everybody who owns a holder of this transfer that it was undone."""
    for follower in _followers(transfer):
        follower.done(transfer, reversal)
