"""Two who arrange the same place or post at the same moment: one is told. Real threads, PostgreSQL."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from bedo.core.moves import Refused
from bedo.network.models import Holding, PlaceDuty
from tests.network.conftest import TODAY

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def race(*calls):
    start = Barrier(len(calls))

    def run(call):
        try:
            start.wait(10)
            call()
            return "done"
        except Refused as refusal:
            return refusal.code
        finally:
            connection.close()

    with ThreadPoolExecutor(len(calls)) as pool:
        return sorted(pool.map(run, calls))


def test_one_of_two_gets_the_place(network, commune):
    first, second = network.member(), network.member("Vàng A Sì")
    found = race(lambda: network.assign(commune, first, TODAY), lambda: network.assign(commune, second, TODAY))
    assert found == ["done", "stale"]
    assert PlaceDuty.objects.filter(place=commune, to_on=None).count() == 1


def test_one_of_two_gets_the_post(network, commune):
    post, first, second = network.post(commune), network.member(), network.member("Vàng A Sì")
    found = race(lambda: network.appoint(post, first, TODAY), lambda: network.appoint(post, second, TODAY))
    assert found == ["done", "from_on"]
    assert Holding.objects.filter(post=post, to_on=None).count() == 1


def test_who_leaves_gets_no_place_at_the_same_moment(network, commune):
    member = network.member()
    found = race(lambda: network.leave(member, last_day=TODAY), lambda: network.assign(commune, member, TODAY))
    assert found in (["done", "held"], ["done", "member"])
