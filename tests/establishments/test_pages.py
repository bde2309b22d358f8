"""Pages of the register."""

import re
from copy import copy
from datetime import date

import pytest

from bedo.core.models import Draft, LogEntry
from bedo.core.types import Dong
from bedo.establishments import services
from bedo.establishments.models import Certificate, Establishment, Machine, Person, Product
from tests.establishments.conftest import TODAY

LIST = "/co-so/"


@pytest.fixture
def officer(people, login):
    return login(people["officer"])


def _text(answer):
    return answer.content.decode()


def _form(**changes):
    return {"kind": "hop_tac_xa", "name": "HTX Mới", "place": "Xã Xín Mần", **changes}


def test_the_list_finds_without_marks_and_shows_its_conditions(make, officer):
    make("Hợp tác xã Chè Shan Tuyết")
    make("Cơ sở Miến dong")
    page = _text(officer.get(LIST, {"q": "che shan"}))
    assert "Hợp tác xã Chè Shan Tuyết" in page
    assert "Miến dong" not in page
    assert "“che shan”" in page


@pytest.mark.parametrize(
    ("condition", "found"),
    [
        ({"loai": "ho_kinh_doanh"}, {"Hộ"}),
        ({"nganh": "che_bien"}, {"Chế biến"}),
        ({"chu": "nu"}, {"Nữ"}),
        ({"chu": "nu-dtts"}, {"Nữ"}),
        ({"xk": "co"}, {"Xuất khẩu"}),
        ({"giay": "het-han"}, {"Hết hạn"}),
        ({"xem": "lao-dong"}, {"Hộ", "Chế biến", "Nữ", "Xuất khẩu", "Hết hạn", "Đôi"}),
        ({"xem": "trung"}, {"Đôi"}),
    ],
)
def test_each_condition_narrows_list_and_file_alike(make, officer, condition, found):
    make("Hộ", kind="ho_kinh_doanh")
    make("Chế biến", sector="che_bien", capital=Dong(5))
    make("Nữ", owner_is_woman=True, owner_is_minority=True)
    make("Xuất khẩu", exports=True)
    old = make("Hết hạn")
    services.add(establishment=old, thing="certificate", by=None, today=TODAY, kind="attp", expires_on=date(2020, 1, 1))
    make("Đôi")
    make("Đôi")
    page = _text(officer.get(LIST, condition))
    names = set(re.findall(r'<th scope="row"><a href="/co-so/\d+/">([^<]+)</a>', page))
    assert names == found
    lines = b"".join(officer.get("/co-so/xuat/csv/", condition).streaming_content).decode("utf-8-sig").splitlines()
    assert {line.split(";")[1] for line in lines[1:]} == found


def test_totals_confess_their_gaps(make, officer):
    make("Một", workers=12)
    make("Hai", workers=5)
    make("Ba")
    page = _text(officer.get(LIST))
    assert "2/3 dòng có số" in page
    assert "0/3 dòng có số" in page


def _many(row, count):
    """Copies of a row, each with a certificate, past the services: only their number matters."""
    row.pk = None
    rows = Establishment.objects.bulk_create([copy(row) for _ in range(count)])
    Certificate.objects.bulk_create(
        Certificate(establishment=one, province_id=one.province_id, kind="attp", expires_on=TODAY) for one in rows
    )


@pytest.mark.parametrize("query", [{}, {"luc": "khi-do", "q": "co so"}, {"xem": "trung", "sap": "han"}])
def test_the_list_costs_the_same_for_ten_and_a_thousand_rows_and_at_most_eight(make, officer, count_queries, query):
    row = make("Cơ sở mẫu")
    _many(copy(row), 9)
    ten = count_queries(officer.get, LIST, query)
    _many(copy(row), 990)
    assert count_queries(officer.get, LIST, query) == ten <= 8


def test_the_page_costs_the_same_however_much_it_shows(make, officer, count_queries, person_facts):
    row = make("Một")
    services.add(establishment=row, thing="person", by=None, today=TODAY, **person_facts)
    services.add(establishment=row, thing="certificate", by=None, today=TODAY, kind="attp")
    few = count_queries(officer.get, f"/co-so/{row.pk}/")
    for number in range(6):
        services.add(establishment=row, thing="product", by=None, today=TODAY, name=f"Sản phẩm {number}")
        facts = {**person_facts, "full_name": f"Lù Thị Mai {number}"}
        services.add(establishment=row, thing="person", by=None, today=TODAY, **facts)
        twin = make("Một")
        services.add(establishment=twin, thing="person", by=None, today=TODAY, **person_facts)
    assert count_queries(officer.get, f"/co-so/{row.pk}/") <= few + 1


def test_forms_save_their_drafts_by_themselves(make, officer):
    row = make()
    for url in ("/co-so/moi/", f"/co-so/{row.pk}/sua/", f"/co-so/{row.pk}/may/moi/"):
        page = _text(officer.get(url))
        assert "autosave.js" in page
        assert 'data-bedo-autosave="/ban-nhap/co-so:' in page


def test_other_provinces_do_not_exist_and_readers_may_not_write(make, login, people, strangers):
    row = make()
    assert login(strangers["officer"]).get(f"/co-so/{row.pk}/").status_code == 404
    reader = login(people["appraiser"])
    assert reader.get(f"/co-so/{row.pk}/").status_code == 200
    assert reader.get(f"/co-so/{row.pk}/sua/").status_code == 403
    assert reader.post(f"/co-so/{row.pk}/sua/", _form()).status_code == 403
    assert reader.get("/co-so/moi/").status_code == 403


def test_a_new_establishment_is_registered_and_its_draft_is_gone(officer, people, commune):
    officer.post("/ban-nhap/co-so:moi/", _form())
    answer = officer.post("/co-so/moi/", _form(workers="1.200", capital="1,2 tỷ", owner_is_woman="co"))
    row = Establishment.objects.get()
    assert answer.url == f"/co-so/{row.pk}/"
    assert (row.workers, row.capital, row.owner_is_woman, row.exports) == (1200, 1_200_000_000, True, None)
    assert row.created_by == people["officer"]
    assert not Draft.objects.exists()


@pytest.mark.parametrize(
    ("wrong", "word"),
    [
        ({"name": ""}, "name"),
        ({"kind": "x"}, "kind"),
        ({"tax_code": "0100233480"}, "chữ số kiểm tra"),
        ({"founded_on": "31/02/2020"}, "31/02/2020"),
        ({"capital": "mười con trâu"}, "không phải số tiền"),
        ({"workers": "nhiều"}, "không phải số"),
        ({"workers": "1,5"}, "số nguyên"),
        ({"place": "Xã Không Có"}, "Không tìm thấy nơi nào"),
        ({"workers_as_of": "01/01/2026"}, "không có số lao động"),
        ({"revenue": "5 triệu", "revenue_year": "20"}, "không phải năm"),
    ],
)
def test_bad_input_gets_a_sentence_beside_the_field_and_keeps_what_was_typed(officer, commune, wrong, word):
    answer = officer.post("/co-so/moi/", _form(address="Thôn Đoàn Kết", **wrong))
    assert answer.status_code == 422
    page = _text(answer)
    assert word in page
    assert "Thôn Đoàn Kết" in page
    assert not Establishment.objects.exists()


def test_a_taken_tax_code_leads_to_the_row_already_there(make, officer):
    row = make(tax_code="0100233488")
    page = officer.post("/co-so/moi/", _form(tax_code="0100233488"))
    assert page.status_code == 422
    assert f'href="/co-so/{row.pk}/"' in _text(page)


def test_two_editors_get_a_choice_field_by_field(make, officer):
    row = make("HTX Chè", workers=12)
    services.update(establishment=row, version=1, by=None, today=TODAY, workers=20, sector="che_bien")
    first = officer.post(f"/co-so/{row.pk}/sua/", _form(name="HTX Chè mới", workers="15", version="1"))
    page = _text(first)
    assert first.status_code == 409
    assert 'name="giu-workers"' in page
    assert "Công nghiệp chế biến" in page
    assert 'name="version" value="2"' in page
    again = _form(name="HTX Chè mới", workers="15", version="2")
    again |= {"giu-workers": "dang-luu", "giu-sector": "dang-luu", "giu-name": "vua-nhap"}
    assert officer.post(f"/co-so/{row.pk}/sua/", again).status_code == 302
    row.refresh_from_db()
    assert (row.name, row.workers, row.sector, row.version) == ("HTX Chè mới", 20, "che_bien", 3)


@pytest.mark.parametrize("version", ["", "x", "٢", "99999999999"])
def test_a_missing_version_is_refused_with_a_sentence(make, officer, version):
    row = make()
    answer = officer.post(f"/co-so/{row.pk}/sua/", _form(version=version))
    assert answer.status_code in (400, 422)


def test_personal_numbers_are_masked_until_asked_for_and_asking_is_logged(make, officer, person_facts):
    row = make()
    services.add(establishment=row, thing="person", by=None, today=TODAY, **person_facts)
    page = _text(officer.get(f"/co-so/{row.pk}/"))
    assert "002185001234" not in page
    assert "345 678" not in page
    assert "•••" in page
    shown = _text(officer.post(f"/co-so/{row.pk}/hien-du-lieu-ca-nhan/"))
    assert "0912 345 678" in shown
    assert LogEntry.objects.filter(kind="personal.read", group=row.group).count() == 1


def test_who_may_not_edit_cannot_ask_for_personal_numbers(make, login, people, person_facts):
    row = make()
    services.add(establishment=row, thing="person", by=None, today=TODAY, **person_facts)
    reader = login(people["appraiser"])
    assert reader.post(f"/co-so/{row.pk}/hien-du-lieu-ca-nhan/").status_code == 403
    assert "002185001234" not in _text(reader.get(f"/co-so/{row.pk}/"))


def test_opening_the_form_of_a_person_is_logged(make, officer, person_facts):
    row = make()
    person = services.add(establishment=row, thing="person", by=None, today=TODAY, **person_facts)
    assert officer.get(f"/co-so/{row.pk}/nguoi/{person.pk}/").status_code == 200
    assert LogEntry.objects.filter(kind="personal.read").count() == 1


BELONGINGS = [
    (
        "san-pham",
        {"name": "Chè xanh", "unit": "tấn", "output": "12,5", "output_year": "2025", "has_brand": "khong"},
        Product,
    ),
    ("may", {"name": "Máy sao chè", "quantity": "2", "price": "95 triệu", "year": "2021"}, Machine),
    ("giay", {"kind": "attp", "number": "12", "issued_on": "01/02/2024", "expires_on": "31/01/2027"}, Certificate),
    (
        "nguoi",
        {
            "full_name": "Lù Thị Mai",
            "role": "chu_co_so",
            "purpose": "khao_sat",
            "basis": "dong_y",
            "since": "01/02/2026",
        },
        Person,
    ),
]


@pytest.mark.parametrize(("word", "typed", "model"), BELONGINGS)
def test_belongings_are_added_changed_and_removed_with_a_reason(make, officer, word, typed, model):
    row = make()
    base = f"/co-so/{row.pk}/{word}/"
    assert officer.get(f"{base}moi/").status_code == 200
    assert officer.post(f"{base}moi/", {}).status_code == 422
    assert officer.post(f"{base}moi/", typed).status_code == 302
    thing = model.objects.get()
    assert officer.get(f"{base}{thing.pk}/").status_code == 200
    assert officer.post(f"{base}{thing.pk}/", {**typed, "version": "1"}).status_code == 302
    changed = {**typed, "version": "1", next(iter(typed)): next(iter(typed.values()))}
    services.change(row=thing, version=1, by=None, today=TODAY, **_other(model))
    assert officer.post(f"{base}{thing.pk}/", changed).status_code == 409
    assert officer.post(f"{base}{thing.pk}/bo/", {"reason": ""}).status_code == 422
    assert officer.post(f"{base}{thing.pk}/bo/", {"reason": "ghi nhầm"}).status_code == 302
    assert not model.objects.exists()


def _other(model):
    return {Person: {"full_name": "Khác"}, Certificate: {"number": "13"}}.get(model, {"name": "Khác"})


def test_a_belonging_of_another_establishment_is_not_found_here(make, officer):
    row, other = make(), make("Khác")
    product = services.add(establishment=other, thing="product", by=None, today=TODAY, name="Chè")
    assert officer.get(f"/co-so/{row.pk}/san-pham/{product.pk}/").status_code == 404


def test_twins_are_shown_compared_and_merged(make, officer, people):
    keep = make("HTX Chè Shan", workers=12)
    drop = make("Hợp tác xã Chè Shan", tax_code="0100233488", workers=15)
    services.add(establishment=drop, thing="product", by=None, today=TODAY, name="Chè xanh")
    page = _text(officer.get(f"/co-so/{keep.pk}/"))
    assert "có lẽ trùng" in page
    side = _text(officer.get(f"/co-so/{keep.pk}/gop/{drop.pk}/"))
    assert "0100233488" in side
    typed = {"keep_version": "1", "drop_version": "1", "o-tax_code": "drop", "o-workers": "keep", "reason": "cùng chủ"}
    assert officer.post(f"/co-so/{keep.pk}/gop/{drop.pk}/", {**typed, "reason": ""}).status_code == 422
    assert officer.post(f"/co-so/{keep.pk}/gop/{drop.pk}/", {**typed, "keep_version": "7"}).status_code == 409
    assert officer.post(f"/co-so/{keep.pk}/gop/{drop.pk}/", typed).status_code == 302
    keep.refresh_from_db()
    assert (keep.tax_code, keep.workers, keep.products.count()) == ("0100233488", 12, 1)
    assert officer.get(f"/co-so/{drop.pk}/").url == f"/co-so/{keep.pk}/"
    assert "Hợp tác xã Chè Shan" not in _text(officer.get(LIST))


def test_twins_told_apart_are_not_shown_again(make, officer):
    one, other = make("HTX Chè Shan"), make("HTX Chè Shan")
    assert officer.post(f"/co-so/{one.pk}/khac/{other.pk}/", {"reason": "hai chủ"}).status_code == 302
    assert "giống hồ sơ này" not in _text(officer.get(f"/co-so/{one.pk}/"))


def test_the_director_edits_but_does_not_merge(make, login, people):
    one, other = make("HTX Chè Shan"), make("HTX Chè Shan")
    director = login(people["director"])
    assert director.get(f"/co-so/{one.pk}/gop/{other.pk}/").status_code == 403


def test_the_file_is_logged_and_formulas_are_disarmed(make, officer):
    make("=HYPERLINK(1)")
    answer = officer.get("/co-so/xuat/csv/")
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    assert "'=HYPERLINK(1)" in text
    assert LogEntry.objects.get(kind="export.list").data["rows"] == 1


def test_columns_are_kept_per_person(make, officer):
    make("Một", tax_code="0100233488")
    assert "0100233488" not in _text(officer.get(LIST))
    assert (
        officer.post("/toi/cot/co-so/", {"cot": ["ma-so-thue", "lao-dong"], "next": "/co-so/?q=mot"}).url
        == "/co-so/?q=mot"
    )
    page = _text(officer.get(LIST))
    assert "0100233488" in page
    assert "Địa bàn nay" not in page


def test_no_500_from_odd_addresses(make, officer):
    make()
    for query in ({"noi": "x"}, {"trang": "-1"}, {"sap": "'; --"}, {"luc": "mai"}, {"q": "\x00"}, {"noi": "9" * 40}):
        assert officer.get(LIST, query).status_code == 200
