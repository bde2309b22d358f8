"""Sign-in is the default; what is open says so and stands here, to be read by a person."""

from django.urls import get_resolver

OPEN = {
    "healthz": "monitors ask it",
    "account_login": "the door",
    "account_logout": "may be met after the session ended",
    "account_signup": "answers that nobody signs up by himself",
    "account_reauthenticate": "asks for the session itself",
    "account_confirm_email": "reached from a mail",
    "account_email_verification_sent": "reached from a mail",
    "account_confirm_login_code": "part of the door",
    "account_inactive": "tells a closed account",
    "account_reset_password": "forgotten password",
    "account_reset_password_done": "forgotten password",
    "account_reset_password_from_key": "forgotten password",
    "account_reset_password_from_key_done": "forgotten password",
    "mfa_authenticate": "second step of the door",
    "mfa_trust": "second step of the door",
    "field:worker": "the field app's service worker holds nothing of anybody and is fetched again when nobody is signed in",
    "field:manifest": "what a phone needs to install the field app: its name and icons",
}


def addresses(patterns=None, prefix="", namespace=""):
    for entry in get_resolver().url_patterns if patterns is None else patterns:
        route = prefix + str(entry.pattern)
        if hasattr(entry, "url_patterns"):
            inner = ":".join(part for part in (namespace, entry.namespace) if part)
            yield from addresses(entry.url_patterns, route, inner)
        else:
            yield ":".join(part for part in (namespace, entry.name) if part), route, entry.callback


def test_only_these_are_open():
    found = {name for name, _, view in addresses() if not getattr(view, "login_required", True)}
    assert found - set(OPEN) == set()


def test_every_address_has_a_name_of_its_own():
    names = [name for name, route, _ in addresses() if not route.startswith("tai-khoan/")]
    assert all(names)
    assert sorted(names) == sorted(set(names))


def test_a_visitor_is_sent_to_the_door(client, db):
    plain = [route for name, route, view in addresses() if "<" not in route and "(" not in route and name not in OPEN]
    for route in plain:
        answer = client.get(f"/{route.lstrip('^').rstrip('$')}")
        assert answer.status_code in (302, 404), (route, answer.status_code)
        if answer.status_code == 302:
            assert "/tai-khoan/" in answer.headers["Location"], route
