"""One contract over two projects, through the pages: signed together, settled together, due from the last acceptance."""

from datetime import date

import pytest
from django.urls import reverse

from bedo.ledger import checks
from bedo.ledger import queries as ledger_queries
from bedo.planning import services as planning
from bedo.projects import lawbook
from bedo.projects.models import Contract
from tests.projects.factory import Chain, make_establishment


@pytest.fixture
def two(people, province, commune):
    """Two projects of one plan with their estimate given."""
    first = Chain(people, make_establishment(province, commune)).to("envelope")
    second = Chain(people, make_establishment(province, commune, name="Cơ sở mẫu 02"), number=2).to("passed")
    plan = planning.open_plan(line=first.line, by=people["director"])
    for chain in (first, second):
        chain.plan_row = plan
        planning.add_item(plan=plan, project=chain.project, amount=chain.support, by=people["director"])
    planning.submit_plan(plan=plan, on=date(2026, 1, 5), **first.by("director"))
    planning.give_opinion(plan=plan, agrees=True, text="Nhất trí", on=date(2026, 1, 8), **first.by("finance"))
    planning.approve_plan(plan=plan, decision=first.paper("QĐ", 20, date(2026, 1, 20)), **first.by("approver_province"))
    planning.allocate(plan=plan, paper=first.paper("QĐ", 30, date(2026, 2, 1)), **first.by("accountant"))
    return first, second


def act(client, chain, slug, data):
    return client.post(reverse("office:projects:act", args=[chain.project.pk, slug]), data)


def rows(prefix, *values):
    """Post data of a formset."""
    data = {f"{prefix}-TOTAL_FORMS": len(values), f"{prefix}-INITIAL_FORMS": 0}
    for number, row in enumerate(values):
        data |= {f"{prefix}-{number}-{name}": value for name, value in row.items()}
    return data


def test_two_projects_under_one_contract_are_settled_together(two, people, login):
    first, second = two
    parties = rows(
        "ben",
        {"side": "A", "name": "Trung tâm"},
        {"side": "B", "name": "Cơ sở mẫu 01"},
        {"side": "C", "name": "Cơ sở mẫu 02"},
    )
    form = {
        "number": "07/HĐ",
        "kind": "ho_tro",
        "signed_on": "01/03/2026",
        "ends_on": "31/10/2026",
        "amount": "300 triệu",
    }
    answer = act(login(people["director"]), first, "hop-dong", {**form, "others": [second.share.pk], **parties})
    assert answer.status_code == 302, answer.context["form"].errors
    contract = Contract.objects.get()
    assert contract.items.count() == 2
    for chain in two:
        chain.contract_row = contract
        chain.done += ["plan", "approve", "allocate", "contract"] + (["envelope"] if chain is second else [])
        chain.line = first.line
        chain.to("vouchers")
    assert lawbook.settlement_due(contract) == date(2026, 10, 20)
    client = login(people["officer"])
    page = client.get(reverse("office:projects:act", args=[first.project.pk, "quyet-toan"])).content.decode()
    assert f"asked_{second.share.pk}" in page
    asked = {f"asked_{chain.share.pk}": "300.000.000" for chain in two}
    late = act(client, first, "quyet-toan", {**asked, "submitted_on": "25/10/2026"})
    assert late.status_code == 422
    assert "nộp trễ phải ghi lý do" in late.content.decode()
    assert act(client, first, "quyet-toan", {**asked, "submitted_on": "15/10/2026"}).status_code == 302
    settled = {f"settled_{chain.share.pk}": "300.000.000" for chain in two}
    done = act(login(people["approver_department"]), second, "thanh-ly", {**settled, "decided_on": "28/10/2026"})
    assert done.status_code == 302
    assert all(chain.share.state == "liquidated" for chain in two)
    assert ledger_queries.totals(first.line)["settled"] == 600_000_000
    assert list(checks.broken_lines()) == []
