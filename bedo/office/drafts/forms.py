"""Opening a form with what its draft holds, and turning what was typed into a draft."""

from typing import Any, NamedTuple

from django.http import HttpRequest, QueryDict

from bedo.core import drafts
from bedo.core.models import Draft

NEVER_KEPT = {"csrfmiddlewaretoken", "password", "password1", "password2"}


class Opened(NamedTuple):
    """A form as it opens, and the draft it was filled from, if any. `key` names the draft in its address."""

    form: Any
    draft: Draft | None
    key: str


def typed(data: QueryDict) -> dict[str, list[str]]:
    """Everything that was typed, without the token and passwords; a NUL, which no database keeps, is left out."""
    return {_kept(name): [_kept(text) for text in data.getlist(name)] for name in data if name not in NEVER_KEPT}


def _kept(text: str) -> str:
    return text.replace("\x00", "")


def opened(
    request: HttpRequest, key: str, form_class: Any, *, initial: dict[str, Any] | None = None, **more: Any
) -> Opened:
    """The form, filled from the person's draft when there is one, else from `initial`."""
    draft = drafts.of(request.user, key)
    values = {**(initial or {}), **(_values(form_class, draft.data, **more) if draft else {})}
    return Opened(form_class(initial=values, **more), draft, key)


def _values(form_class: Any, data: dict[str, list[str]], **more: Any) -> dict[str, Any]:
    """The draft as initial values: a field that was not sent was empty (an unticked box)."""
    form = form_class(**more)
    kept = QueryDict(mutable=True)
    for name, values in data.items():
        kept.setlist(name, values)
    return {
        name: field.widget.value_from_datadict(kept, {}, form.add_prefix(name))
        for name, field in form.fields.items()
        if not field.widget.needs_multipart_form
    }
