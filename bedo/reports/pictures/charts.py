"""Charts as Pictures: money by stage and fund, plan against done, funnel, many years, provinces. Whole đồng in, triệu đồng shown.

What is not known is a gap, never zero. Widths are in points; a chart is 480 wide and as high as its rows ask.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bedo.documents.writing import say
from bedo.documents.writing.content import Picture, Table
from bedo.reports.pictures import svg

WIDTH, LABEL, ROW = 480.0, 150.0, 26.0
STAGES = (
    ("planned", "Đã bố trí", svg.DOTS),
    ("contracted", "Đã ký hợp đồng", svg.HATCH),
    ("advanced", "Đã chi, chưa quyết toán", svg.MID),
    ("recoverable", "Phải thu hồi", svg.CROSS),
    ("settled", "Đã quyết toán", svg.DARK),
)
MILLION = "triệu đồng"


def million(amount: int) -> str:
    """Triệu đồng with one decimal at most."""
    return say.million_rounded(amount, 1)


def money_by_stage(rows: Sequence[tuple[str, Mapping[str, int]]], place: str) -> Picture:
    """One bar a fund, its money by stage."""
    most = max((sum(stages.get(code, 0) for code, _, _ in STAGES) for _, stages in rows), default=0)
    parts, y = [], 24.0
    for label, stages in rows:
        parts.append(svg.text(label, 0, y + 14))
        x = LABEL
        for code, _, texture in STAGES:
            width = _scaled(stages.get(code, 0), most, WIDTH - LABEL - 70)
            parts.append(svg.bar(x, y, width, 18, texture))
            x += width
        parts.append(svg.text(million(sum(stages.values())), x + 5, y + 14))
        y += ROW
    parts += _key([(word, texture) for _, word, texture in STAGES], y + 6)
    table = _table(
        ("Nguồn", *(word for _, word, _ in STAGES), "Cộng"),
        [(label, *(million(stages.get(code, 0)) for code, _, _ in STAGES), million(sum(stages.values()))) for label, stages in rows],
    )  # fmt: skip
    total = sum(sum(stages.values()) for _, stages in rows)
    title = f"Tiền theo giai đoạn và nguồn, {place}"
    return _picture(title, f"{len(rows)} nguồn, cộng {million(total)} {MILLION}.", y + 52, parts, table)


def plan_against_done(rows: Sequence[tuple[str, int, int]], place: str) -> Picture:
    """Two bars a content: the year's plan blank, what was done dark, with the per cent."""
    most = max((max(plan, done) for _, plan, done in rows), default=0)
    parts, y = [], 20.0
    for label, plan, done in rows:
        parts.append(svg.text(_short(label, 80), 0, y - 3, size=10.5, bold=True))
        for amount, texture in ((plan, svg.BLANK), (done, svg.DARK)):
            width = _scaled(amount, most, WIDTH - 90)
            parts += [svg.bar(0, y, width, 11, texture), svg.text(million(amount), width + 5, y + 9, size=10)]
            y += 13
        parts.append(svg.text(say.percent(done, plan), WIDTH, y - 6, anchor="end", bold=True))
        y += 20
    parts += _key([("Kế hoạch", svg.BLANK), ("Thực hiện", svg.DARK)], y - 6)
    table = _table(("Nội dung", "Kế hoạch", "Thực hiện", "%"), [(label, million(plan), million(done), say.percent(done, plan)) for label, plan, done in rows])  # fmt: skip
    said = "; ".join(f"{label}: {say.percent(done, plan) or 'không có kế hoạch'}" for label, plan, done in rows[:4])
    return _picture(
        f"Thực hiện so với kế hoạch theo nội dung, {place}", said or "Không có nội dung nào.", y + 20, parts, table
    )


def funnel(steps: Sequence[tuple[str, int]], place: str) -> Picture:
    """From the wish to the settled account: one bar a step, and what fell away before it."""
    most = max((count for _, count in steps), default=0)
    parts, y = [], 16.0
    for number, (label, count) in enumerate(steps):
        width = _scaled(count, most, WIDTH - LABEL - 90)
        parts += [svg.text(label, 0, y + 13), svg.bar(LABEL, y, width, 18, svg.TEXTURES[min(number, 5)]), svg.text(say.dong(count), LABEL + width + 5, y + 13, bold=True)]  # fmt: skip
        if number and steps[number - 1][1] > count:
            parts.append(svg.text(f"−{say.dong(steps[number - 1][1] - count)}", WIDTH, y + 13, anchor="end", size=10))
        y += ROW
    table = _table(("Bước", "Số lượng"), [(label, say.dong(count)) for label, count in steps])
    return _picture(f"Từ nhu cầu đến quyết toán, {place}", "; ".join(f"{label.lower()} {count}" for label, count in steps) + ".", y + 6, parts, table)  # fmt: skip


def many_years(points: Sequence[tuple[int, int | None, int | None]], place: str) -> Picture:
    """Two panels over the years: number of projects, money. A year that is not known is a gap."""
    parts = [*_panel([(year, count) for year, count, _ in points], 18, "Số đề án", say.dong), *_panel([(year, money) for year, _, money in points], 138, "Kinh phí (triệu đồng)", million)]  # fmt: skip
    table = _table(("Năm", "Số đề án", "Kinh phí"), [(str(year), say.dong(count), million(money) if money is not None else "") for year, count, money in points])  # fmt: skip
    known = [year for year, count, _ in points if count is not None]
    said = (
        f"Từ {known[0]} đến {known[-1]}: {sum(count or 0 for _, count, _ in points)} đề án."
        if known
        else "Chưa có năm nào."
    )
    return _picture(f"Đề án và kinh phí qua các năm, {place}", said, 262, parts, table)


def _panel(points: Sequence[tuple[int, int | None]], top: float, words: str, show: object) -> list[str]:
    known = [value for _, value in points if value is not None]
    most, height, left = max(known, default=0), 84.0, 34.0
    step = (WIDTH - left - 20) / max(1, len(points) - 1)
    parts = [svg.text(words, 0, top, size=10.5, bold=True), svg.line(left, top + height + 8, WIDTH, top + height + 8)]
    every = max(1, len(points) // 9)
    before: tuple[float, float] | None = None
    for number, (year, value) in enumerate(points):
        x = left + number * step
        if number % every == 0:
            parts.append(svg.text(year, x, top + height + 21, size=9, anchor="middle"))
        if value is None:
            before = None
            continue
        y = top + 8 + height - _scaled(value, most, height - 12)
        if before:
            parts.append(svg.line(*before, x, y, width=1.4, colour=svg.INK))
        parts.append(svg.tag("circle", cx=x, cy=y, r=2.6, fill="#2a3577"))
        if value == most or number in (0, len(points) - 1):
            parts.append(svg.text(show(value), x, y - 5, size=9, anchor="middle"))  # type: ignore[operator]
        before = (x, y)
    return parts


def compare(rows: Sequence[tuple[str, int]], words: str) -> Picture:
    """Provinces side by side, the largest first."""
    ordered = sorted(rows, key=lambda pair: (-pair[1], pair[0]))
    most = ordered[0][1] if ordered else 0
    parts, y = [], 14.0
    for label, amount in ordered:
        width = _scaled(amount, most, WIDTH - LABEL - 80)
        parts += [
            svg.text(label, 0, y + 11),
            svg.bar(LABEL, y, width, 14, svg.MID),
            svg.text(million(amount), LABEL + width + 5, y + 11),
        ]
        y += 20
    table = _table(("Tỉnh", MILLION.capitalize()), [(label, million(amount)) for label, amount in ordered])
    said = (
        f"{len(ordered)} tỉnh; nhiều nhất {ordered[0][0]}, {million(most)} {MILLION}."
        if ordered
        else "Chưa có tỉnh nào."
    )
    return _picture(f"So sánh các tỉnh: {words}", said, y + 4, parts, table)


# --- shared


def _scaled(amount: int, most: int, room: float) -> float:
    """The length of an amount, points; a known amount above nothing is at least a line."""
    return max(1.2, amount * 1000 // most * room / 1000) if most and amount > 0 else 0.0


def _key(entries: Sequence[tuple[str, str]], y: float) -> list[str]:
    parts, x = [], 0.0
    for word, texture in entries:
        wide = 24 + 5.6 * len(word)
        if x + wide > WIDTH:
            x, y = 0.0, y + 18
        parts += [svg.bar(x, y, 14, 11, texture), svg.text(word, x + 18, y + 9.5, size=10)]
        x += wide
    return parts


def _short(words: str, most: int) -> str:
    return words if len(words) <= most else words[: most - 1].rstrip() + "…"


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> Table:
    first = 4 if len(head) > 2 else 3
    return Table(
        columns=say.columns(first, *((2, "right") for _ in head[1:])), head=(say.cells(*head),), rows=tuple(say.row(*row) for row in rows),
        unit=f"Kinh phí: {MILLION}",
    )  # fmt: skip


def _picture(title: str, alt: str, height: float, parts: Sequence[str], table: Table) -> Picture:
    return Picture(svg.drawing(WIDTH, height, parts, title=title, alt=alt), title, alt, table)
