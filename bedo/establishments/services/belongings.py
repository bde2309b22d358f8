"""People, products, machines, certificates and photos of an establishment: add, change, remove, each under the log."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.timezone import localtime

from bedo.accounts.models import User
from bedo.core import log
from bedo.core.moves import Refused
from bedo.documents.models import Attachment
from bedo.establishments import rules
from bedo.establishments.models import Belonging, Certificate, Establishment, Machine, Person, Photo, Product
from bedo.establishments.services import checks

EARLIEST_MACHINE, OUTPUT_LIMIT = 1900, 10**11


@dataclass(frozen=True)
class Thing:
    """One kind of belonging: its table, its word, what may be typed, what of it is personal, what is checked."""

    model: type[Belonging]
    word: str
    fields: tuple[str, ...]
    check: Callable[[Any, date], None]
    personal: frozenset[str] = frozenset()


def _person(row: Person, today: date) -> None:
    if not row.full_name:
        raise checks.bad("Phải ghi họ tên.", "Ghi họ tên đầy đủ.", "full_name")
    checks.known(row.role, rules.PERSON_ROLES, "role", "Vai trò này")
    checks.known(row.purpose, rules.PURPOSES, "purpose", "Mục đích lưu dữ liệu cá nhân")
    checks.known(row.basis, rules.BASES, "basis", "Căn cứ lưu dữ liệu cá nhân")
    checks.check(rules.check_phone(row.phone))
    checks.check(rules.check_id_number(row.id_number))
    row.phone = rules.tidy_phone(row.phone) if row.phone else ""
    row.id_number = "".join(filter(str.isdigit, row.id_number))
    checks.not_later(row.since, today, "since", "Ngày bắt đầu lưu")


def _product(row: Product, today: date) -> None:
    if not row.name:
        raise checks.bad("Phải ghi tên sản phẩm.", "Ghi tên thường gọi.", "name")
    if row.output is not None:
        _check_output(row, today)
    if row.ocop_stars is not None and not 1 <= row.ocop_stars <= 5:
        raise checks.bad("Hạng OCOP từ 1 đến 5 sao.", "Sửa lại, hoặc để trống.", "ocop_stars")


def _check_output(row: Product, today: date) -> None:
    if not 0 <= row.output < OUTPUT_LIMIT:
        raise checks.bad("Sản lượng không được âm hoặc quá lớn.", "Xem lại đơn vị tính.", "output")
    if not row.unit:
        raise checks.bad("Sản lượng phải có đơn vị tính.", "Ghi đơn vị, ví dụ: tấn, sản phẩm, m².", "unit")
    if row.output_year is None or not EARLIEST_MACHINE <= row.output_year <= today.year:
        raise checks.bad(f"Sản lượng phải ghi là của năm nào, đến {today.year}.", "Ghi năm.", "output_year")


def _machine(row: Machine, today: date) -> None:
    if not row.name:
        raise checks.bad("Phải ghi tên máy, thiết bị.", "Ghi tên như trên hóa đơn.", "name")
    if row.quantity < 1:
        raise checks.bad("Số lượng máy phải từ 1.", "Sửa lại số lượng.", "quantity")
    if row.year is not None and not EARLIEST_MACHINE <= row.year <= today.year + 1:
        raise checks.bad(f"Năm sản xuất từ {EARLIEST_MACHINE} đến {today.year + 1}.", "Sửa lại năm.", "year")
    checks.known(row.condition, rules.CONDITIONS, "condition", "Tình trạng này", empty=True)


def _certificate(row: Certificate, today: date) -> None:
    checks.known(row.kind, rules.CERTIFICATE_KINDS, "kind", "Loại giấy này")
    checks.not_later(row.issued_on, today, "issued_on", "Ngày cấp")
    if row.never_expires and row.expires_on:
        raise checks.bad("Giấy không thời hạn thì không ghi ngày hết hạn.", "Bỏ một trong hai.", "expires_on")
    if row.issued_on and row.expires_on and row.expires_on < row.issued_on:
        raise checks.bad("Ngày hết hạn ở trước ngày cấp.", "Sửa lại ngày.", "expires_on")
    if row.product_id and row.product.establishment_id != row.establishment_id:
        raise checks.bad("Sản phẩm này của cơ sở khác.", "Chọn lại sản phẩm.", "product")
    _same_province(row)


def _photo(row: Photo, today: date) -> None:
    if not row.attachment.is_photo:
        raise checks.bad("Tệp này không phải ảnh.", "Chọn ảnh JPG, PNG, WebP hoặc HEIC.", "file")
    _same_province(row)


def _same_province(row: Any) -> None:
    if row.attachment_id and row.attachment.province_id != row.province_id:
        raise checks.bad("Tệp này thuộc tỉnh khác.", "Tải tệp lên lại.", "file")


THINGS: dict[str, Thing] = {
    "person": Thing(
        Person,
        "người liên quan",
        ("full_name", "role", "phone", "email", "id_number", "purpose", "basis", "since"),
        _person,
        frozenset({"full_name", "phone", "email", "id_number"}),
    ),
    "product": Thing(
        Product,
        "sản phẩm",
        ("name", "unit", "output", "output_year", "market", "has_brand", "has_label", "has_packaging", "ocop_stars"),
        _product,
    ),
    "machine": Thing(
        Machine, "máy, thiết bị", ("name", "maker", "year", "price", "quantity", "condition", "supported_by"), _machine
    ),
    "certificate": Thing(
        Certificate,
        "giấy chứng nhận",
        (
            "kind",
            "name",
            "number",
            "issuer",
            "issued_on",
            "expires_on",
            "never_expires",
            "product",
            "attachment",
        ),
        _certificate,
    ),
    "photo": Thing(Photo, "ảnh", ("attachment", "caption", "taken_on"), _photo),
}
CODES = {thing.model: code for code, thing in THINGS.items()}


def add(*, establishment: Establishment, thing: str, by: User | None, today: date, **values) -> Belonging:
    """Add something of THINGS. Refuses impossible values beside their field."""
    what = THINGS[thing]
    checks.only(values, what.fields)
    checks.need(by, checks.RIGHT, establishment.province_id)
    row = what.model(establishment=establishment, province_id=establishment.province_id)
    _fill(row, what, values, today)
    with log.writing(establishment.province.code):
        checks.live(Establishment.objects.get(pk=establishment.pk))
        _refuse_twin(row, what)
        row.save(force_insert=True)
        changed = {field: [None, getattr(row, field)] for field in what.fields if getattr(row, field) not in (None, "")}
        _write(row, "add", "Thêm", by, changed)
    return row


def _refuse_twin(row: Belonging, what: Thing) -> None:
    """The form sent twice is one thing, not two."""
    values = {field: getattr(row, field) for field in what.fields if field != "attachment"}
    if attachment := getattr(row, "attachment", None):
        values["attachment__sha256"] = attachment.sha256
    if what.model.objects.filter(establishment_id=row.establishment_id, **values).exists():
        raise Refused(
            f"Hồ sơ đã có {what.word} giống hệt.",
            "Xem lại trang cơ sở; nếu là cái khác thì ghi rõ khác ở đâu.",
            code="twin",
            status=409,
        )


def change(*, row: Belonging, version: int, by: User | None, today: date, **values) -> Belonging:
    """Correct it. Refuses a stale version (code "stale", 409)."""
    thing = THINGS[CODES[type(row)]]
    checks.only(values, thing.fields)
    checks.need(by, checks.RIGHT, row.province_id)
    with log.writing(row.establishment.province.code):
        found = checks.fresh(row, version)
        before = {field: getattr(found, field) for field in values}
        _fill(found, thing, values, today)
        changed = checks.differences(before, {field: getattr(found, field) for field in values})
        if changed:
            found.version = version + 1
            found.save()
            _write(found, "change", "Sửa", by, changed)
    return found


def remove(*, row: Belonging, by: User | None, today: date, reason: str) -> None:
    """Take it out of the register; the reason stays in the log. A product that certificates name is refused."""
    thing = THINGS[CODES[type(row)]]
    checks.need(by, checks.RIGHT, row.province_id)
    if not reason.strip():
        raise checks.bad("Phải ghi lý do bỏ.", "Ghi lý do rồi làm lại.", "reason")
    with log.writing(row.establishment.province.code):
        if isinstance(row, Product) and row.certificates.exists():
            raise checks.bad("Còn giấy chứng nhận của sản phẩm này.", "Bỏ hoặc chuyển các giấy đó trước.", "reason")
        _write(
            row,
            "remove",
            "Bỏ",
            by,
            {field: [getattr(row, field), None] for field in thing.fields},
            reason=checks.tidy(reason),
        )
        type(row).objects.filter(pk=row.pk).delete()


def add_photo(
    *, establishment: Establishment, attachment: Attachment, caption: str = "", by: User | None, today: date
) -> Photo:
    """Put a stored picture beside the establishment, with the day it says it was taken."""
    taken = localtime(attachment.taken_at).date() if attachment.taken_at else None
    return add(
        establishment=establishment, thing="photo", by=by, today=today,
        attachment=attachment, caption=caption, taken_on=taken,
    )  # fmt: skip


def _fill(row: Belonging, thing: Thing, values: dict[str, Any], today: date) -> None:
    for field, value in values.items():
        setattr(row, field, checks.tidy(value))
    thing.check(row, today)


def _write(row: Any, verb: str, word: str, by: User | None, changed: dict[str, list[Any]], *, reason: str = "") -> None:
    code = CODES[type(row)]
    thing = THINGS[code]
    title = "" if thing.personal else f": {row}" if str(row) else ""
    because = f" Lý do: {reason}" if reason else ""
    checks.write(
        row.establishment,
        f"{code}.{verb}",
        f"{word} {thing.word}{title}.{because}",
        by=by,
        changed=changed,
        personal=thing.personal,
        row=row.pk,
    )
