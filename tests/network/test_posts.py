"""Posts and places have one holder at a time; taking up, handing on and ending are verbs with an entry of the log."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from bedo.accounts import services as accounts
from bedo.core.log import broken_entries
from bedo.core.models import LogEntry
from bedo.core.moves import Refused
from bedo.network import queries, services
from bedo.network.models import Holding, Member, PlaceDuty, Post
from tests.network.conftest import LAST, TODAY

DAY = timedelta(days=1)


def test_a_post_of_one_seat_has_one_holder_on_every_day(network, commune):
    post, first, second = network.post(commune), network.member(), network.member("Vàng A Sì")
    network.appoint(post, first, date(2025, 9, 1), to_on=date(2025, 12, 31))
    with pytest.raises(Refused, match="Lù Thị Mai") as caught:
        network.appoint(post, second, date(2025, 12, 31))
    assert (caught.value.field, caught.value.status) == ("from_on", 422)
    network.appoint(post, second, date(2026, 1, 1))


def test_the_database_keeps_one_open_holder(network, commune):
    post, first, second = network.post(commune), network.member(), network.member("Vàng A Sì")
    row = network.appoint(post, first)
    with pytest.raises(IntegrityError), transaction.atomic():
        Holding.objects.create(province=row.province, post=post, member=second, single=True, from_on=TODAY, created_at=row.created_at)  # fmt: skip


def test_a_post_of_several_seats_takes_several_but_nobody_twice(network, commune):
    post, first, second = network.post(commune, single=False), network.member(), network.member("Vàng A Sì")
    network.appoint(post, first)
    network.appoint(post, second)
    with pytest.raises(Refused, match="Lù Thị Mai"):
        network.appoint(post, first, TODAY)
    with pytest.raises(Refused, match="nhiều người giữ"):
        services.change(row=post, version=post.version, single=True, by=network.by, today=TODAY)


def test_a_post_of_the_district_ends_with_the_districts(network, old):
    post = network.post(old[0], level="district", position="can_bo_huyen", valid_from=date(2017, 1, 1))
    assert post.valid_to == LAST
    with pytest.raises(Refused, match="30/06/2025"):
        network.appoint(post, network.member(), date(2025, 7, 1))
    with pytest.raises(Refused, match="thuộc cấp khác"):
        network.post(old[0])


def test_a_vacant_post_says_since_when(network, commune):
    post, member = network.post(commune), network.member()
    held = network.appoint(post, member)
    services.step_down(holding=held, last_day=date(2026, 1, 31), why="Đi học", version=1, by=network.by, today=TODAY)
    found = queries.posts_with_holders(Post.objects.filter(pk=post.pk)).get()
    assert queries.vacant_since(found, TODAY) == date(2026, 2, 1)
    assert queries.vacant_since(found, date(2026, 1, 31)) is None
    with pytest.raises(Refused) as caught:
        services.step_down(holding=held, last_day=TODAY, why="Đi học", version=1, by=network.by, today=TODAY)
    assert caught.value.code == "stale"


def test_a_place_has_one_person_and_the_next_follows_the_day_after(network, commune):
    first, second = network.member(), network.member("Vàng A Sì")
    before = network.assign(commune, first)
    after = network.assign(commune, second, date(2026, 2, 1), expected=before.pk, reason="Nghỉ thai sản")
    before.refresh_from_db()
    assert (before.to_on, before.why_ended) == (after.from_on - DAY, "Nghỉ thai sản")
    assert queries.covering([commune.pk], date(2026, 1, 31))[commune.pk] == first
    assert queries.covering([commune.pk], TODAY)[commune.pk] == second
    with pytest.raises(IntegrityError), transaction.atomic():
        PlaceDuty.objects.create(province=before.province, place=commune, member=first, from_on=TODAY, created_at=before.created_at)  # fmt: skip


def test_who_saw_another_holder_is_told(network, commune):
    first, second = network.member(), network.member("Vàng A Sì")
    network.assign(commune, first)
    with pytest.raises(Refused) as caught:
        network.assign(commune, second, TODAY)
    assert (caught.value.code, caught.value.status) == ("stale", 409)


def test_days_of_a_place_do_not_overlap_backwards(network, commune):
    first, second = network.member(), network.member("Vàng A Sì")
    row = network.assign(commune, first, date(2026, 1, 1))
    with pytest.raises(Refused, match="Lù Thị Mai"):
        network.assign(commune, second, date(2025, 12, 1), to_on=date(2026, 1, 5), expected=row.pk)
    network.assign(commune, second, date(2025, 12, 1), to_on=date(2025, 12, 31), expected=row.pk)
    with pytest.raises(Refused, match="mới nhận ngày 01/01/2026"):
        network.assign(commune, second, date(2026, 1, 1), expected=row.pk)


def test_a_unit_of_its_day_is_covered_to_its_last_day_and_reaches_todays_communes(network, old, communes, people):
    district, (first, _) = old
    user = people["officer"]
    own, other = network.member("Cán bộ A", user=user), network.member()
    row = network.assign(district, own, date(2020, 1, 1))
    assert row.to_on == LAST
    assert queries.places_of(user, date(2024, 5, 1)) == {communes[0].pk}
    assert queries.places_of(user, TODAY) == set()
    network.assign(first, other, date(2024, 1, 1))
    assert queries.covering([communes[0].pk, first.pk, district.pk], LAST) == {communes[0].pk: other, first.pk: other, district.pk: own}  # fmt: skip
    network.assign(communes[0], own, TODAY)
    assert queries.places_of(user, TODAY) == {communes[0].pk}


def test_a_place_of_another_province_is_refused(network, other_province):
    with pytest.raises(Refused, match="chỉ phân công|Chỉ phân công"):
        network.assign(other_province, network.member())


def test_nobody_leaves_who_still_holds_something(network, commune, people):
    user = people["officer"]
    member = network.member("Cán bộ A", user=user)
    row = network.assign(commune, member)
    with pytest.raises(Refused, match="Xã Xín Mần") as caught:
        network.leave(member)
    assert (caught.value.code, caught.value.status) == ("held", 409)
    with pytest.raises(Refused, match="Xã Xín Mần"):
        accounts.end_grant(grant=user.grant_rows.get(), last_day=TODAY, by=people["administrator"])
    services.release_place(duty=row, last_day=TODAY, why="Bàn giao", version=row.version, by=network.by, today=TODAY)
    gone = network.leave(member)
    assert (gone.left_on, gone.why_left) == (TODAY, "nghi_huu")
    accounts.end_grant(grant=user.grant_rows.get(), last_day=TODAY, by=people["administrator"])
    with pytest.raises(Refused, match="đã nghỉ"):
        network.assign(commune, gone, TODAY)


def test_who_left_may_come_back(network, commune):
    member = network.leave(network.member(), last_day=date(2026, 1, 31))
    with pytest.raises(Refused, match="31/01/2026"):
        services.come_back(member=member, on=date(2026, 1, 31), version=member.version, by=network.by, today=TODAY)
    back = services.come_back(member=member, on=TODAY, version=member.version, by=network.by, today=TODAY)
    assert (back.left_on, back.why_left, back.joined_on) == (None, "", TODAY)


def test_one_account_is_one_person(network, people):
    network.member("Cán bộ A", user=people["officer"])
    with pytest.raises(Refused, match="đã gắn") as caught:
        network.member("Người khác", user=people["officer"])
    assert caught.value.field == "user"


def test_names_and_telephones_stay_outside_the_chain(network, commune):
    member = network.member(phone="0912345678")
    network.assign(commune, member)
    services.change(row=member, version=1, full_name="Lù Thị Mai Hoa", by=network.by, today=TODAY)
    entries = LogEntry.objects.filter(group=member.group)
    assert {entry.kind for entry in entries} == {"member.add", "member.change", "place.assign"}
    kept = " ".join(f"{entry.text} {entry.data}" for entry in entries)
    assert "Mai" not in kept
    assert "0912" not in kept
    assert list(broken_entries()) == []


def test_a_contract_leaves_the_rate_open_and_says_what_it_counts(network, commune):
    given = {"kind": "contract", "province": network.province, "member": network.member(), "by": network.by, "today": TODAY}  # fmt: skip
    days = {"signed_on": date(2026, 1, 2), "from_on": date(2026, 1, 2), "to_on": date(2026, 12, 31)}
    row = services.add(number="01/HĐCTV", places=[commune], **days, **given)
    assert (row.rate, list(row.places.all())) == (None, [commune])
    with pytest.raises(Refused, match="tính theo gì"):
        services.change(row=row, version=1, rate=500_000, by=network.by, today=TODAY)
    with pytest.raises(Refused, match="Số hợp đồng này đã ghi"):
        services.add(number="01/HĐCTV", work="Khảo sát", **days, **given)


def test_what_something_builds_on_is_not_taken_out(network, commune):
    member = network.member()
    network.assign(commune, member)
    with pytest.raises(Refused, match="Còn mục khác"):
        services.remove(row=member, version=1, reason="Ghi nhầm", by=network.by)
    twin = network.member("Ghi nhầm")
    services.remove(row=twin, version=1, reason="Ghi nhầm", by=network.by)
    assert Member.objects.get() == member


def test_only_who_arranges_the_network_writes(network, people, commune, strangers):
    member = network.member()
    for person in (people["officer"], people["appraiser"], strangers["director"]):
        with pytest.raises(Refused) as caught:
            services.assign_place(place=commune, member=member, from_on=TODAY, by=person, today=TODAY)
        assert caught.value.status == 403
    services.assign_place(place=commune, member=member, from_on=TODAY, by=people["approver_department"], today=TODAY)
