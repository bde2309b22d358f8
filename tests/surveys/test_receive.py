"""Every visit is received exactly once, whatever the way it came."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from django.core.files.storage import default_storage

from bedo.core.models import LogEntry
from bedo.documents.models import Attachment
from bedo.surveys.models import Device, Piece, Upload, Visit, VisitCopy
from bedo.surveys.services import devices
from tests.projects.factory import make_establishment
from tests.surveys.factory import AT, document, photo, picture


def _visit_with(phone, *numbers, **more):
    contents = [picture(number) for number in numbers]
    paper = document(photos=[photo(content) for content in contents], **more)
    phone.add(paper, contents)
    return paper, contents


def test_a_visit_without_photos_gets_its_receipt_at_once(phone, establishment):
    paper = document(establishment=establishment.pk)
    (told,) = phone.send(paper)
    visit = Visit.objects.get(pk=paper["id"])
    assert (told["state"], told["receipt"]) == ("pending", visit.receipt)
    assert visit.receipt.startswith("PT08-")
    assert (visit.establishment, visit.officer.username) == (establishment, "officer08")
    assert visit.answers["met"] == "Chủ cơ sở"


def test_photos_arrive_in_pieces_and_are_the_same_bytes(phone, establishment):
    paper, contents = _visit_with(phone, 1, 2, establishment=establishment.pk)
    phone.sync()
    visit = Visit.objects.get(pk=paper["id"])
    kept = [photo.attachment for photo in visit.photos.select_related("attachment")]
    assert [default_storage.open(row.path).read() for row in kept] == contents
    assert [row.taken_at for row in kept] == [AT, AT]
    assert Piece.objects.count() == 0
    assert phone.receipts == {paper["id"]: visit.receipt}


def test_the_same_document_again_changes_nothing(phone, establishment):
    paper = document(establishment=establishment.pk)
    first = phone.send(paper)
    entries = LogEntry.objects.count()
    assert phone.send(paper) == first
    assert phone.send(paper, paper) == [*first, *first]
    assert (Visit.objects.count(), LogEntry.objects.count()) == (1, entries)


def test_photos_may_arrive_before_their_visit(phone, establishment):
    paper, contents = _visit_with(phone, 5, establishment=establishment.pk)
    entry = paper["photos"][0]
    for start in range(0, len(contents[0]), phone.PIECE):
        assert phone.piece(entry, start, contents[0][start : start + phone.PIECE]).status_code == 200
    (told,) = phone.send(paper)
    assert told["receipt"]
    assert told["missing"] == []


def test_no_receipt_before_the_last_photo(phone, establishment):
    paper, contents = _visit_with(phone, 1, 2, establishment=establishment.pk)
    (told,) = phone.send(paper)
    assert (told["state"], told["receipt"]) == ("incoming", "")
    assert [here for _, here in told["missing"]] == [0, 0]
    phone._photo(paper["photos"][0], 0)
    (told,) = phone.send(paper)
    assert [pk for pk, _ in told["missing"]] == [paper["photos"][1]["id"]]
    assert not told["receipt"]


def test_a_gap_is_answered_with_where_to_go_on(phone):
    content = picture(3)
    entry = photo(content)
    assert phone.piece(entry, 0, content[:1000]).json()["received"] == 1000
    answer = phone.piece(entry, 2000, content[2000:2500])
    assert (answer.status_code, answer.json()["received"], answer.json()["code"]) == (409, 1000, "gap")
    assert phone.piece(entry, 500, content[500:1500]).json()["received"] == 1500


def test_a_spoilt_photo_begins_anew(phone):
    content = picture(4)
    entry = photo(content)
    phone.piece(entry, 0, content[:1500])
    answer = phone.piece(entry, 1500, b"x" * (len(content) - 1500))
    assert (answer.status_code, answer.json()["received"]) == (409, 0)
    assert "hỏng" in answer.json()["error"]
    phone.contents[entry["id"]] = content
    phone._photo(entry, 0)
    assert Upload.objects.get(pk=entry["id"]).attachment.sha256 == entry["sha256"]


@pytest.mark.parametrize("content", [b"%PDF-1.7 not a photo", b"MZ\x90 a program", b"plain words"])
def test_what_is_no_photo_is_refused_with_a_sentence(phone, content):
    entry = photo(content)
    answer = phone.piece(entry, 0, content)
    assert (answer.status_code, answer.json()["code"]) == (422, "not_photo")
    assert "không phải ảnh" in answer.json()["error"]
    assert not Attachment.objects.exists()
    assert phone.piece(entry, 0, content).status_code == 422


@pytest.mark.parametrize(
    ("query", "body", "status"),
    [
        ("?tu=0&cua=0&ma=" + "a" * 64, b"x", 422),
        ("?tu=0&cua=99999999&ma=" + "a" * 64, b"x", 422),
        ("?tu=0&cua=5&ma=xyz", b"x", 422),
        ("?tu=-1&cua=5&ma=" + "a" * 64, b"x", 400),
        ("?tu=0&cua=5&ma=" + "a" * 64, b"", 422),
        ("?tu=4&cua=5&ma=" + "a" * 64, b"xx", 422),
        ("", b"x", 400),
    ],
)
def test_a_piece_that_makes_no_sense(phone, query, body, status):
    address = f"/di-co-so/goi/anh/{photo(b'x')['id']}/{query}"
    answer = phone.call("put", address, content=body)
    assert (answer.status_code, bool(answer.json()["error"])) == (status, True)
    assert Upload.objects.count() == 0


def test_an_older_revision_that_comes_late_is_kept_aside(phone, establishment):
    old = document(establishment=establishment.pk)
    new = {**old, "revision": 2, "answers": {**old["answers"], "workers": 7}, "photos": [photo(picture(1))]}
    phone.send(new)
    (told,) = phone.send(old)
    visit = Visit.objects.get(pk=old["id"])
    assert (told["revision"], visit.answers["workers"]) == (2, 7)
    assert VisitCopy.objects.get(visit=visit).revision == 1


def test_a_newer_revision_takes_the_place_of_one_that_is_not_whole(phone, establishment):
    old, _ = _visit_with(phone, 1, establishment=establishment.pk)
    phone.send(old)
    new = {**old, "revision": 2, "photos": []}
    (told,) = phone.send(new)
    assert told["receipt"]
    assert Visit.objects.get(pk=old["id"]).photos.count() == 0
    assert VisitCopy.objects.count() == 1


def test_another_content_under_a_received_visit_is_kept_and_changes_nothing(phone, establishment):
    paper = document(establishment=establishment.pk)
    (first,) = phone.send(paper)
    (told,) = phone.send({**paper, "answers": {"met": "Người khác"}})
    assert told["receipt"] == first["receipt"]
    assert Visit.objects.get(pk=paper["id"]).answers["met"] == "Chủ cơ sở"
    assert VisitCopy.objects.get().answers == {"met": "Người khác"}


def test_a_form_the_server_does_not_know_is_received_all_the_same(phone, establishment):
    (told,) = phone.send(document(establishment=establishment.pk, form_version=99))
    assert told["receipt"]


@pytest.mark.parametrize(
    "spoil",
    [
        {"id": "x"}, {"id": 5}, {"kind": "khac"}, {"form_version": "1"}, {"revision": 0}, {"started_at": "hôm qua"},
        {"finished_at": None}, {"answers": []}, {"answers": None}, {"base": 4}, {"photos": {}}, {"photos": [{}]},
        {"photos": [None]}, {"lat": 95}, {"lon": "x"}, {"establishment": -1}, {"establishment": 10**30},
        {"establishment": True}, {"kind": "tien_do"}, {"photos": [photo(b"a")] * 2}, {"lat": float("1e400")},
        {"answers": {"note": "x" * 300_000}}, {"finished_at": "9999-12-31T23:59:59-23:59"},
    ],
)  # fmt: skip
def test_a_document_that_makes_no_sense_is_refused_alone(phone, establishment, spoil):
    good = document(establishment=establishment.pk)
    bad = {**document(), **spoil}
    refused, told = phone.send(bad, good)
    assert refused["error"].endswith(".")
    assert told["receipt"]
    assert Visit.objects.count() == 1


@pytest.mark.parametrize("body", ["", "[]", "null", "{", '{"visits": 4}', '{"visits": [' + "0," * 30 + "0]}"])
def test_a_body_that_makes_no_sense(phone, body):
    answer = phone.client.post(
        "/di-co-so/goi/phieu/", body, content_type="application/json", headers={"X-Device": phone.device}
    )
    assert answer.status_code == 400
    assert answer.json()["error"]


def test_a_clock_of_1970_is_corrected_by_what_it_says_when_sending(phone, establishment):
    then = datetime(1970, 1, 1, 5, 0, tzinfo=UTC)
    paper = document(establishment=establishment.pk, at=then)
    phone.send(paper, now=(then + timedelta(hours=2)).isoformat())
    visit = Visit.objects.get(pk=paper["id"])
    assert visit.clock_trusted
    assert abs(visit.received_at - visit.finished_at - timedelta(hours=2)) < timedelta(seconds=5)
    assert "01/01/1970" in visit.clock_note


@pytest.mark.parametrize("at", [datetime(1970, 1, 1, 5, 0, tzinfo=UTC), datetime(2199, 1, 1, 5, 0, tzinfo=UTC)])
def test_a_clock_nobody_can_correct_asks_the_reviewer(phone, establishment, at):
    paper = document(establishment=establishment.pk, at=at)
    phone.send(paper, now=datetime.now(UTC).isoformat())
    visit = Visit.objects.get(pk=paper["id"])
    assert not visit.clock_trusted
    assert visit.finished_at == visit.received_at


def test_what_lies_outside_the_scope_is_refused_and_stays_on_the_device(phone, other_province):
    foreign = make_establishment(other_province, other_province, "Cơ sở tỉnh khác")
    (told,) = phone.send(document(establishment=foreign.pk))
    assert (told["code"], told["receipt"]) == ("scope", "")
    assert "vẫn còn ở máy" in told["error"]
    assert not Visit.objects.exists()


def test_nobody_sends_under_another_persons_visit_or_photo(phone, phone_of, people, establishment):
    paper, contents = _visit_with(phone, 1, establishment=establishment.pk)
    phone.sync()
    other = phone_of(people["director"])
    (told,) = other.send({**paper, "revision": 2})
    assert told["code"] == "other"
    assert other.piece(paper["photos"][0], 0, contents[0]).status_code == 403
    stolen = document(establishment=establishment.pk, photos=paper["photos"])
    (told,) = other.send(stolen)
    assert told["code"] == "photo"


def test_who_makes_no_visits_is_told_so(phone_of, people):
    phone = phone_of(people["accountant"])
    assert phone.answer.status_code == 403
    assert "vẫn còn ở máy" in phone.answer.json()["error"]


def test_a_device_that_was_shut_out_is_heard_no_more(phone, phone_of, people, establishment):
    devices.command(device=Device.objects.get(pk=phone.device), act="shut", by=people["director"])
    answer = phone.send(document(establishment=establishment.pk))
    assert answer.status_code == 302, "its session ended"
    phone.client.force_login(people["officer"], backend="allauth.account.auth_backends.AuthenticationBackend")
    answer = phone.send(document(establishment=establishment.pk))
    assert (answer.status_code, answer.json()["code"]) == (403, "shut")
    assert phone.greet().json()["device"] == "shut"
    assert not Visit.objects.exists()


def test_an_unknown_device_greets_first(phone, establishment):
    phone.device = "7b0c1a52-7d64-4f3b-9f33-0d6f7a1f9a11"
    assert phone.send(document()).json()["code"] == "device"


def test_the_package_holds_the_least_and_is_sent_once(phone, people, establishment):
    answer = phone.client.get("/di-co-so/goi/du-lieu/", headers={"X-Device": phone.device})
    data = answer.json()
    assert [row["values"]["name"] for row in data["establishments"]] == [establishment.name]
    assert "tax_code" not in json.dumps(data["establishments"])
    assert {form["kind"] for form in data["forms"]} >= {"khao_sat", "tham_tra", "tien_do", "hieu_qua"}
    again = phone.client.get(
        "/di-co-so/goi/du-lieu/", headers={"X-Device": phone.device, "If-None-Match": answer.headers["ETag"]}
    )
    assert again.status_code == 304


def test_the_package_costs_the_same_for_one_and_for_twenty(phone, province, commune, establishment, count_queries):
    def ask():
        return phone.client.get("/di-co-so/goi/du-lieu/", headers={"X-Device": phone.device})

    one = count_queries(ask)
    for number in range(19):
        make_establishment(province, commune, f"Cơ sở mẫu {number + 2:02}")
    assert count_queries(ask) == one
