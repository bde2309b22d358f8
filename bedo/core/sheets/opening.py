"""Opening a file of rows: which kind it is, within limits, never running anything in it.

Kinds by content, not by the name of the file: `.xlsx .xlsm .xlsb .ods` are ZIP, `.xls` is OLE, the rest text with
separators. The reading itself is done by a process of its own. Formulas give the values that were saved with them; macros and links to other files are never followed.
"""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Iterator
from datetime import date
from io import BytesIO
from pathlib import Path
from tempfile import NamedTemporaryFile
from threading import Timer
from typing import Any

from bedo.core.moves import Refused
from bedo.core.sheets import limits, packed, separated
from bedo.core.sheets.workbook import Sheet, Workbook

ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
DAY = "\x00"
DAY_MARK = b"\\u0000"
"""How the child writes a day: this mark and its ISO form."""
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
NOT_ROWS = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\x1f\x8b", b"Rar!", b"7z\xbc\xaf", b"\x7fELF", b"MZ")
AGAIN = "Mở tệp bằng Excel, lưu lại dạng .xlsx rồi nạp lại."


def open_workbook(path: Path) -> Workbook:
    """All sheets of the file. Refused (422) when it is none, is locked with a password, or is too large to read."""
    size = path.stat().st_size
    if size > limits.FILE_BYTES:
        raise _no(f"Tệp nặng {_mb(size)} MB, quá {_mb(limits.FILE_BYTES)} MB.", "Tách thành nhiều tệp nhỏ hơn.")
    data = path.read_bytes()
    if not data.strip():
        raise _no("Tệp rỗng.", "Chọn đúng tệp có danh sách.")
    book = Workbook(hashlib.sha256(data).hexdigest(), [])
    if data.startswith(ZIP):
        _read_zip(path, data, book)
    elif data.startswith(OLE):
        _read_ole(path, data, book)
    elif data.startswith(NOT_ROWS) or _is_binary(data):
        raise _no("Tệp này không phải bảng tính.", "Chọn tệp .xlsx, .xlsm, .xlsb, .xls, .ods hoặc .csv.")
    else:
        separated.read(data, book)
    if not any(sheet.rows for sheet in book.sheets):
        raise _no("Tệp không có ô nào có chữ hoặc số.", "Chọn đúng tệp có danh sách.")
    return book


def open_content(content: bytes) -> Workbook:
    """As `open_workbook`, of bytes that are no file yet."""
    with NamedTemporaryFile(prefix="bedo-sheet-") as file:
        file.write(content)
        file.flush()
        return open_workbook(Path(file.name))


def _read_zip(path: Path, data: bytes, book: Workbook) -> None:
    try:
        with zipfile.ZipFile(BytesIO(data)) as box:
            _weigh(box)
            names = set(box.namelist())
    except (zipfile.BadZipFile, ValueError, OSError, RuntimeError, NotImplementedError) as error:
        raise _broken() from error
    if "word/document.xml" in names or "ppt/presentation.xml" in names:
        raise _no("Tệp này là văn bản hoặc trình chiếu, không phải bảng tính.", "Chép bảng sang Excel rồi nạp lại.")
    _read_rows(path, book)
    if any(name.startswith("xl/worksheets/") and name.endswith(".xml") for name in names):
        _add_details(data, book)
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        book.notes.append("Tệp có macro; macro không được chạy.")
    if any(name.startswith("xl/externalLinks/") for name in names):
        book.notes.append("Tệp có liên kết tới tệp khác; chỉ đọc giá trị đã lưu, không mở liên kết.")


def _add_details(data: bytes, book: Workbook) -> None:
    """A part that the reader did not need may be spoilt all the same."""
    try:
        packed.add_details(data, book)
    except (zipfile.BadZipFile, zlib.error, ValueError, OSError, EOFError, RuntimeError, NotImplementedError) as error:
        raise _broken() from error


def _read_ole(path: Path, data: bytes, book: Workbook) -> None:
    if ENCRYPTED in data:
        raise _locked()
    _read_rows(path, book)


def _weigh(box: zipfile.ZipFile) -> None:
    """Refuse what would unpack to more than we can hold, by what the file says of itself; the readers stop by the same."""
    parts = box.infolist()
    if len(parts) > limits.PARTS:
        raise _no(f"Tệp nén có {len(parts)} phần, quá nhiều cho một bảng tính.", AGAIN)
    total = sum(part.file_size for part in parts)
    bombs = [
        p for p in parts if p.file_size > limits.SMALL_PART and p.file_size > limits.RATIO * max(p.compress_size, 1)
    ]
    if total > limits.UNPACKED_BYTES or bombs:
        raise _no(
            f"Tệp giải nén ra {_mb(total)} MB, quá lớn hoặc gồm toàn ô trống.",
            "Xóa các dòng, cột trống phía dưới và bên phải bảng rồi lưu lại.",
        )
    if any(part.flag_bits & 1 for part in parts):
        raise _locked()


def _read_rows(path: Path, book: Workbook) -> None:
    """The sheets as a process of its own reads them (child.py): its end by any cause is a broken file, not ours."""
    command = [sys.executable, "-I", "-m", "bedo.core.sheets.child", str(path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as child:  # noqa: S603 - our own module
        clock = Timer(limits.CHILD_SECONDS, child.kill)
        clock.start()
        try:
            _take(iter(child.stdout or ()), book)
        except StopIteration as error:
            raise _broken("Tệp hỏng, hoặc có ô nằm quá xa làm trang quá lớn.") from error
        except (ValueError, KeyError, TypeError) as error:
            raise _broken() from error
        finally:
            clock.cancel()
            child.kill()


def _take(lines: Iterator[bytes], book: Workbook) -> None:
    for _ in range(_said(next(lines))["sheets"]):
        about = _said(next(lines))
        rows = [_row(next(lines)) for _ in range(about["rows"])]
        merged = [(area[0], area[1], area[2], area[3]) for area in about["merged"]]
        book.sheets.append(Sheet(about["name"], rows, hidden=about["hidden"], merged=merged))


def _said(line: bytes) -> dict[str, Any]:
    """A line that tells of the file or of a sheet; raises what it says."""
    found = json.loads(line)
    if "refused" in found:
        raise _no(*found["refused"])
    if "locked" in found:
        raise _locked()
    if "broken" in found:
        raise _broken()
    return dict(found)


def _row(line: bytes) -> list[Any]:
    found = json.loads(line)
    if not isinstance(found, list):
        raise _broken()
    if DAY_MARK in line:
        found = [_day(value) if type(value) is str and value[:1] == DAY else value for value in found]
    return found


def _day(text: str) -> date:
    return date.fromisoformat(text[1:])


def _is_binary(data: bytes) -> bool:
    """A text in UTF-16 has zeros too, but begins with its mark."""
    return b"\x00" in data[:4096] and data[:2] not in (b"\xff\xfe", b"\xfe\xff")


def _mb(size: int) -> int:
    return -(-size // 2**20)


def _no(what: str, then: str) -> Refused:
    return Refused(what, then, code="workbook", field="file", status=422)


def _locked() -> Refused:
    return _no("Tệp có mật khẩu nên không đọc được.", "Mở bằng Excel, bỏ mật khẩu, lưu lại rồi nạp.")


def _broken(what: str = "Tệp hỏng hoặc không phải bảng tính.") -> Refused:
    return _no(what, AGAIN)
