"""Typed reading of the environment; every variable of the product starts with BEDO_ (list: docs/settings.md)."""

import os
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit


class BadSetting(Exception):
    """A BEDO_* variable has a value that cannot be used; the sentence names the variable and what is expected."""


def text(name: str, default: str = "") -> str:
    """The variable, or the content of the file named by <name>_FILE, or the default."""
    path = os.environ.get(f"{name}_FILE")
    if path:
        try:
            return Path(path).read_text(encoding="utf-8").strip()
        except OSError as error:
            raise BadSetting(f"{name}_FILE: cannot read {path}: {error}") from error
    return os.environ.get(name, default)


def flag(name: str, default: bool = False) -> bool:
    """A yes or no: 1/true/yes/on or 0/false/no/off."""
    raw = text(name, "1" if default else "0").lower()
    if raw in ("1", "true", "yes", "on"):
        return True
    if raw in ("0", "false", "no", "off", ""):
        return False
    raise BadSetting(f"{name}: expected 0 or 1, got {raw!r}")


def number(name: str, default: int, *, low: int = 0, high: int = 2**31) -> int:
    """A whole number between low and high, both included."""
    raw = text(name, str(default))
    try:
        value = int(raw)
    except ValueError as error:
        raise BadSetting(f"{name}: expected a whole number, got {raw!r}") from error
    if not low <= value <= high:
        raise BadSetting(f"{name}: expected {low}..{high}, got {value}")
    return value


def choice(name: str, default: str, choices: tuple[str, ...]) -> str:
    """One of a few words."""
    given = text(name, default)
    if given not in choices:
        raise BadSetting(f"{name}: expected one of {', '.join(choices)}, got {given!r}")
    return given


def words(name: str, default: str = "") -> list[str]:
    """A list separated by commas; empty parts are dropped."""
    return [part.strip() for part in text(name, default).split(",") if part.strip()]


def database(name: str, sqlite_path: Path) -> dict[str, object]:
    """Django's DATABASES entry from postgresql://user:password@host:port/name, or SQLite at sqlite_path when unset."""
    url = text(name)
    if not url or url.startswith("sqlite:"):
        place = Path(url.removeprefix("sqlite:///")) if url else sqlite_path
        sync = text("BEDO_SQLITE_SYNCHRONOUS", "NORMAL").upper()
        if sync not in ("NORMAL", "FULL"):
            raise BadSetting("BEDO_SQLITE_SYNCHRONOUS: expected NORMAL or FULL")
        return {
            "ENGINE": "bedo.config.sqlite",
            "NAME": str(place),
            "CONN_MAX_AGE": None,
            "TEST": {"NAME": ":memory:"},
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": f"PRAGMA journal_mode=WAL; PRAGMA synchronous={sync};",
            },
        }
    parts = urlsplit(url)
    if parts.scheme not in ("postgresql", "postgres"):
        raise BadSetting(f"{name}: expected postgresql://…, got {parts.scheme}://")
    pooled = flag("BEDO_PGBOUNCER")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 0 if pooled else 600,
        "DISABLE_SERVER_SIDE_CURSORS": pooled,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": dict(parse_qsl(parts.query)),
    }
