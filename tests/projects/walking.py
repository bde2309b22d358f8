"""One project walked forward once for many tests; each test's own changes are taken back."""

import copy

import pytest
from django.db.models import Model

from tests.access.world import kept, make_people, make_unit, undone
from tests.projects.factory import STEPS, Chain, make_establishment


def begin(code="08", name="Tuyên Quang", **more):
    """A province with its people and the beginning of a project."""
    province = make_unit(code, name)
    commune = make_unit(f"{code}001", "Xín Mần", level=3, kind="xa", parent=province)
    establishment = make_establishment(province, commune)
    people = make_people(province, establishment=establishment, commune=commune)
    return Chain(people, establishment, **more)


def again(chain):
    """The same chain with rows read anew, so that what a test does to them stays its own."""
    own = copy.copy(chain)
    own.done = list(chain.done)
    for name, value in vars(chain).items():
        if isinstance(value, Model):
            setattr(own, name, type(value)._default_manager.get(pk=value.pk))
    return own


@pytest.fixture(scope="module")
def walk(django_db_setup, django_db_blocker):
    """The project that all tests of a module walk on."""
    with kept(django_db_blocker):
        yield begin()


@pytest.fixture(scope="module")
def there(walk, request):
    """The project at the step of the parameter: tests that are parametrised in the order of STEPS cost one walk.

    Such tests are marked django_db, so that what each does is taken back.
    """
    step = request.param
    if walk.done and STEPS.index(walk.done[-1]) > STEPS.index(step):
        with undone():
            yield begin("25", "Phú Thọ").to(step)
    else:
        yield walk.to(step)


@pytest.fixture
def walked(there, db):
    return again(there)
