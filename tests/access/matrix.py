"""Asking every address as every visitor, and the table of answers that a person can read."""

import csv
import io
from pathlib import Path

from django.conf import settings
from django.test import Client
from django.urls import reverse

from tests.access.spots import MOMENTS, spots
from tests.access.world import undone
from tests.house.test_open_addresses import addresses

EXPECTED = Path(__file__).parent / "expected.csv"
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
FOREIGN = ("account_", "mfa_")
"""Addresses of the sign-in package."""


def ours():
    """URL name → view, of every address that is ours."""
    return {name: view for name, _, view in addresses() if not name.startswith(FOREIGN)}


def methods_of(view):
    """What the view says it answers; a view that says nothing is only read."""
    declared = getattr(view, "bedo_methods", None) or {"read": {"GET"}, "write": frozenset()}
    return [method for method in ("GET", "POST") if method in declared["read"] | declared["write"]]


def word(response):
    """The answer's class: a visitor who must sign in first is told apart from one who is led on."""
    if response.status_code == 302 and settings.LOGIN_URL and "/tai-khoan/login/" in response.headers["Location"]:
        return "sign in"
    return str(response.status_code)


def clients(visitors):
    found = {}
    for label, user in visitors.items():
        found[label] = Client()
        if user:
            found[label].force_login(user, backend=BACKEND)
    return found


def ask_all(scene, wanted=None):
    """(title of the spot, method) → visitor → word. Walks the scene's chain through its whole life."""
    answers, visitors, views = {}, clients(scene.visitors), ours()
    for moment, (step, prepare, _) in MOMENTS.items():
        here = [spot for spot in spots() if spot.moment == moment]
        scene.chain.to(step)
        with undone():
            if prepare:
                prepare(scene)
            for spot in here:
                if wanted is None or wanted(spot):
                    answers |= ask(scene, spot, visitors, spot.methods or methods_of(views[spot.name]))
    return answers


def ask(scene, spot, visitors, methods):
    url = reverse(spot.name, kwargs=spot.kwargs(scene)) + spot.query(scene)
    found, more = {}, {"headers": spot.headers(scene)}
    if spot.body:
        more |= {"data": spot.body(scene), "content_type": "application/json"}
    for method in methods:
        line = found.setdefault((spot.title, method), {})
        for label, client in visitors.items():
            with undone():
                response = getattr(client, method.lower())(url, **more)
                line[label] = word(response)
                if response.status_code in (403, 404):
                    told(response)
    return found


def told(response):
    """A refusal is a page of ours, in words: which right is missing, and what to do. A program gets the sentence as JSON."""
    text = response.content.decode()
    if response["Content-Type"] == "application/json":
        assert response.json()["error"].endswith("."), response.request
        return
    assert "<h1" in text, response.request
    if response.status_code == 403:
        assert "quyền" in text or "Nhờ" in text, response.request


def as_text(answers):
    """The table as CSV: address, method, then one column for each visitor."""
    out = io.StringIO()
    labels = list(next(iter(answers.values())))
    sheet = csv.writer(out, lineterminator="\n")
    sheet.writerow(["address", "method", *labels])
    for (title, method), line in sorted(answers.items()):
        sheet.writerow([title, method, *(line[label] for label in labels)])
    return out.getvalue()


def read(path=EXPECTED):
    """The table as it was agreed: (address, method) → visitor → word."""
    with path.open(encoding="utf-8", newline="") as file:
        return {(row.pop("address"), row.pop("method")): row for row in csv.DictReader(file)}
