"""What a first visit loads: the page with everything it names, in requests and bytes on the wire."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from bench.client import Visitor

IN_PAGE = re.compile(r'<(?:link|script|img|use)\b[^>]*?(?:href|src)="([^"#]+)')
IN_STYLE = re.compile(r"url\([\"']?([^\"')#]+)")


@dataclass(frozen=True)
class Weight:
    """`foreign`: addresses of other hosts, counted as requests but not asked."""

    requests: int
    wire: int
    foreign: tuple[str, ...]


def first_visit(visitor: Visitor, path: str) -> Weight:
    """Every file once; all fonts that the styles name, though a browser loads only those it needs."""
    page = visitor.visit(path)
    wire, seen, foreign = page.wire, {path}, []
    waiting = [urljoin(path, name) for name in IN_PAGE.findall(page.text)]
    while waiting:
        name = waiting.pop()
        if name in seen or name.startswith("data:"):
            continue
        seen.add(name)
        if urlsplit(name).netloc:
            foreign.append(name)
            continue
        answer = visitor.visit(name)
        wire += answer.wire
        if "css" in answer.headers.get("content-type", ""):
            waiting += [urljoin(name, found) for found in IN_STYLE.findall(answer.text)]
    return Weight(len(seen), wire, tuple(foreign))
