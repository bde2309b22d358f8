"""Two editors of one dossier: nothing is overwritten, each field is chosen."""

import pytest
from django.urls import reverse

from bedo.projects.models import Dossier
from bedo.projects.services import dossiers
from tests.projects.factory import PARTS, Chain, make_establishment


@pytest.fixture
def chain(people, province, commune):
    return Chain(people, make_establishment(province, commune)).to("write")


def typed(client, page, **changes):
    """What the form holds when opened, with changes."""
    form = client.get(page).context["form"]
    data = {name: form[name].value() for name in form.fields if form[name].value() is not None}
    data = {name: f"{value:%d/%m/%Y}" if hasattr(value, "strftime") else value for name, value in data.items()}
    return {**data, **changes}


def test_a_second_editor_chooses_field_by_field(chain, people, login):
    client, page = login(people["officer"]), reverse("office:projects:act", args=[chain.project.pk, "ho-so"])
    mine = typed(client, page, need="Tôi viết sự cần thiết", goal="Tôi viết mục tiêu")
    version = Dossier.objects.get(project=chain.project).version
    dossiers.write_dossier(
        project=chain.project,
        version=version,
        parts={**PARTS, "goal": "Đồng nghiệp viết mục tiêu"},
        by=people["director"],
    )
    answer = client.post(page, mine)
    assert answer.status_code == 409
    assert {one.name for one in answer.context["differences"]} == {"need", "goal"}
    assert "Tôi viết sự cần thiết" in answer.content.decode()
    assert Dossier.objects.get(project=chain.project).need == PARTS["need"]
    again = {**mine, "version": answer.context["form"].data["version"], "giu-goal": "dang-luu", "giu-need": "vua-nhap"}
    assert client.post(page, again).status_code == 302
    kept = Dossier.objects.get(project=chain.project)
    assert (kept.need, kept.goal) == ("Tôi viết sự cần thiết", "Đồng nghiệp viết mục tiêu")


def test_a_stale_estimate_overwrites_nothing(chain, people, login):
    client, page = login(people["officer"]), reverse("office:projects:act", args=[chain.project.pk, "du-toan"])
    stale = client.get(page).context["form"]["version"].value()
    dossiers.set_estimate(project=chain.project, lines=[], by=people["director"])
    rows = {"dong-TOTAL_FORMS": 1, "dong-INITIAL_FORMS": 0, "dong-0-text": "Máy", "dong-0-total": "5 triệu"}
    answer = client.post(page, {**rows, "version": stale})
    assert answer.status_code == 409
    assert "Người khác vừa sửa" in answer.content.decode()
    assert not chain.project.estimate.exists()
