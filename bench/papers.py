"""How fast papers are drawn, in a process of its own: a 3-page paper, an annex of 200 pages, and the memory of 500 papers."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

from bench.report import Figure

ROOT = Path(__file__).resolve().parents[1]
ROWS_OF_THREE_PAGES, ROWS_OF_ANNEX, PAPERS, ROUNDS = 45, 4700, 500, 21


def figures() -> list[Figure]:
    """The goals of papers: milliseconds after start-up, seconds of the annex, growth of memory."""
    words = [sys.executable, "-m", "bench.papers"]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=True)  # noqa: S603 - our own module
    found = json.loads(done.stdout)
    return [
        Figure("papers", f"{found['pages']} pages as PDF, median", found["pdf"] * 1000, 300, "ms"),
        Figure("papers", f"{found['pages']} pages as Word, median", found["word"] * 1000, 100, "ms"),
        Figure("papers", f"annex of {found['annex_pages']} pages as PDF, tagged", found["annex_pdf"], 10, "s"),
        Figure("papers", "the same annex as Word", found["annex_word"], 10, "s"),
        Figure("papers", f"memory grown from paper 100 to {PAPERS}, each as PDF and Word", found["grown"], 10, "MB"),
    ]


def measure() -> dict[str, Any]:
    """All of it, here; seconds and MB."""
    from pypdf import PdfReader

    from bedo.documents.writing.pdf import pdf
    from bedo.documents.writing.word import word

    paper = _paper(ROWS_OF_THREE_PAGES)
    pages = len(PdfReader(BytesIO(pdf(paper))).pages)
    word(paper)
    found: dict[str, Any] = {"pages": pages, "pdf": _median(paper, pdf), "word": _median(paper, word)}
    for number in range(PAPERS):
        one = replace(paper, summary=f"Văn bản thứ {number}")
        pdf(one)
        word(one)
        if number == 100:
            before = _memory()
    found["grown"] = max(0, _memory() - before)
    annex = _paper(ROWS_OF_ANNEX)
    started = time.perf_counter()
    data = pdf(annex)
    found["annex_pdf"] = time.perf_counter() - started
    found["annex_pages"] = len(PdfReader(BytesIO(data)).pages)
    started = time.perf_counter()
    word(annex)
    found["annex_word"] = time.perf_counter() - started
    return found


def _median(paper: Any, draw: Callable[[Any], bytes]) -> float:
    """Seconds of the middle of many, each with another text, so that nothing is remembered."""
    taken = []
    for number in range(ROUNDS):
        one = replace(paper, summary=f"Lần {number} của {draw.__name__}")
        started = time.perf_counter()
        draw(one)
        taken.append(time.perf_counter() - started)
    return statistics.median(taken)


def _paper(rows: int) -> Any:
    from bedo.documents.writing import say
    from bedo.documents.writing.content import Document, Letterhead, Para, Signature, Table

    table = Table(
        columns=say.columns((1, "center"), 8, (3, "right"), (3, "right")),
        head=(say.cells("TT", "Đề án", "Kinh phí", "Đối ứng"),),
        rows=say.numbered(
            (f"Hỗ trợ ứng dụng máy móc tiên tiến trong sản xuất chè, cơ sở số {n}", say.dong(n * 1_000_003), say.dong(n * 2_000_003))
            for n in range(rows)
        ),
    )  # fmt: skip
    return Document(
        title="TỜ TRÌNH",
        summary="Về việc phê duyệt kế hoạch",
        head=Letterhead("Sở Công Thương", "UBND tỉnh", "TTr-SCT", "5", "Tuyên Quang", date(2026, 1, 5)),
        blocks=(*(Para(f"Đoạn thứ {n}. " + "Nội dung khuyến công của tỉnh. " * 12) for n in range(6)), table),
        signature=Signature("GIÁM ĐỐC", "Nguyễn Văn A"),
    )


def _memory() -> int:
    """MB that are this process's alone (PSS)."""
    text = Path("/proc/self/smaps_rollup").read_text(encoding="ascii")
    return int(text.split("Pss:")[1].split()[0]) // 1024


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bedo.config.settings")
    print(json.dumps(measure()))
