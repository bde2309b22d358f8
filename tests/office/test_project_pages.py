"""The project's page, tabs and acts at every step of its life, for the person whose turn it is."""

import pytest
from django.urls import reverse

from bedo.office.projects import tabs
from bedo.office.projects.acts import ACTS
from tests.projects.factory import STEPS, Chain, make_establishment

ROLES = (
    "officer",
    "director",
    "appraiser",
    "approver_department",
    "accountant",
    "approver_province",
    "ministry_department",
)
AT = (
    "start",
    "submit",
    "passed",
    "approve",
    "allocate",
    "contract",
    "begin",
    "advance",
    "complete",
    "sign",
    "dossier",
    "liquidate",
    "settle_year",
    "follow",
    "close",
)


@pytest.fixture
def chain(people, province, commune):
    return Chain(people, make_establishment(province, commune))


@pytest.mark.parametrize("step", AT)
def test_every_page_opens_at_every_step(chain, login, people, step):
    chain.to(step)
    for role in ROLES:
        client = login(people[role])
        pages = [reverse("office:projects:detail", args=[chain.project.pk])]
        pages += [reverse("office:projects:tab", args=[chain.project.pk, tab]) for tab in tabs.TABS]
        pages += [reverse(f"office:projects:{name}", args=[chain.project.pk]) for name in ("calendar", "summary")]
        for page in pages:
            response = client.get(page)
            assert response.status_code == 200, (role, page)
            assert not {"{{", "{%"} & set(response.content.decode().split())
        for slug, act in ACTS.items():
            if act.right in people[role].grants.rights(chain.project.province_id):
                response = client.get(reverse("office:projects:act", args=[chain.project.pk, slug]))
                assert response.status_code in (200, 409), (role, slug)


@pytest.mark.parametrize("step", AT)
def test_the_project_page_costs_at_most_twelve_queries(chain, login, people, count_queries, step):
    chain.to(step)
    for role in ("officer", "appraiser"):
        client, page = login(people[role]), reverse("office:projects:detail", args=[chain.project.pk])
        client.get(page)  # the process reads the rule book once
        assert count_queries(client.get, page) <= 12, (role, step)


def test_all_steps_are_walked():
    assert set(AT) <= set(STEPS)
