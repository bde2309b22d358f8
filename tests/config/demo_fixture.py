"""The whole demonstration, loaded once for a module and rolled back after it."""

import pytest
from django.db import transaction

from bedo.config import demo


@pytest.fixture(scope="module")
def loaded(django_db_setup, django_db_blocker):
    """The steps that the load told; tests see its rows through their own `db` fixture."""
    with django_db_blocker.unblock():
        outer = transaction.atomic()
        outer.__enter__()
        try:
            yield list(demo.fill())
        finally:
            transaction.set_rollback(True)
            outer.__exit__(None, None, None)
