"""Enter an establishment and correct what is known of it."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import F, ProtectedError

from bedo.accounts.models import User
from bedo.core import bulk, log
from bedo.core.clock import now
from bedo.core.moves import Refused
from bedo.core.text import fold, name_key, sort_key
from bedo.establishments import rules
from bedo.establishments.models import Establishment
from bedo.establishments.services import checks
from bedo.places import queries as places
from bedo.places.models import Unit

EDITABLE = (
    "kind", "name", "tax_code", "sector", "place", "place_text", "address", "founded_on", "workers", "workers_as_of",
    "capital", "revenue", "revenue_year", "exports", "owner_is_woman", "owner_is_minority", "raw_material",
    "local_material", "note", "source",
)  # fmt: skip
PERSONAL = frozenset({"name", "tax_code", "address", "note", "owner_is_woman", "owner_is_minority"})
FIELD_WORDS = {
    "kind": "loại hình", "name": "tên", "tax_code": "mã số thuế", "sector": "ngành", "place": "địa bàn",
    "place_text": "địa bàn như nguồn ghi", "address": "địa chỉ", "founded_on": "ngày thành lập", "workers": "lao động",
    "workers_as_of": "ngày đếm lao động", "capital": "vốn", "revenue": "doanh thu", "revenue_year": "năm doanh thu",
    "exports": "xuất khẩu", "owner_is_woman": "chủ là nữ", "owner_is_minority": "chủ là người dân tộc thiểu số",
    "raw_material": "nguyên liệu",
    "local_material": "tỷ lệ nguyên liệu trong tỉnh", "note": "ghi chú", "source": "nguồn",
}  # fmt: skip
EARLIEST_YEAR = 1945


def register(
    *, province: Unit, place: Unit, kind: str, name: str, by: User | None, today: date, is_sample: bool = False, **facts
) -> Establishment:
    """Enter an establishment. Refuses a tax code that another one of the province carries, and impossible values.

    `province` is today's; `place` the unit of its day, as precise as known. What is not known is left out.
    """
    checks.only(facts, EDITABLE)
    checks.need(by, checks.RIGHT, province.pk)
    moment = now()
    row = Establishment(
        province=province, is_sample=is_sample, created_at=moment, created_by=by, updated_at=moment, updated_by=by
    )
    _fill(row, {"place": place, "kind": kind, "name": name, **facts}, today)
    with log.writing(province.code):
        _refuse_twin(row)
        _refuse_again(row)
        row.save(force_insert=True)
        after = {field: getattr(row, field) for field in EDITABLE if getattr(row, field) not in (None, "")}
        checks.write(
            row,
            "establishment.register",
            f"Ghi cơ sở mới: {rules.KINDS[kind].lower()}.",
            by=by,
            changed={field: [None, value] for field, value in after.items()},
            personal=PERSONAL,
        )
    return row


def update(*, establishment: Establishment, version: int, by: User | None, today: date, **changes) -> Establishment:
    """Correct what is known. Refuses a stale version (code "stale", 409) and what `register` refuses."""
    checks.only(changes, EDITABLE)
    checks.need(by, checks.RIGHT, establishment.province_id)
    with log.writing(establishment.province.code):
        row = checks.fresh(establishment, version)
        checks.live(row)
        before = {field: getattr(row, field) for field in changes}
        _fill(row, changes, today)
        changed = checks.differences(before, {field: getattr(row, field) for field in changes})
        if not changed:
            return row
        _refuse_twin(row)
        row.version, row.updated_at, row.updated_by = F("version") + 1, now(), by
        row.save()
        row.refresh_from_db(fields=["version"])
        words = ", ".join(FIELD_WORDS[field] for field in EDITABLE if field in changed)
        checks.write(row, "establishment.update", f"Sửa: {words}.", by=by, changed=changed, personal=PERSONAL)
    return row


def _fill(row: Establishment, values: dict[str, Any], today: date) -> None:
    """Put the values in, tidied, and reckon the columns that follow from them."""
    for field, value in values.items():
        setattr(row, field, checks.tidy(value))
    row.tax_code = rules.tidy_tax_code(row.tax_code)
    if "place" in values:
        _stand(row)
    _check(row, today)
    refresh_keys(row)


def _stand(row: Establishment) -> None:
    """Where the place stands today; refused when that is another province."""
    if places.present_province(row.place) != row.province:
        raise checks.bad(
            f"{row.place.label} nay không thuộc {row.province.label}.",
            "Chọn địa bàn của tỉnh này; cơ sở chuyển sang tỉnh khác thì ghi cơ sở mới ở tỉnh đó.",
            "place",
        )
    now_at = places.present_place(row.place)
    row.place_now, row.place_exact = (now_at.unit, now_at.exact) if now_at else (row.province, False)


def refresh_keys(row: Establishment) -> None:
    """The columns that are reckoned from others."""
    row.name_key = name_key(row.name)
    row.sort_key = sort_key(row.name)
    row.search_text = fold(" ".join(part for part in (row.name, row.tax_code, row.address, row.place_text) if part))


def _check(row: Establishment, today: date) -> None:
    checks.known(row.kind, rules.KINDS, "kind", "Loại hình này")
    checks.known(row.sector, rules.SECTORS, "sector", "Ngành này", empty=True)
    if not row.name:
        raise checks.bad("Cơ sở phải có tên.", "Ghi tên như trên giấy đăng ký, hoặc tên chủ hộ.", "name")
    checks.check(rules.check_tax_code(row.tax_code, kind=row.kind))
    checks.not_later(row.founded_on, today, "founded_on", "Ngày thành lập")
    checks.not_later(row.workers_as_of, today, "workers_as_of", "Ngày đếm lao động")
    if row.workers is None and row.workers_as_of:
        raise checks.bad("Có ngày đếm mà không có số lao động.", "Ghi số lao động hoặc bỏ ngày.", "workers")
    if row.local_material is not None and not 0 <= row.local_material <= 100:
        raise checks.bad("Tỷ lệ nguyên liệu phải từ 0 đến 100 %.", "Sửa lại tỷ lệ.", "local_material")
    if row.revenue is not None and row.revenue_year is None:
        raise checks.bad("Doanh thu phải ghi là của năm nào.", "Ghi năm.", "revenue_year")
    if row.revenue_year is not None and not EARLIEST_YEAR <= row.revenue_year <= today.year:
        raise checks.bad(f"Năm doanh thu phải từ {EARLIEST_YEAR} đến {today.year}.", "Sửa lại năm.", "revenue_year")


def _refuse_again(row: Establishment) -> None:
    """The form sent twice by the same person is one establishment, not two."""
    same = {field: getattr(row, field) for field in EDITABLE}
    found = Establishment.objects.live().filter(province=row.province_id, created_by=row.created_by_id, **same).first()
    if found and row.created_by_id:
        refusal = Refused(
            f"Bạn đã ghi cơ sở “{found.name}” giống hệt.",
            "Mở hồ sơ đã có; nếu là cơ sở khác thì ghi rõ địa chỉ.",
            field="name",
            code="twin",
        )
        refusal.establishment = found
        raise refusal


def _refuse_twin(row: Establishment) -> None:
    """One live establishment of a province to one tax code; the refusal carries the one already there."""
    if not row.tax_code:
        return
    twin = (
        Establishment.objects.live().filter(province=row.province_id, tax_code=row.tax_code).exclude(pk=row.pk).first()
    )
    if twin:
        refusal = checks.bad(
            f"Mã số thuế {row.tax_code} đã có ở “{twin.name}”.",
            "Mở hồ sơ đã có; nếu hai hồ sơ là một cơ sở thì gộp lại.",
            "tax_code",
        )
        refusal.establishment = twin
        raise refusal


def register_many(
    *, province: Unit, rows: Sequence[Mapping[str, Any]], origin: str, by: User, today: date
) -> list[Establishment]:
    """Enter establishments of a list at once, in its order; each a mapping of place, kind, name and other facts.

    One log entry for all, which counts and does not name. The caller has looked for twins; a tax code that another one
    carries is refused.
    """
    checks.need(by, checks.RIGHT, province.pk)
    moment, found = now(), []
    standing = places.standings({row["place"].pk for row in rows})
    for facts in rows:
        checks.only(facts, EDITABLE)
        row = Establishment(province=province, created_at=moment, created_by=by, updated_at=moment, updated_by=by)
        for field, value in facts.items():
            setattr(row, field, checks.tidy(value))
        row.tax_code = rules.tidy_tax_code(row.tax_code)
        at = standing.get(row.place_id)
        row.place_now, row.place_exact = (at.unit, at.exact) if at else (province, False)
        _check(row, today)
        refresh_keys(row)
        found.append(row)
    with log.writing(province.code):
        codes = [row.tax_code for row in found if row.tax_code]
        taken = Establishment.objects.live().filter(province=province, tax_code__in=codes).first()
        if taken or len(set(codes)) != len(codes):
            raise checks.bad(
                f"Mã số thuế {taken.tax_code if taken else ''} đã có ở một cơ sở khác.", "Chọn cơ sở đã có.", "tax_code"
            )
        for row, pk in zip(found, bulk.insert(Establishment, [vars(row) for row in found]), strict=True):
            row.pk, row._state.adding = pk, False
        log.record(
            province.code,
            "establishment.registered_many",
            subject="establishments:list",
            by=by,
            text=f"Ghi {len(found)} cơ sở từ danh sách ({origin}).",
            data={"origin": origin, "establishments": len(found)},
        )
    return found


def withdraw_many(*, province: Unit, establishments: Sequence[int], origin: str, by: User) -> None:
    """Take establishments of a list out again; refuses, by name, one that something else builds on."""
    checks.need(by, checks.RIGHT, province.pk)
    with log.writing(province.code):
        try:
            with transaction.atomic():
                Establishment.objects.filter(province=province, pk__in=establishments).delete()
        except ProtectedError as error:
            held = sorted({str(getattr(one, "establishment", one)) for one in error.protected_objects})
            raise Refused(
                f"Không rút được cơ sở đã có việc khác dựa trên: {'; '.join(held[:3])}.", "Gỡ những việc đó trước.",
                code="built_on",
            ) from error  # fmt: skip
        log.record(
            province.code,
            "establishment.withdrawn_many",
            subject="establishments:list",
            by=by,
            text=f"Rút {len(establishments)} cơ sở đã nạp từ danh sách ({origin}).",
            data={"origin": origin, "establishments": len(establishments)},
        )
