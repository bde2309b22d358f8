"""Fields of the network's forms."""

from collections.abc import Iterable
from typing import Any

from django import forms

from bedo.office.shell.inputs import Words


class OneOf(forms.TypedChoiceField):
    """One of the rows that `offer` names: a number that none of them has is no choice."""

    def __init__(self, *, none: str = "Chọn", **kwargs: Any):
        self.none = none
        super().__init__(choices=[], empty_value=None, **kwargs)

    def offer(self, rows: Iterable[Any], word: Any = str) -> None:
        known = {str(row.pk): row for row in rows}
        self.choices = [("", self.none), *((pk, word(row)) for pk, row in known.items())]
        self.coerce = known.get

    def prepare_value(self, value: Any) -> Any:
        return getattr(value, "pk", value)


def words(label: str, length: int = 300, *, required: bool = False, rows: int = 0, help_text: str = "") -> Words:
    """A line or an area of text in one spelling."""
    return Words(label=label, max_length=length, required=required, rows=rows, help_text=help_text)


def choices(codes: dict[str, str], first: str = "") -> list[tuple[str, str]]:
    return [*([("", first)] if first else []), *codes.items()]
