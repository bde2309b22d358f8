# ruff: noqa: S603, S607 - our own programs
"""Databases that are filled once, and servers on free high ports of 127.0.0.1. What is started here is ended here."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg

ROOT = Path(__file__).resolve().parents[1]
PYTHON = sys.executable
WORKERS, THREADS = 2, 1
PASSWORD = "bedo-quy-mo"  # noqa: S105 - of synthetic accounts, see bedo/config/scale


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def environment(**own: str) -> dict[str, str]:
    """Ours without anybody's settings."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("BEDO_", "BARE_", "DJANGO_"))}
    return kept | {"PYTHONPATH": str(ROOT)} | own


# --- PostgreSQL --------------------------------------------------------------------------------------------------


class Cluster:
    """A throw-away PostgreSQL of scripts/pg.sh in a folder that may be used again."""

    def __init__(self, folder: Path):
        self.folder = folder
        told = subprocess.run(
            ["scripts/pg.sh", "start", str(folder)], cwd=ROOT, capture_output=True, text=True, check=True
        ).stdout
        self.url = next(line.partition("=")[2] for line in told.splitlines() if line.startswith("BEDO_DATABASE_URL="))
        self.pid = int((folder / "data" / "postmaster.pid").read_text().split()[0])

    def database(self, name: str) -> str:
        """The address of a database, made when it is not there."""
        with psycopg.connect(self.url, autocommit=True) as connection:
            there = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone()
            if not there:
                connection.execute(f'CREATE DATABASE "{name}"')
        return f"{self.url.rpartition('/')[0]}/{name}"

    def stop(self) -> None:
        """The one process that was started here; its files stay."""
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGINT)
        _wait(lambda: not (self.folder / "data" / "postmaster.pid").exists(), 30)


def _wait(done, seconds: float) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if done():
            return True
        time.sleep(0.05)
    return False


# --- filling -----------------------------------------------------------------------------------------------------


def seed(folder: Path, projects: int, url: str = "") -> dict[str, str]:
    """A database with that many projects; returns the product's environment for it. Filled once, then kept."""
    folder.mkdir(parents=True, exist_ok=True)
    env = environment(BEDO_DATA_DIR=str(folder), **({"BEDO_DATABASE_URL": url} if url else {}))
    told = folder / "filled.json"
    if not told.exists():
        print(f"  filling {folder.name} …", flush=True)
        words = [PYTHON, "-m", "bedo.config.cli", "scale", "--projects", str(projects), "--json"]
        done = subprocess.run(words, env=env, cwd=ROOT, capture_output=True, text=True, check=False)
        if done.returncode:
            raise SystemExit(f"bedo scale: {done.stderr[-2000:]}")
        told.write_text(done.stdout)
        figures = json.loads(done.stdout)
        print(f"  {folder.name}: {figures['rows']} rows, {figures['rows_per_second']} rows/s", flush=True)
    else:
        subprocess.run([PYTHON, "-m", "bedo.config.cli", "migrate"], env=env, cwd=ROOT, capture_output=True, check=True)
    return env


def fill_bare(url: str, rows: int) -> dict[str, str]:
    env = environment(BARE_DATABASE=url)
    subprocess.run([PYTHON, "-m", "bench.bare.app", "fill", str(rows)], env=env, cwd=ROOT, check=True)
    return env


# --- servers -----------------------------------------------------------------------------------------------------


class Server:
    """A process group that listens on a port."""

    def __init__(self, words: list[str], env: dict[str, str], port: int):
        self.port = port
        self.process = subprocess.Popen(
            words, env=env, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
        )
        if not _wait(self._answers, 60):
            self.stop()
            raise SystemExit(f"no answer on port {port}: {' '.join(words)}")

    def _answers(self) -> bool:
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0

    def stop(self) -> None:
        self.process.terminate()
        try:
            self.process.wait(30)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def product(env: dict[str, str]) -> Server:
    """As in production, without the worker of background jobs."""
    port = free_port()
    counted = {"BEDO_WEB_WORKERS": str(WORKERS), "BEDO_WEB_THREADS": str(THREADS), "BEDO_RATE_LOGIN": "1000/m/ip"}
    words = [PYTHON, "-m", "bedo.config.cli", "serve", "--no-worker", "--port", str(port)]
    return Server(words, env | counted | {"BEDO_PORT": str(port)}, port)


def bare(env: dict[str, str]) -> Server:
    """The baseline on the same server with as many workers."""
    port = free_port()
    words = [
        PYTHON, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port), "--workers",
        str(WORKERS), "--blocking-threads", str(THREADS), "--no-log", "bench.bare.app:application",
    ]  # fmt: skip
    return Server(words, env, port)


@contextlib.contextmanager
def ended(running: list[Server]) -> Iterator[None]:
    """Whatever happens in between, the servers in the list are stopped."""
    try:
        yield
    finally:
        for server in running:
            server.stop()
