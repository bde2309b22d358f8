"""Verbs of the network: the only writers of its tables."""

from bedo.network.services.posts import appoint, assign_place, come_back, leave, release_place, step_down
from bedo.network.services.records import KINDS, add, change, remove

__all__ = [
    "KINDS",
    "add",
    "appoint",
    "assign_place",
    "change",
    "come_back",
    "leave",
    "release_place",
    "remove",
    "step_down",
]
