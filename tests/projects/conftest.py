import pytest

from tests.projects.factory import Chain, make_establishment
from tests.projects.walking import there, walk, walked  # noqa: F401


@pytest.fixture
def establishment(province, commune):
    return make_establishment(province, commune)


@pytest.fixture
def chain(people, establishment):
    """A project that can be walked to any step of its life."""
    return Chain(people, establishment)
