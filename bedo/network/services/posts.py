"""Who holds a post, and who covers a place: begun, handed over, ended. One transaction and one entry of the log each."""

from datetime import date, timedelta

from django.db.models import F

from bedo.accounts import leaving
from bedo.accounts.models import Grant, User
from bedo.core import log
from bedo.core.checks import bad, check, fresh, known, not_later, tidy
from bedo.core.clock import now
from bedo.core.moves import Refused
from bedo.network import rules
from bedo.network.models import Holding, Member, PlaceDuty, Post
from bedo.network.services import checks
from bedo.places.models import Unit

DAY = timedelta(days=1)


def appoint(
    *,
    post: Post,
    member: Member,
    from_on: date,
    to_on: date | None = None,
    reason: str = "",
    by: User | None,
    today: date,
    is_sample: bool = False,
) -> Holding:
    """Put a member into a post from–to (both days included). Refuses days outside the post's, a second holder of a post of
    one seat on any day, and a member who has left."""
    checks.need(by, post.province_id)
    with log.writing(post.province.code):
        post = Post.objects.select_for_update().select_related("province", "place").get(pk=post.pk)
        span = rules.Span(from_on, to_on, member.full_name)
        check(rules.in_order(from_on, to_on))
        not_later(from_on, today, "from_on", "Ngày nhận")
        check(rules.within_life(span, post.valid_from, post.valid_to, what=f"Vị trí “{post.name}”"))
        _of_one_province(member, post.province_id)
        _is_here(member, from_on)
        rows = post.holdings.select_related("member")
        others = rows if post.single else rows.filter(member=member)
        check(rules.may_stand(span, map(span_of, others), what=f"Vị trí “{post.name}”"))
        row = Holding.objects.create(
            province=post.province, post=post, member=member, single=post.single, from_on=from_on, to_on=to_on,
            reason=tidy(reason), is_sample=is_sample, created_at=now(), created_by=by,
        )  # fmt: skip
        checks.write(row, "post.appoint", f"Nhận vị trí “{post.name}”.", by=by, on=from_on, group=member.group, post=post.pk, member=member.pk)  # fmt: skip
        return row


def step_down(*, holding: Holding, last_day: date, why: str, version: int, by: User | None, today: date) -> Holding:
    """The member's last day in the post. The post is vacant from the next day on until somebody is appointed."""
    checks.need(by, holding.province_id)
    with log.writing(holding.province.code):
        row = fresh(holding, version)
        _close(row, last_day, why, today)
        checks.write(row, "post.step_down", f"Thôi vị trí “{row.post.name}”.", by=by, on=last_day, group=row.member.group, post=row.post_id, member=row.member_id)  # fmt: skip
        return row


def _close(row: Holding | PlaceDuty, last_day: date, why: str, today: date) -> None:
    if row.to_on is not None:
        raise Refused("Lượt này đã kết thúc.", "Tải lại trang.", code="ended", status=409)
    if not tidy(why):
        raise bad("Phải ghi vì sao kết thúc.", "Ghi lý do.", "why")
    not_later(last_day, today, "last_day", "Ngày cuối")
    check(rules.in_order(row.from_on, last_day, field="last_day"))
    row.to_on, row.why_ended, row.version = last_day, tidy(why), row.version + 1
    row.save()


def assign_place(
    *,
    place: Unit,
    member: Member,
    from_on: date,
    reason: str = "",
    to_on: date | None = None,
    expected: int | None = None,
    by: User | None,
    today: date,
    is_sample: bool = False,
) -> PlaceDuty:
    """The member covers the commune or district from–to; whoever covers it now ends the day before.

    `expected`: the open row that the person saw (None: nobody covered it); another one there now is refused (409, "stale").
    A place that ended is covered to its last day at most.
    """
    checks.need(by, member.province_id)
    with log.writing(member.province.code):
        if place.level not in (2, 3):
            raise bad("Chỉ phân công theo xã, phường hoặc huyện khi đó.", "Chọn lại địa bàn.", "place")
        checks.of_province(place, member.province)
        if place.valid_to and to_on is None:
            to_on = place.valid_to
        span = rules.Span(from_on, to_on, member.full_name)
        check(rules.in_order(from_on, to_on))
        not_later(from_on, today, "from_on", "Ngày bắt đầu")
        check(rules.within_life(span, place.valid_from, place.valid_to, what=place.label))
        _is_here(member, from_on)
        rows = list(PlaceDuty.objects.filter(place=place).select_related("member").order_by("from_on"))
        current = next((row for row in rows if row.to_on is None), None)
        if (current.pk if current else None) != expected:
            raise Refused(
                "Người khác vừa phân công địa bàn này.", "Tải lại trang, xem ai đang phụ trách rồi làm lại.",
                code="stale", status=409,
            )  # fmt: skip
        if current and to_on is None:
            _take_over(current, member, from_on, reason)
        earlier = [row for row in rows if row is not current or to_on is not None]
        check(rules.may_stand(span, map(span_of, earlier), what=place.label))
        row = PlaceDuty.objects.create(
            province=member.province, place=place, member=member, from_on=from_on, to_on=to_on, reason=tidy(reason),
            is_sample=is_sample, created_at=now(), created_by=by,
        )  # fmt: skip
        checks.write(
            row, "place.assign", f"Phụ trách {place.label}.", by=by, on=from_on, group=member.group, place=place.pk,
            member=member.pk, before=current.member_id if current else None,
        )  # fmt: skip
        return row


def _take_over(current: PlaceDuty, member: Member, from_on: date, reason: str) -> None:
    if current.member_id == member.pk:
        raise bad(f"{member.full_name} đang phụ trách địa bàn này.", "Chọn người khác.", "member")
    if from_on <= current.from_on:
        raise bad(f"Người đang phụ trách mới nhận ngày {current.from_on:%d/%m/%Y}.", "Ghi ngày sau ngày ấy.", "from_on")
    current.to_on, current.why_ended = from_on - DAY, tidy(reason) or "Giao cho người khác"
    current.version += 1
    current.save()


def release_place(
    *, duty: PlaceDuty, last_day: date, why: str, version: int, by: User | None, today: date
) -> PlaceDuty:
    """Nobody covers the place after `last_day` (included) until it is assigned again."""
    checks.need(by, duty.province_id)
    with log.writing(duty.province.code):
        row = fresh(duty, version)
        _close(row, last_day, why, today)
        checks.write(row, "place.release", f"Thôi phụ trách {row.place.label}.", by=by, on=last_day, group=row.member.group, place=row.place_id, member=row.member_id)  # fmt: skip
        return row


def leave(
    *, member: Member, last_day: date, why: str, note: str = "", version: int, by: User | None, today: date
) -> Member:
    """The member's last day in the network. Refused while posts, places or work of their account remain (design 3.9)."""
    checks.need(by, member.province_id)
    with log.writing(member.province.code):
        row = fresh(member, version)
        if row.left_on:
            raise Refused("Người này đã nghỉ.", "Tải lại trang.", code="left", status=409)
        known(why, rules.LEAVING, "why", "Lý do nghỉ")
        not_later(last_day, today, "last_day", "Ngày cuối")
        if row.joined_on:
            check(rules.in_order(row.joined_on, last_day, field="last_day"))
        held = still_held(row, last_day)
        if held:
            raise Refused(" ".join(held), "Bàn giao cho người khác rồi mới ghi nghỉ.", code="held")
        row.left_on, row.why_left, row.left_note = last_day, why, tidy(note)
        row.version += 1
        row.save()
        checks.write(row, "member.leave", f"Nghỉ: {rules.LEAVING[why].lower()}.", by=by, on=last_day, why=why)
        return row


def come_back(*, member: Member, on: date, version: int, by: User | None, today: date) -> Member:
    """A member who left works again: what was noted of the leaving is taken back and stays in the log."""
    checks.need(by, member.province_id)
    with log.writing(member.province.code):
        row = fresh(member, version)
        if row.left_on is None:
            raise Refused("Người này đang làm việc.", "Tải lại trang.", code="here", status=409)
        not_later(on, today, "on", "Ngày trở lại")
        if on <= row.left_on:
            raise bad(f"Người này nghỉ từ sau ngày {row.left_on:%d/%m/%Y}.", "Ghi ngày sau ngày ấy.", "on")
        if row.user_id and Member.objects.present().filter(province=row.province_id, user=row.user_id).exists():
            raise bad("Tài khoản này đã gắn với một người khác trong mạng lưới.", "Xem lại danh sách.", "on")
        before = row.left_on
        Member.objects.filter(pk=row.pk).update(
            left_on=None, why_left="", left_note="", joined_on=on, version=F("version") + 1
        )
        checks.write(row, "member.come_back", "Làm việc trở lại.", by=by, on=on, left_on=before)
        row.refresh_from_db()
        return row


def still_held(member: Member, last_day: date) -> list[str]:
    """What has to be handed over before the member leaves, as sentences: own posts and places, and what higher contexts
    know of the account (accounts.leaving)."""
    found = [sentence for sentence in (duties_sentence(member, last_day),) if sentence]
    if member.user_id:
        grants = Grant.objects.of(member.user, last_day).filter(organisation__province=member.province_id)
        found += [sentence for grant in grants for sentence in leaving.still_held(grant, last_day)]
    return list(dict.fromkeys(found))


def duties_sentence(member: Member, last_day: date) -> str:
    """ "… còn giữ vị trí: …; còn phụ trách: …" for what goes on after the last day; "" when nothing does."""
    holdings = member.holdings.filter(to_on=None) | member.holdings.filter(to_on__gt=last_day)
    duties = member.duties.filter(to_on=None) | member.duties.filter(to_on__gt=last_day)
    parts = []
    if names := list(holdings.values_list("post__name", flat=True).order_by("pk")[:6]):
        parts.append(f"còn giữ vị trí {_few(names)}")
    if rows := list(duties.select_related("place").order_by("pk")[:6]):
        parts.append(f"còn phụ trách địa bàn {_few([row.place.label for row in rows])}")
    return f"{member.full_name} {'; '.join(parts)}." if parts else ""


def _few(words: list[str]) -> str:
    return ", ".join(words[:5]) + (" …" if len(words) > 5 else "")


def span_of(row: Holding | PlaceDuty) -> rules.Span:
    return rules.Span(row.from_on, row.to_on, row.member.full_name)


def _is_here(member: Member, day: date) -> None:
    """As the member stands now, under the lock of the log: who has just left is not here."""
    member.refresh_from_db(fields=["left_on", "joined_on"])
    if member.left_on is not None:
        raise bad(f"{member.full_name} đã nghỉ từ sau ngày {member.left_on:%d/%m/%Y}.", "Chọn người khác.", "member")
    if member.joined_on and day < member.joined_on:
        raise bad(f"{member.full_name} vào mạng lưới ngày {member.joined_on:%d/%m/%Y}.", "Sửa ngày.", "from_on")


def _of_one_province(member: Member, province_id: int) -> None:
    if member.province_id != province_id:
        raise bad("Người này thuộc mạng lưới tỉnh khác.", "Chọn người của tỉnh này.", "member")
