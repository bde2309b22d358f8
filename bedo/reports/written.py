"""The written report: the usual order, sentences over bound numbers, a register of which number stands in which sentence.

Nothing here writes prose by itself: sentences are templates with named places ({ke_hoach_so}); a person edits the words, the
numbers stay bound to their records and are told when they no longer match. Stated figures keep their source; where two of
them contradict each other the report says so.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from string import Formatter
from typing import Any

from bedo.core.moves import Refused
from bedo.documents.writing import say
from bedo.documents.writing.content import BLANK, Block, Document, Heading, Para, Picture, Signature, Table
from bedo.documents.writing.forms import Terms
from bedo.programmes import queries as law
from bedo.programmes.rules import StopReason
from bedo.projects.models import ChangeRequest
from bedo.projects.rules import changes
from bedo.projects.rules import states as s
from bedo.reports import queries, rules
from bedo.reports.models import StatedFigure
from bedo.reports.pictures import data
from bedo.reports.tables import Amount, Asked, Built, Line, Record, build
from bedo.reports.tables.drawing import Shown, table
from bedo.reports.tables.model import NOTHING
from bedo.reports.tables.results import record

ROMAN = ("I", "II", "III", "IV", "V", "VI")
OWN_WORDS = "(Đơn vị ghi phần này.)"


@dataclass(frozen=True)
class Slot:
    """A number bound to its records. `text`: as printed; `amount`: the records; `source`: where it was printed, of a stated one."""

    name: str
    words: str
    text: str
    amount: Amount = NOTHING
    source: str = ""


@dataclass(frozen=True)
class Section:
    """`key`: its name in what is kept; `text`: paragraphs with {names} of slots, a line each."""

    key: str
    title: str
    text: str


@dataclass(frozen=True)
class Draft:
    """A written report before it is sent."""

    asked: Asked
    title: str
    sections: tuple[Section, ...]
    slots: Mapping[str, Slot]
    sources: tuple[str, ...]
    contradictions: tuple[str, ...]
    table: Built
    notes: tuple[str, ...] = field(default=())
    pictures: tuple[Picture, ...] = field(default=())


def draft(asked: Asked) -> Draft:
    """The report as the records and stated figures give it now."""
    summary, plan = build("r8", asked), build("r2", asked)
    slots = _own_slots(summary, plan)
    stated = stated_of(asked)
    texts = [
        Section("ket_qua", "KẾT QUẢ THỰC HIỆN", "\n".join(_results(slots))),
        Section("da_cong_bo", "SỐ LIỆU ĐÃ CÔNG BỐ", "\n".join(_stated_sentences(stated, slots))),
        Section("kho_khan", "KHÓ KHĂN, VƯỚNG MẮC", "\n".join(_difficulties(asked, slots))),
        Section("giai_phap", "GIẢI PHÁP", OWN_WORDS),
        Section("nam_sau", "KẾ HOẠCH NĂM SAU", "\n".join(_next(asked, slots))),
    ]
    sources = tuple(dict.fromkeys(one.source_url for one in stated))
    return Draft(
        asked, f"Kết quả hoạt động khuyến công {asked.period_words}", tuple(one for one in texts if one.text), slots, sources,
        tuple(_contradictions(stated)), summary, summary.notes, tuple(_pictures(asked)),
    )  # fmt: skip


def _pictures(asked: Asked) -> list[Picture]:
    """Money by stage and plan against done, where there is anything to draw."""
    drawn = data.pictures_of_report(asked.place, asked.period.last.year, asked.user)
    return [one for one in drawn if one.table and one.table.rows]


# --- slots


def _put(slots: dict[str, Slot], name: str, words: str, amount: Amount, *, money: bool = False) -> None:
    slots[name] = Slot(name, words, say.dong(amount.value), amount)
    if money:
        slots[name] = replace(slots[name], text=f"{say.dong(amount.value)} đồng")


def _own_slots(summary: Built, plan: Built) -> dict[str, Slot]:
    slots: dict[str, Slot] = {}
    for key, place, name, words, money in (
        ("projects", "plan", "ke_hoach_so", "Số đề án trong kế hoạch", False),
        ("money", "plan", "ke_hoach_tien", "Kinh phí kế hoạch", True),
        ("national", "plan", "ke_hoach_quoc_gia", "Kinh phí kế hoạch, quốc gia", True),
        ("local", "plan", "ke_hoach_dia_phuong", "Kinh phí kế hoạch, địa phương", True),
        ("projects", "now", "hoan_thanh_so", "Số đề án hoàn thành trong kỳ", False),
        ("money", "now", "thuc_hien_tien", "Kinh phí thực hiện trong kỳ", True),
        ("projects", "cum", "luy_ke_so", "Số đề án hoàn thành lũy kế", False),
        ("money", "cum", "luy_ke_tien", "Kinh phí thực hiện lũy kế", True),
        ("projects", "last", "cung_ky_so", "Số đề án hoàn thành cùng kỳ năm trước", False),
        ("money", "last", "cung_ky_tien", "Kinh phí thực hiện cùng kỳ năm trước", True),
        ("counterpart", "cum", "doi_ung", "Vốn đối ứng của đề án hoàn thành", True),
        ("stopped", "cum", "ngung_so", "Số đề án ngừng", False),
    ):
        _put(slots, name, words, _of(summary.line(key), place), money=money)
    money_line = summary.line("money")
    ratio = money_line.percent(summary.columns[5]) if money_line else None
    slots["ty_le"] = Slot("ty_le", "Tỷ lệ thực hiện kinh phí", say.percent(*ratio) if ratio else "", _of(money_line, "cum"))  # fmt: skip
    total = plan.lines[-1]
    for code, name, words, money in (
        ("next_n", "nam_sau_so", "Số đề án năm sau", False),
        ("next_national", "nam_sau_quoc_gia", "Kinh phí quốc gia năm sau", True),
        ("next_local", "nam_sau_dia_phuong", "Kinh phí địa phương năm sau", True),
    ):
        _put(slots, name, words, total.amounts.get(code, NOTHING), money=money)
    return slots


def _of(line: Line | None, place: str) -> Amount:
    return line.amounts.get(place, NOTHING) if line else NOTHING


# --- sentences


def _results(slots: Mapping[str, Slot]) -> list[str]:
    if not slots["ke_hoach_so"].amount.value and not slots["luy_ke_so"].amount.value:
        return ["Hệ thống không có đề án nào của kỳ này tại đây."]
    said = [
        "Kế hoạch có {ke_hoach_so} đề án, nhiệm vụ, kinh phí khuyến công {ke_hoach_tien}, trong đó khuyến công quốc gia {ke_hoach_quoc_gia}, khuyến công địa phương {ke_hoach_dia_phuong}.",
        "Trong kỳ hoàn thành {hoan_thanh_so} đề án, nhiệm vụ, kinh phí thực hiện {thuc_hien_tien}; lũy kế từ đầu năm {luy_ke_so} đề án, {luy_ke_tien}"
        + (", đạt {ty_le} kế hoạch." if slots["ty_le"].text else "."),
    ]
    if slots["doi_ung"].amount.value:
        said.append("Vốn đối ứng của các đề án hoàn thành: {doi_ung}.")
    if slots["cung_ky_so"].amount.value or slots["cung_ky_tien"].amount.value:
        said.append("Cùng kỳ năm trước: {cung_ky_so} đề án hoàn thành, kinh phí thực hiện {cung_ky_tien}.")
    if slots["ngung_so"].amount.value:
        said.append("Số đề án ngừng triển khai: {ngung_so}.")
    return said


def _difficulties(asked: Asked, slots: dict[str, Slot]) -> list[str]:
    """Stops of the period by counted reason."""
    rows = ChangeRequest.objects.filter(
        change__in=changes.STOPS, state=changes.APPROVED, decided_on__range=(asked.period.first, asked.period.last),
        project__in=asked.projects(range(1995, asked.period.last.year + 1)),
    )  # fmt: skip
    stops = list(rows.select_related("project").order_by("pk"))
    names = {row.key: row.name for row in law.rows(StopReason)}
    said = []
    for number, (code, _) in enumerate(Counter(row.reason_code for row in stops).most_common(), start=1):
        behind = Amount(tuple(Record("change", row.pk, f"{row.project.code}, đề nghị {row.number}") for row in stops if row.reason_code == code))  # fmt: skip
        name = f"ly_do_{number}"
        _put(slots, name, f"Số lần ngừng: {names.get(code, code)}", behind)
        said.append(f"{names.get(code, code or 'Lý do khác')}: {{{name}}} lần ngừng.")
    late = [one for one in asked.projects().filter(source_url="").exclude(state__in=s.ENDED) if one.due_on and one.due_on <= asked.period.last]  # fmt: skip
    if late:
        _put(slots, "qua_han_so", "Đề án quá hạn", Amount(tuple(record(one) for one in late)))
        said.append("Số đề án có việc quá hạn đến cuối kỳ: {qua_han_so}.")
    return said or ["Trong kỳ hệ thống không ghi đề án nào ngừng hay quá hạn.", OWN_WORDS]


def _next(asked: Asked, slots: Mapping[str, Slot]) -> list[str]:
    year = asked.period.last.year + 1
    if not slots["nam_sau_so"].amount.value:
        return [f"Năm {year} hệ thống chưa có đề án nào đạt thẩm định.", OWN_WORDS]
    return [
        f"Năm {year} có {{nam_sau_so}} đề án, nhiệm vụ đã đạt thẩm định hoặc đã có trong kế hoạch: khuyến công quốc gia {{nam_sau_quoc_gia}}, khuyến công địa phương {{nam_sau_dia_phuong}}."
    ]


# --- what others printed


def stated_of(asked: Asked) -> list[StatedFigure]:
    """Stated figures with a number of the place whose period touches the asked one, each told once by a source."""
    rows = StatedFigure.objects.exclude(value=None).exclude(kind="fact")
    rows = rows if asked.user is None else rows.visible_to(asked.user)
    rows = rows.of_province(asked.place) if asked.place else rows
    first, last = asked.years[0], asked.years[-1]
    found: dict[tuple[Any, ...], StatedFigure] = {}
    for row in rows.order_by("year_from", "kind", "pk"):
        if row.year_from is None or row.year_from > last or (row.year_to or last) < first:
            continue
        found.setdefault((row.measure, row.value, row.kind, row.period, row.source_url), row)
    return list(found.values())


def _stated_sentences(stated: Iterable[StatedFigure], slots: dict[str, Slot]) -> list[str]:
    groups: dict[tuple[str, str, str, str], list[str]] = {}
    for row in stated:
        name = f"cong_bo_{row.pk}"
        word = rules.QUALIFIERS.get(row.qualifier, "")
        value = f"{say.dong(row.value)} {row.unit or rules.MEASURES.get(row.measure, rules.Measure('')).unit}".strip()
        behind = Amount((Record("stated", row.pk, row.source_url, int(row.value or 0)),))
        slots[name] = Slot(name, rules.label(row.measure), f"{word} {value}".strip(), behind, row.source_url)
        key = (row.place_text, row.period, rules.KINDS[row.kind], row.source_url)
        groups.setdefault(key, []).append(f"{rules.label(row.measure).lower()} {{{name}}}")
    return [
        f"{place}, {period}, {kind.lower()}: {'; '.join(parts)} (nguồn: {source})."
        for (place, period, kind, source), parts in groups.items()
    ]


def _contradictions(stated: Iterable[StatedFigure]) -> list[str]:
    return [
        f"{one.question} {one.place}, {one.period}: {one.stated_word} {say.dong(one.stated)} {one.unit}, {one.computed_word} {say.dong(one.computed)} {one.unit}, chênh {say.dong(one.gap)} {one.unit} (nguồn: {one.source})."
        for one in queries.contradictions(stated)
    ]


# --- the person's words


NAMED = re.compile(r"\{([a-z0-9_]+)\}")


def slots_in(text: str) -> list[str]:
    """Names of the bound numbers in a text, in order."""
    return NAMED.findall(text)


def check_text(text: str, slots: Mapping[str, Slot]) -> None:
    """Refused when the text names a number that this report does not have, or a brace is left open."""
    unknown = [name for name in slots_in(text) if name not in slots]
    if unknown:
        raise Refused(
            f"Không có số liệu “{unknown[0]}” trong báo cáo này.", "Chọn tên trong danh sách số liệu bên dưới.", field="text", status=422
        )  # fmt: skip
    try:
        list(Formatter().parse(NAMED.sub("", text)))
    except ValueError as error:
        raise Refused("Có dấu ngoặc nhọn không đóng.", "Kiểm tra lại các dấu { }.", field="text", status=422) from error
    if "{" in NAMED.sub("", text) or "}" in NAMED.sub("", text):
        raise Refused("Dấu ngoặc nhọn chỉ dùng cho tên số liệu.", "Bỏ dấu ngoặc nhọn thừa.", field="text", status=422)


def filled(text: str, slots: Mapping[str, Slot]) -> str:
    """The text with its numbers; a number that is gone is a dotted line."""
    return NAMED.sub(lambda found: slots[found[1]].text if found[1] in slots else BLANK, text)


def register(found: Draft) -> list[tuple[str, Slot]]:
    """Which number stands in which section, in the order of reading."""
    return [(one.title, found.slots[name]) for one in found.sections for name in slots_in(one.text) if name in found.slots]  # fmt: skip


# --- on paper


def document(found: Draft, terms: Terms) -> Document:
    """The report as a paper: sections, the table, contradictions and sources beneath."""
    blocks: list[Block] = [Para(found.asked.place_words, align="center", italic=True)]
    for roman, section in zip(ROMAN, found.sections, strict=False):
        blocks.append(Heading(f"{roman}. {section.title}"))
        blocks += [Para(filled(line, found.slots)) for line in section.text.splitlines() if line.strip()]
    drawn: Table = replace(table(found.table, Shown()), caption="Biểu tổng hợp")
    blocks.append(drawn)
    blocks += found.pictures
    if found.contradictions:
        blocks += [Heading("SỐ LIỆU CÔNG BỐ CHƯA KHỚP NHAU"), *(Para(one) for one in found.contradictions)]
    if found.sources:
        blocks += [Heading("NGUỒN SỐ LIỆU ĐÃ CÔNG BỐ"), *(Para(f"- {one}", align="left", indent=False) for one in found.sources)]  # fmt: skip
    return Document(
        title="BÁO CÁO",
        summary=found.title,
        head=terms.head if terms.issuer else None,
        blocks=tuple(blocks),
        signature=Signature(terms.position or "GIÁM ĐỐC", terms.signer, terms.authority),
        recipients=terms.recipients,
    )


def as_json(found: Draft) -> dict[str, Any]:
    """Plain values: each number with its records' count and source, the sentences filled."""
    return {
        "title": found.title, "place": found.asked.place_words, "period": found.asked.period_words,
        "sections": [{"title": one.title, "text": filled(one.text, found.slots)} for one in found.sections],
        "figures": [
            {"name": slot.name, "words": slot.words, "text": slot.text, "value": slot.amount.value, "records": len(slot.amount.records), "source": slot.source, "section": title}
            for title, slot in register(found)
        ],
        "contradictions": list(found.contradictions), "sources": list(found.sources),
    }  # fmt: skip
