"""What is measured, in words; how printed figures are read; when two of them contradict each other. Plain Python."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bedo.core.amounts import parse_amount

DONG = "đồng"
WORDS_ONLY = "words_only"


@dataclass(frozen=True)
class Measure:
    """A measure of stated figures: its words and the unit that values are kept in."""

    label: str
    unit: str = ""


MEASURES: dict[str, Measure] = {
    "projects_total": Measure("Đề án, nhiệm vụ", "đề án"),
    "projects_planned": Measure("Đề án theo kế hoạch", "đề án"),
    "projects_finished": Measure("Đề án hoàn thành", "đề án"),
    "projects_national": Measure("Đề án khuyến công quốc gia", "đề án"),
    "projects_local": Measure("Đề án khuyến công địa phương", "đề án"),
    "projects_stopped": Measure("Đề án ngừng", "đề án"),
    "beneficiaries": Measure("Cơ sở được hỗ trợ", "cơ sở"),
    "beneficiaries_national": Measure("Đơn vị thụ hưởng của đề án nhóm quốc gia", "đơn vị"),
    "fund_total": Measure("Tổng kinh phí hỗ trợ", DONG),
    "fund_national": Measure("Kinh phí khuyến công quốc gia", DONG),
    "fund_local": Measure("Kinh phí khuyến công địa phương", DONG),
    "fund_spent": Measure("Kinh phí đã thực hiện", DONG),
    "counterpart": Measure("Vốn đối ứng", DONG),
    "total_investment": Measure("Tổng vốn đầu tư", DONG),
    "fund_local_per_year": Measure("Kinh phí địa phương mỗi năm", DONG),
    "fund_national_avg_per_year": Measure("Kinh phí quốc gia bình quân năm", DONG),
    "jobs": Measure("Lao động", "người"),
    "people_trained": Measure("Người được đào tạo", "người"),
    "products_district": Measure("Sản phẩm tiêu biểu cấp huyện", "sản phẩm"),
    "products_province": Measure("Sản phẩm tiêu biểu cấp tỉnh", "sản phẩm"),
    "products_region": Measure("Sản phẩm tiêu biểu cấp khu vực", "sản phẩm"),
    "products_national": Measure("Sản phẩm tiêu biểu cấp quốc gia", "sản phẩm"),
    WORDS_ONLY: Measure("Chỉ có lời, không có số riêng"),
    "published_date": Measure("Ngày đăng bài", "ngày"),
    "plan_period": Measure("Giai đoạn kế hoạch"),
    "plan_horizon": Measure("Mốc kế hoạch", "năm"),
    "plan_year": Measure("Năm kế hoạch kế tiếp", "năm"),
    "start_year": Measure("Năm bắt đầu", "năm"),
    "event_year": Measure("Năm của sự kiện", "năm"),
    "programme_period": Measure("Giai đoạn chương trình"),
    "founded_date": Measure("Ngày thành lập Trung tâm", "ngày"),
    "years_active": Measure("Thời gian hoạt động", "năm"),
    "value_chain_projects": Measure("Đề án theo chuỗi giá trị", "đề án"),
    "named_projects": Measure("Đề án được nêu tên", "đề án"),
    "project_title": Measure("Tên đề án"),
    "contents_count": Measure("Nội dung khuyến công đã thực hiện", "nội dung"),
    "main_contents": Measure("Nội dung hỗ trợ chủ yếu", "nội dung"),
    "low_rate_contents": Measure("Nội dung thực hiện tỷ lệ thấp", "nội dung"),
    "priority_fields": Measure("Lĩnh vực ưu tiên", "lĩnh vực"),
    "fund_sources_count": Measure("Nguồn kinh phí đang có", "nguồn"),
    "co_programmes": Measure("Chương trình lồng ghép", "chương trình"),
    "implementing_unit": Measure("Đơn vị sự nghiệp"),
    "unit_functions": Measure("Lĩnh vực nhiệm vụ của Trung tâm", "lĩnh vực"),
    "org_levels": Measure("Cấp tổ chức khuyến công", "cấp"),
    "min_officers_per_district": Measure("Cán bộ chuyên trách mỗi huyện", "người/huyện"),
    "commune_officers": Measure("Khuyến công viên cấp xã", "người"),
    "district_commune_organisations": Measure("Tổ chức khuyến công cấp huyện, xã", "tổ chức"),
    "collaborator_network": Measure("Mạng lưới cộng tác viên", "mạng lưới"),
    "products_certified": Measure("Sản phẩm được cấp giấy chứng nhận", "sản phẩm"),
    "events_market": Measure("Phiên chợ đưa hàng Việt về miền núi", "phiên chợ"),
    "display_points": Measure("Điểm trưng bày và bán sản phẩm", "điểm"),
    "places_named": Measure("Tỉnh, thành phố được nêu", "tỉnh, thành phố"),
    "districts": Measure("Huyện được nêu", "huyện"),
    "lamp_power": Measure("Công suất đèn", "W"),
    "map_scale": Measure("Tỷ lệ bản đồ"),
}

DAYS = frozenset({"published_date", "founded_date"})

KINDS: dict[str, str] = {
    "plan": "Kế hoạch",
    "result": "Kết quả",
    "target": "Mục tiêu chương trình",
    "proposal": "Đề nghị",
    "fact": "Dữ kiện khác",
}
QUALIFIERS: dict[str, str] = {
    "exact": "",
    "over": "trên",
    "under": "gần",
    "approx": "khoảng",
    "at_least": "ít nhất",
    "rounded": "làm tròn",
    "unstated": "",
    "range": "khoảng",
}
"""The small word before a figure; it is part of the figure."""


def label(measure: str) -> str:
    """Words of a measure; an unknown one keeps its code, so that nothing is hidden."""
    known = MEASURES.get(measure)
    return known.label if known else measure


_COUNT = re.compile(r"(?:(trên|hơn|gần|khoảng|ít nhất)\s+)?(\d{1,3}(?:\.\d{3})+|\d+)(?:\s+[^\d]*)?", re.IGNORECASE)
_WORDS = {"trên": "over", "hơn": "over", "gần": "under", "khoảng": "approx", "ít nhất": "at_least"}


def read_printed(text: str, unit: str) -> tuple[int | None, str]:
    """Value (whole đồng for money, else a count) and qualifier of a figure as printed; None when it is not understood."""
    if unit == DONG:
        found = parse_amount(text)
        exact = found.kind == "money" and found.value is not None
        return (found.value if exact else None), str(found.qualifier or "exact")
    match = _COUNT.fullmatch(text.strip())
    if not match:
        return None, "exact"
    return int(match[2].replace(".", "")), _WORDS.get((match[1] or "").lower(), "exact")


# --- contradictions ----------------------------------------------------------------------------------------------

PER_YEAR = {"fund_local_per_year": "fund_local", "fund_national_avg_per_year": "fund_national"}
"""A figure for each year → the total that the years must add up to."""
SUMS = (
    ("fund_total", ("fund_national", "fund_local"), ("plan", "result", "target")),
    ("total_investment", ("fund_total", "counterpart"), ("plan", "result", "target")),
    ("projects_planned", ("projects_national", "projects_local"), ("plan",)),
    ("projects_finished", ("projects_national", "projects_local"), ("result",)),
)
"""A total, the parts it consists of when one source prints all of them, and the kinds of rows in which that is so."""
TOLERANCE_PERCENT = 5  # how far “khoảng” and rounded figures may be off, by design
SAID_TWICE = ("projects_", "fund_", "beneficiaries", "total_", "counterpart", "products_", "jobs", "people_trained")


@dataclass(frozen=True)
class Printed:
    """One stated figure as plain values; `years` None where the period has no first or last year.

    `group`: the row of the source that printed it; `partial`: the source says that it speaks of a part only.
    """

    key: int
    measure: str
    value: int
    qualifier: str
    years: tuple[int, int] | None
    period: str
    kind: str
    place: str
    source: str
    group: str
    partial: bool = False

    @property
    def bounds(self) -> tuple[float, float]:
        return bounds(self.value, self.qualifier)


@dataclass(frozen=True)
class Contradiction:
    """Two figures that should agree and do not. `parts`, `total`: keys of the stated figures."""

    question: str
    place: str
    period: str
    stated: int
    stated_word: str
    computed: int
    computed_word: str
    unit: str
    parts: tuple[int, ...]
    total: int
    source: str

    @property
    def gap(self) -> int:
        return abs(self.stated - self.computed)


def bounds(value: int, qualifier: str) -> tuple[float, float]:
    """Between what the true value may lie: “trên 3” is 3 or more, “gần 3” at most 3, “khoảng” five per cent around."""
    if qualifier in ("over", "at_least"):
        return value, float("inf")
    if qualifier == "under":
        return 0, value
    if qualifier in ("approx", "rounded", "range"):
        slack = value * TOLERANCE_PERCENT // 100
        return value - slack, value + slack
    return value, value


def agree(first: tuple[float, float], second: tuple[float, float]) -> bool:
    """Can both be true at once?"""
    return first[0] <= second[1] and second[0] <= first[1]


def contradictions(figures: Sequence[Printed]) -> list[Contradiction]:
    """Everything in these figures that does not add up; what printed words leave room for is no contradiction."""
    groups: dict[str, list[Printed]] = {}
    for figure in figures:
        groups.setdefault(figure.group, []).append(figure)
    found = [one for group in groups.values() for one in _wrong_sums(group)]
    sources: dict[tuple[str, str], list[Printed]] = {}
    for figure in figures:
        sources.setdefault((figure.place, figure.source), []).append(figure)
    found += [one for group in sources.values() for one in _wrong_years(group)]
    found += _said_twice([figure for figure in figures if not figure.partial])
    return list({(one.question, one.place, one.period, one.stated, one.computed): one for one in found}.values())


def _wrong_sums(group: Sequence[Printed]) -> Iterator[Contradiction]:
    """Totals against their parts within one row of one source."""
    by_measure = {figure.measure: figure for figure in group}
    for total_name, part_names, kinds in SUMS:
        total = by_measure.get(total_name)
        parts = [by_measure[name] for name in part_names if name in by_measure]
        if total is None or total.kind not in kinds or len(parts) != len(part_names):
            continue
        low, high = (sum(part.bounds[end] for part in parts) for end in (0, 1))
        if not agree(total.bounds, (low, high)):
            words = " + ".join(label(part.measure).lower() for part in parts)
            yield _against(total, parts, sum(part.value for part in parts), f"{words} = {label(total_name).lower()}")


def _wrong_years(group: Sequence[Printed]) -> Iterator[Contradiction]:
    """A sum for each year, times the years, against the total of the whole period in the same source."""
    for yearly, total_name in PER_YEAR.items():
        parts = [figure for figure in group if figure.measure == yearly and figure.years]
        for total in group:
            if total.measure != total_name or total.years is None or not parts or not _cover(parts, total.years):
                continue
            computed = sum(part.value * _span(part.years) for part in parts if part.years)
            low, high = (sum(part.bounds[end] * _span(part.years) for part in parts if part.years) for end in (0, 1))
            if not agree(total.bounds, (low, high)):
                yield _against(
                    total, parts, computed, f"{label(yearly).lower()} × số năm = {label(total_name).lower()}"
                )


def _span(years: tuple[int, int] | None) -> int:
    return years[1] - years[0] + 1 if years else 0


def _cover(parts: Sequence[Printed], years: tuple[int, int]) -> bool:
    """Do the spans of the parts fill the years exactly, without a gap and without overlap?"""
    filled = sorted(year for part in parts if part.years for year in range(part.years[0], part.years[1] + 1))
    return filled == list(range(years[0], years[1] + 1))


def _against(total: Printed, parts: Sequence[Printed], computed: int, question: str) -> Contradiction:
    return Contradiction(
        question=question[0].upper() + question[1:],
        place=total.place,
        period=total.period,
        stated=total.value,
        stated_word=f"Nguồn ghi {QUALIFIERS.get(total.qualifier, '')}".strip(),
        computed=computed,
        computed_word="Cộng lại",
        unit=MEASURES[total.measure].unit,
        parts=tuple(part.key for part in parts),
        total=total.key,
        source=total.source,
    )


def _said_twice(figures: Sequence[Printed]) -> list[Contradiction]:
    """The same measure of the same place, years and kind, told differently by two sources."""
    same: dict[tuple[str, tuple[int, int], str, str], list[Printed]] = {}
    for figure in figures:
        if figure.years and figure.kind in ("plan", "result") and figure.measure.startswith(SAID_TWICE):
            same.setdefault((figure.place, figure.years, figure.kind, figure.measure), []).append(figure)
    found = []
    for (place, _, kind, measure), told in same.items():
        first = told[0]
        for other in told[1:]:
            if first.period == other.period and not agree(first.bounds, other.bounds):
                found.append(
                    Contradiction(
                        question=f"{label(measure)} ({KINDS[kind].lower()}): hai nơi ghi khác nhau",
                        place=place, period=first.period, stated=first.value, stated_word="Một nơi ghi",
                        computed=other.value, computed_word="Nơi khác ghi", unit=MEASURES[measure].unit,
                        parts=(other.key,), total=first.key, source=first.source,
                    )
                )  # fmt: skip
    return found
