"""A project that can be walked to any step of its life."""

import pytest

from tests.projects.factory import Chain, make_establishment


@pytest.fixture
def chain(people, province, commune):
    return Chain(people, make_establishment(province, commune))
