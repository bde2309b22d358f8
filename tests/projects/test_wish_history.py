"""The migration that gives every wish the row of its officer, and what `bedo doctor` says without it."""

from importlib import import_module

import pytest
from django.apps import apps

from bedo.config import doctor
from bedo.projects.models import WishResponsibility

pytestmark = pytest.mark.django_db


def test_a_wish_from_before_gets_the_row_of_its_officer(chain, people):
    chain.to("wish")
    WishResponsibility.objects.all().delete()
    assert [chain.wish_row.code in line for line in doctor.wishes_without_officer()] == [True]
    migration = import_module("bedo.projects.migrations.0007_wish_responsibility_and_handover")
    for _ in range(2):
        migration.begin(apps, None)
    row = WishResponsibility.objects.get()
    assert (row.wish, row.officer, row.from_on, row.to_on) == (chain.wish_row, people["officer"], chain.wish_row.received_on, None)  # fmt: skip
    assert list(doctor.wishes_without_officer()) == []
