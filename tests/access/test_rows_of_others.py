"""An address that names a thing and one of its rows: the row of another thing is not there, even for who may see both."""

from datetime import date

import pytest
from django.urls import reverse

from bedo.documents.services import store_file
from bedo.establishments import services as register
from bedo.planning import services as planning
from bedo.projects.models import CapacityFinding
from bedo.projects.services import dossiers
from tests.access.world import make_people, make_unit
from tests.documents.samples import PNG
from tests.projects.factory import TODAY, Chain, make_establishment

pytestmark = pytest.mark.django_db


@pytest.fixture
def own_store(settings, tmp_path):
    """Files of this test alone."""
    store = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path}}
    settings.STORAGES = {**settings.STORAGES, "default": store}


@pytest.fixture
def two():
    """Two establishments of one commune, each with a project in the plan."""
    province = make_unit("08", "Tuyên Quang")
    commune = make_unit("00001", "Xín Mần", level=3, kind="xa", parent=province)
    people = make_people(province, establishment=make_establishment(province, commune, "Cơ sở khác"), commune=commune)
    return [
        Chain(people, make_establishment(province, commune, f"Cơ sở mẫu 0{number}"), number=number) for number in (1, 2)
    ]


def asked(login, user, name, **kwargs):
    client = login(user)
    url = reverse(name, kwargs=kwargs)
    return {client.get(url).status_code, client.post(url).status_code}


def test_a_machine_of_another_establishment(two, login):
    first, second = (chain.establishment for chain in two)
    officer = two[0].people["officer"]
    machine = register.add(establishment=second, thing="machine", name="Máy sao chè", by=officer, today=TODAY)
    for name in ("change", "remove"):
        way = {"pk": first.pk, "thing": "machine", "row": machine.pk}
        assert asked(login, officer, f"office:establishments:{name}", **way) == {404}


def test_a_photo_of_another_establishment(two, login, own_store):
    first, second = (chain.establishment for chain in two)
    officer = two[0].people["officer"]
    from_file = register.add_photo(
        establishment=second, attachment=stored(second.province, officer), by=officer, today=TODAY
    )
    assert asked(login, officer, "office:establishments:photo_file", pk=first.pk, photo=from_file.pk) == {404, 405}


def test_evidence_of_another_wish(two, login, own_store):
    first, second = (chain.to("screen") for chain in two)
    officer = first.people["officer"]
    finding = CapacityFinding.objects.get(appraisal__wish=second.wish_row)
    CapacityFinding.objects.filter(pk=finding.pk).update(evidence=stored(second.establishment.province, officer))
    way = {"pk": first.wish_row.pk, "finding": finding.pk}
    assert asked(login, officer, "office:wishes:evidence", **way) == {404, 405}
    assert login(officer).get(f"/nhu-cau/{second.wish_row.pk}/chung-cu/{finding.pk}/").status_code == 200


def test_a_paper_of_another_project(two, login):
    first, second = (chain.to("write") for chain in two)
    officer = first.people["officer"]
    paper = dossiers.add_paper(project=second.project, slot="dossier:other", label="Báo giá", words="Bản gốc", by=officer)  # fmt: skip
    way = {"pk": first.project.pk, "row": paper.pk}
    assert asked(login, officer, "office:projects:remove_paper", **way) == {404, 405}
    assert second.project.papers.filter(pk=paper.pk).exists()


def test_an_item_of_another_plan(two, login):
    first = two[0].to("approve")
    second = two[1].to("passed")
    director = first.people["director"]
    plan = planning.open_plan(line=first.line, by=director)
    item = planning.add_item(plan=plan, project=second.project, amount=second.support, by=director)
    way = {"pk": first.plan_row.pk, "item": item.pk}
    assert asked(login, director, "office:planning:remove", **way) == {404}


def test_a_role_of_another_person(two, login):
    people = two[0].people
    grant = people["director"].grant_rows.get()
    way = {"pk": people["officer"].pk, "grant": grant.pk}
    assert asked(login, people["administrator"], "office:people:end", **way) == {404}


def test_rows_of_another_project_in_a_form(two, login):
    """Ids in fields: a correction, a difficulty or a payment of another project is none of the choices."""
    first, second = (chain.to(step) for chain, step in zip(two, ("begin", "start"), strict=True))
    accountant = first.people["accountant"]
    first.to("advance")
    payment = first.share.payments.get()
    client = login(accountant)
    data = {"payment": payment.pk, "on": f"{date(2026, 7, 7):%d/%m/%Y}", "reason": "Ghi nhầm"}
    assert client.post(f"/de-an/{second.project.pk}/lam/ghi-dao/", data).status_code == 422
    payment.refresh_from_db()
    assert payment.reversed_on is None


def stored(province, by):
    return store_file(province=province, file=PNG, name="anh.png", by=by)
