"""Enter figures that others printed. They are never changed here: a wrong row is corrected at its source."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.db import transaction

from bedo.accounts.models import User
from bedo.core import log
from bedo.core.clock import now
from bedo.core.moves import Refused
from bedo.places.models import Unit
from bedo.places.queries import present_province
from bedo.reports import expressions as ex
from bedo.reports import relations, rules
from bedo.reports.models import Relation, StatedFigure

STATE = "figure.state"
"""Right to enter what others printed, and what should hold between figures."""


def state_figures(*, figures: Sequence[StatedFigure], origin: str, by: User | None) -> int:
    """Enter those not entered yet, with one log entry per province; returns how many. Refuses a figure without source."""
    if any(not figure.source_url for figure in figures):
        raise Refused(
            "Số liệu phải có nguồn.", "Ghi văn bản hoặc địa chỉ trang đã công bố.", field="source_url", status=422
        )
    fresh: dict[Unit | None, list[StatedFigure]] = {}
    for figure in figures:
        fresh.setdefault(figure.province, []).append(figure)
    chains = {province: province.code if province else log.NATION for province in fresh}
    with log.writing(*chains.values()):
        known = set(StatedFigure.objects.values_list("origin", "measure"))
        entered = 0
        for province, rows in fresh.items():
            new = [row for row in rows if (row.origin, row.measure) not in known]
            if not new:
                continue
            StatedFigure.objects.bulk_create(new)
            log.record(
                chains[province],
                "report.stated",
                subject="reports:stated",
                by=by,
                text=f"Nạp {len(new)} số liệu đã công bố ({origin}).",
                data={"origin": origin, "figures": len(new)},
            )
            entered += len(new)
        return entered


def state_figure(
    *, province: Unit, measure: str, years: tuple[int, int], printed: str, kind: str, source: str, note: str, by: User
) -> StatedFigure:
    """Enter one figure that somebody printed, as printed: "hơn 3,14 tỷ đồng", "13 đề án". `years` both included.

    `province` may be one of earlier days; it belongs to today's tenant. Its name in expressions is SL-1, SL-2 … Refuses
    what is no amount or count (422, field "printed"), a figure without source, and the same figure twice.
    """
    home = present_province(province)
    if not by.grants.may(STATE, home.pk):
        raise Refused(
            "Bạn chưa được giao việc ghi số liệu công bố của tỉnh này.", "Nhờ người có quyền.", code="right", status=403
        )
    value, qualifier = rules.read_printed(printed, rules.MEASURES[measure].unit)
    if value is None:
        raise Refused(f"Không hiểu “{printed}” là bao nhiêu.", "Ghi như nguồn in, ví dụ “hơn 3,14 tỷ đồng” hoặc “13 đề án”.",
                      field="printed", status=422)  # fmt: skip
    if years[1] < years[0]:
        raise Refused("Năm cuối trước năm đầu.", "Sửa lại hai năm.", field="year_to", status=422)
    with log.writing(home.code):
        same = StatedFigure.objects.filter(
            place=province,
            measure=measure,
            year_from=years[0],
            year_to=years[1],
            kind=kind,
            value=value,
            source_url=source,
        )
        if same.exists():
            raise Refused("Số liệu này của nguồn này đã có.", "Xem ở trang của tỉnh.", field="printed", code="twin")
        entered = StatedFigure.objects.filter(origin__startswith="ghi:SL-").values_list("origin", flat=True)
        number = max((int(one.rpartition("-")[2]) for one in entered), default=0) + 1
        period = str(years[0]) if years[0] == years[1] else f"{years[0]}-{years[1]}"
        row = StatedFigure.objects.create(
            province=home, place=province, place_text=province.name, scope="tỉnh", period=period, year_from=years[0],
            year_to=years[1], kind=kind, measure=measure, subject=note, value=value, unit=rules.MEASURES[measure].unit,
            qualifier=qualifier, printed=printed, source_url=source, origin=f"ghi:SL-{number}",
        )  # fmt: skip
        log.record(
            home.code, "report.state", subject=f"stated:{row.pk}", by=by, text=f"Ghi số liệu đã công bố SL-{number}.",
            data={"measure": measure, "value": value, "period": period},
        )  # fmt: skip
        return row


def load_relations(*, rows: Sequence[Mapping[str, str]]) -> int:
    """Enter shipped relations that are not there yet (code, name, expression, unit, note); returns how many.

    A relation belongs to the province of the first figure that it names. Refuses one that cannot be reckoned.
    """
    known = set(Relation.objects.values_list("code", flat=True))
    fresh = [row for row in rows if row["code"] not in known]
    with log.writing(log.NATION):
        for row in fresh:
            _enter(row, by=None)
        if fresh:
            log.record(
                log.NATION,
                "report.relations",
                subject="reports:relations",
                by=None,
                text=f"Nạp {len(fresh)} quan hệ giữa các số liệu đã công bố.",
                data={"codes": [row["code"] for row in fresh]},
            )
    return len(fresh)


def relate(*, name: str, expression: str, unit: str, note: str, by: User) -> Relation:
    """Enter a relation; it is reckoned at once. Refuses what cannot be read or reckoned (422, field "expression"), and
    relations over figures of provinces where the person may not state figures."""
    return _enter({"code": _next_code(), "name": name, "expression": expression, "unit": unit, "note": note}, by=by)


def _next_code() -> str:
    """The next code of relations that people enter here: QH-1, QH-2 …"""
    return f"QH-{Relation.objects.filter(code__startswith='QH-').count() + 1}"


@transaction.atomic
def _enter(row: Mapping[str, str], *, by: User | None) -> Relation:
    try:
        found = relations.try_out(row["expression"], row["unit"])
    except ex.Wrong as wrong:
        raise Refused(
            f"Biểu thức chưa đúng ở chữ thứ {wrong.at + 1}: {wrong.what}",
            "Sửa lại biểu thức.",
            field="expression",
            status=422,
        ) from wrong
    provinces = relations.provinces_of(found)
    province = provinces[0] if provinces else None
    if by is not None and (province is None or not all(by.grants.may(STATE, one.pk) for one in provinces)):
        raise Refused(
            "Bạn chưa được giao việc ghi số liệu công bố của tỉnh này.", "Nhờ người có quyền.", code="right", status=403
        )
    twin = Relation.objects.filter(expression=row["expression"], province=province).first() if by is not None else None
    if twin is not None:
        raise Refused(
            f"Đã có quan hệ {twin.code} với đúng biểu thức này.",
            "Xem ở trang đối chiếu.",
            field="expression",
            code="twin",
        )
    made = Relation.objects.create(**row, province=province, entered_at=now(), entered_by=by)
    if by is not None:
        chain = log.chain_of(province)
        log.record(
            chain,
            "report.relate",
            subject=f"relation:{made.pk}",
            by=by,
            text=f"Ghi quan hệ {made.code}.",
            data={"expression": made.expression},
        )
    return made


def drop_relation(*, relation: Relation, version: int, by: User) -> None:
    """Take an entered relation away. Refuses a stale version and shipped relations."""
    if not relation.province_id or not by.grants.may(STATE, relation.province_id) or relation.entered_by_id is None:
        raise Refused(
            "Quan hệ này không bỏ được.", "Quan hệ đi kèm hệ thống giữ nguyên để đối chiếu.", code="right", status=403
        )
    with log.writing(log.chain_of(relation.province)):
        gone, _ = Relation.objects.filter(pk=relation.pk, version=version).delete()
        if not gone:
            raise Refused("Quan hệ vừa được sửa hoặc đã bỏ.", "Tải lại trang.", code="stale")
        log.record(log.chain_of(relation.province), "report.unrelate", subject=f"relation:{relation.pk}", by=by,
                   text=f"Bỏ quan hệ {relation.code}.", data={"expression": relation.expression})  # fmt: skip
