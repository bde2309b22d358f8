"""One site and one browser for all journeys; every page is watched for errors, foreign hosts and broken answers."""

import json
import os
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser import site as sites
from tests.browser.field import FLAGS, Device
from tests.browser.people import People

SHOTS = Path(os.environ.get("BEDO_TEST_OUTPUT", "test-output")) / "screenshots"
expect.set_options(timeout=10_000)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    executable = os.environ.get("BEDO_CHROMIUM", "/usr/bin/chromium")
    return {**browser_type_launch_args, "executable_path": executable, "args": FLAGS}


@pytest.fixture(scope="session")
def site(tmp_path_factory):
    """The demonstration, served by the product's own server on PostgreSQL."""
    from django.conf import settings

    found = sites.given() or sites.open_site(tmp_path_factory.mktemp("site"), settings.DATABASES["default"])
    yield found
    found.close()


@pytest.fixture(scope="session")
def people(site, browser):
    """people("canbo.pt") -> the page of that signed-in person; the same page for the whole session."""
    SHOTS.mkdir(parents=True, exist_ok=True)
    found = People(site, browser, SHOTS)
    yield found
    found.close()


@pytest.fixture(scope="module")
def devices(playwright, site, tmp_path_factory):
    """devices(user) -> the device of that person, ready for the trip; `fresh`: one that was never used."""
    made, known = [], {}

    def make(username, *, fresh=False):
        if not fresh and username in known:
            known[username].ready()
            return known[username]
        device = Device(playwright, site, tmp_path_factory.mktemp(username.replace(".", "-")), username)
        made.append(device)
        if not fresh:
            known[username] = device
        return device.start().sign_in().ready()

    yield make
    for device in made:
        assert device.wrong == []
        device.close()


@pytest.fixture(autouse=True)
def _nothing_broke(people):
    """After every test: no console error, no broken answer, no request to another host."""
    people.wrong.clear()
    yield
    assert people.wrong == [], people.site.said()


@pytest.fixture(scope="session")
def story(site):
    """What one journey leaves for the next: addresses by name. Journeys run in the order of their files.

    On a site that was given, one file of journeys can so be run again after the others.
    """
    kept = SHOTS / "story.json"
    left = json.loads(kept.read_text()) if site.process is None and kept.exists() else {}
    yield left
    kept.write_text(json.dumps(left))


def pytest_collection_modifyitems(items):
    """Everything here needs Chromium and PostgreSQL."""
    for item in items:
        if "tests/browser/" in str(item.path).replace(os.sep, "/"):
            item.add_marker(pytest.mark.browser)
