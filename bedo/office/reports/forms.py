"""The filter of one province's stated figures."""

from collections.abc import Iterable
from typing import Any

from django import forms


class YearFilter(forms.Form):
    """Figures whose period contains the year."""

    nam = forms.TypedChoiceField(label="Năm", required=False, coerce=int, empty_value=None)

    def __init__(self, data: Any, *, years: Iterable[int]):
        super().__init__(data)
        self.fields["nam"].choices = [("", "Mọi thời kỳ"), *((str(year), str(year)) for year in years)]
