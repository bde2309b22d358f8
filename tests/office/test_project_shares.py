"""Pages of a project of several shares: the address says which share is meant, sums hold, each act hits its share."""

import re
from datetime import date

import pytest
from django.urls import reverse

from bedo.office.projects import tabs
from bedo.planning import services as planning
from bedo.programmes.services import load_rules
from bedo.projects.models import DetailRow, Project
from bedo.projects.rules import states as s
from tests.projects.factory import Chain, make_establishment
from tests.projects.group import Several, mil

pytestmark = pytest.mark.django_db
ROLES = ("officer", "director", "appraiser", "approver_department", "accountant")


@pytest.fixture
def members(province, commune):
    return [make_establishment(province, commune, f"Cơ sở mẫu {number:02d}") for number in range(1, 11)]


@pytest.fixture
def group(people, commune):
    return Several(people, commune, support=450)


@pytest.fixture
def three(group, members):
    a, b, c = members[:3]
    return group.funded().detailed({a: (150, 200), b: (120, 150), c: (130, 160)}, own=50)


def page(project, tab="", part=None):
    url = (
        reverse("office:projects:tab", args=[project.pk, tab])
        if tab
        else reverse("office:projects:detail", args=[project.pk])
    )
    return url + (f"?phan={part}" if part is not None else "")


def act(project, slug, part=None):
    return reverse("office:projects:act", args=[project.pk, slug]) + (f"?phan={part}" if part is not None else "")


def text(response):
    return re.sub(r"<[^>]+>|\s+", " ", response.content.decode())


def rows(prefix, given, initial=0):
    """What a browser posts for a table of rows."""
    sent = {f"{prefix}-TOTAL_FORMS": len(given), f"{prefix}-INITIAL_FORMS": initial}
    return sent | {f"{prefix}-{n}-{name}": value for n, row in enumerate(given) for name, value in row.items()}


def test_the_page_lists_all_shares_with_their_sums(three, login, people):
    shown = text(login(people["officer"]).get(page(three.project)))
    for words in ("1. Cơ sở mẫu 01", "2. Cơ sở mẫu 02", "3. Cơ sở mẫu 03", "4. Quản lý, nghiệm thu đề án"):
        assert words in shown
    assert "Cộng cả đề án 450.000.000 510.000.000 0" in re.sub(" +", " ", shown)


def test_the_address_says_which_share_is_meant_and_links_carry_it_on(three, login, people):
    client = login(people["officer"])
    for tab in ("", "hop-dong", "tien-do", "nghiem-thu"):
        response = client.get(page(three.project, tab, 2))
        body = response.content.decode()
        assert response.context["share"].number == 2
        assert f'href="{page(three.project, "hop-dong", 2)}"' in body
        assert f'href="{page(three.project, tab, 3)}"' in body
    assert client.get(page(three.project)).context["share"].number == 1


@pytest.mark.parametrize("part", ["9", "x", "-1", "²", "1' or 1=1"])
def test_a_share_that_is_not_there_is_not_found(three, login, people, part):
    client = login(people["director"])
    assert client.get(page(three.project, "", part)).status_code == 404
    assert client.post(act(three.project, "hop-dong", part), {}).status_code == 404


def test_a_single_project_names_no_share(people, province, commune, login):
    chain = Chain(people, make_establishment(province, commune)).to("begin")
    body = login(people["officer"]).get(page(chain.project)).content.decode()
    assert "phan=" not in body
    assert 'aria-label="Phần"' not in body


def test_an_act_hits_the_share_of_its_address_and_returns_to_it(three, login, people):
    three.contract({1: 150, 2: 120})
    response = login(people["officer"]).post(act(three.project, "bat-dau", 2), {"on": "05/03/2026"})
    assert response.status_code == 302
    assert response.url == page(three.project, "", 2)
    assert [three.share(number).state for number in (1, 2, 3)] == [s.CONTRACTED, s.RUNNING, ""]


def test_one_contract_is_signed_over_the_shares_that_have_an_amount(three, login, people):
    client = login(people["director"])
    form = client.get(act(three.project, "hop-dong", 2))
    assert "Cùng hợp đồng: Cơ sở mẫu 03" in text(form)
    sent = {
        "number": "07/HĐ",
        "kind": "ho_tro",
        "signed_on": "01/03/2026",
        "ends_on": "20/12/2026",
        "amount": "120 triệu",
        "cung_3": "130 triệu",
        "words": "",
    }
    sent |= rows("ben", [{"side": "A", "name": "Trung tâm"}, {"side": "B", "name": "Hai cơ sở"}])
    response = client.post(act(three.project, "hop-dong", 2), sent)
    assert response.status_code == 302, text(response)
    assert [three.share(number).state for number in (1, 2, 3, 4)] == ["", s.CONTRACTED, s.CONTRACTED, ""]
    shown = text(client.get(page(three.project, "hop-dong", 3)))
    assert "07/HĐ" in shown


def test_the_detailed_plan_is_written_and_approved_on_screen(group, members, login, people):
    group.funded()
    officer = login(people["officer"])
    assert "Kinh phí chờ chia: 450.000.000 đ" in text(officer.get(act(group.project, "ke-hoach-chi-tiet")))
    given = [
        {"who": members[0].name, "amount": "200 triệu", "counterpart": "300 triệu"},
        {"who": members[1].name, "amount": "200 triệu", "counterpart": "250 triệu"},
        {"title": "Quản lý, nghiệm thu", "amount": "30 triệu"},
    ]
    response = officer.post(act(group.project, "ke-hoach-chi-tiet"), rows("phan", given))
    assert response.status_code == 302, text(response)
    shown = text(officer.get(page(group.project)))
    assert "còn 20.000.000 đ chưa chia" in shown
    approval = {
        "issuer": "Sở Công Thương",
        "paper_type": "QĐ",
        "number": "15",
        "symbol": "QĐ-SCT",
        "issued_on": "10/02/2026",
        "signer": "Giám đốc",
        "summary": "Duyệt kế hoạch chi tiết",
    }
    head = login(people["approver_department"])
    refused = head.post(act(group.project, "duyet-chi-tiet"), approval)
    assert refused.status_code == 409
    assert "430.000.000" in text(refused)
    assert Project.objects.get().state == s.FUNDED
    given[2]["amount"] = "50 triệu"
    login(people["officer"]).post(act(group.project, "ke-hoach-chi-tiet"), rows("phan", given))
    response = login(people["approver_department"]).post(act(group.project, "duyet-chi-tiet"), approval)
    assert response.status_code == 302, text(response)
    project = Project.objects.get()
    assert (project.state, project.support) == (s.DETAILED, mil(450))
    assert [share.label for share in project.shares.order_by("number")][1:] == [
        members[0].name,
        members[1].name,
        "Quản lý, nghiệm thu",
    ]


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ({"who": "Cơ sở không có", "amount": "10 triệu"}, "không có cơ sở tên"),
        ({"amount": "10 triệu"}, "Ghi tên cơ sở"),
        ({"who": "Cơ sở mẫu 01"}, "Ghi số tiền"),
        ({"who": "Cơ sở mẫu 01", "title": "Việc", "amount": "1 triệu"}, "hoặc cơ sở, hoặc việc"),
        ({"who": "Cơ sở mẫu 01", "amount": "10 triệu", "place": "Nơi không có"}, "Không tìm thấy nơi"),
    ],
)
def test_a_row_that_is_not_whole_is_told_and_nothing_is_lost(group, members, login, people, row, words):
    group.funded()
    response = login(people["officer"]).post(act(group.project, "ke-hoach-chi-tiet"), rows("phan", [row]))
    assert response.status_code == 422
    assert words in text(response)
    assert DetailRow.objects.count() == 0
    for value in row.values():
        assert value in response.content.decode()


def test_years_of_a_key_project_are_written_on_screen(people, commune, login):
    key = Several(people, commune, kind="key", support=600).draft()
    client = login(people["officer"])
    given = [{"year": "2026", "amount": "300 triệu"}, {"year": "2027", "amount": "200 triệu"}]
    response = client.post(act(key.project, "kinh-phi-nam"), rows("nam", given))
    assert response.status_code == 302, text(response)
    assert [(row.year, row.amount) for row in key.project.tranches.all()] == [(2026, mil(300)), (2027, mil(200))]
    assert "Kinh phí năm 2027" in text(client.get(page(key.project, "ho-so")))
    twice = client.post(act(key.project, "kinh-phi-nam"), rows("nam", [given[0], given[0]]))
    assert twice.status_code == 422


def test_the_project_page_costs_at_most_twelve_queries_with_ten_shares(group, members, login, people, count_queries):
    group.funded().detailed({one: (45, 60) for one in members})
    group.contract({number: 45 for number in range(1, 11)})
    for number in (1, 2, 3):
        group.begin(number)
    for role in ROLES:
        client = login(people[role])
        for part in (None, 7, 2):
            client.get(page(group.project, "", part))
            assert count_queries(client.get, page(group.project, "", part)) <= 12, (role, part)


@pytest.mark.parametrize("step", ["draft", "funded", "written", "detailed", "contract", "accept", "settled"])
def test_every_page_opens_at_every_step(group, members, login, people, step):
    a, b, c = members[:3]
    reach(group, {a: (150, 200), b: (120, 150), c: (130, 160)}, step)
    for role in ROLES:
        client = login(people[role])
        for part in [None, *group.project.shares.values_list("number", flat=True)]:
            urls = [page(group.project, tab, part) for tab in ("", *tabs.TABS)]
            urls += [
                f"{reverse(f'office:projects:{name}', args=[group.project.pk])}{f'?phan={part}' if part else ''}"
                for name in ("calendar", "summary", "bundle")
            ]
            for url in urls:
                assert client.get(url).status_code == 200, (role, url)


def reach(group, members, step):
    group.draft() if step == "draft" else group.funded()
    if step in ("draft", "funded"):
        return
    if step == "written":
        group.write_detail(members)
        return
    group.detailed(members, own=50)
    if step == "detailed":
        return
    contract = group.contract({1: 150, 2: 120})
    if step == "contract":
        return
    for number in (1, 2):
        group.whole_way(number, contract)
    if step == "settled":
        group.settle(contract, (1, 2))


def test_money_waits_on_the_share_that_is_meant(three, login, people):
    three.contract({1: 150, 2: 120})
    for number in (1, 2):
        three.begin(number)
    three.advance(2)
    client = login(people["accountant"])
    assert "84.000.000" in text(client.get(page(three.project, "hop-dong", 2)))
    assert "84.000.000" not in text(client.get(page(three.project, "hop-dong", 1)))
    waiting = client.get(reverse("office:money:due")).content.decode()
    assert page(three.project, "hop-dong", 1) in waiting
    assert "Cơ sở mẫu 02" in waiting


def test_effects_of_the_units_own_part_are_not_asked(three, login, people):
    three.contract({4: 50}, kind="giao_nhiem_vu")
    three.begin(4, on=date(2026, 3, 5))
    three.complete(4)
    three.accept(4, bodies=("Trung tâm",))
    shown = text(login(people["officer"]).get(page(three.project, "", 4)))
    assert "Theo dõi" not in shown.split("Kế hoạch chi tiết")[1][:600]


# --- begin


def start(kind):
    return f"{reverse('office:projects:start')}?loai={kind}"


@pytest.mark.parametrize(("word", "kind"), [("nhom", "group"), ("diem", "key"), ("nhiem-vu", "task")])
def test_a_project_without_one_establishment_begins_with_its_place(people, province, commune, login, word, kind):
    load_rules()
    client = login(people["officer"])
    assert client.get(start(word)).status_code == 200
    sent = {
        "track": "local",
        "title": "Hỗ trợ chế biến chè",
        "content": "MAY_MOC_CHUYEN_GIAO_CN",
        "fund": "kcdp",
        "year": "2027",
        "place": province.pk,
        "support": "450 triệu",
        "counterpart": "500 triệu",
    }
    response = client.post(start(word), sent)
    assert response.status_code == 302, text(response)
    project = Project.objects.get()
    assert (project.kind, project.place, project.beneficiary_count) == (kind, province, 0)
    assert client.get(response.url).status_code == 200
    dossier = {
        "version": "1",
        "more_contents": ["THUONG_HIEU"],
        "cooperating": "Hội Nông dân",
        "chain_product": "Chè shan",
        "chain_links": "Chế biến, đóng gói",
    }
    response = client.post(response.url, sent | dossier)
    assert response.status_code == 302, text(response)
    project.refresh_from_db()
    assert project.cooperating == "Hội Nông dân"
    assert project.more_contents == ([] if kind == "task" else ["THUONG_HIEU"])
    assert "Chè shan" in text(client.get(page(project, "ho-so")))


def test_a_group_takes_up_several_wishes(people, province, commune, login):
    chains = [Chain(people, make_establishment(province, commune, f"Cơ sở mẫu {n}"), number=n) for n in (1, 2)]
    for chain in chains:
        chain.wish()
        chain.screen()
    sent = {
        "track": "local",
        "title": "Nhóm",
        "content": "MAY_MOC_CHUYEN_GIAO_CN",
        "fund": "kcdp",
        "year": "2027",
        "place": commune.pk,
        "support": "450 triệu",
        "wishes": [chain.wish_row.pk for chain in chains],
    }
    response = login(people["officer"]).post(start("nhom"), sent)
    assert response.status_code == 302, text(response)
    assert Project.objects.get().wishes.count() == 2


def test_the_kinds_stand_on_the_page_that_begins_a_project(people, login):
    shown = login(people["officer"]).get(reverse("office:projects:start")).content.decode()
    assert all(f"?loai={word}" in shown for word in ("nhom", "diem", "nhiem-vu"))


def test_a_promised_year_is_offered_to_the_plan_of_that_year(people, commune, login):
    key = Several(people, commune, kind="key", support=600, tranches={2026: 300, 2027: 300}).funded()
    key.today = date(2027, 1, 2)
    on = date(2026, 12, 20)
    line = planning.give_envelope(
        province=key.province, fund="kcdp", year=2027, amount=mil(300), on=on, decision=key.paper(on), **key.by("accountant")
    )  # fmt: skip
    plan = planning.open_plan(line=line, by=people["director"])
    client = login(people["director"])
    response = client.get(reverse("office:planning:detail", args=[plan.pk]))
    [(project, _, form)] = response.context["candidates"]
    assert (project, form.initial["amount"]) == (key.project, mil(300))
    added = client.post(reverse("office:planning:add", args=[plan.pk]), {"project": project.pk, "amount": "300 triệu"})
    assert added.status_code == 302
    assert plan.items.get().amount == mil(300)


def test_the_list_marks_the_kind_and_filters_by_it(three, people, commune, login):
    Several(people, commune, kind="task", support=60, content="TRUYEN_THONG").draft()
    client = login(people["officer"])
    url = reverse("office:projects:list")
    shown = text(client.get(url))
    assert "Đề án nhóm" in shown
    assert "2 đề án" in shown
    only = client.get(f"{url}?loai=group")
    assert [row.kind for row in only.context["page"].object_list] == ["group"]
    assert "1 đề án" in text(only)


def test_the_bundle_for_an_inspection_holds_every_shares_papers(three, login, people):
    three.contract({1: 150, 2: 120})
    for number in (1, 2):
        three.begin(number)
        three.advance(number)
    shown = text(login(people["officer"]).get(reverse("office:projects:bundle", args=[three.project.pk])))
    for number in (1, 2):
        assert f"{number}. Cơ sở mẫu 0{number}: Biên bản kiểm tra tại cơ sở số BB-{number}" in shown


def test_the_next_step_of_a_written_plan_is_the_departments(group, members, login, people):
    group.funded()
    group.write_detail({members[0]: (250, 300), members[1]: (200, 300)})
    step = login(people["approver_department"]).get(page(group.project)).context["next"]
    assert (step["what"], step["button"]) == ("Duyệt kế hoạch chi tiết (Mẫu 11)", "Duyệt kế hoạch chi tiết")
    group.write_detail({members[0]: (250, 300), members[1]: (100, 300)})
    step = login(people["officer"]).get(page(group.project)).context["next"]
    assert step["button"] == "Kế hoạch chi tiết (Mẫu 11)"
