import io
import json
import logging

import pytest
from django.test import Client
from django.urls import path

from bedo.config import urls
from bedo.core.logs import JsonFormatter
from bedo.core.middleware import client_address
from bedo.core.moves import Refused


def broken(request):
    raise ZeroDivisionError("inside")


def refused(request):
    raise Refused("Không đủ tiền.", "Chọn nguồn khác.", status=409)


urlpatterns = [path("hong", broken), path("tu-choi", refused), *urls.urlpatterns]
handler500 = urls.handler500


@pytest.fixture
def log_lines():
    """What a server would write to its log."""
    out = io.StringIO()
    handler = logging.StreamHandler(out)
    handler.setFormatter(JsonFormatter())
    logging.getLogger().addHandler(handler)
    yield lambda: [json.loads(line) for line in out.getvalue().splitlines()]
    logging.getLogger().removeHandler(handler)


@pytest.fixture
def visitor(settings, make_person, province):
    settings.ROOT_URLCONF = __name__
    client = Client(raise_request_exception=False)
    client.force_login(make_person("officer", province), backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def test_the_id_on_the_page_stands_in_the_log(visitor, log_lines):
    answer = visitor.get("/hong")
    shown = answer.headers["X-Request-Id"]
    assert answer.status_code == 500
    assert shown in answer.content.decode()
    (line,) = [line for line in log_lines() if "ZeroDivisionError" in line.get("traceback", "")]
    assert line["request"] == shown
    assert line["level"] == "ERROR"
    assert "inside" not in answer.content.decode()


def test_a_refusal_is_no_error(visitor, log_lines):
    answer = visitor.get("/tu-choi")
    assert answer.status_code == 409
    assert "Không đủ tiền." in answer.content.decode()
    assert "Chọn nguồn khác." in answer.content.decode()
    assert not [line for line in log_lines() if line["level"] == "ERROR"]


def test_what_is_logged_after_the_answer_carries_the_id_too(visitor, log_lines):
    answer = visitor.get("/khong-co/")
    (line,) = [line for line in log_lines() if line["logger"] == "django.request"]
    assert (answer.status_code, line["request"]) == (404, answer.headers["X-Request-Id"])


def test_every_answer_carries_an_id_of_its_own(client, db):
    ids = {client.get("/healthz").headers["X-Request-Id"] for _ in range(5)}
    assert len(ids) == 5


@pytest.mark.parametrize(
    ("header", "address"), [("203.0.113.9", "203.0.113.9"), ("1.1.1.1, 203.0.113.9", "203.0.113.9"), ("", "10.0.0.2")]
)
def test_behind_a_proxy_the_address_is_what_the_proxy_saw(rf, header, address):
    seen = client_address(lambda request: request.META["REMOTE_ADDR"])
    assert seen(rf.get("/", REMOTE_ADDR="10.0.0.2", HTTP_X_FORWARDED_FOR=header)) == address
