"""What a person typed and did not submit yet. Saved is not submitted: a draft changes nothing but itself."""

from typing import Any

from django.db import transaction

from bedo.core.clock import now
from bedo.core.log import canonical
from bedo.core.models import Draft
from bedo.core.moves import Refused

MAX_CHARACTERS = 400_000


def of(user: Any, key: str) -> Draft | None:
    """The person's own draft under this key."""
    return Draft.objects.filter(user=user, key=key).first()


def keep(*, user: Any, key: str, data: dict[str, Any]) -> Draft:
    """Save what was typed; the last save wins. Refuses what is longer than any form can be."""
    if len(canonical(data)) > MAX_CHARACTERS:
        raise Refused("Bản nháp quá dài.", "Rút ngắn phần chữ, hoặc đính kèm thành tệp.", code="too_long", status=413)
    with transaction.atomic():
        row, made = Draft.objects.select_for_update().get_or_create(
            user=user, key=key, defaults={"data": data, "saved_at": now()}
        )
        if not made:
            row.data, row.saved_at, row.version = data, now(), row.version + 1
            row.save(update_fields=["data", "saved_at", "version"])
        return row


def drop(*, user: Any, key: str) -> None:
    """Throw the draft away, after submitting or when the person asks."""
    Draft.objects.filter(user=user, key=key).delete()
