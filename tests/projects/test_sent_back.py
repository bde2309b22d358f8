"""Files that an establishment sends back: kept once, in their slot or waiting to be sorted; one bad file holds up nobody."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from bedo.core import log
from bedo.core.moves import Refused
from bedo.projects.services import sent_back
from bedo.projects.services.sent_back import UNSORTED, Slot
from tests.documents.samples import JPEG, PDF, PNG

pytestmark = pytest.mark.django_db
REQUEST = Slot("dossier:request", "Văn bản đề nghị của đơn vị thụ hưởng")


def file(name, content):
    return SimpleUploadedFile(name, content)


@pytest.fixture
def draft(chain):
    return chain.to("start")


def take(draft, *files):
    return sent_back.take_in(project=draft.project, files=files, by=draft.people["officer"])


def slots(project):
    return sorted(project.papers.values_list("slot", flat=True))


def test_many_come_in_at_once_and_one_bad_file_holds_up_nobody(draft):
    taken = take(
        draft,
        (file("z1.jpg", JPEG + b"1"), None),
        (file("z2.jpg", b"MZ\x90 not a photo"), None),
        (file("z3.pdf", PDF), REQUEST),
        (file("z1 (1).jpg", JPEG + b"1"), None),
    )
    assert slots(draft.project) == ["dossier:request", UNSORTED]
    assert [(name, refusal.code) for name, refusal in taken.refused] == [("z2.jpg", "kind"), ("z1 (1).jpg", "twin")]
    told = [entry.text for entry in log.timeline(draft.project.subject) if entry.kind == "project.sent_back"]
    assert told == ["Nhận 2 tệp cơ sở gửi về, 1 tệp chưa xếp."]


def test_two_pages_of_one_paper_may_stand_in_one_slot(draft):
    take(draft, (file("1.png", PNG + b"1"), REQUEST), (file("2.png", PNG + b"2"), REQUEST))
    assert slots(draft.project) == ["dossier:request"] * 2


def test_sorting_puts_in_takes_out_and_leaves(draft):
    kept = take(draft, *((file(f"{n}.jpg", JPEG + bytes([n])), None) for n in range(3))).kept
    done = sent_back.sort_out(
        project=draft.project, given={kept[0].pk: REQUEST, kept[1].pk: None}, by=draft.people["officer"]
    )
    assert done == 2
    assert slots(draft.project) == ["dossier:request", UNSORTED]
    assert draft.project.papers.get(pk=kept[0].pk).label == REQUEST.label


def test_what_somebody_else_sorted_meanwhile_is_told_and_nothing_is_changed(draft):
    first, second = take(draft, (file("1.jpg", JPEG + b"1"), None), (file("2.jpg", JPEG + b"2"), None)).kept
    sent_back.sort_out(project=draft.project, given={first.pk: REQUEST}, by=draft.people["director"])
    with pytest.raises(Refused) as refusal:
        sent_back.sort_out(
            project=draft.project, given={first.pk: None, second.pk: REQUEST}, by=draft.people["officer"]
        )
    assert refusal.value.code == "race"
    assert slots(draft.project) == ["dossier:request", UNSORTED]


def test_nothing_sent_is_told(draft):
    with pytest.raises(Refused) as refusal:
        take(draft)
    assert (refusal.value.status, refusal.value.code) == (422, "none")


def test_without_the_right_and_after_the_end_nothing_is_taken(draft):
    with pytest.raises(Refused) as refusal:
        sent_back.take_in(project=draft.project, files=[(file("1.jpg", JPEG), None)], by=draft.people["beneficiary"])
    assert refusal.value.status == 403
    draft.project.state = "withdrawn"
    draft.project.save()
    with pytest.raises(Refused) as refusal:
        take(draft, (file("1.jpg", JPEG), None))
    assert refusal.value.code == "state"
    assert not draft.project.papers.exists()


def test_the_page_takes_many_and_fills_the_checklist(draft, login):
    client, url = login(draft.people["officer"]), f"/de-an/{draft.project.pk}/anh-gui-ve/"
    assert "Nhận ảnh gửi về" in client.get(f"/de-an/{draft.project.pk}/").content.decode()
    answer = client.post(
        url,
        {"files": [file("a.jpg", JPEG + b"a"), file("b.jpg", JPEG + b"b"), file("x.jpg", b"MZ\x90")], "muc-dossier:request": [file("c.pdf", PDF)]},
        follow=True,
    )  # fmt: skip
    text = answer.content.decode()
    assert "Đã nhận 3 tệp." in text
    assert "Chưa nhận “x.jpg”" in text
    one, two = draft.project.papers.filter(slot=UNSORTED)
    assert "2 tệp gửi về chưa xếp" in client.get(f"/de-an/{draft.project.pk}/xem/ho-so/").content.decode()
    assert client.post(f"{url}xep/", {}).status_code == 422
    assert client.post(f"{url}xep/", {f"anh-{one.pk}": "không có mục này"}).status_code == 422
    client.post(f"{url}xep/", {f"anh-{one.pk}": "dossier:registration", f"anh-{two.pk}": "bo"})
    assert slots(draft.project) == ["dossier:registration", "dossier:request"]
    again = client.post(f"{url}xep/", {f"anh-{one.pk}": "dossier:request"})
    assert again.status_code == 409
    assert "Người khác vừa xếp" in again.content.decode()


def test_only_bad_files_are_told_and_nothing_is_kept(draft, login):
    client, url = login(draft.people["officer"]), f"/de-an/{draft.project.pk}/anh-gui-ve/"
    answer = client.post(url, {"files": [file("x.jpg", b"MZ\x90")]})
    assert answer.status_code == 422
    assert "Chưa nhận “x.jpg”" in answer.content.decode()
    assert client.post(url, {}).status_code == 422
    many = client.post(url, {"files": [file(f"{n}.jpg", JPEG + bytes([n])) for n in range(101)]})
    assert many.status_code == 400, "more files than a request may carry"
    assert not draft.project.papers.exists()
