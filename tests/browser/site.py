"""A running Bệ Đỡ for the journeys: its own database on the tests' PostgreSQL, the demonstration, the real web server."""

import os
import shutil
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from urllib.parse import quote

import psycopg

from tests.config.conftest import Home, free_port

NAME, PRISTINE = "bedo_journeys", "bedo_pristine"
WAIT_SECONDS = 60


class Site:
    """Address of the running product; `close` ends what was started for it."""

    def __init__(self, address, process=None, log=None, home=None):
        self.address, self.process, self.log, self.home = address.rstrip("/"), process, log, home

    def work(self):
        """Do what waits for the worker; a site that was given has a worker of its own."""
        if self.home:
            self.home.python(
                "from django.core.management import call_command; call_command('db_worker', '--batch', verbosity=0)"
            )

    def close(self):
        if self.process is None:
            return
        self.process.terminate()
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def said(self):
        """The tail of what the server wrote, for failures."""
        return Path(self.log).read_text(encoding="utf-8", errors="replace")[-3000:] if self.log else ""


def open_site(folder, database, name=NAME):
    """A copy of the demonstration in the database `name`, served on a free port. It is loaded once for all sites of a run."""
    pristine = _pristine(folder.parent, database)
    shutil.copytree(pristine, folder, dirs_exist_ok=True)
    _fresh_database(database, name, template=PRISTINE)
    home = Home(folder, _url(database, name))
    home.env |= {"BEDO_RATE_LOGIN": "1000/m/ip"}
    port, log = free_port(), folder / "server.log"
    with log.open("w") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", "bedo.config.cli", "serve", "--no-worker", "--port", str(port)],
            env=home.env, stdout=out, stderr=subprocess.STDOUT,
        )  # fmt: skip
    site = Site(f"http://127.0.0.1:{port}", process, log, home)
    _wait(site)
    return site


def _pristine(beside, database):
    """The folder of the demonstration as the command line loads it; its database is PRISTINE."""
    folder = beside / PRISTINE
    if folder.exists():
        return folder
    _fresh_database(database, PRISTINE)
    home = Home(folder, _url(database, PRISTINE))
    loaded = subprocess.run(
        home._command(("demo",)), env=home.env, capture_output=True, text=True, timeout=600, check=False
    )
    if loaded.returncode:
        raise RuntimeError(f"bedo demo: {loaded.stderr[-2000:]}")
    return folder


def _wait(site):
    deadline = time.monotonic() + WAIT_SECONDS
    while time.monotonic() < deadline and site.process.poll() is None:
        try:
            with urllib.request.urlopen(f"{site.address}/tai-khoan/login/", timeout=5):
                return
        except OSError:
            time.sleep(0.1)
    site.close()
    raise RuntimeError(f"the server did not come up: {site.said()}")


def _url(database, name):
    login = f"{quote(database['USER'])}:{quote(database['PASSWORD'])}@" if database["USER"] else ""
    return f"postgresql://{login}{database['HOST']}:{database['PORT']}/{name}"


def _fresh_database(database, name, template="template1"):
    known = {"host": database["HOST"], "port": database["PORT"], "user": database["USER"]}
    with psycopg.connect(dbname="postgres", password=database["PASSWORD"], autocommit=True, **known) as link:
        link.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        link.execute(f"CREATE DATABASE {name} TEMPLATE {template}")


def given():
    """A site that is running already with a freshly loaded demonstration (BEDO_TEST_SITE), or None."""
    address = os.environ.get("BEDO_TEST_SITE")
    return Site(address) if address else None
