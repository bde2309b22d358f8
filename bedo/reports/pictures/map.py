"""The map of the 34 provinces, shaded by four textures; Hoàng Sa and Trường Sa are always drawn and named.

Shapes: Natural Earth (public domain), simplified; they lack the islands, which are drawn as points at their places.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

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
        path = "".join(
            "M" + "L".join(f"{_x(point[0]):.1f} {_y(point[1]):.1f}" for point in ring) + "Z" for ring in rings
        )
        parts.append(
            svg.tag(
                "path", d=path, fill=svg.fill(texture), stroke=svg.INK, stroke_width=1.8 if code == outlined else 0.5
            )
        )
    for name, under, longitude, latitude, points in ISLANDS:
        for east, north in points:
            parts.append(svg.tag("circle", cx=_x(longitude + east), cy=_y(latitude + north), r=1.6, fill=svg.INK))
        parts += [svg.text(name, _x(longitude), _y(latitude) - 44, anchor="middle", bold=True), svg.text(under, _x(longitude), _y(latitude) - 32, anchor="middle")]  # fmt: skip
    parts += _legend(limits)
    rows = sorted(((shapes()[code][0], amount) for code, amount in values.items() if code in shapes()), key=lambda pair: (-pair[1], pair[0]))  # fmt: skip
    table = _table(("Tỉnh, thành phố", MILLION.capitalize()), [(name, million(amount)) for name, amount in rows])
    said = f"{len(rows)} tỉnh, thành phố có số liệu; có quần đảo Hoàng Sa và quần đảo Trường Sa."
    drawn = svg.drawing((EAST - WEST) * SCALE, (NORTH - SOUTH) * SCALE, parts, title=f"Bản đồ: {words}", alt=said)
    return Picture(drawn, f"Bản đồ: {words}", said, table, width=0.9)


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
