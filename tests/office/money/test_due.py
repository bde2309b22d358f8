"""Chờ chi: the same gate as the payment itself, for all contracts at once."""

import pytest
from django.urls import reverse

from bedo.core.types import Dong
from bedo.projects import lawbook
from tests.projects.factory import TODAY, Chain, make_establishment

PAGE = "office:money:due"


@pytest.fixture
def chain(people, province, commune):
    return Chain(people, make_establishment(province, commune))


@pytest.mark.parametrize(
    ("step", "where", "amount"),
    [("begin", "waiting", 210_000_000), ("confirm", "ready", 210_000_000), ("advance", "done", 0), ("sign", "ready", 90_000_000), ("remaining", "done", 0)],
)  # fmt: skip
def test_the_list_says_what_may_be_paid_and_what_not(chain, people, login, step, where, amount):
    chain.to(step)
    context = login(people["accountant"]).get(reverse(PAGE)).context
    [row] = context[where]
    assert row.amount == Dong(amount)
    assert bool(row.blocked) is (where == "waiting")


def test_the_list_and_the_payment_ask_the_same_gate(chain, people, login):
    chain.to("begin")
    _, amount, gate = lawbook.next_payment(chain.share, TODAY)
    [row] = login(people["accountant"]).get(reverse(PAGE)).context["waiting"]
    assert (row.amount, row.blocked) == (amount, gate.verdict.refusal.reason)


def test_the_list_costs_the_same_for_one_and_for_many(chain, people, province, commune, login, count_queries):
    chain.to("confirm")
    client = login(people["accountant"])
    client.get(reverse(PAGE))
    one = count_queries(client.get, reverse(PAGE))
    for number in (2, 3):
        more = Chain(people, make_establishment(province, commune, name=f"Cơ sở mẫu {number}"), number=number)
        more.done.append("envelope")
        more.line = chain.line
        more.to("confirm")
    assert count_queries(client.get, reverse(PAGE)) == one <= 16
