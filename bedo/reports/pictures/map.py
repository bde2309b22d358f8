"""The map of the 34 provinces, shaded by four textures, and of one with its communes as points; Hoàng Sa and Trường Sa are
always drawn and named.

Shapes: Natural Earth (public domain), simplified; they lack the islands, which are drawn as points at their places.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from bedo.core.text import sort_key
from bedo.documents.writing.content import Picture
from bedo.reports.pictures import svg
from bedo.reports.pictures.charts import MILLION, _table, million

HERE = Path(__file__).resolve().parent
WEST, NORTH, EAST, SOUTH = 101.8, 23.6, 117.6, 6.6
SCALE = 30.0
"""Points for a degree."""
ISLANDS = (
    ("Quần đảo Hoàng Sa", "(Đà Nẵng)", 112.135, 16.568, ((0, 0), (0.35, 0.2), (-0.3, 0.15), (0.15, -0.25), (0.5, -0.1))),
    ("Quần đảo Trường Sa", "(Khánh Hòa)", 114.45, 9.71, ((0, 0), (0.6, 0.5), (-0.8, -0.4), (-1.6, -1.0), (0.3, -0.8), (1.0, -0.2), (-0.5, 0.7))),
)  # fmt: skip
FRAME, MARGIN, BOX = 460.0, 16.0, 150.0
"""Points: the longer side of a province's map, the edge around it, the box of an archipelago."""
LARGEST, NUMBERED = 16.0, 10
CLASSES = (svg.BLANK, svg.DOTS, svg.HATCH, svg.DARK)


@cache
def shapes() -> dict[str, tuple[str, Any]]:
    """Code of a province → (name, list of rings of [longitude, latitude])."""
    found = json.loads((HERE / "vn34.geojson").read_text(encoding="utf-8"))
    return {one["id"]: (one["properties"]["name"], list(_rings(one["geometry"]))) for one in found["features"]}


def _rings(geometry: Mapping[str, Any]) -> Iterator[Any]:
    polygons = [geometry["coordinates"]] if geometry["type"] == "Polygon" else geometry["coordinates"]
    for polygon in polygons:
        yield from polygon


def country(values: Mapping[str, int], words: str, *, outlined: str = "") -> Picture:
    """Provinces by code shaded by amount (whole đồng); a province without a value stays blank. `outlined`: one drawn bold."""
    limits = _limits(list(values.values()))
    parts = []
    for code, (_, rings) in shapes().items():
        texture = CLASSES[_class(values.get(code, 0), limits)]
        path = _path(rings, _x, _y)
        parts.append(
            svg.tag(
                "path", d=path, fill=svg.fill(texture), stroke=svg.INK, stroke_width=1.8 if code == outlined else 0.5
            )
        )
    for name, under, longitude, latitude, points in ISLANDS:
        parts += _islands(name, under, _x(longitude), _y(latitude), points)
    parts += _legend(limits)
    rows = sorted(((shapes()[code][0], amount) for code, amount in values.items() if code in shapes()), key=lambda pair: (-pair[1], pair[0]))  # fmt: skip
    table = _table(("Tỉnh, thành phố", MILLION.capitalize()), [(name, million(amount)) for name, amount in rows])
    said = f"{len(rows)} tỉnh, thành phố có số liệu; có quần đảo Hoàng Sa và quần đảo Trường Sa."
    drawn = svg.drawing((EAST - WEST) * SCALE, (NORTH - SOUTH) * SCALE, parts, title=f"Bản đồ: {words}", alt=said)
    return Picture(drawn, f"Bản đồ: {words}", said, table, width=0.9)


@dataclass(frozen=True)
class Frame:
    """Where a province's degrees lie on the drawing: its own shape fills the frame."""

    name: str
    rings: Any
    west: float
    north: float
    wide: float
    high: float

    @property
    def scale(self) -> float:
        return (FRAME - 2 * MARGIN) / max(self.wide, self.high)

    @property
    def width(self) -> float:
        return self.wide * self.scale + 2 * MARGIN

    @property
    def height(self) -> float:
        return self.high * self.scale + 2 * MARGIN

    def x(self, longitude: float) -> float:
        return (longitude - self.west) * self.scale + MARGIN

    def y(self, latitude: float) -> float:
        return (self.north - latitude) * self.scale + MARGIN

    def at(self, longitude: float | None, latitude: float | None) -> tuple[float, float] | None:
        """Across and down; None where the place is not known or lies outside."""
        if longitude is None or latitude is None:
            return None
        across, down = self.x(longitude), self.y(latitude)
        return (across, down) if 0 <= across <= self.width and 0 <= down <= self.height else None

    def outline(self) -> str:
        return svg.tag("path", d=_path(self.rings, self.x, self.y), fill="#ffffff", stroke=svg.INK, stroke_width=1.2)

    def own_islands(self) -> list[str]:
        """The archipelago of Đà Nẵng or Khánh Hòa in a box beside the shape."""
        parts = []
        for title, under, _, _, islands in self._own:
            parts.append(svg.tag("rect", x=self.width, y=MARGIN, width=BOX, height=BOX, fill="none", stroke=svg.RULE))
            parts += _islands(title, under, self.width + BOX / 2, MARGIN + BOX * 0.65, islands)
        return parts

    @property
    def whole_width(self) -> float:
        return self.width + (BOX + MARGIN if self._own else 0)

    @property
    def _own(self) -> list[Any]:
        return [one for one in ISLANDS if one[1] == f"({self.name})"]


def frame(code: str) -> Frame:
    name, rings = shapes()[code]
    corners = [corner for ring in rings for corner in ring]
    west, north = min(corner[0] for corner in corners), max(corner[1] for corner in corners)
    wide, high = max(corner[0] for corner in corners) - west, north - min(corner[1] for corner in corners)
    return Frame(name, rings, west, north, wide, high)


@dataclass(frozen=True)
class Point:
    """A commune: its whole name, where its centre lies in degrees (None: not known), whole đồng."""

    name: str
    longitude: float | None
    latitude: float | None
    amount: int


def province(code: str, points: Sequence[Point], words: str) -> Picture:
    """One province of today with a circle for each commune that has an amount, its area by the amount; the first ten are numbered.

    A commune whose place is not known, or lies outside the frame, stands in the table alone. Đà Nẵng and Khánh Hòa carry
    their archipelago in a box of its own.
    """
    on = frame(code)
    parts = [on.outline()]
    ordered = sorted(
        (point for point in points if point.amount > 0), key=lambda point: (-point.amount, sort_key(point.name))
    )
    drawn = 0
    for number, point in enumerate(ordered, 1):
        at = on.at(point.longitude, point.latitude)
        if at is None:
            continue
        across, down = at
        radius = max(2.5, LARGEST * (point.amount / ordered[0].amount) ** 0.5)
        parts.append(svg.tag("circle", cx=across, cy=down, r=radius, fill=svg.fill(svg.HATCH), stroke=svg.INK, stroke_width=0.8))  # fmt: skip
        if number <= NUMBERED:
            parts.append(svg.text(number, across + radius + 2, down + 4, bold=True))
        drawn += 1
    parts += on.own_islands()
    table = _table(
        ("Xã, phường, đặc khu", MILLION.capitalize()),
        [(f"{number}. {point.name}", million(point.amount)) for number, point in enumerate(ordered, 1)],
    )
    said = "Chưa có xã, phường, đặc khu nào có số liệu."
    if ordered:
        shown = f", {drawn} nơi có điểm trên bản đồ" if drawn < len(ordered) else ""
        said = f"{len(ordered)} xã, phường, đặc khu có số liệu{shown}; vòng càng lớn kinh phí càng nhiều."
    whole = svg.drawing(on.whole_width, on.height, parts, title=f"Bản đồ: {words}", alt=said)
    return Picture(whole, f"Bản đồ: {words}", said, table, width=0.8)


@dataclass(frozen=True)
class Mark:
    """A commune of which something is so or not: its name, where its centre lies in degrees (None: not known)."""

    name: str
    longitude: float | None
    latitude: float | None
    so: bool


def marked(code: str, marks: Sequence[Mark], words: str, *, yes: str, no: str) -> Picture:
    """One province of today with a mark for each commune: a full dot where it is so, an open square where it is not.

    Told apart by shape and fill, so that it survives a photocopier. Places that cannot be drawn stand in the table.
    """
    on = frame(code)
    parts, drawn = [on.outline()], 0
    for mark in sorted(marks, key=lambda one: one.so):
        at = on.at(mark.longitude, mark.latitude)
        if at is None:
            continue
        across, down = at
        drawn += 1
        if mark.so:
            parts.append(svg.tag("circle", cx=across, cy=down, r=3.2, fill=svg.INK))
        else:
            parts.append(svg.tag("rect", x=across - 4, y=down - 4, width=8, height=8, fill="#ffffff", stroke=svg.INK, stroke_width=1.6))  # fmt: skip
    parts += on.own_islands()
    foot = on.height + 6
    parts.append(svg.tag("circle", cx=MARGIN + 4, cy=foot + 6, r=3.2, fill=svg.INK))
    parts.append(svg.text(f"{yes}: {sum(mark.so for mark in marks)}", MARGIN + 16, foot + 10))
    parts.append(svg.tag("rect", x=MARGIN, y=foot + 18, width=8, height=8, fill="#ffffff", stroke=svg.INK, stroke_width=1.6))  # fmt: skip
    parts.append(svg.text(f"{no}: {sum(not mark.so for mark in marks)}", MARGIN + 16, foot + 26))
    rows = sorted(marks, key=lambda mark: (mark.so, sort_key(mark.name)))
    table = replace(_table(("Xã, phường, đặc khu", "Tình trạng"), [(mark.name, yes if mark.so else no) for mark in rows]), unit="")  # fmt: skip
    said = f"{len(marks)} xã, phường, đặc khu, {drawn} nơi có điểm trên bản đồ; {sum(not mark.so for mark in marks)} nơi {no}."
    whole = svg.drawing(max(on.whole_width, 260), foot + 34, parts, title=f"Bản đồ: {words}", alt=said)
    return Picture(whole, f"Bản đồ: {words}", said, table, width=0.8)


def _path(rings: Any, x: Callable[[float], float], y: Callable[[float], float]) -> str:
    return "".join("M" + "L".join(f"{x(point[0]):.1f} {y(point[1]):.1f}" for point in ring) + "Z" for ring in rings)


def _islands(name: str, under: str, across: float, down: float, points: Sequence[tuple[float, float]]) -> list[str]:
    """An archipelago around its middle, with its name and province above."""
    dots = [
        svg.tag("circle", cx=across + east * SCALE, cy=down - north * SCALE, r=1.6, fill=svg.INK)
        for east, north in points
    ]
    return [*dots, svg.text(name, across, down - 44, anchor="middle", bold=True), svg.text(under, across, down - 32, anchor="middle")]  # fmt: skip


def _x(longitude: float) -> float:
    return (longitude - WEST) * SCALE


def _y(latitude: float) -> float:
    return (NORTH - latitude) * SCALE


def _limits(amounts: list[int]) -> tuple[int, int]:
    """Two limits that part the amounts above nothing into thirds."""
    known = sorted(amount for amount in amounts if amount > 0)
    if not known:
        return 0, 0
    return known[len(known) // 3], known[len(known) * 2 // 3]


def _class(amount: int, limits: tuple[int, int]) -> int:
    if amount <= 0:
        return 0
    return 1 if amount < limits[0] else 2 if amount < limits[1] else 3


def _legend(limits: tuple[int, int]) -> list[str]:
    """What the textures say, in the sea where nothing else is drawn."""
    low, high = (million(limit) for limit in limits)
    entries = [(CLASSES[0], "không có số liệu")]
    if limits[0] == limits[1]:
        entries.append((CLASSES[3], "có số liệu"))
    else:
        entries += zip(CLASSES[1:], (f"dưới {low}", f"từ {low} đến dưới {high}", f"từ {high} trở lên"), strict=True)
    parts = [svg.text(f"Kinh phí, {MILLION}", 280, 40, bold=True)]
    for number, (texture, word) in enumerate(entries):
        parts += [svg.bar(280, 50 + number * 18, 16, 12, texture), svg.text(word, 302, 60 + number * 18)]
    return parts
