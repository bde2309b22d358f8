"""Report tables (R1–R8): built from records, each number with the records that add up to it."""

from bedo.reports.tables.asking import Asked
from bedo.reports.tables.model import Amount, Built, Col, Line, Record, Report
from bedo.reports.tables.registry import REPORTS, build

__all__ = ["REPORTS", "Amount", "Asked", "Built", "Col", "Line", "Record", "Report", "build"]
