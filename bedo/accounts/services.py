"""Verbs on people: appoint, end, delegate, and the record of sign-ins."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q

from bedo.accounts import leaving
from bedo.accounts.models import Grant, Organisation, SignIn, User
from bedo.accounts.rights import ORGANISATION_KINDS, ROLES
from bedo.core import log
from bedo.core.clock import now
from bedo.core.moves import Refused
from bedo.places.models import Unit

MAX_DELEGATION_DAYS = 90


def _chain(organisation: Organisation) -> str:
    return organisation.province.code if organisation.province_id else log.NATION


def open_organisation(
    *,
    kind: str,
    name: str,
    province: Unit | None,
    by: User | None,
    place: Unit | None = None,
    parent: Organisation | None = None,
    establishment_id: int | None = None,
    is_sample: bool = False,
) -> Organisation:
    """The organisation of that kind and name, entered now if it was not there. Refuses a kind that is not in the table."""
    if kind not in ORGANISATION_KINDS:
        raise Refused("Loại tổ chức không có trong bảng.", "Chọn lại loại tổ chức.", field="kind", status=422)
    chain = province.code if province else log.NATION
    with log.writing(chain):
        facts = {"place": place, "parent": parent, "establishment_id": establishment_id, "is_sample": is_sample}
        row, made = Organisation.objects.get_or_create(kind=kind, name=name, province=province, defaults=facts)
        if made:
            text = f"Ghi tổ chức: {name}."
            log.record(chain, "organisation.open", subject=f"organisation:{row.pk}", by=by, text=text)
        return row


def create_user(
    *, username: str, full_name: str, email: str, password: str | None, by: User | None, is_sample: bool = False
) -> User:
    """Make an account without rights. Refuses a user name that is taken."""
    with log.writing(log.NATION):
        if User.objects.filter(username__iexact=username).exists():
            raise Refused(
                f"Tên đăng nhập “{username}” đã có người dùng.", "Chọn tên khác.", field="username", status=422
            )
        user = User.objects.create_user(username, password, full_name=full_name, email=email, is_sample=is_sample)
        log.record(
            log.NATION,
            "person.create",
            subject=f"user:{user.pk}",
            by=by,
            text="Mở tài khoản.",
            personal={"username": username, "full_name": full_name},
        )
        return user


def grant(
    *,
    user: User,
    role: str,
    organisation: Organisation,
    valid_from: date,
    valid_to: date | None = None,
    place: Unit | None = None,
    reason: str = "",
    by: User | None,
) -> Grant:
    """Give a role in an organisation from-to (both days included). Refuses a role the kind of organisation cannot hold."""
    if role not in ROLES:
        raise Refused("Vai trò này không có trong bảng vai trò.", "Chọn lại vai trò.", field="role", status=422)
    if organisation.kind not in ROLES[role].organisations:
        raise Refused(
            f"{ORGANISATION_KINDS[organisation.kind]} không giữ vai trò “{ROLES[role].label}”.",
            "Chọn tổ chức hoặc vai trò khác.",
            field="role",
            status=422,
        )
    if valid_to and valid_to < valid_from:
        raise Refused("Ngày hết hiệu lực trước ngày bắt đầu.", "Sửa lại ngày.", field="valid_to", status=422)
    return _add_grant(
        user=user,
        role=role,
        organisation=organisation,
        valid_from=valid_from,
        valid_to=valid_to,
        place=place,
        reason=reason,
        by=by,
    )


def _add_grant(*, by: User | None, **fields) -> Grant:
    organisation = fields["organisation"]
    with log.writing(_chain(organisation)):
        _refuse_twin(fields)
        row = Grant.objects.create(recorded_by=by, **fields)
        until = f" đến {row.valid_to:%d/%m/%Y}" if row.valid_to else ""
        log.record(
            _chain(organisation),
            "grant.give",
            subject=f"user:{row.user_id}",
            by=by,
            on=row.valid_from,
            text=f"Giao vai trò “{ROLES[row.role].label}” tại {organisation.name} từ {row.valid_from:%d/%m/%Y}{until}.",
            data={"role": row.role, "organisation": organisation.pk, "delegated_by": row.delegated_by_id},
        )
        row.user.forget_grants()
        return row


def _refuse_twin(fields: dict) -> None:
    """The same role in the same place, lent by the same person or by nobody, for days that overlap: given twice."""
    names = ("user", "role", "organisation", "place", "delegated_by")
    same = Grant.objects.filter(**{name: fields.get(name) for name in names})
    if fields.get("valid_to"):
        same = same.filter(valid_from__lte=fields["valid_to"])
    twin = same.filter(Q(valid_to=None) | Q(valid_to__gte=fields["valid_from"])).first()
    if twin:
        raise Refused(
            f"{fields['user'].full_name} đã giữ vai trò này từ {twin.valid_from:%d/%m/%Y}.",
            "Chọn ngày khác, hoặc kết thúc vai trò cũ trước.",
            field="role",
            code="twin",
        )


def delegate(*, giver: User, user: User, role: str, valid_from: date, valid_to: date, reason: str, by: User) -> Grant:
    """Lend one's own role to a colleague for at most 90 days (both days included). Refuses a role the giver lacks."""
    own = Grant.objects.of(giver, valid_from).filter(role=role, delegated_by=None).first()
    if own is None:
        raise Refused("Chỉ ủy quyền được vai trò mình đang giữ.", "Chọn vai trò khác.", field="role", status=422)
    if giver == user:
        raise Refused("Không ủy quyền cho chính mình.", "Chọn người khác.", field="user", status=422)
    if not valid_from <= valid_to <= valid_from + timedelta(days=MAX_DELEGATION_DAYS - 1):
        raise Refused(
            f"Ủy quyền dài tối đa {MAX_DELEGATION_DAYS} ngày và ngày kết thúc không trước ngày bắt đầu.",
            "Sửa lại ngày.",
            field="valid_to",
            status=422,
        )
    return _add_grant(
        user=user,
        role=role,
        organisation=own.organisation,
        place=own.place,
        valid_from=valid_from,
        valid_to=valid_to,
        delegated_by=giver,
        reason=reason,
        by=by,
    )


def end_grant(*, grant: Grant, last_day: date, by: User) -> None:
    """End a grant after `last_day` (included). Refused while the person still holds what must be handed over."""
    if last_day < grant.valid_from - timedelta(days=1):
        raise Refused("Ngày cuối trước ngày bắt đầu.", "Sửa lại ngày.", field="valid_to", status=422)
    with log.writing(_chain(grant.organisation)):
        held = leaving.still_held(grant, last_day)
        if held:
            raise Refused(" ".join(held), "Bàn giao cho người khác rồi mới kết thúc vai trò.", code="held")
        Grant.objects.filter(pk=grant.pk).update(valid_to=max(last_day, grant.valid_from))
        log.record(
            _chain(grant.organisation),
            "grant.end",
            subject=f"user:{grant.user_id}",
            by=by,
            on=last_day,
            text=f"Kết thúc vai trò “{ROLES[grant.role].label}” tại {grant.organisation.name} sau ngày {last_day:%d/%m/%Y}.",
        )


def open_account(
    *,
    username: str,
    full_name: str,
    email: str,
    password: str | None,
    role: str,
    organisation: Organisation,
    valid_from: date,
    valid_to: date | None = None,
    place: Unit | None = None,
    reason: str = "",
    by: User | None,
) -> User:
    """Make an account with its first role, both or neither."""
    with log.writing(log.NATION, _chain(organisation)):
        user = create_user(username=username, full_name=full_name, email=email, password=password or None, by=by)
        grant(
            user=user,
            role=role,
            organisation=organisation,
            valid_from=valid_from,
            valid_to=valid_to,
            place=place,
            reason=reason,
            by=by,
        )
        return user


def keep_columns(*, user: User, table: str, columns: list[str]) -> None:
    """Keep which columns of a list this person wants to see."""
    with transaction.atomic():
        row = User.objects.select_for_update().get(pk=user.pk)
        row.columns = {**row.columns, table: columns}
        row.save(update_fields=["columns"])
        user.columns = row.columns


def correct_account(
    *, user: User, full_name: str, email: str, phone: str, wants_digest: bool, is_active: bool, by: User
) -> None:
    """Correct name and contacts of an account, close it or open it again. Nobody closes their own account."""
    if user == by and not is_active:
        raise Refused("Không tự khóa tài khoản của mình.", "Nhờ quản trị khác.", field="is_active", status=422)
    given = {
        "full_name": full_name,
        "email": email,
        "phone": phone,
        "wants_digest": wants_digest,
        "is_active": is_active,
    }
    changed = {field: [getattr(user, field), value] for field, value in given.items() if getattr(user, field) != value}
    if not changed:
        return
    with log.writing(log.NATION):
        for field, value in given.items():
            setattr(user, field, value)
        user.save(update_fields=list(given))
        log.record(
            log.NATION,
            "person.correct",
            subject=f"user:{user.pk}",
            by=by,
            text=_correction(changed),
            data={"fields": sorted(changed)},
            personal={field: pair for field, pair in changed.items() if field in ("full_name", "email", "phone")}
            or None,
        )


def _correction(changed: dict) -> str:
    if "is_active" in changed:
        return "Mở lại tài khoản." if changed["is_active"][1] else "Khóa tài khoản."
    words = {"full_name": "họ tên", "email": "thư điện tử", "phone": "điện thoại", "wants_digest": "thư tổng hợp"}
    return f"Sửa tài khoản: {', '.join(words[field] for field in words if field in changed)}."


def note_sign_in(*, user: User | None, succeeded: bool, address: str | None, browser: str) -> None:
    """Keep one try to sign in for the person's own list."""
    SignIn.objects.create(user=user, at=now(), succeeded=succeeded, address=address, browser=browser[:200])


def note_export(*, by: User, what: str, rows: int, form: str, conditions: Mapping[str, Any]) -> None:
    """Record who took how many rows of which list out, as what kind of file and under which conditions (design 3.11).

    The entry stands in the chain of the person's one province, else in the nation's. The words searched for (`q`) may be
    a person's name: they stay outside the chain.
    """
    words = conditions.get("q")
    codes = Unit.objects.filter(pk__in=by.grants.provinces or ()).values_list("code", flat=True)[:2]
    chain = codes[0] if len(codes) == 1 else log.NATION
    kept = {name: value for name, value in conditions.items() if name != "q"}
    with log.writing(chain):
        log.record(
            chain,
            "export.list",
            subject=f"user:{by.pk}",
            by=by,
            text=f"Xuất {what[0].lower()}{what[1:]} ra tệp {form.upper()}: {rows} dòng.",
            data={"list": what, "rows": rows, "form": form, "filter": kept},
            personal={"q": words} if words else None,
        )
