"""The project's pages lead to what can be done: no button that can only refuse, no figure of another step."""

import pytest
from django.urls import reverse

from bedo.projects import lawbook
from tests.projects.factory import Chain, make_establishment


@pytest.fixture
def chain(people, province, commune):
    return Chain(people, make_establishment(province, commune))


def act(chain, slug):
    return reverse("office:projects:act", args=[chain.project.pk, slug])


def shown(client, address):
    return client.get(address).content.decode()


def test_a_draft_without_its_parts_leads_to_writing_them(chain, login, people):
    chain.to("start")
    html = shown(login(people["officer"]), reverse("office:projects:detail", args=[chain.project.pk]))
    assert f'class="btn main" href="{act(chain, "ho-so")}"' in html
    assert f'class="btn main" href="{act(chain, "nop")}"' not in html


def test_a_whole_dossier_leads_to_submitting_it(chain, login, people):
    chain.to("write")
    html = shown(login(people["officer"]), reverse("office:projects:detail", args=[chain.project.pk]))
    assert f'class="btn main" href="{act(chain, "nop")}"' in html


def test_a_missing_paper_is_added_from_its_own_line(chain, login, people):
    chain.to("start")
    client = login(people["officer"])
    address = f"{act(chain, 'giay-to')}?slot=dossier:request"
    assert address in shown(client, reverse("office:projects:detail", args=[chain.project.pk]))
    assert '<option value="dossier:request" selected>' in shown(client, address)


def test_the_establishment_is_asked_only_for_its_own_papers(chain):
    chain.to("start")
    chain.project.refresh_from_db()
    missing = [
        item for item in lawbook.dossier_checklist(chain.project, chain.project.created_at.date()) if item.missing
    ]
    message = lawbook.reminder(chain.project, missing)
    assert "Văn bản đề nghị của đơn vị thụ hưởng" in message
    assert "Công văn của đơn vị thực hiện" not in message
    assert "Công văn của đơn vị thực hiện kèm danh mục đề án" in {item.name for item in missing}


def test_after_the_first_advance_the_page_says_what_opens_the_rest(chain, login, people):
    chain.to("advance")
    html = shown(login(people["accountant"]), act(chain, "chi"))
    assert "đủ mức tạm ứng lần một" in html
    assert "Số tiền phải lớn hơn 0" not in html


def test_after_acceptance_the_page_reckons_the_remaining_advance(chain, login, people):
    chain.to("sign")
    html = shown(login(people["accountant"]), act(chain, "chi"))
    assert "Còn được tạm ứng" in html
    assert "Tạm ứng lần một: " not in html
