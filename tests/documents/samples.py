"""Small files of every kind that is accepted, and of some that are not."""

import io
import zipfile

from docx import Document


def packed(entries: dict[str, str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for name, text in entries.items():
            package.writestr(name, text)
    return out.getvalue()


def ole(*streams: str) -> bytes:
    return (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
        + b"\x00" * 600
        + b"\x00\x00".join(name.encode("utf-16-le") for name in streams)
    )


PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + b"\x00" * 40
PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 40
WEBP = b"RIFF\x24\x00\x00\x00WEBPVP8 " + b"\x00" * 30
HEIC = b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic"
DOCX = packed({"[Content_Types].xml": "<Types/>", "word/document.xml": "<w:document/>"})
XLSX = packed({"[Content_Types].xml": "<Types/>", "xl/workbook.xml": "<workbook/>"})
XLSM = packed({"xl/workbook.xml": "<workbook/>", "xl/vbaProject.bin": "macro"})
ODT = packed({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<x/>"})
ODS = packed({"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": "<x/>"})
EPUB = packed({"mimetype": "application/epub+zip", "content.xml": "<x/>"})
DOC = ole("WordDocument", "CompObj")
XLS = ole("Workbook")
DOC_WITH_MACRO = ole("WordDocument", "_VBA_PROJECT")
CSV = "Tên cơ sở;Số tiền\nHTX chè Shan tuyết;300.000.000\n".encode()

ACCEPTED = {
    "quyet-dinh.pdf": (PDF, "pdf"),
    "anh.jpg": (JPEG, "jpg"),
    "anh.png": (PNG, "png"),
    "anh.webp": (WEBP, "webp"),
    "anh.heic": (HEIC, "heic"),
    "to-trinh.docx": (DOCX, "docx"),
    "du-toan.xlsx": (XLSX, "xlsx"),
    "van-ban.odt": (ODT, "odt"),
    "bang.ods": (ODS, "ods"),
    "cu.doc": (DOC, "doc"),
    "cu.xls": (XLS, "xls"),
    "ke.csv": (CSV, "csv"),
    "ghi-chu.txt": ("Ghi chú của cán bộ.\n".encode(), "txt"),
}
REFUSED = {
    "trang.pdf": b"<!DOCTYPE html><html><script>alert(1)</script></html>",
    "hinh.png": b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
    "hinh.svg": b"<svg onload=alert(1)></svg>",
    "ghi.txt": b"xin chao <script>alert(1)</script>",
    "bang.csv": b"ten,<img src=x onerror=alert(1)>\n",
    "chay.pdf": b"MZ\x90\x00" + b"\x00" * 80,
    "chay.docx": b"\x7fELF" + b"\x00" * 80,
    "lenh.txt": b"#!/bin/sh\nrm -rf /\n",
    "macro.xlsx": XLSM,
    "macro.doc": DOC_WITH_MACRO,
    "sach.docx": EPUB,
    "hong.docx": DOCX[:40],
    "la.zip": packed({"a.txt": "a"}),
    "trang.htm": b"plain words without a tag",
    "utf16.txt": "chữ".encode("utf-16"),
    "gif.gif": b"GIF89a" + b"\x00" * 20,
}


def word_file(*paragraphs, rows=(), rels=""):
    """A small .docx; `rows`: a table of texts; `rels`: XML added to its relationships."""
    file = Document()
    for text in paragraphs:
        file.add_paragraph(text)
    if rows:
        table = file.add_table(rows=len(rows), cols=len(rows[0]))
        for line, texts in zip(table.rows, rows, strict=True):
            for cell, text in zip(line.cells, texts, strict=True):
                cell.text = text
    saved = io.BytesIO()
    file.save(saved)
    return _with_rels(saved.getvalue(), rels) if rels else saved.getvalue()


def _with_rels(data, rels):
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "word/_rels/document.xml.rels":
                content = content.replace(b"</Relationships>", rels.encode() + b"</Relationships>")
            new.writestr(name, content)
    return made.getvalue()
