"""A home of its own for programs that tests start: an embedded database in a temporary folder."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import psycopg
import pytest
from django.conf import settings as django_settings

ROOT = Path(__file__).resolve().parents[2]


class Home:
    """One data folder; runs `bedo` in it and reads its database through Django in a process of its own."""

    def __init__(self, place, database_url=""):
        self.place = place
        self.env = {name: value for name, value in os.environ.items() if not name.startswith("BEDO_")}
        self.env |= {"BEDO_DATA_DIR": str(place), "PYTHONPATH": str(ROOT)}
        if database_url:
            self.env["BEDO_DATABASE_URL"] = database_url
        self.started = []

    def bedo(self, *words, **env):
        """Run to the end: (exit status, standard output, standard error)."""
        done = subprocess.run(
            self._command(words), env=self.env | env, capture_output=True, text=True, timeout=120, cwd=ROOT
        )
        return done.returncode, done.stdout, done.stderr

    def start(self, *words, **env):
        """Run beside the test; ended with it."""
        process = subprocess.Popen(
            self._command(words),
            env=self.env | env,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            cwd=ROOT,
        )
        self.started.append(process)
        return process

    def python(self, code):
        """Run a few lines with Django set up; returns what they print."""
        prelude = "import django; django.setup()\n"
        env = self.env | {"DJANGO_SETTINGS_MODULE": "bedo.config.settings"}
        done = subprocess.run(
            [sys.executable, "-c", prelude + code], env=env, capture_output=True, text=True, timeout=60, cwd=ROOT
        )
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def close(self):
        for process in self.started:
            if process.poll() is None:
                process.send_signal(signal.SIGTERM)
                try:
                    process.wait(25)
                except subprocess.TimeoutExpired:
                    process.kill()
            process.stdout.close()

    @staticmethod
    def _command(words):
        return [sys.executable, "-m", "bedo.config.cli", *map(str, words)]


EMBEDDED = ("test_serve.py", "test_migrate.py", "test_cli.py", "test_env.py")


def pytest_collection_modifyitems(config, items):
    """Programs started on an embedded database of their own behave the same in the second run: left out there, by name."""
    if not django_settings.DATABASES["default"]["ENGINE"].endswith("postgresql"):
        return
    again = [item for item in items if item.path.name in EMBEDDED and not item.get_closest_marker("postgres")]
    config.hook.pytest_deselected(items=again)
    items[:] = [item for item in items if item not in again]


@pytest.fixture(scope="session")
def migrated(tmp_path_factory):
    """An embedded database with all tables, made once."""
    home = Home(tmp_path_factory.mktemp("migrated"))
    status, out, err = home.bedo("migrate")
    assert (status, err) == (0, ""), err
    assert "sẵn sàng" in out
    return home.place


@pytest.fixture
def empty_home(tmp_path):
    """A data folder with nothing in it."""
    home = Home(tmp_path / "empty")
    yield home
    home.close()


@pytest.fixture
def home(tmp_path, migrated):
    """A data folder with tables and no rows."""
    home = Home(tmp_path / "home")
    home.place.mkdir()
    source, target = migrated / "bedo.sqlite3", home.place / "bedo.sqlite3"
    home.python(
        f"import sqlite3; a = sqlite3.connect({str(source)!r}); b = sqlite3.connect({str(target)!r}); a.backup(b)"
    )
    yield home
    home.close()


@pytest.fixture
def empty_postgres():
    """The address of a new, empty database on the test server."""
    facts = django_settings.DATABASES["default"]
    server = {"host": facts["HOST"], "port": facts["PORT"], "user": facts["USER"], "password": facts["PASSWORD"]}
    with psycopg.connect(dbname="postgres", autocommit=True, **server) as admin:
        admin.execute("DROP DATABASE IF EXISTS bedo_restored WITH (FORCE)")
        admin.execute("CREATE DATABASE bedo_restored")
        yield "postgresql://{user}:{password}@{host}:{port}/bedo_restored".format(**server)
        admin.execute("DROP DATABASE bedo_restored WITH (FORCE)")


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def until(question, seconds=20.0):
    """Ask until the answer is true; returns it."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        answer = question()
        if answer:
            return answer
        time.sleep(0.05)
    raise AssertionError(f"not true within {seconds} s: {question}")


def fetch(url):
    """(status, body), or (0, "") while nobody listens."""
    try:
        with urllib.request.urlopen(url, timeout=5) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read().decode()
    except OSError:
        return 0, ""
