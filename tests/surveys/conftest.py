import pytest
from django.test import Client

from bedo.surveys.models import Visit
from tests.field.client import Phone
from tests.projects.factory import make_establishment
from tests.surveys.factory import document, photo


@pytest.fixture
def establishment(province, commune):
    return make_establishment(province, commune)


@pytest.fixture
def phone_of(db):
    """phone_of(user, cut=…) -> a greeted device of that person."""

    def make(user, **more):
        client = Client()
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        phone = Phone(client, **more)
        if "cut" not in more:
            phone.greet()
        return phone

    return make


@pytest.fixture
def phone(people, phone_of):
    return phone_of(people["officer"])


@pytest.fixture
def sent(phone):
    """sent(**document) -> the received visit; `pictures` are contents of photos."""

    def send(*, pictures=(), questions=(), **more):
        entries = [photo(one) for one in pictures]
        for entry, question in zip(entries, questions, strict=False):
            entry["question"] = question
        paper = document(photos=entries, **more)
        phone.add(paper, list(pictures))
        phone.sync()
        return Visit.objects.get(pk=paper["id"])

    return send


@pytest.fixture
def reviewer(people):
    return people["director"]
