"""Hồ sơ kiểm tra: everything in order, gaps named, files inside, a trace in the log."""

import io
import zipfile

import pytest
from django.urls import reverse

from bedo.core.models import LogEntry
from bedo.documents.services import store_file
from bedo.projects.services import dossiers
from tests.projects.factory import Chain, make_establishment

PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


@pytest.fixture
def chain(people, province, commune, settings, tmp_path):
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {**settings.STORAGES["default"], "OPTIONS": {"location": tmp_path}},
    }
    return Chain(people, make_establishment(province, commune)).to("vouchers")


def page_of(chain):
    return reverse("office:projects:bundle", args=[chain.project.pk])


def packed(answer):
    return zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))


def test_the_bundle_names_its_gaps_and_holds_its_files(chain, people, login):
    file = store_file(province=chain.project.province, file=PDF, name="hoa don.pdf", by=people["officer"])
    dossiers.add_paper(
        project=chain.project, slot="dossier:quotes", label="Báo giá", attachment=file, by=people["officer"]
    )
    client = login(people["officer"])
    shown = client.get(page_of(chain)).content.decode()
    assert "Thiếu:" in shown
    assert "Hợp đồng số 01/HĐ-TTKC" in shown
    archive = packed(client.post(page_of(chain)))
    names = archive.namelist()
    assert names[0] == "00-muc-luc.html"
    assert [archive.read(name) for name in names[1:]] == [PDF]
    assert names[1].startswith("II-")
    assert names[1].endswith(".pdf")
    contents = archive.read("00-muc-luc.html").decode()
    assert "THIẾU" in contents
    assert names[1] in contents


def test_taking_the_bundle_out_leaves_a_trace(chain, people, login):
    login(people["officer"]).post(page_of(chain))
    entry = LogEntry.objects.filter(kind="export.bundle").get()
    assert (entry.subject, entry.actor) == (chain.project.subject, people["officer"])


def test_strangers_and_those_without_the_right_get_nothing(chain, people, strangers, login):
    assert login(strangers["officer"]).get(page_of(chain)).status_code == 404
    assert login(people["collaborator"]).post(page_of(chain)).status_code in (403, 404)
