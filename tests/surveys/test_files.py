"""A file that a device saved, read in at the office: the same as if it was sent, once; a bad file leaves nothing behind."""

import hashlib
import io
import json
import uuid
from types import SimpleNamespace

import pytest
from django.core.files.storage import default_storage

from bedo.core.models import LogEntry
from bedo.core.moves import Refused
from bedo.surveys.models import Device, Piece, Upload, Visit
from bedo.surveys.services import files, photos
from tests.fuzz.tables import changed, content
from tests.surveys.factory import document, photo, picture


def packed(officer, papers, contents=(), **more):
    """The file as a device writes it: `contents` are the bytes of the photos in their order."""
    entries = [
        {key: entry[key] for key in ("id", "size", "sha256")}
        for paper in papers
        if isinstance(paper, dict)
        for entry in paper.get("photos", ())
    ]
    head = {
        "format": "bedo-phieu-1", "officer": officer.pk, "device": str(uuid.uuid4()), "made_at": "2026-11-21T02:00:00Z",
        "visits": papers, "photos": entries, **more,
    }  # fmt: skip
    return json.dumps(head, ensure_ascii=False).encode() + b"\n" + b"".join(contents)


def read(data, by):
    return files.read_in(file=io.BytesIO(data), size=len(data), by=by)


@pytest.fixture
def officer(people):
    return people["officer"]


@pytest.fixture
def two(establishment):
    """Two visits, the first with two photos of more than one piece."""
    contents = [picture(1, 700_000), picture(2, 900_000)]
    papers = [
        document(establishment=establishment.pk, photos=[photo(one) for one in contents], answers={"workers": 4}),
        document(establishment=establishment.pk, answers={"workers": 5}),
    ]
    return papers, contents


def test_what_is_in_the_file_arrives_whole(officer, two):
    papers, contents = two
    found = read(packed(officer, papers, contents), officer)
    assert [bool(one.answer.receipt) for one in found] == [True, True]
    first, second = (Visit.objects.get(pk=paper["id"]) for paper in papers)
    kept = [row.attachment for row in first.photos.select_related("attachment")]
    assert [default_storage.open(row.path).read() for row in kept] == contents
    assert (first.state, second.answers["workers"], first.brought_by) == ("pending", 5, officer)
    assert Piece.objects.count() == 0
    assert LogEntry.objects.filter(kind="visit.file").count() == 1


def test_the_same_file_again_doubles_nothing(officer, two):
    data = packed(officer, *two)
    first = read(data, officer)
    before = content()
    assert [one.answer for one in read(data, officer)] == [one.answer for one in first]
    assert changed(before, content()) == []


def test_what_the_device_sent_before_is_not_doubled(phone, officer, two):
    papers, contents = two
    phone.add(papers[0], contents)
    phone.send(papers[0])
    phone.piece(papers[0]["photos"][0], 0, contents[0][:1000])
    found = read(packed(officer, papers, contents), officer)
    assert all(one.answer.receipt for one in found)
    assert Visit.objects.count() == 2
    phone.sync()
    assert phone.receipts[papers[0]["id"]] == found[0].answer.receipt
    assert Visit.objects.get(pk=papers[0]["id"]).device_id == Device.objects.get(pk=phone.device).pk


def test_photos_may_stand_in_another_file_or_have_come_already(phone, officer, two):
    papers, contents = two
    without = packed(officer, papers, photos=[])
    (first, second) = read(without, officer)
    assert (first.answer.receipt, len(first.answer.missing), bool(second.answer.receipt)) == ("", 2, True)
    (first, _) = read(packed(officer, papers, contents), officer)
    assert first.answer.receipt


def test_the_device_is_known_when_it_is_the_officers(phone, officer, people, establishment):
    paper = document(establishment=establishment.pk)
    read(packed(officer, [paper], device=phone.device), people["director"])
    visit = Visit.objects.get(pk=paper["id"])
    assert (str(visit.device_id), visit.brought_by, visit.officer) == (phone.device, people["director"], officer)


@pytest.mark.parametrize("role", ["collaborator", "appraiser", "accountant"])
def test_who_neither_made_nor_reviews_them(people, officer, two, role):
    before = content()
    with pytest.raises(Refused) as refused:
        read(packed(officer, *two), people[role])
    assert (refused.value.status, refused.value.code) == (403, "officer")
    assert changed(before, content()) == []


def test_a_reviewer_of_another_province(strangers, officer, two):
    with pytest.raises(Refused) as refused:
        read(packed(officer, *two), strangers["director"])
    told = refused.value.sentence
    with pytest.raises(Refused) as refused:
        read(packed(SimpleNamespace(pk=10**9), []), strangers["director"])
    assert refused.value.sentence == told, "who is not there and whom one may not know are answered alike"
    assert not Visit.objects.exists()


def test_a_visit_that_is_not_taken_does_not_stop_the_others_nor_keep_its_photos(officer, establishment):
    contents = [picture(1), picture(2)]
    bad = document(establishment=999_999, photos=[photo(contents[0])])
    good = document(establishment=establishment.pk, photos=[photo(contents[1])])
    found = read(packed(officer, [bad, good, "x", {"id": 4}], contents), officer)
    assert [one.answer.code for one in found] == ["scope", "", "shape", "shape"]
    assert found[1].answer.receipt
    assert list(Upload.objects.values_list("pk", flat=True)) == [uuid.UUID(good["photos"][0]["id"])]


def test_what_is_no_photo_is_told_and_its_visit_waits(officer, establishment):
    text = b"not a photo at all"
    paper = document(establishment=establishment.pk, photos=[photo(text)])
    (found,) = read(packed(officer, [paper], [text]), officer)
    assert "không phải ảnh" in found.problems[0]
    assert (found.answer.receipt, found.answer.state) == ("", "incoming")


@pytest.mark.parametrize("keep", [0.001, 0.3, 0.9, 0.999999])
def test_a_cut_file_leaves_nothing_behind(officer, two, keep):
    data = packed(officer, *two)
    before = content()
    with pytest.raises(Refused) as refused:
        read(data[: int(len(data) * keep)], officer)
    assert refused.value.status == 422
    assert refused.value.field == "file"
    assert changed(before, content()) == []


def test_a_spoilt_photo_is_named_and_nothing_is_kept(officer, two):
    papers, contents = two
    data = packed(officer, papers, [contents[0], contents[1][:-1] + b"!"])
    before = content()
    with pytest.raises(Refused) as refused:
        read(data, officer)
    assert "Ảnh thứ 2" in refused.value.sentence
    assert changed(before, content()) == []


def test_a_file_that_is_longer_than_it_says(officer, two):
    with pytest.raises(Refused) as refused:
        read(packed(officer, *two) + b"more", officer)
    assert "dài hơn" in refused.value.sentence


@pytest.mark.parametrize(
    "data",
    [
        b"", b"\n", b"{}\n", b"[]\n", b"null\n", b"\xff\xfe\n", b"%PDF-1.7\n", b"PK\x03\x04" * 50, b"[" * 100_000 + b"\n",
        b'{"format":"bedo-phieu-2"}\n', b'{"format":"bedo-phieu-1"}\n', b'{"format":"bedo-phieu-1","officer":true,"visits":[],"photos":[]}\n',
    ],
)  # fmt: skip
def test_a_foreign_file_is_told_so(officer, data):
    with pytest.raises(Refused) as refused:
        read(data, officer)
    assert (refused.value.status, refused.value.field) == (422, "file")


@pytest.mark.parametrize(
    "entry",
    [
        "x", {}, {"id": "x"}, {"size": 0}, {"size": -5}, {"size": True}, {"size": 10**9}, {"sha256": "abc"}, {"sha256": 5},
    ],
)  # fmt: skip
def test_an_entry_of_a_photo_that_makes_no_sense(officer, entry):
    good = {"id": str(uuid.uuid4()), "size": 1, "sha256": hashlib.sha256(b"x").hexdigest()}
    entries = [entry if isinstance(entry, str) else {**good, **entry} if entry else {}]
    with pytest.raises(Refused):
        read(packed(officer, [], [b"x"], photos=entries), officer)
    with pytest.raises(Refused):
        read(packed(officer, [], [b"x", b"x"], photos=[good, good]), officer)


@pytest.mark.parametrize(
    "answers", [{"a": float("nan")}, {"a": "\ud800"}, {"a": json.loads("[" * 40 + "]" * 40)}, {"a": {"b\ud800": 1}}]
)
def test_answers_that_no_database_could_keep(officer, establishment, answers):
    paper = document(establishment=establishment.pk, answers=answers)
    head = {"format": "bedo-phieu-1", "officer": officer.pk, "device": "", "visits": [paper], "photos": []}
    (found,) = read(json.dumps(head).encode() + b"\n", officer)
    assert found.answer.code == "shape"
    assert not Visit.objects.exists()


def test_a_file_is_never_read_as_a_whole(officer, two, monkeypatch):
    """Streamed: no single read is larger than a piece."""
    asked = []

    class Watched(io.BytesIO):
        def read(self, size=-1):
            asked.append(size)
            return super().read(size)

    data = packed(officer, *two)
    files.read_in(file=Watched(data), size=len(data), by=officer)
    assert asked
    assert all(0 < size <= photos.PIECE_LIMIT for size in asked)
