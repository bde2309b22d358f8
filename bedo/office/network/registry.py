"""All registers of the network by their word in addresses and by their kind."""

from bedo.network.services.kinds import KINDS
from bedo.office.network.record_sheets import RECORD_SHEETS
from bedo.office.network.sheets import PEOPLE_SHEETS, Sheet

SHEETS: tuple[Sheet, ...] = (*PEOPLE_SHEETS, *RECORD_SHEETS)
BY_SLUG = {sheet.slug: sheet for sheet in SHEETS}
BY_KIND = {sheet.kind: sheet for sheet in SHEETS}

if set(BY_KIND) != set(KINDS):
    raise ValueError("every register needs its sheet")
