"""What tests of reviewing share: answers of a survey, accepting, what stands in the chain."""

import json
from datetime import date

from bedo.core.models import LogEntry
from bedo.surveys.rules import merging
from bedo.surveys.services import reviewing
from tests.projects.factory import CONTENT, TODAY

ON = date(2026, 11, 20)
TAKE, KEEP = merging.TAKE, merging.KEEP
SURVEY = {
    "name": "Lò rèn Vàng A Sử", "kind": "ho_kinh_doanh", "sector": "co_khi_dien", "address": "Thôn Nà Chì", "workers": 7,
    "revenue": 900_000_000, "exports": "khong",
}  # fmt: skip
WISH = {
    "wants": "co",
    "content": CONTENT,
    "need": "Búa máy 150 kg",
    "investment": 300_000_000,
    "amount_asked": 100_000_000,
}
THINGS = {
    "products": [{"name": "Dao phát", "unit": "cái", "output": 4000}],
    "machines": [{"name": "Búa máy cũ", "quantity": 1}],
}


def accept(visit, by, decisions=None, **more):
    return reviewing.accept(visit=visit, version=visit.version, decisions=decisions or {}, by=by, today=TODAY, **more)


def known(establishment, **values):
    """What the device knew of the establishment when the visit was made."""
    return {"establishment": establishment.pk, "base": {"values": values}}


def chain_text():
    """Everything that the hash chain holds."""
    return json.dumps([[one.text, one.data] for one in LogEntry.objects.all()], ensure_ascii=False)
