"""One figure, one query: every registered figure with its value, its breakdowns and the records behind it (design 3.8)."""

from bedo.reports.figures.asking import Breakdown, Value, Where, breakdown, records, stated, value
from bedo.reports.figures.crossing import Crossed, crossed
from bedo.reports.figures.registry import REGISTRY, Figure

__all__ = [
    "REGISTRY",
    "Breakdown",
    "Crossed",
    "Figure",
    "Value",
    "Where",
    "breakdown",
    "crossed",
    "records",
    "stated",
    "value",
]
