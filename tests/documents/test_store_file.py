import io

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile

from bedo.core.models import LogEntry
from bedo.core.moves import Refused
from bedo.documents.models import Attachment
from bedo.documents.services import store_file
from tests.documents import samples


def stored_files(place):
    return sorted(path for path in place.rglob("*") if path.is_file())


def test_content_is_kept_under_its_hash(province, people, own_store):
    row = store_file(province=province, file=SimpleUploadedFile("../../qd.pdf", samples.PDF), by=people["officer"])
    assert row.original_name == "qd.pdf"
    assert row.kind == "application/pdf"
    assert default_storage.open(row.path).read() == samples.PDF
    assert stored_files(own_store) == [own_store / row.sha256[:2] / row.sha256[2:4] / row.sha256]


def test_same_content_is_stored_once(province, other_province, people, own_store):
    one = store_file(province=province, file=samples.PDF, name="a.pdf", by=people["officer"])
    two = store_file(province=other_province, file=samples.PDF, name="b.pdf", by=people["officer"])
    assert one.path == two.path
    assert len(stored_files(own_store)) == 1


def test_unfinished_copy_is_written_again(province, people, own_store):
    row = store_file(province=province, file=samples.PDF, name="a.pdf", by=people["officer"])
    (own_store / row.path).write_bytes(b"%PDF")
    store_file(province=province, file=samples.PDF, name="a.pdf", by=people["officer"])
    assert (own_store / row.path).read_bytes() == samples.PDF


@pytest.mark.parametrize("name", ["trang.pdf", "hinh.svg", "chay.pdf", "macro.xlsx"])
def test_wrong_content_is_refused_and_nothing_is_kept(name, province, people, own_store):
    with pytest.raises(Refused) as caught:
        store_file(province=province, file=SimpleUploadedFile(name, samples.REFUSED[name]), by=people["officer"])
    assert (caught.value.field, caught.value.status, caught.value.code) == ("file", 422, "kind")
    assert not Attachment.objects.exists()
    assert not stored_files(own_store)


def test_too_big_is_refused_before_it_is_read(province, people, own_store, settings):
    settings.MAX_FILE_BYTES = 100

    class Unreadable(io.BytesIO):
        size, name = 101, "to.pdf"

        def read(self, *args):
            raise AssertionError("read")

    with pytest.raises(Refused, match="quá giới hạn"):
        store_file(province=province, file=Unreadable(), by=people["officer"])


def test_too_big_is_refused_though_the_announced_size_lies(province, people, own_store, settings):
    settings.MAX_FILE_BYTES = 100
    file = SimpleUploadedFile("to.pdf", samples.PDF + b" " * 200)
    file.size = 5
    with pytest.raises(Refused, match="quá giới hạn"):
        store_file(province=province, file=file, by=people["officer"])


def test_the_name_of_a_file_stays_out_of_the_chain(province, people, own_store):
    store_file(province=province, file=samples.PDF, name="CCCD Nguyễn Văn A.pdf", by=people["officer"])
    entry = LogEntry.objects.get(kind="file.store")
    assert "Nguyễn" not in entry.text + str(entry.data)
    assert entry.personal.data == {"name": "CCCD Nguyễn Văn A.pdf"}


def test_files_of_another_province_are_not_seen(province, people, strangers, own_store):
    row = store_file(province=province, file=samples.PDF, name="a.pdf", by=people["officer"])
    assert list(Attachment.objects.visible_to(people["accountant"])) == [row]
    assert list(Attachment.objects.visible_to(people["ministry_department"])) == [row]
    assert not Attachment.objects.visible_to(strangers["officer"]).exists()
    assert not Attachment.objects.visible_to(people["beneficiary"]).exists()
