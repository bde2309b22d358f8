"""What must stand before pages can be served: tables, the cache's table, the collected static files."""

import hashlib
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.db import connection

STAMP = "collected-from"


def prepare() -> dict[str, int]:
    """Migrate, make the cache's table, collect static files; quick when nothing changed. Returns what was done."""
    before = set(connection.introspection.table_names())
    call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)
    tables = len(set(connection.introspection.table_names()) - before)
    return {"tables": tables, "static": collect_static()}


def collect_static() -> int:
    """Copy static files with hashed names and compressed twins into STATIC_ROOT; returns how many, 0 when unchanged."""
    root = Path(settings.STATIC_ROOT)
    stamp, files = _fingerprint()
    kept = root / STAMP
    if kept.exists() and kept.read_text(encoding="utf-8") == stamp:
        return 0
    root.mkdir(parents=True, exist_ok=True)
    call_command("collectstatic", interactive=False, verbosity=0)
    kept.write_text(stamp, encoding="utf-8")
    return files


def _fingerprint() -> tuple[str, int]:
    """A hash over name, size and time of every static file in the code and its packages, and over the storage's name."""
    digest, count = hashlib.sha256(str(settings.STORAGES["staticfiles"]).encode()), 0
    for finder in get_finders():
        for path, storage in finder.list([]):
            facts = Path(storage.path(path)).stat()
            digest.update(f"{path}:{facts.st_size}:{facts.st_mtime_ns}\n".encode())
            count += 1
    return digest.hexdigest(), count
