"""Visits as a device writes them."""

import hashlib
import random
import uuid
from datetime import UTC, datetime, timedelta

AT = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)


def picture(number=0, size=3000) -> bytes:
    """Bytes that begin as a JPEG does; others for each number."""
    return b"\xff\xd8\xff\xe0" + random.Random(number).randbytes(size)


def photo(content: bytes, **more) -> dict:
    return {
        "id": str(uuid.uuid4()), "question": "photos", "size": len(content),
        "sha256": hashlib.sha256(content).hexdigest(), "taken_at": AT.isoformat(), **more,
    }  # fmt: skip


def document(*, kind="khao_sat", photos=(), answers=None, at=AT, **more) -> dict:
    """One visit; `photos` are entries of `photo`."""
    return {
        "id": str(uuid.uuid4()), "revision": 1, "kind": kind, "form_version": 1,
        "started_at": (at - timedelta(minutes=30)).isoformat(), "finished_at": at.isoformat(),
        "establishment": None, "subject": None, "base": {}, "lat": 22.7, "lon": 104.9,
        "answers": {"met": "Chủ cơ sở", "wants": "khong", **(answers or {})}, "photos": list(photos), **more,
    }  # fmt: skip
