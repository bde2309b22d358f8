"""Sent reports: frozen with their data; what changed since; the calendar of who owes which report by when; a person's words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from bedo.accounts.models import User
from bedo.core import log
from bedo.core.clock import now
from bedo.core.moves import Refused
from bedo.core.periods import Period
from bedo.documents.writing import content
from bedo.documents.writing.content import Document
from bedo.places.models import Unit
from bedo.places.queries import present_province
from bedo.reports import written
from bedo.reports.models import ReportText, SentReport
from bedo.reports.tables import Asked, Built
from bedo.reports.tables.model import SUMMED

RIGHT = "report.close"
YEAR = "year"


@dataclass(frozen=True)
class Difference:
    """One cell that is not what it was: whole đồng or a count; None where it was or is not there."""

    key: str
    words: str
    before: int | None
    now: int | None


def cells_of(built: Built) -> tuple[dict[str, int], dict[str, str]]:
    """(key → value, key → words) of every number of the report."""
    values: dict[str, int] = {}
    labels: dict[str, str] = {}
    for line in built.lines:
        for column in built.columns:
            if column.kind in SUMMED and column.code in line.amounts:
                key = f"{line.key}|{column.code}"
                values[key] = line.amounts[column.code].value
                head = f"{column.over}, {column.words}" if column.over else column.words
                labels[key] = f"{line.texts.get('name', '')} · {head}"
    return values, labels


def keep(
    *,
    built: Built,
    asked: Asked,
    paper: Document,
    sent_on: date,
    sent_to: str,
    by: User,
    today: date,
    purpose: str = "",
) -> SentReport:
    """Freeze the report as it was sent. Refuses a day in the future or before its period ends without a purpose, a place of
    nobody, and who may not close figures there."""
    place = asked.place
    if place is None:
        raise Refused("Báo cáo gửi đi phải của một địa phương.", "Chọn địa phương.", field="place", status=422)
    province = present_province(place)
    if not by.grants.may(RIGHT, province.pk):
        raise Refused("Bạn không có quyền ghi báo cáo đã gửi.", "Nhờ lãnh đạo ghi.", code="right", status=403)
    if sent_on > today:
        raise Refused(f"Ngày gửi {sent_on:%d/%m/%Y} ở tương lai.", "Kiểm tra lại ngày.", field="sent_on", status=422)
    if sent_on < asked.period.first:
        raise Refused("Ngày gửi trước khi kỳ báo cáo bắt đầu.", "Kiểm tra lại ngày.", field="sent_on", status=422)
    if not sent_to.strip():
        raise Refused("Chưa ghi gửi cho ai.", "Ghi nơi nhận.", field="sent_to", status=422)
    values, labels = cells_of(built)
    with log.writing(province.code):
        sent_to = " ".join(sent_to.split())[:200]
        _refuse_twin(built, asked, values, sent_on, sent_to)
        row = SentReport.objects.create(
            province=province, place=place, code=built.code, fund=asked.fund, first=asked.period.first, last=asked.period.last,
            title=f"{built.title}, {built.period}", purpose=" ".join(purpose.split())[:300], sent_on=sent_on, sent_to=sent_to,
            cells=values, labels=labels, content=content.as_data(paper), sha256=content.digest(paper), kept_at=now(), kept_by=by,
        )  # fmt: skip
        log.record(
            province.code, "report.send", subject=f"report:{row.pk}", by=by, on=sent_on, text=f"Gửi báo cáo: {row.title}.",
            data={"code": built.code, "sha256": row.sha256},
        )  # fmt: skip
        return row


def _refuse_twin(built: Built, asked: Asked, values: Mapping[str, int], sent_on: date, sent_to: str) -> None:
    """The same figures of the same report to the same office on the same day are one sending."""
    rows = SentReport.objects.filter(
        code=built.code, place=asked.place, fund=asked.fund, first=asked.period.first, last=asked.period.last, sent_on=sent_on, sent_to=sent_to
    )  # fmt: skip
    if any(row.cells == values for row in rows):
        raise Refused("Báo cáo này đã được ghi là đã gửi.", "Xem trong danh sách báo cáo đã gửi.", code="twin")


def last_sent(asked: Asked, code: str) -> SentReport | None:
    """The newest sent report of the kind, place and fund."""
    rows = SentReport.objects.filter(code=code, place=asked.place, fund=asked.fund)
    return rows.order_by("-sent_on", "-pk").first() if asked.place else None


def differences(row: SentReport, built: Built) -> list[Difference]:
    """Cells of the sent report that are not the same now, in the order of the report; then what came since."""
    values, labels = cells_of(built)
    gone = [
        Difference(key, row.labels.get(key, key), before, values.get(key))
        for key, before in row.cells.items()
        if values.get(key) != before
    ]
    came = [
        Difference(key, labels[key], None, value) for key, value in values.items() if key not in row.cells and value
    ]
    return gone + came


def asked_of(row: SentReport, user: User | None) -> Asked:
    """The question that the sent report answered."""
    return Asked(row.period, row.place, as_now=row.place.is_current, fund=row.fund, user=user)


# --- a person's words


def text_of(asked: Asked) -> ReportText | None:
    """The words kept for the place and period."""
    return ReportText.objects.filter(place=asked.place, first=asked.period.first, last=asked.period.last).first()


def with_words(found: written.Draft, row: ReportText | None) -> written.Draft:
    """The draft with the person's words in place of the templates."""
    if row is None:
        return found
    return replace(found, sections=tuple(replace(one, text=row.texts.get(one.key, one.text)) for one in found.sections))


def stale(found: written.Draft, row: ReportText | None) -> list[tuple[written.Slot, str]]:
    """Bound numbers that are not what they were when the words were saved, with what they were."""
    if row is None:
        return []
    used = {name for one in found.sections for name in written.slots_in(row.texts.get(one.key, ""))}
    kept = ((found.slots[name], before) for name, before in row.values.items() if name in used and name in found.slots)
    return [(slot, before) for slot, before in kept if slot.text != before]


def keep_words(*, found: written.Draft, texts: Mapping[str, str], version: int, by: User) -> ReportText:
    """Save the words. Refuses a name that is no bound number, a stale version, a place of nobody."""
    asked = found.asked
    if asked.place is None:
        raise Refused("Báo cáo bằng lời phải của một địa phương.", "Chọn địa phương.", status=422)
    known = {one.key for one in found.sections}
    given = {key: text for key, text in texts.items() if key in known}
    for key, text in given.items():
        try:
            written.check_text(text, found.slots)
        except Refused as refusal:
            refusal.field = key
            raise
    province = present_province(asked.place)
    values = {name: found.slots[name].text for text in given.values() for name in written.slots_in(text)}
    with log.writing(province.code):
        row = ReportText.objects.select_for_update(of=("self",)).filter(
            place=asked.place, first=asked.period.first, last=asked.period.last
        ).first() or ReportText(province=province, place=asked.place, first=asked.period.first, last=asked.period.last, version=0)  # fmt: skip
        if row.version != version:
            raise Refused(
                "Người khác vừa lưu báo cáo này.", "Tải lại trang để xem bản mới nhất.", code="stale", status=409
            )
        row.texts, row.values, row.version, row.saved_at, row.saved_by = given, values, row.version + 1, now(), by
        row.save()
        log.record(province.code, "report.words", subject=f"report-text:{row.pk}", by=by, text="Sửa lời của báo cáo.")
        return row


# --- the calendar


@dataclass(frozen=True)
class Duty:
    """A report that is owed. `due`: the last day on time; `code`: which report answers it; `basis`: article and how sure."""

    name: str
    who: str
    period: Period
    due: date
    code: str
    basis: str
    sent: SentReport | None = None

    def late(self, day: date) -> bool:
        return self.sent is None and self.due < day


def duties(province: Unit | int, *years: int) -> list[Duty]:
    """What a province (or the unit of this key) owes for the periods of these years, by day, with what was sent.

    Quarterly reports of UBND tỉnh to the ministry: Nghị định 45/2012/NĐ-CP, Điều 16 (every 3 months, read). Half-year, nine
    months, year of the Sở: Thông tư 36/2013/TT-BCT, Điều 21 (read). The laws name no day: ten days after the period ends is
    our proposal; the registration report goes before 20 June (summary of Thông tư 17/2018/TT-BCT).
    """
    found = [one for year in years for one in _owed(year)]
    sent = _sent(province, found)
    rows = [replace(one, sent=sent.get((one.code, one.period))) for one in found]
    return sorted(rows, key=lambda one: (one.due, one.name))


def _owed(year: int) -> list[Duty]:
    found: list[Duty] = []
    ten_days = "hạn 10 ngày sau kỳ là đề xuất"
    for number in range(1, 5):
        period = Period.quarter(year, number)
        found.append(_duty("Báo cáo quý gửi Bộ Công Thương", "UBND tỉnh (Sở Công Thương soạn)", period, "r8", f"Nghị định 45/2012/NĐ-CP, Điều 16; {ten_days}"))  # fmt: skip
    for period in (Period.half(year, 1), Period.months(year, 1, 9), Period.year(year)):
        found.append(_duty(f"Báo cáo kết quả {period.label}", "Sở Công Thương gửi Cục và UBND tỉnh", period, "r1", f"Thông tư 36/2013/TT-BCT, Điều 21; {ten_days}"))  # fmt: skip
    found.append(
        Duty("Báo cáo đăng ký kế hoạch năm sau", "Sở Công Thương gửi Cục, sao gửi UBND tỉnh", Period.year(year), date(year, 6, 19), "r2", "Thông tư 17/2018/TT-BCT sửa Điều 10: trước ngày 20/6 (đọc bản tóm tắt)")
    )  # fmt: skip
    found.append(_duty("Báo cáo năm bằng lời", "Trung tâm, Sở Công Thương", Period.year(year), YEAR, f"Thông tư 36/2013/TT-BCT, Điều 21; {ten_days}"))  # fmt: skip
    return found


def _duty(name: str, who: str, period: Period, code: str, basis: str) -> Duty:
    return Duty(name, who, period, period.last + timedelta(days=10), code, basis)


def _sent(province: Unit | int, found: Iterable[Duty]) -> dict[tuple[str, Period], SentReport]:
    periods = {one.period for one in found}
    rows = (
        SentReport.objects.filter(province=province, place=province).defer("cells", "labels", "content").order_by("pk")
    )
    return {(row.code, row.period): row for row in rows if row.period in periods}


def waiting(province: Unit | int, day: date, *, ahead: int = 15) -> list[Duty]:
    """Reports that are late or due within so many days; what was due more than 120 days ago is not told any more."""
    rows = duties(province, day.year - 1, day.year)
    return [
        one for one in rows if one.sent is None and day - timedelta(days=120) <= one.due <= day + timedelta(days=ahead)
    ]
