"""Files and papers without a database: what a file is by its content, safe names, paper types, keys that find twins."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass
from datetime import date
from unicodedata import normalize

from bedo.core.moves import Verdict, allowed, refused
from bedo.core.text import fold

PAPER_TYPES = {
    "QĐ": "Quyết định",
    "TTr": "Tờ trình",
    "CV": "Công văn",
    "BC": "Báo cáo",
    "KH": "Kế hoạch",
    "CTr": "Chương trình",
    "TB": "Thông báo",
    "BB": "Biên bản",
    "HĐ": "Hợp đồng",
    "PL": "Phụ lục hợp đồng",
    "GM": "Giấy mời",
    "HD": "Hướng dẫn",
    "NQ": "Nghị quyết",
    "GUQ": "Giấy ủy quyền",
    "KHAC": "Giấy tờ khác",
}
"""Words and abbreviations of Nghị định 30/2020/NĐ-CP, Điều 7 and Phụ lục III; PL and KHAC are ours."""


WRITTEN_STATES = {"draft": "Dự thảo", "numbered": "Đã có số", "signed": "Đã ký", "sent": "Đã gửi"}
"""How far a paper that is written here has come."""


@dataclass(frozen=True)
class Kind:
    """A kind of file that may be stored: name for people, ending given to the downloaded name, shown in the browser or not."""

    label: str
    ending: str
    inline: bool = False
    photo: bool = False


KINDS = {
    "application/pdf": Kind("PDF", "pdf", inline=True),
    "image/jpeg": Kind("ảnh JPEG", "jpg", inline=True, photo=True),
    "image/png": Kind("ảnh PNG", "png", inline=True, photo=True),
    "image/webp": Kind("ảnh WebP", "webp", inline=True, photo=True),
    "image/heic": Kind("ảnh HEIC", "heic", photo=True),
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": Kind("Word", "docx"),
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": Kind("Excel", "xlsx"),
    "application/vnd.oasis.opendocument.text": Kind("văn bản ODT", "odt"),
    "application/vnd.oasis.opendocument.spreadsheet": Kind("bảng tính ODS", "ods"),
    "application/msword": Kind("Word 97-2003", "doc"),
    "application/vnd.ms-excel": Kind("Excel 97-2003", "xls"),
    "text/csv": Kind("bảng CSV", "csv"),
    "text/plain": Kind("văn bản thuần", "txt"),
}
ACCEPTED = "PDF, ảnh (JPEG, PNG, WebP, HEIC), Word, Excel, ODT, ODS, CSV, TXT"

_STARTS = (
    (b"%PDF-", "application/pdf"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
)
_ZIPPED = {
    "word/document.xml": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xl/workbook.xml": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MACROS = ("vbaproject.bin", "macrosheets/")
_MARKUP = re.compile(
    r"<\s*(!doctype|html|head|body|script|svg|iframe|object|embed|form|meta|link|style|img|math|\?xml|xml|a\s|on\w+\s*=)",
    re.IGNORECASE,
)


def kind_of(content: bytes, name: str = "") -> str | None:
    """The kind (a key of KINDS) by what the bytes are, never by the name alone; None for what may not be stored.

    The name only tells apart kinds whose bytes are equal (Word and Excel of 1997-2003, CSV and plain text).
    """
    for start, kind in _STARTS:
        if content.startswith(start):
            return kind
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "image/webp"
    if content[4:12] in (b"ftypheic", b"ftypheix", b"ftypmif1", b"ftypmsf1", b"ftyphevc"):
        return "image/heic"
    if content.startswith(b"PK\x03\x04"):
        return _zipped(content)
    if content.startswith(_OLE):
        return _ole(content, name)
    return _plain(content, name)


def _zipped(content: bytes) -> str | None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            names = packed.namelist()
            if any(macro in entry.lower() for entry in names for macro in _MACROS):
                return None
            if "mimetype" in names and packed.getinfo("mimetype").file_size < 200:
                kind = packed.read("mimetype").decode("ascii", "replace").strip()
                return kind if kind in KINDS and KINDS[kind].ending in ("odt", "ods") else None
            return next((kind for entry, kind in _ZIPPED.items() if entry in names), None)
    except (zipfile.BadZipFile, RuntimeError, OSError, ValueError):
        return None


def _ole(content: bytes, name: str) -> str | None:
    """Word and Excel of 1997-2003 name their main stream in UTF-16; macros name theirs too and are refused."""
    if "_VBA_PROJECT".encode("utf-16-le") in content:
        return None
    if "WordDocument".encode("utf-16-le") in content:
        return "application/msword"
    if "Workbook".encode("utf-16-le") in content or (
        "Book".encode("utf-16-le") in content and name.lower().endswith(".xls")
    ):
        return "application/vnd.ms-excel"
    return None


def _plain(content: bytes, name: str) -> str | None:
    if not content or b"\x00" in content:
        return None
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None
    if text.startswith("#!") or _MARKUP.search(text):
        return None
    if any(ord(char) < 32 and char not in "\t\r\n\f" for char in text[:20000]):
        return None
    ending = name.rsplit(".", 1)[-1].lower() if "." in name else ""
    return {"csv": "text/csv", "txt": "text/plain", "": "text/plain"}.get(ending)


def may_store(size: int, kind: str | None, *, limit: int, name: str) -> Verdict:
    """May a file of this size and kind be stored? Says what is wrong and what to do."""
    shown = f"“{name}”" if name else "Tệp"
    if size == 0:
        return refused(f"Tệp {shown} rỗng (0 byte).", "Kiểm tra tệp trên máy rồi chọn lại.", field="file", code="empty")
    if size > limit:
        return refused(
            f"Tệp {shown} nặng {megabytes(size)}, quá giới hạn {megabytes(limit)}.",
            "Quét lại ở độ phân giải thấp hơn (200-300 dpi) hoặc chia thành nhiều tệp.",
            field="file",
            code="too_big",
        )
    if kind is None:
        return refused(
            f"Nội dung của {shown} không thuộc loại tệp được nhận, dù tên tệp ghi thế nào.",
            f"Chỉ nhận {ACCEPTED}, không có macro. Lưu lại thành PDF rồi tải lên.",
            field="file",
            code="kind",
        )
    return allowed()


def megabytes(size: int) -> str:
    """“1,5 MB” or “12 KB”: whole numbers only inside."""
    if size < 1024 * 1024:
        return f"{max(1, size // 1024)} KB"
    tenths = size * 10 // (1024 * 1024)
    return f"{tenths // 10},{tenths % 10} MB" if tenths % 10 else f"{tenths // 10} MB"


def safe_name(name: str, kind: str) -> str:
    """The name to show and to download under: no path, no control or bidi characters, the ending of what it truly is."""
    base = normalize("NFC", name).replace("\\", "/").rsplit("/", 1)[-1]
    base = "".join(c for c in base if c.isprintable() and c not in '<>:"|?*%;' and not "\u202a" <= c <= "\u202e")
    stem, _, ending = base.rpartition(".")
    known = ending.lower() in {row.ending for row in KINDS.values()} | {"jpeg", "heif"}
    stem = (stem if stem and known else base).strip(" .")[:120] or "tep"
    return f"{stem}.{KINDS[kind].ending}"


def stored_name(sha256: str) -> str:
    """Where the content lies in the store: made of its hash alone."""
    return f"{sha256[:2]}/{sha256[2:4]}/{sha256}"


_ISSUER_WORDS = (("uy ban nhan dan", "ubnd"), ("hoi dong nhan dan", "hdnd"), ("trung tam khuyen cong", "ttkc"))


def issuer_key(issuer: str) -> str:
    """The same for “Ủy ban nhân dân tỉnh Phú Thọ” and “UBND  tỉnh Phú Thọ”."""
    key = " ".join(re.findall(r"\w+", fold(issuer)))
    for long, short in _ISSUER_WORDS:
        key = key.replace(long, short)
    return key


def split_number(number: str, symbol: str = "") -> tuple[str, str]:
    """Number and symbol as the register gives them; “310/QĐ-UBND” typed whole into the number is taken apart."""
    number = re.sub(r"^\s*số\s*:?\s*", "", normalize("NFC", number), flags=re.IGNORECASE).strip()
    symbol = normalize("NFC", symbol).strip().strip("/")
    if not symbol and "/" in number:
        number, symbol = (part.strip() for part in number.split("/", 1))
    return number, symbol


def number_key(number: str, symbol: str) -> str:
    """The key that finds twins: “05/TTr-SCT” = “5 / ttr-sct”; empty when the paper carries no number."""
    if not number:
        return ""
    bare = re.sub(r"\s", "", fold(number)).lstrip("0") or "0"
    return f"{bare}/{re.sub(r'[^a-z0-9/]+', '-', fold(symbol)).strip('-')}"


def may_register(
    *, paper_type: str, issuer: str, number: str, issued_on: date, received_on: date | None, summary: str, today: date
) -> Verdict:
    """May this paper be entered? Its day may lie before the entry, never after it."""
    if paper_type not in PAPER_TYPES:
        return refused(
            "Loại văn bản này không có trong danh mục.", "Chọn lại loại văn bản.", field="paper_type", code="type"
        )
    if not issuer.strip():
        return refused(
            "Chưa ghi cơ quan ban hành.", "Ghi tên cơ quan ban hành như trên văn bản.", field="issuer", code="issuer"
        )
    if not summary.strip():
        return refused(
            "Chưa ghi trích yếu.", "Ghi trích yếu nội dung như trên văn bản.", field="summary", code="summary"
        )
    if number and not any(char.isdigit() for char in number):
        return refused(
            f"Số văn bản “{number}” không có chữ số.",
            "Ghi số như trong sổ văn bản, ví dụ 310.",
            field="number",
            code="number",
        )
    if paper_type in ("QĐ", "TTr", "CV") and not number:
        return refused(
            f"{PAPER_TYPES[paper_type]} phải có số.",
            "Ghi số và ký hiệu như trên văn bản.",
            field="number",
            code="number",
        )
    if issued_on.year < 1990:
        return refused(
            f"Ngày văn bản {issued_on:%d/%m/%Y} quá xa.", "Kiểm tra lại năm.", field="issued_on", code="issued_on"
        )
    if issued_on > today:
        return refused(
            f"Ngày văn bản {issued_on:%d/%m/%Y} sau hôm nay ({today:%d/%m/%Y}).",
            "Kiểm tra lại ngày ghi trên văn bản.",
            field="issued_on",
            code="issued_on",
        )
    if received_on and not issued_on <= received_on <= today:
        return refused(
            "Ngày đến phải từ ngày văn bản đến hôm nay.",
            "Kiểm tra lại ngày đến.",
            field="received_on",
            code="received_on",
        )
    return allowed()


def code(key: str, year: int, number: int) -> str:
    """Our own code: key, year and at least four figures, e.g. “DA08-2026-0012”."""
    return f"{key}-{year}-{number:04d}"
