"""Names for people of the keys that the ledger knows: holders ("share:12"), references ("contract:5").

Whoever owns a prefix registers a function.

In the AppConfig.ready of the higher context:

    holders.register("share", describe_shares)   # describe_shares({"12", "15"}) -> {"12": Holder("HTX Chè …", "/de-an/7/")}
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Holder:
    """What people read instead of a key, and where it leads ("" when nowhere)."""

    label: str
    link: str = ""


Describe = Callable[[set[str]], dict[str, Holder]]
_REGISTRY: dict[str, Describe] = {}


def register(prefix: str, describe: Describe) -> None:
    """From now on `describe` names the keys that start with `prefix:` (ids of one call come together)."""
    _REGISTRY[prefix] = describe


def named(keys: Iterable[str]) -> dict[str, Holder]:
    """Key → name for every key given; one call of each registered function, an unknown key names itself."""
    wanted = {key for key in keys if key}
    by_prefix: dict[str, set[str]] = {}
    for key in wanted:
        prefix, _, ident = key.partition(":")
        by_prefix.setdefault(prefix, set()).add(ident)
    found: dict[str, Holder] = {}
    for prefix, idents in by_prefix.items():
        if describe := _REGISTRY.get(prefix):
            found |= {f"{prefix}:{ident}": holder for ident, holder in describe(idents).items()}
    return {key: found.get(key, Holder(key)) for key in wanted}
