import pytest
from django.test import Client

from tests.field.client import Phone
from tests.projects.factory import make_establishment


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
