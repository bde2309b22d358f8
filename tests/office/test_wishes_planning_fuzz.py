"""Whatever is typed into the forms of wishes and plans is answered with a sentence, never with a crash."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from bedo.planning import services
from bedo.projects.lawbook import criteria_of
from tests.projects.factory import TODAY, Chain, make_establishment

NASTY = [
    "", " ", "\x00", "abc", "-1", "0", "9" * 40, "1e400", "31/02/2026", "29/02/2023", "01/01/0001", "31/12/9999", "00/00/0000",
    "<script>alert(1)</script>", "'; DROP TABLE x;--", "Ế" * 5000, "\ud7ff\u202e", "None", "NaN", "٣٠٠", "300 triệu", "3,5 tỷ",
]  # fmt: skip


@pytest.fixture
def made(people, province, commune):
    """A plan that waits for its decision, and its wish."""
    chain = Chain(people, make_establishment(province, commune)).to("plan")
    chain.other = Chain(people, make_establishment(province, commune, name="Cơ sở 02"), number=2).to("wish")
    return chain


def forms_of(chain):
    wish, plan = chain.other.wish_row, chain.plan_row
    criteria = [
        f"{part}-{row.key}" for row in criteria_of(wish, TODAY)[:2] for part in ("met", "figure", "note", "use")
    ]
    item = plan.items.get()
    paper = ["issuer", "paper_type", "number", "symbol", "issued_on", "signer", "summary", "file", "known"]
    facts = ["content", "need", "amount_asked", "investment", "desired_year", "received_on", "channel", "version"]
    return [
        ("officer", f"/nhu-cau/moi/?co-so={chain.establishment.pk}", facts),
        ("officer", f"/nhu-cau/{wish.pk}/sua/", facts),
        (
            "officer",
            f"/nhu-cau/{wish.pk}/tham-tra/",
            ["visited_on", "present", "opinion", "passed", "reason", *criteria],
        ),
        ("officer", f"/nhu-cau/{wish.pk}/rut/", ["on"]),
        ("director", f"/ke-hoach/{plan.pk}/them/", ["project", "amount"]),
        ("director", f"/ke-hoach/{plan.pk}/trinh/", ["on"]),
        ("finance", f"/ke-hoach/{plan.pk}/y-kien/", ["agrees", "text", "on"]),
        ("approver_province", f"/ke-hoach/{plan.pk}/phe-duyet/", [*paper, f"leave-{item.pk}", f"why-{item.pk}"]),
        ("finance", f"/ke-hoach/nguon/{plan.line_id}/quyet-toan/", paper),
    ]


@pytest.mark.parametrize("value", NASTY, ids=range(len(NASTY)))
def test_no_value_crashes_a_form(login, people, made, value):
    for role, url, fields in forms_of(made):
        client = login(people[role])
        whole = client.post(url, dict.fromkeys(fields, value))
        assert whole.status_code in (302, 400, 403, 404, 409, 422), (url, value, whole.status_code)
    services_left = services.asked_sum(made.plan_row)
    assert services_left >= 0


@pytest.mark.parametrize("value", NASTY, ids=range(len(NASTY)))
def test_no_value_crashes_a_filter(login, people, made, value):
    client = login(people["director"])
    for url, names in (
        ("/nhu-cau/", ["q", "tt", "chang", "nd", "cb", "noi", "nam", "sap", "trang"]),
        ("/nhu-cau/duong-di/", ["q", "nam"]),
        ("/nhu-cau/moi/", ["tim"]),
        ("/ke-hoach/", ["nam", "nguon", "trang"]),
        (f"/ke-hoach/{made.plan_row.pk}/", ["tim"]),
    ):
        assert client.get(url, dict.fromkeys(names, value)).status_code == 200


def test_a_file_where_text_is_expected_and_text_where_a_file_is_expected(login, people, made):
    for role, url, fields in forms_of(made):
        data = {name: SimpleUploadedFile("x.bin", b"\x00\x01") for name in fields}
        assert login(people[role]).post(url, data).status_code in (400, 403, 404, 409, 422), url
