from datetime import timedelta

import pytest
from django.core.files.storage import default_storage

from bedo.config import doctor
from bedo.core import outbox
from bedo.core.clock import now
from bedo.core.models import OutboxMail
from bedo.core.types import Dong
from bedo.documents.services import store_file
from bedo.projects.models import Acceptance, Payment, Project, Responsibility
from tests.documents import samples
from tests.projects.factory import Chain, make_establishment


@pytest.fixture
def chain(people, province, commune):
    return Chain(people, make_establishment(province, commune, name="HTX chè"))


@pytest.fixture
def own_store(settings, tmp_path):
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path}},
    }


def told(check):
    return list(doctor.CHECKS[check]())


def test_a_sound_office_is_silent(chain, own_store):
    chain.to("remaining")
    assert {name: rows for name, rows in doctor.examine().items() if rows} == {}


def test_a_live_project_without_officer_is_told(chain):
    chain.to("contract")
    Responsibility.objects.update(to_on="2026-01-01")
    (sentence,) = told("người phụ trách")
    assert chain.project.code in sentence


def test_projects_of_who_left_are_told(chain, people):
    chain.to("contract")
    people["officer"].is_active = False
    people["officer"].save()
    (sentence,) = told("người đã nghỉ")
    assert people["officer"].full_name in sentence


def test_a_total_that_does_not_add_up_is_told(chain):
    chain.to("contract")
    Project.objects.update(support=Dong(1))
    (sentence,) = told("tổng của đề án")
    assert "1 đ" in sentence


def test_impossible_days_are_told(chain):
    chain.to("remaining")
    signed = chain.share.contract_items.get().contract.signed_on
    Payment.objects.update(on=signed - timedelta(days=1))
    Acceptance.objects.update(held_on=signed - timedelta(days=1))
    words = " ".join(told("ngày tháng"))
    assert "chi ngày" in words
    assert "nghiệm thu ngày" in words


def test_a_lost_and_a_cut_file_are_told(province, people, own_store):
    lost = store_file(province=province, file=samples.PDF, name="mất.pdf", by=people["officer"])
    cut = store_file(province=province, file=samples.PNG, name="cụt.png", by=people["officer"])
    default_storage.delete(lost.path)
    with default_storage.open(cut.path, "wb") as out:
        out.write(b"x")
    assert {name for name in ("mất.pdf", "cụt.png") if any(name in row for row in told("tệp"))} == {
        "mất.pdf",
        "cụt.png",
    }


def test_mail_that_never_left_is_told(db):
    OutboxMail.objects.create(to="a@b.vn", subject="x", body="y", created_at=now(), tries=outbox.MAX_TRIES)
    assert "1 thư" in told("thư")[0]


def test_the_command_answers_with_its_status(home):
    status, out, err = home.bedo("doctor")
    assert (status, err) == (0, "")
    assert "tệp: ổn" in out
