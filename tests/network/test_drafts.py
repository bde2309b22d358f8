"""What was begun in a form of the network comes back, is one's own, and goes when it was done."""

from datetime import date

import pytest

from bedo.core import drafts
from bedo.network.models import Member
from tests.network.conftest import TODAY

KEPT = "/ban-nhap/"


@pytest.fixture
def client(login, people):
    return login(people["director"])


def test_a_new_member_half_written_comes_back_and_goes_when_it_is_saved(client, people, network, login):
    url, key = "/mang-luoi/nguoi/moi/", "mang-luoi-nguoi-moi"
    page = client.get(url).content.decode()
    assert f'data-bedo-autosave="{KEPT}{key}/"' in page
    assert client.post(f"{KEPT}{key}/", {"full_name": "Lù Thị", "organisation": "UBND xã"}).status_code == 200
    form = client.get(url).context["form"]
    assert (form["full_name"].value(), form["organisation"].value()) == ("Lù Thị", "UBND xã")
    assert "bản nháp bạn lưu lúc" in client.get(url).content.decode()
    other = login(people["approver_department"]).get(url)
    assert not other.context["form"]["full_name"].value()
    client = login(people["director"])
    wrong = client.post(url, {"full_name": ""})
    assert wrong.status_code == 422
    assert drafts.of(people["director"], key), "a refused form keeps its draft"
    assert client.post(url, {"full_name": "Lù Thị Mai", "organisation": "UBND xã"}).status_code == 302
    assert Member.objects.filter(full_name="Lù Thị Mai").exists()
    assert drafts.of(people["director"], key) is None


def test_each_person_of_a_link_has_a_draft_of_its_own(client, network):
    one, two = network.member(), network.member("Vàng A Sì")
    client.post(f"{KEPT}mang-luoi-hop-dong-moi-member{one.pk}/", {"member": str(one.pk), "number": "12/HĐ"})
    forms = [client.get(f"/mang-luoi/hop-dong/moi/?member={row.pk}").context["form"] for row in (one, two)]
    assert [form["number"].value() for form in forms] == ["12/HĐ", None]
    assert str(forms[1]["member"].value()) == str(two.pk)
    assert client.get("/mang-luoi/hop-dong/moi/?member=x'%20OR%201").status_code == 200


def test_a_hand_over_half_decided_comes_back_without_what_is_gone(client, people, network, communes):
    leaver, taker = network.member(), network.member("Vàng A Sì")
    duties = [network.assign(place, leaver) for place in communes]
    url, key = f"/mang-luoi/ban-giao/{leaver.pk}/", f"ban-giao-{leaver.pk}"
    typed = {"reason": "Nghỉ hưu", "everything": "", f"note-place-{duties[0].pk}": "Kèm sổ khảo sát"}
    client.post(f"{KEPT}{key}/", {**typed, **{f"place-{row.pk}": str(taker.pk) for row in duties}})
    network.assign(communes[1], taker, from_on=date(2026, 1, 5), expected=duties[1].pk)
    page = client.get(url)
    form = page.context["form"]
    assert form["reason"].value() == "Nghỉ hưu"
    assert str(form[f"place-{duties[0].pk}"].value()) == str(taker.pk)
    assert form[f"note-place-{duties[0].pk}"].value() == "Kèm sổ khảo sát"
    assert f"place-{duties[1].pk}" not in form.fields, "somebody else gave it on meanwhile"
    data = {"on": f"{TODAY:%d/%m/%Y}", "reason": "Nghỉ hưu", "everything": str(taker.pk)}
    assert client.post(url, data).status_code == 302
    assert drafts.of(people["director"], key) is None
