"""Verbs of the network: the only writers of its tables."""

from bedo.network.services.competence import adopt_framework, record_attendance, set_wanted
from bedo.network.services.kinds import KINDS
from bedo.network.services.posts import appoint, assign_place, come_back, leave, release_place, step_down
from bedo.network.services.records import add, change, remove

__all__ = [
    "KINDS",
    "add",
    "adopt_framework",
    "appoint",
    "assign_place",
    "change",
    "come_back",
    "leave",
    "record_attendance",
    "release_place",
    "remove",
    "set_wanted",
    "step_down",
]
