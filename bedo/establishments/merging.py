"""What must follow an establishment when it is merged into another. Higher contexts register here in AppConfig.ready."""

from collections.abc import Callable
from typing import NamedTuple

from bedo.establishments.models import Establishment


class Follower(NamedTuple):
    """`move(keep=…, drop=…)` points its rows at `keep` in the caller's transaction and returns how many there were."""

    word: str
    move: Callable[..., int]


FOLLOWERS: dict[str, Follower] = {}


def follow(name: str, word: str, move: Callable[..., int]) -> None:
    """Register under a name (twice under one name replaces); `word` is said in the log: “3 đề án”."""
    FOLLOWERS[name] = Follower(word, move)


def move_all(*, keep: Establishment, drop: Establishment) -> dict[str, int]:
    """Let everything follow; how many rows moved, by word, without the zeros."""
    moved = {follower.word: follower.move(keep=keep, drop=drop) for follower in FOLLOWERS.values()}
    return {word: count for word, count in moved.items() if count}
