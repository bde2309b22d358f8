"""An office's own Word templates: checked against the fields of a form, seen on a real record, then used.

A template is an ordinary .docx with {{ ten_de_an }} and, in tables, {%tr for dong in cac_dong %} … {%tr endfor %}. It is run in
jinja2's sandbox: a template can only read the values of its form.
"""

from __future__ import annotations

import shutil
import subprocess
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.conf import settings
from django.core.files.storage import default_storage
from docxtpl import DocxTemplate
from jinja2 import nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment

from bedo.accounts.models import User
from bedo.core import log
from bedo.core.clock import now
from bedo.core.moves import Refused
from bedo.documents.models import Attachment, WordTemplate
from bedo.documents.rules import kind_of
from bedo.documents.services import store_file
from bedo.documents.writing.content import BLANK
from bedo.documents.writing.forms import SUBJECTS, Form, Terms, Values, subject_key
from bedo.places.models import Unit

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
SECONDS = 60
"""How long LibreOffice may take for one file."""
TERMS = {
    "co_quan": "Cơ quan ban hành",
    "co_quan_chu_quan": "Cơ quan chủ quản",
    "so_ky_hieu": "Số và ký hiệu",
    "dia_danh_ngay": "Địa danh, ngày tháng năm",
    "quyen_ky": "TM., KT., TL. của người đứng đầu",
    "chuc_vu_ky": "Chức vụ người ký",
    "nguoi_ky": "Người ký",
    "kinh_gui": "Kính gửi",
    "noi_nhan": "Nơi nhận",
}
"""What every form knows beside its own fields."""


@dataclass(frozen=True)
class Checked:
    """`unknown`: names in the file that the form does not have; `left_out`: fields of the form that the file does not use."""

    unknown: tuple[str, ...]
    left_out: tuple[str, ...]


def check(form: Form, data: bytes) -> Checked:
    """Set the file beside the form. Refused: no readable Word file, links to the outside, a mistake in its {{ }}."""
    _refuse_links(data)
    used: set[str] = set()
    unknown: list[str] = []
    lists = {one.name: {column.name for column in one.columns} for one in form.fields if one.columns}
    known = {one.name for one in form.fields} | TERMS.keys()
    for tree in _trees(data):
        loops = {
            loop.target.name: loop.iter.name
            for loop in tree.find_all(nodes.For)
            if isinstance(loop.target, nodes.Name) and isinstance(loop.iter, nodes.Name)
        }
        for name in tree.find_all(nodes.Name):
            if name.name in known:
                used.add(name.name)
            elif name.name not in loops and name.name != "loop":
                unknown.append(name.name)
        for part in tree.find_all(nodes.Getattr):
            of = loops.get(part.node.name) if isinstance(part.node, nodes.Name) else None
            if of is None or part.attr not in lists.get(of, ()):
                unknown.append(f"{getattr(part.node, 'name', '…')}.{part.attr}")
    left_out = tuple(one.name for one in form.fields if one.name not in used)
    return Checked(tuple(dict.fromkeys(one for one in unknown if not one.startswith("loop."))), left_out)


def upload(*, province: Unit | None, form: Form, name: str, file: Any, by: User) -> WordTemplate:
    """Keep a template, not used yet. Refuses what is no Word file, holds macros or links to the outside, or cannot be read."""
    data = file if isinstance(file, bytes) else file.read(settings.MAX_FILE_BYTES + 1)
    given = getattr(file, "name", "") or "mau.docx"
    if kind_of(data, given) != DOCX:
        raise Refused("Mẫu phải là tệp Word .docx.", "Lưu lại thành .docx rồi tải lên.", field="file", status=422)
    found = check(form, data)
    row = store_file(province=province, file=data, name=given, by=by)
    with log.writing(log.chain_of(province)):
        template = WordTemplate.objects.create(
            province=province, form=form.code, name=" ".join(name.split())[:160] or row.original_name, attachment=row,
            problems=list(found.unknown), left_out=list(found.left_out), uploaded_by=by, uploaded_at=now(),
        )  # fmt: skip
        _note(template, "template.upload", f"Tải lên mẫu Word cho “{form.title}”.", by, {"sha256": row.sha256})
        return template


def preview(*, template: WordTemplate, form: Form, record: Any, terms: Terms, by: User) -> bytes:
    """The file filled with a real record; from then on the template may be used. Refused while it names unknown fields."""
    _refuse_unknown(template)
    made = filled(_bytes(template.attachment), form.values(record), terms)
    if not template.seen_on:
        with log.writing(template.chain):
            WordTemplate.objects.filter(pk=template.pk, seen_on="").update(seen_on=subject_key(form.kind, record))
            _note(template, "template.preview", "Xem trước mẫu trên một hồ sơ.", by, {})
    return made


def put_in_use(*, template: WordTemplate, by: User, today: date) -> WordTemplate:
    """Use it from today instead of the one before it, or of the shipped form. Refused before it was seen on a record."""
    _refuse_unknown(template)
    with log.writing(template.chain):
        row = WordTemplate.objects.select_for_update(of=("self",)).get(pk=template.pk)
        if row.retired_on or row.used_from:
            raise Refused("Mẫu này đang dùng hoặc đã thôi dùng.", "Tải lại trang.", code="state")
        if not row.seen_on:
            raise Refused(
                "Chưa ai xem trước mẫu này trên một hồ sơ thật.",
                "Xem trước trên một hồ sơ rồi mới dùng.",
                code="unseen",
            )
        WordTemplate.objects.filter(
            province=row.province, form=row.form, used_from__isnull=False, retired_on=None
        ).update(retired_on=today)
        row.used_from = today
        row.save(update_fields=["used_from"])
        _note(row, "template.use", f"Dùng mẫu Word “{row.name}” từ {today:%d/%m/%Y}.", by, {})
        return row


def retire(*, template: WordTemplate, by: User, today: date) -> WordTemplate:
    """Do not use it any more; papers made of it stay. The shipped form takes its place."""
    with log.writing(template.chain):
        row = WordTemplate.objects.select_for_update(of=("self",)).get(pk=template.pk)
        if row.retired_on:
            raise Refused("Mẫu này đã thôi dùng.", "Tải lại trang.", code="state")
        row.retired_on = today
        row.save(update_fields=["retired_on"])
        _note(row, "template.retire", f"Thôi dùng mẫu Word “{row.name}”.", by, {})
        return row


def in_use(province: Unit | None, form: str) -> WordTemplate | None:
    """The office's own template for the form, if one is used."""
    rows = WordTemplate.objects.filter(province=province, form=form, used_from__isnull=False, retired_on=None)
    return rows.select_related("attachment", "province").first()


def fill(template: WordTemplate, form: Form, record: Any, terms: Terms, *, by: User) -> Attachment:
    """The filled file, stored."""
    made = filled(_bytes(template.attachment), form.values(record), terms)
    name = f"{form.code}-{SUBJECTS[form.kind].label(record)}.docx"
    return store_file(province=template.province, file=made, by=by, name=name)


def filled(data: bytes, values: Values, terms: Terms) -> bytes:
    """The template with the values in it; what is not known is a dotted line. Refused when it cannot be run."""
    try:
        template = DocxTemplate(BytesIO(data))
        template.render(_plain(values) | terms_values(terms), jinja_env=_environment(), autoescape=True)
        saved = BytesIO()
        template.save(saved)
    except Exception as error:
        raise _unreadable(error) from error
    return saved.getvalue()


def terms_values(terms: Terms) -> dict[str, str]:
    """The terms under the names of TERMS."""
    head = terms.head
    found = {
        "co_quan": terms.issuer, "co_quan_chu_quan": terms.superior, "so_ky_hieu": head.number_text.removeprefix("Số: "),
        "dia_danh_ngay": head.place_text, "quyen_ky": terms.authority, "chuc_vu_ky": terms.position, "nguoi_ky": terms.signer,
        "kinh_gui": "; ".join(terms.addressees), "noi_nhan": "\n".join(terms.recipients),
    }  # fmt: skip
    return {name: value or ("" if name in ("quyen_ky", "co_quan_chu_quan") else BLANK) for name, value in found.items()}


def office_program() -> str | None:
    """LibreOffice, where it is installed: it alone can print an office's own template as PDF."""
    return shutil.which("soffice") or shutil.which("libreoffice")


def as_pdf(data: bytes) -> bytes:
    """A Word file as PDF, by LibreOffice. Refused where it is not installed or fails."""
    program = office_program()
    if program is None:
        raise Refused(
            "Máy chủ chưa cài LibreOffice nên chưa in được mẫu Word riêng ra PDF.", "Tải tệp Word rồi in từ Word.", code="no_office",
            status=409,
        )  # fmt: skip
    with TemporaryDirectory() as folder:
        source = Path(folder) / "van-ban.docx"
        source.write_bytes(data)
        command = [program, f"-env:UserInstallation=file://{folder}/ho-so", "--headless", "--convert-to", "pdf", "--outdir", folder, str(source)]  # fmt: skip
        try:
            subprocess.run(command, check=True, capture_output=True, timeout=SECONDS)  # noqa: S603 - a fixed program, our own file
            return source.with_suffix(".pdf").read_bytes()
        except (subprocess.SubprocessError, OSError) as error:
            raise Refused(
                "LibreOffice không đổi được tệp này ra PDF.", "Tải tệp Word rồi in từ Word.", code="office"
            ) from error


# --- inside


def _environment() -> ImmutableSandboxedEnvironment:
    return ImmutableSandboxedEnvironment(autoescape=True)


def _plain(values: Values) -> dict[str, Any]:
    return {
        name: [_plain(line) for line in value]
        if isinstance(value, tuple)
        else (BLANK if value in (None, "") else value)
        for name, value in values.items()
    }


def _trees(data: bytes) -> Iterator[nodes.Template]:
    """What is written between {{ }} and {% %} in the body, the headers and the footers."""
    environment = _environment()
    try:
        template = DocxTemplate(BytesIO(data))
        template.init_docx()
        yield environment.parse(template.patch_xml(template.get_xml()))
        for uri in (template.HEADER_URI, template.FOOTER_URI):
            for _, part in template.get_headers_footers(uri):
                yield environment.parse(template.patch_xml(template.get_part_xml(part)))
    except Exception as error:  # a stranger's file: the readers below raise whatever it makes them stumble over
        raise _unreadable(error) from error


def _unreadable(error: Exception) -> Refused:
    where = str(error).split("\n")[0][:160]
    return Refused(
        f"Mẫu Word không chạy được: {where}", "Kiểm tra các dấu {{ }} và {% %} trong tệp.", field="file", code="template", status=422
    )  # fmt: skip


def _refuse_links(data: bytes) -> None:
    """No picture, template or page may be fetched from elsewhere when the file is opened."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as package:
            ties = [package.read(name) for name in package.namelist() if name.endswith(".rels")]
    except (zipfile.BadZipFile, RuntimeError, OSError) as error:
        raise _unreadable(error) from error
    if any(b'TargetMode="External"' in tie or b"TargetMode='External'" in tie for tie in ties):
        raise Refused(
            "Mẫu Word có liên kết ra ngoài (ảnh, mẫu hoặc trang web).", "Bỏ liên kết, nhúng ảnh vào tệp rồi tải lại.", field="file",
            code="links", status=422,
        )  # fmt: skip


def _refuse_unknown(template: WordTemplate) -> None:
    if template.problems:
        names = ", ".join(template.problems[:8])
        raise Refused(
            f"Mẫu dùng trường không có trong biểu mẫu: {names}.", "Sửa tên trường trong tệp Word rồi tải lên lại.", code="unknown",
            status=422,
        )  # fmt: skip


def _bytes(row: Attachment) -> bytes:
    with default_storage.open(row.path) as file:
        return file.read()


def _note(template: WordTemplate, kind: str, text: str, by: User, data: dict[str, Any]) -> None:
    log.record(
        template.chain, kind, subject=f"template:{template.pk}", by=by, text=text, data={"form": template.form, **data}
    )
