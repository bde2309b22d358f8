"""A project goes to another province as a file without people, and comes in again as it was."""

import json
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from bedo.core.models import LogEntry
from bedo.core.moves import Refused
from bedo.establishments import services as register
from bedo.establishments.models import Establishment
from bedo.projects.models import Project, SharedProject
from bedo.projects.rules import sharing
from bedo.projects.services import dossiers
from bedo.projects.services import sharing as services
from tests.projects.factory import TODAY

SECRETS = (
    "Lù Thị Mai",
    "0912 345 678",
    "0912345678",
    "002185001234",
    "Thôn Nà Ma",
    "officer Tuyên Quang",
    "mai@example.vn",
)
PERSON = {
    "full_name": "Lù Thị Mai", "role": "chu_co_so", "phone": "0912345678", "email": "mai@example.vn", "id_number": "002185001234",
    "purpose": "lien_he_ho_tro", "basis": "nhiem_vu", "since": date(2026, 1, 5),
}  # fmt: skip


@pytest.fixture
def project(chain, people):
    """A project whose texts are full of people, followed to its effects."""
    one = chain.establishment
    register.add(establishment=one, thing="person", by=people["officer"], today=TODAY, **PERSON)
    Establishment.objects.filter(pk=one.pk).update(address="Thôn Nà Ma", tax_code="5100123456")
    chain.to("effect")
    text = f"Cơ sở {one.name} của bà Lù Thị Mai, Thôn Nà Ma, điện thoại 0912 345 678, mã số thuế 5100123456; ông Vàng A Sì làm thợ."
    project = chain.project
    dossier = project.dossier
    for name in dossiers.PARTS:
        setattr(dossier, name, f"{text} Mua máy 300.000.000 đồng.")
    dossier.save()
    return Project.objects.select_related("province", "officer", "implementer").get(pk=project.pk)


def test_no_person_and_no_personal_field_is_in_the_file(project, people):
    text = services.give(project=project, by=people["officer"])
    found = json.loads(text)
    for secret in (*SECRETS, "Cơ sở mẫu 01", "5100123456", "Vàng A Sì"):
        assert secret not in text, secret
    assert "300.000.000 đồng" in found["dossier"]["need"]
    assert set(found) == {"format", *sharing.FACTS, *sharing.MONEY, "dossier", "estimate", "results"}
    assert set(found["dossier"]) == set(sharing.PARTS)
    assert not {"units", "organisation"} & set(found["dossier"])
    assert {key for row in found["results"] for key in row} == set(sharing.RESULT)
    assert not {"said_by", "note", "officer", "beneficiary_names"} & {key for row in found["results"] for key in row}
    assert found["support"] == int(project.support)
    assert LogEntry.objects.filter(kind="project.share", subject=project.subject).count() == 1


def test_it_comes_in_as_it_went_out(project, people, strangers, other_province):
    text = services.give(project=project, by=people["officer"])
    row = services.keep(province=other_province, content=text.encode(), by=strangers["officer"])
    assert sharing.as_text(row.data) == text
    assert (row.title, row.origin, row.year) == (json.loads(text)["title"], "Tỉnh Tuyên Quang", 2026)
    with pytest.raises(Refused) as caught:
        services.keep(province=other_province, content=text.encode(), by=strangers["officer"])
    assert caught.value.status == 409
    assert list(SharedProject.objects.visible_to(people["officer"])) == []


GOOD = {"format": sharing.FORMAT, "title": "Máy sao chè", "content": "MAY_MOC"}


@pytest.mark.parametrize(
    "content",
    [
        b"", b"\xff\xfe", b"[]", b"[" * 100_000, json.dumps({**GOOD, "format": "khac"}).encode(), json.dumps({**GOOD, "title": ""}).encode(),
        json.dumps({**GOOD, "title": 5}).encode(), json.dumps({**GOOD, "title": "\x00"}).encode(), json.dumps({**GOOD, "title": "\ud800"}).encode(),
        json.dumps({**GOOD, "support": 1.5}).encode(), json.dumps({**GOOD, "support": 10**30}).encode(), json.dumps({**GOOD, "estimate": {}}).encode(),
        json.dumps({**GOOD, "estimate": [[]]}).encode(), json.dumps({**GOOD, "results": [{"year": True}]}).encode(), b" " * (sharing.MOST_BYTES + 1),
    ],
)  # fmt: skip
def test_whatever_is_no_such_file_is_refused_with_a_sentence(content):
    with pytest.raises(Refused) as caught:
        sharing.read(content)
    assert (caught.value.status, caught.value.field) == (422, "file")


def test_what_is_unknown_in_a_file_is_left_out():
    found = sharing.read(
        json.dumps({**GOOD, "phone": "0912345678", "dossier": {"need": "Cần", "units": "Hộ"}}).encode()
    )
    assert "phone" not in found
    assert found["dossier"]["need"] == "Cần"
    assert "units" not in found["dossier"]


def test_the_pages_show_first_and_then_give_and_take(project, people, login, province):
    client = login(people["officer"])
    url = f"/mang-luoi/ho-so-chia-se/de-an/{project.pk}/"
    assert "Đọc trước khi gửi" in client.get(url).content.decode()
    content = client.post(url).content
    answer = client.post("/mang-luoi/ho-so-chia-se/nhan/", {"file": SimpleUploadedFile("a.json", content)}, follow=True)
    assert "Đã nhận hồ sơ" in answer.content.decode()
    again = client.post("/mang-luoi/ho-so-chia-se/nhan/", {"file": SimpleUploadedFile("a.json", content)})
    assert again.status_code == 409
    html = client.get("/mang-luoi/ho-so-chia-se/?q=may").content.decode()
    assert html.count("Hỗ trợ máy sao chè") >= 1
    assert client.get("/mang-luoi/ho-so-chia-se/xuat/csv/").status_code == 200
    assert login(people["finance"]).get(url).status_code == 403
