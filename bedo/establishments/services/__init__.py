"""Verbs of the register: the only writers of its tables."""

from bedo.establishments.services.belongings import add, add_photo, change, remove
from bedo.establishments.services.merge import MERGED_FIELDS, merge, tell_apart
from bedo.establishments.services.personal import note_reading
from bedo.establishments.services.register import EDITABLE, register, update

__all__ = [
    "EDITABLE",
    "MERGED_FIELDS",
    "add",
    "add_photo",
    "change",
    "merge",
    "note_reading",
    "register",
    "remove",
    "tell_apart",
    "update",
]
