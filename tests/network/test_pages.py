"""Pages of the network: registers, one member, one post, who covers which place; scope, rights, cost, files."""

import re
from datetime import date
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from bedo.core.models import LogEntry
from bedo.network import services, visiting
from bedo.network.models import Member, PlaceDuty, Post
from tests.conftest import _unit
from tests.documents.samples import PDF
from tests.network.conftest import REFORM, TODAY

LIST = "/mang-luoi/"


def test_the_list_answers_who_covers_which_place(network, communes, login, people, monkeypatch):
    monkeypatch.setattr(visiting, "_ASKED", {})
    network.assign(communes[0], network.member())
    html = login(people["officer"]).get(LIST).content.decode()
    assert "Lù Thị Mai" in html
    assert "chưa ai phụ trách" in html
    assert "chưa có dữ liệu" in html
    assert "Giao<span" not in html
    only = login(people["officer"]).get(LIST + "?tt=trong").content.decode()
    assert "Xã Mèo Vạc" in only
    assert '<th scope="row">Xã Xín Mần' not in only


def test_places_not_visited_for_a_year_need_somebody_who_keeps_visits(network, communes, login, people, monkeypatch):
    monkeypatch.setattr(visiting, "_ASKED", {})
    visiting.register(
        "thu", lambda province, units: {communes[0].pk: date(2026, 11, 1), communes[1].pk: date(2024, 1, 1)}
    )
    monkeypatch.setattr("bedo.office.network.covering.today", lambda: date(2026, 11, 27))
    html = login(people["officer"]).get(LIST + "?tt=lau").content.decode()
    assert "Xã Mèo Vạc" in html
    assert "01/01/2024" in html
    assert "01/11/2026" not in html


def test_as_then_shows_the_districts_of_the_day(network, old, login, people):
    network.assign(old[0], network.member(), date(2020, 1, 1))
    html = login(people["officer"]).get(LIST + "?luc=khi-do").content.decode()
    assert "Huyện Xín Mần" in html
    assert "Tỉnh Hà Giang" in html
    assert "0/2" in html
    assert "Lù Thị Mai" in html


def test_the_map_and_the_file_hold_the_same_rows(network, communes, login, people):
    network.assign(communes[0], network.member())
    client = login(people["officer"])
    html = client.get(LIST + "?xem=ban-do").content.decode()
    assert "data:image/svg+xml" in html
    assert "chưa ai phụ trách" in html
    text = b"".join(client.get("/mang-luoi/xuat/csv/?tt=trong").streaming_content).decode()
    assert "Xã Mèo Vạc" in text
    assert "Xã Xín Mần" not in text
    assert LogEntry.objects.filter(kind="export.list").count() == 1


def test_a_place_is_given_on_the_page_and_a_second_editor_is_told(network, commune, login, people):
    first, second = network.member(), network.member("Vàng A Sì")
    client, url = login(people["director"]), reverse("office:network:assign", args=[commune.pk])
    data = {"member": first.pk, "from_on": "01/09/2025", "expected": ""}
    assert client.post(url, data).status_code == 302
    answer = client.post(url, {**data, "member": second.pk, "from_on": "01/10/2025"})
    assert answer.status_code == 409
    assert "Người khác vừa phân công" in answer.content.decode()
    row = PlaceDuty.objects.get()
    assert client.post(url, {**data, "member": second.pk, "expected": row.pk}).status_code == 422


def test_a_row_is_entered_corrected_and_two_editors_choose(network, commune, login, people):
    client = login(people["director"])
    new = {"name": "Khuyến công viên", "level": "commune", "position": "cong_tac_vien", "place": "Xã Xín Mần", "single": "on", "valid_from": "01/07/2025"}  # fmt: skip
    assert client.post("/mang-luoi/vi-tri/moi/", {**new, "name": ""}).status_code == 422
    assert client.post("/mang-luoi/vi-tri/moi/", new).status_code == 302
    post = Post.objects.get()
    url = reverse("office:network:edit", args=["post", post.pk])
    assert client.post(url, {**new, "organisation": "UBND xã", "version": 1}).status_code == 302
    stale = client.post(url, {**new, "organisation": "Phòng Kinh tế", "version": 1})
    assert stale.status_code == 409
    assert "Phòng Kinh tế" in stale.content.decode()
    kept = client.post(url, {**new, "organisation": "Phòng Kinh tế", "giu-organisation": "dang-luu", "version": 2})
    assert kept.status_code == 302
    post.refresh_from_db()
    assert post.organisation == "UBND xã"


def test_a_contract_keeps_its_file_and_its_places(network, communes, login, people, settings, tmp_path):
    store = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path}}
    settings.STORAGES = {**settings.STORAGES, "default": store}
    member, client = network.member(), login(people["director"])
    paper = _upload(PDF)
    data = {"member": member.pk, "number": "01/HĐ", "signed_on": "01/01/2026", "from_on": "01/01/2026", "places": [communes[0].pk], "file": paper}  # fmt: skip
    assert client.post("/mang-luoi/hop-dong/moi/", data).status_code == 302
    row = member.contracts.get()
    assert list(row.places.all()) == [communes[0]]
    assert client.get(reverse("office:network:paper", args=["contract", row.pk])).status_code == 200
    assert client.get(f"/mang-luoi/nguoi/{member.pk}/").content.decode().count("chưa ghi mức") == 1


def _upload(content):
    return SimpleUploadedFile("hop-dong.pdf", content)


def test_a_collaborator_sees_their_own_page_alone(network, commune, login, people):
    mine, other = network.member("Cộng tác viên C", user=people["collaborator"]), network.member()
    network.assign(commune, mine)
    client = login(people["collaborator"])
    assert client.get(LIST, follow=True).redirect_chain[-1][0] == f"/mang-luoi/nguoi/{mine.pk}/"
    assert "Xã Xín Mần" in client.get(f"/mang-luoi/nguoi/{mine.pk}/").content.decode()
    assert client.get(f"/mang-luoi/nguoi/{other.pk}/").status_code == 404
    assert client.get("/mang-luoi/nguoi/").status_code == 403
    assert 'mang-luoi/nguoi/"' not in client.get(f"/mang-luoi/nguoi/{mine.pk}/").content.decode()


def test_a_telephone_is_masked_until_asked_for_and_that_stays_in_the_log(network, login, people):
    member = network.member(phone="0912345678")
    page = f"/mang-luoi/nguoi/{member.pk}/"
    assert "0912345678" not in login(people["officer"]).get(page).content.decode()
    assert login(people["officer"]).post(f"{page}hien-du-lieu-ca-nhan/").status_code == 403
    assert "0912345678" in login(people["director"]).post(f"{page}hien-du-lieu-ca-nhan/").content.decode()
    assert LogEntry.objects.filter(kind="personal.read", subject=member.subject).count() == 1


def test_leaving_tells_what_is_still_held(network, commune, login, people):
    member = network.member()
    network.assign(commune, member)
    url = f"/mang-luoi/nguoi/{member.pk}/nghi/"
    client = login(people["director"])
    assert "còn phụ trách địa bàn Xã Xín Mần" in client.get(url).content.decode()
    answer = client.post(url, {"last_day": "10/03/2026", "why": "nghi_huu", "version": 1})
    assert answer.status_code == 409
    member.refresh_from_db()
    assert member.left_on is None


@pytest.mark.parametrize("slug", ["nguoi", "vi-tri", "hop-dong"])
def test_registers_cost_the_same_and_come_as_files(slug, network, province, commune, login, people, count_queries):
    def fill(number):
        member = network.member(f"Người {number}")
        post = network.post(commune, f"Vị trí {number}")
        network.appoint(post, member)
        days = {"signed_on": TODAY, "from_on": TODAY}
        services.add(kind="contract", province=province, member=member, number=str(number), places=[commune], by=network.by, today=TODAY, **days)  # fmt: skip
        network.assign(_unit(f"1{number}", f"Xã số {number}", REFORM, level=3, kind="xa", parent=province), member)

    client = login(people["director"])
    fill(0)
    client.get(f"/mang-luoi/{slug}/")
    one = count_queries(client.get, f"/mang-luoi/{slug}/")
    for number in range(1, 12):
        fill(number)
    assert count_queries(client.get, f"/mang-luoi/{slug}/") == one
    assert one <= 14
    text = b"".join(client.get(f"/mang-luoi/{slug}/xuat/csv/").streaming_content).decode()
    assert text.count("\n") >= 12
    assert client.get(f"/mang-luoi/{slug}/xuat/xlsx/").status_code == 200


def test_the_list_of_places_costs_the_same(network, province, commune, login, people, count_queries):
    client = login(people["director"])
    network.assign(commune, network.member())
    client.get(LIST)
    one = count_queries(client.get, LIST)
    for number in range(20):
        unit = _unit(f"1{number}", f"Xã số {number}", REFORM, level=3, kind="xa", parent=province)
        network.assign(unit, network.member(f"Người {number}"))
    assert count_queries(client.get, LIST) == one
    assert Member.objects.count() == 21


def test_each_number_of_the_training_by_year_opens_its_records(network, province, login, people):
    """The figure's page counts the same and leads to the class; who may not look at the network is shown no nought."""
    by = {"by": network.by, "today": TODAY, "province": province}
    course = services.add(kind="course", name="Dự toán", own=True, from_on=date(2026, 2, 2), **by)
    held = services.add(kind="class", course=course, name="Lớp 1", from_on=date(2026, 2, 2), **by)
    rows = {network.member("Lù Thị Mai"): (True, "12/CC"), network.member("Vàng A Sì"): (False, "")}
    services.record_attendance(course_class=held, rows=rows, version=1, by=network.by)
    client = login(people["officer"])
    text = unescape(client.get(f"{LIST}dao-tao/").content.decode())
    links = re.findall(r'<td class="num[^"]*"><a href="(/so-lieu/chi-so/[^"]+)">(\d+)</a>', text)
    assert [int(number) for _, number in links] == [1, 1, 1, 1, 1]
    for address, number in links:
        page = client.get(address)
        assert page.context["value"].value == int(number), address
    assert reverse("office:network:class", args=[held.pk]) in client.get(links[3][0]).content.decode()
    other = login(people["finance"])
    assert other.get("/so-lieu/chi-so/courses/").status_code == 403
    assert "Khóa đào tạo" not in other.get("/so-lieu/chi-so/").content.decode()
