"""Taking rows out as a file leaves a trace."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bedo.accounts.models import User
from bedo.core import log
from bedo.places.models import Unit


def note_export(*, by: User, rows: int, form: str, conditions: Mapping[str, Any]) -> None:
    """Record who took how many projects out, as what kind of file and under which conditions (design 3.11).

    The entry stands in the chain of the person's one province, else in the nation's. The words searched for (`q`) may be
    a person's name: they stay outside the chain.
    """
    words = conditions.get("q")
    provinces = by.grants.provinces
    codes = Unit.objects.filter(pk__in=provinces or ()).values_list("code", flat=True)[:2]
    chain = codes[0] if len(codes) == 1 else log.NATION
    with log.writing(chain):
        log.record(
            chain,
            "export.projects",
            subject=f"user:{by.pk}",
            by=by,
            text=f"Xuất danh sách đề án ra tệp {form.upper()}: {rows} dòng.",
            data={
                "rows": rows,
                "form": form,
                "filter": {name: value for name, value in conditions.items() if name != "q"},
            },
            personal={"q": words} if words else None,
        )
