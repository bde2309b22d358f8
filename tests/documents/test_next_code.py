from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction

from bedo.documents.models import Sequence
from bedo.documents.services import next_code, next_number


def test_codes_count_per_key_and_year(db):
    assert [next_code("DA08", 2026), next_code("DA08", 2026), next_code("DA25", 2026), next_code("DA08", 2027)] == [
        "DA08-2026-0001",
        "DA08-2026-0002",
        "DA25-2026-0001",
        "DA08-2027-0001",
    ]


def test_a_failed_transaction_gives_its_number_back(db):
    next_number("DA08", 2026)

    def fail():
        with transaction.atomic():
            next_number("DA08", 2026)
            raise RuntimeError

    pytest.raises(RuntimeError, fail)
    assert next_number("DA08", 2026) == 2


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_many_at_once_get_no_twins_and_no_gaps():
    def take(turn):
        try:
            with transaction.atomic():
                number = next_number("DA08", 2026)
                if turn % 7 == 0:
                    raise RuntimeError
                return number
        except RuntimeError:
            return None
        finally:
            connection.close()

    with ThreadPoolExecutor(16) as pool:
        taken = [number for number in pool.map(take, range(140)) if number]
    assert sorted(taken) == list(range(1, 121))
    assert Sequence.objects.get().last == 120
