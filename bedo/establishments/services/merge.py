"""Two rows that are one establishment become one; two rows that look alike are told apart."""

from collections.abc import Mapping
from datetime import date

from django.db.models import F

from bedo.accounts.models import Organisation, User
from bedo.core import log
from bedo.core.clock import now
from bedo.core.moves import Refused
from bedo.establishments import merging
from bedo.establishments.models import Establishment, NotADuplicate
from bedo.establishments.services import checks
from bedo.establishments.services.belongings import THINGS
from bedo.establishments.services.register import EDITABLE, PERSONAL, refresh_keys

RIGHT = "establishment.merge"
MERGED_FIELDS = EDITABLE


def merge(
    *,
    keep: Establishment,
    drop: Establishment,
    keep_version: int,
    drop_version: int,
    choices: Mapping[str, str],
    reason: str,
    by: User | None,
    today: date,
) -> Establishment:
    """Fold `drop` into `keep`: for each field named in `choices` the value of "keep" or "drop" stays.

    Everything of `drop` follows (people, products, …, and what higher contexts registered in `merging`). Refuses rows
    of two provinces, stale versions and a row that was merged before. `drop` stays, pointing at `keep`.
    """
    checks.only(choices, MERGED_FIELDS)
    _check(keep, drop, reason, by)
    with log.writing(keep.province.code):
        kept, gone = checks.fresh(keep, keep_version), checks.fresh(drop, drop_version)
        checks.live(kept)
        checks.live(gone)
        before = {field: getattr(kept, field) for field in MERGED_FIELDS}
        for field, choice in choices.items():
            if choice == "drop":
                setattr(kept, field, getattr(gone, field))
        moved = _follow(kept, gone)
        _set_aside(gone, kept, by)
        refresh_keys(kept)
        kept.version, kept.updated_at, kept.updated_by = F("version") + 1, now(), by
        kept.save()
        kept.refresh_from_db(fields=["version"])
        _log(kept, gone, before, moved, checks.tidy(reason), by)
    return kept


def _check(keep: Establishment, drop: Establishment, reason: str, by: User | None) -> None:
    checks.need(by, RIGHT, keep.province_id)
    if keep.pk == drop.pk:
        raise Refused("Không gộp cơ sở vào chính nó.", "Chọn hồ sơ khác.", code="same", status=422)
    if keep.province_id != drop.province_id:
        raise Refused("Hai cơ sở ở hai tỉnh.", "Chỉ gộp hồ sơ trong một tỉnh.", code="province", status=422)
    if not reason.strip():
        raise checks.bad("Phải ghi vì sao hai hồ sơ là một.", "Ghi lý do rồi làm lại.", "reason")


def _follow(keep: Establishment, drop: Establishment) -> dict[str, int]:
    """Point everything at the row that stays; how many of each moved."""
    moved = {
        thing.word: thing.model.objects.filter(establishment=drop).update(establishment=keep)
        for thing in THINGS.values()
    }
    Establishment.objects.filter(merged_into=drop).update(merged_into=keep)
    Organisation.objects.filter(establishment_id=drop.pk).update(establishment_id=keep.pk)
    NotADuplicate.objects.filter(first=drop).delete()
    NotADuplicate.objects.filter(second=drop).delete()
    return {word: count for word, count in moved.items() if count} | merging.move_all(keep=keep, drop=drop)


def _set_aside(gone: Establishment, kept: Establishment, by: User | None) -> None:
    gone.merged_into, gone.merged_at = kept, now()
    gone.version, gone.updated_at, gone.updated_by = F("version") + 1, now(), by
    gone.save()


def _log(
    kept: Establishment, gone: Establishment, before: dict, moved: dict[str, int], reason: str, by: User | None
) -> None:
    changed = checks.differences(before, {field: getattr(kept, field) for field in MERGED_FIELDS})
    words = ", ".join(f"{count} {word}" for word, count in moved.items()) or "không có gì khác"
    checks.write(
        kept,
        "establishment.merge",
        f"Gộp hồ sơ số {gone.pk} vào hồ sơ này; chuyển theo: {words}. Lý do: {reason}",
        by=by,
        changed=changed,
        personal=PERSONAL,
        dropped=gone.pk,
        moved=moved,
    )
    checks.write(
        gone,
        "establishment.merged",
        f"Hồ sơ này đã gộp vào hồ sơ số {kept.pk}.",
        by=by,
        changed={},
        personal=PERSONAL,
        kept=kept.pk,
    )


def tell_apart(*, one: Establishment, other: Establishment, reason: str, by: User | None, today: date) -> None:
    """Record that two rows that look alike are two establishments, so that nobody is asked again."""
    checks.need(by, RIGHT, one.province_id)
    if one.pk == other.pk or one.province_id != other.province_id:
        raise Refused("Chỉ so hai cơ sở khác nhau trong một tỉnh.", "Chọn lại.", code="same", status=422)
    if not reason.strip():
        raise checks.bad("Phải ghi vì sao là hai cơ sở.", "Ghi lý do rồi làm lại.", "reason")
    first, second = sorted((one, other), key=lambda row: row.pk)
    with log.writing(one.province.code):
        _, made = NotADuplicate.objects.get_or_create(first=first, second=second, defaults={"province": one.province})
        if made:
            for row, twin in ((one, other), (other, one)):
                checks.write(
                    row,
                    "establishment.apart",
                    f"Xác nhận không trùng với hồ sơ số {twin.pk}. Lý do: {checks.tidy(reason)}",
                    by=by,
                    changed={},
                    personal=PERSONAL,
                    other=twin.pk,
                )
