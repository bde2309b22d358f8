"""Many rows at once: as if made one by one, on both databases."""

import pytest
from django.db import IntegrityError, transaction

from bedo.core import bulk
from bedo.core.clock import now
from bedo.imports.models import Import, ImportedRecord
from bedo.places.models import Unit

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner(province, people):
    return Import.objects.create(
        province=province, name="a.csv", sha256="0" * 64, size=1, path="x", created_at=now(), created_by=people["officer"]
    )  # fmt: skip


def test_rows_are_there_with_defaults_and_their_ids(owner):
    rows = [
        {"owner_id": owner.pk, "sheet": f"Trang “{n}”", "sheet_row": n, "before": {"title": ["a", None]}}
        for n in range(1, 4001)
    ]
    ids = bulk.insert(ImportedRecord, rows)
    found = ImportedRecord.objects.in_bulk(ids)
    assert [found[pk].sheet_row for pk in ids] == list(range(1, 4001))
    assert (found[ids[0]].is_new, found[ids[0]].before, found[ids[0]].project_id) == (
        True,
        {"title": ["a", None]},
        None,
    )
    assert found[ids[-1]].sheet == "Trang “4000”"


def test_ids_go_on_after_and_are_never_used_twice(owner):
    first = bulk.insert(ImportedRecord, [{"owner_id": owner.pk, "sheet": "", "sheet_row": 1}])
    one = ImportedRecord.objects.create(owner=owner, sheet="", sheet_row=2)
    one_pk = one.pk
    one.delete()
    [last] = bulk.insert(ImportedRecord, [{"owner_id": owner.pk, "sheet": "", "sheet_row": 3}])
    assert first[0] < one_pk < last


def test_what_the_database_forbids_is_refused(owner, province):
    rows = [
        {"code": "99", "name": "A", "kind": "tinh", "level": 1, "sort_key": "a", "search_text": "a", "valid_from": None}
    ] * 2
    before = Unit.objects.count()
    with pytest.raises(IntegrityError), transaction.atomic():
        bulk.insert(Unit, rows)
    assert Unit.objects.count() == before


def test_nothing_is_nothing():
    assert bulk.insert(ImportedRecord, []) == []
