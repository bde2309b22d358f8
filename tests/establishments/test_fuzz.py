"""Whatever is typed into a form is answered with a page, never with an error of the server."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bedo.establishments import services
from bedo.office.establishments.forms import FORMS, EstablishmentForm, FilterForm
from bedo.office.establishments.urls import ThingConverter
from bedo.office.people.forms import AccountForm, DelegateForm, GrantForm, NewForm
from tests.establishments.conftest import TODAY

ODD = st.sampled_from(
    ["", " ", "0", "-1", "1", "2", "co", "khong", "9" * 30, "31/02/2026", "01/01/2026", "1.200,5", "1,2 tỷ", "٣", "\x00", "<b>",
     "Xã Xín Mần", "=1+1", "0100233488", "002185001234", "2021", "hop_tac_xa", "officer", "🙂", "x" * 5000]
)  # fmt: skip
VALUES = ODD | st.text(max_size=30)
PATIENT = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


def typed(form):
    names = [*form.base_fields, "version", "giu-name"]
    return st.dictionaries(st.sampled_from(names), VALUES, max_size=len(names))


@pytest.fixture
def row(make):
    return make("HTX Chè Shan")


@PATIENT
@given(data=st.data())
def test_forms_of_the_register(row, people, login, data):
    client = login(people["officer"])
    things = [
        (f"/co-so/{row.pk}/{word}/moi/", FORMS[code]) for word, code in ThingConverter.WORDS.items() if code != "photo"
    ]
    url, form = data.draw(
        st.sampled_from([("/co-so/moi/", EstablishmentForm), (f"/co-so/{row.pk}/sua/", EstablishmentForm), *things])
    )
    assert client.post(url, data.draw(typed(form))).status_code < 500


@PATIENT
@given(data=st.data())
def test_conditions_of_the_list(row, people, login, data):
    names = st.sampled_from([*FilterForm.base_fields, "luc", "sap", "trang"])
    assert login(people["officer"]).get("/co-so/", data.draw(st.dictionaries(names, VALUES))).status_code == 200


@PATIENT
@given(data=st.data())
def test_merging(row, make, people, login, data):
    other = make("HTX Chè Shan")
    names = st.sampled_from(["keep_version", "drop_version", "reason", "o-name", "o-tax_code"])
    answer = login(people["officer"]).post(
        f"/co-so/{row.pk}/gop/{other.pk}/", data.draw(st.dictionaries(names, VALUES))
    )
    assert answer.status_code in (302, 400, 409, 422)
    row.refresh_from_db()


@PATIENT
@given(data=st.data())
def test_forms_about_people(people, login, data):
    one = people["officer"].pk
    client = login(people["administrator"])
    forms = [
        ("/nguoi-dung/moi/", NewForm),
        (f"/nguoi-dung/{one}/sua/", AccountForm),
        (f"/nguoi-dung/{one}/giao/", GrantForm),
        ("/toi/uy-quyen/", DelegateForm),
        ("/toi/", AccountForm),
    ]
    url, form = data.draw(st.sampled_from(forms))
    assert client.post(url, data.draw(typed(form))).status_code < 500


def test_odd_files_are_refused_beside_the_field(row, people, login):
    client = login(people["officer"])
    for name, content in (("a.jpg", b"<html></html>"), ("a.html", b"<script>"), ("a.jpg", b"")):
        answer = client.post(
            f"/co-so/{row.pk}/anh/moi/", {"file": SimpleUploadedFile(name, content), "caption": "xưởng"}
        )
        assert answer.status_code == 422
        assert "xưởng" in answer.content.decode()


def test_a_photo_is_kept_and_given_back_only_in_scope(row, people, strangers, login):
    client = login(people["officer"])
    assert client.post(f"/co-so/{row.pk}/anh/moi/", {"file": SimpleUploadedFile("xuong.png", PNG)}).status_code == 302
    photo = row.photos.get()
    answer = client.get(f"/co-so/{row.pk}/anh/{photo.pk}/tep/")
    assert answer.headers["Content-Type"] == "image/png"
    assert b"".join(answer.streaming_content) == PNG
    assert login(people["collaborator"]).get(f"/co-so/{row.pk}/anh/{photo.pk}/tep/").status_code in (200, 404)
    assert login(strangers["officer"]).get(f"/co-so/{row.pk}/anh/{photo.pk}/tep/").status_code == 404


PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360000002000001e221bc330000000049454e44ae426082"
)


def test_odd_versions_of_a_belonging(row, people, login):
    product = services.add(establishment=row, thing="product", by=None, today=TODAY, name="Chè")
    client = login(people["officer"])
    for version in ("", "x", "99", "٣"):
        answer = client.post(f"/co-so/{row.pk}/san-pham/{product.pk}/", {"name": "Chè", "version": version})
        assert answer.status_code in (400, 409, 422)
