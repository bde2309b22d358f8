"""Devices on which visits are made, and files that they saved: /phieu-di-co-so/may/ and /phieu-di-co-so/doc-tep/."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from bedo.surveys.models import Device, Visit
from tests.office.test_visits_pages import URL, text_of
from tests.projects.factory import make_establishment
from tests.surveys.factory import document
from tests.surveys.test_files import packed


@pytest.fixture
def establishment(province, commune):
    return make_establishment(province, commune)


@pytest.fixture
def director(login, people):
    return login(people["director"])


class TestDevices:
    @pytest.fixture
    def device(self, phone):
        return Device.objects.get(pk=phone.device)

    def address(self, device, act):
        return f"{URL}may/{device.pk}/{act}/"

    def test_own_ones_and_those_of_the_province(self, login, people, strangers, device):
        assert "Máy thử" in text_of(login(people["director"]).get(f"{URL}may/"))
        assert "máy của bạn" in text_of(login(people["officer"]).get(f"{URL}may/"))
        assert "Máy thử" not in text_of(login(people["collaborator"]).get(f"{URL}may/"))
        assert "Máy thử" not in text_of(login(strangers["director"]).get(f"{URL}may/"))
        assert login(people["accountant"]).get(f"{URL}may/").status_code == 403

    def test_shutting_out_says_what_is_lost_first(self, login, people, device):
        Device.objects.filter(pk=device.pk).update(waiting=3)
        client = login(people["director"])
        text = text_of(client.get(self.address(device, "chan")))
        assert "Phiếu chưa gửi trên máy sẽ mất" in text
        assert "3 phiếu chưa gửi" in text
        assert Device.objects.get().state == "ok"
        assert client.post(self.address(device, "chan")).status_code == 302
        assert Device.objects.get().state == "shut"
        text = text_of(client.get(f"{URL}may/"))
        assert "Cho dùng lại" in text
        assert "Xóa dữ liệu sau khi gửi hết" not in text

    def test_a_shut_device_is_not_let_in_by_asking_it_to_wipe(self, login, people, device):
        client = login(people["director"])
        client.post(self.address(device, "chan"))
        for act in ("xoa", "chan"):
            assert "Chưa làm được" in text_of(client.post(self.address(device, act)), 409)
        assert Device.objects.get().state == "shut"
        assert client.post(self.address(device, "mo")).status_code == 302
        assert Device.objects.get().state == "ok"

    def test_its_person_wipes_the_own_one(self, login, people, device):
        assert login(people["officer"]).post(self.address(device, "xoa")).status_code == 302
        assert Device.objects.get().state == "wipe"

    def test_another_ones_device_is_not_there(self, login, people, strangers, device):
        for who in (strangers["director"], people["collaborator"], people["appraiser"]):
            assert login(who).post(self.address(device, "chan")).status_code == 404
        assert login(people["director"]).get(self.address(device, "khac")).status_code == 404

    def test_the_list_costs_the_same(self, login, people, phone_of, count_queries):
        phone_of(people["officer"])
        client = login(people["director"])
        client.get(f"{URL}may/")
        one = count_queries(client.get, f"{URL}may/")
        for role in ("officer", "director", "collaborator") * 4:
            phone_of(people[role])
        assert count_queries(client.get, f"{URL}may/") == one


class TestFile:
    def upload(self, client, data, name="phieu.bedo"):
        return client.post(f"{URL}doc-tep/", {"file": SimpleUploadedFile(name, data)})

    def test_each_visit_with_its_receipt_or_its_sentence(self, director, people, establishment):
        good, bad = document(establishment=establishment.pk), document(establishment=999_999)
        data = packed(people["officer"], [good, bad])
        text = text_of(self.upload(director, data))
        visit = Visit.objects.get()
        assert visit.receipt in text
        assert "1/2 phiếu đã có số" in text
        assert "không còn trong phạm vi" in text
        assert visit.receipt in text_of(self.upload(director, data)), "twice is once"
        assert Visit.objects.count() == 1

    @pytest.mark.parametrize("data", [b"", b"%PDF-1.7", b'{"format":"bedo-phieu-1","vis'])
    def test_a_bad_file_is_told_beside_its_field(self, director, data):
        assert 'id="id_file-loi"' in text_of(self.upload(director, data), 422)

    def test_another_persons_file(self, login, people, establishment):
        data = packed(people["officer"], [document(establishment=establishment.pk)])
        assert "không đọc được tệp phiếu của người này" in text_of(
            self.upload(login(people["collaborator"]), data), 403
        )
        assert login(people["appraiser"]).get(f"{URL}doc-tep/").status_code == 403
        assert not Visit.objects.exists()

    def test_a_file_beyond_the_limit(self, director, monkeypatch):
        monkeypatch.setattr("bedo.office.visits.forms.FILE_LIMIT", 10)
        assert "lớn hơn 300 MB" in text_of(self.upload(director, b"x" * 11), 422)
