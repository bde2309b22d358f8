"""Verbs on rules: load the shipped files, add a newer row, confirm a row for a province, withdraw one, stamp use."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from uuid import uuid4

from bedo.accounts.models import User
from bedo.core import log
from bedo.core.clock import now
from bedo.core.moves import Refused
from bedo.places.models import Unit
from bedo.programmes import loading, queries, rules
from bedo.programmes.models import LegalText, RuleBook, RuleConfirmation, RuleRow

ON_SCREEN = ("read", "summary", "recalled", "design")


def load_rules(*, by: User | None = None, folder: Path = loading.FOLDER) -> loading.LoadReport:
    """Bring in the shipped tables. Runs again without harm: a row that was used or confirmed is kept as it is and,
    where the file says otherwise now, reported."""
    files = [row for table in rules.TABLES for row in loading.read_table(table, folder)]
    report = loading.LoadReport()
    with log.writing(log.NATION):
        texts = _load_texts(folder)
        units = _provinces()
        known = {row.identity: row for row in RuleRow.objects.filter(origin="file").prefetch_related("confirmations")}
        for line in files:
            _load_row(line, known.pop(line.identity, None), texts, units, report)
        report.kept += [f"{old.identity}: không còn trong tệp; giữ nguyên." for old in known.values()]
        if report.wrote:
            _turn_page()
            counts = {"added": report.added, "updated": report.updated}
            text = f"Nạp bảng quy định: thêm {report.added} dòng, cập nhật {report.updated} dòng chưa dùng."
            log.record(log.NATION, "rules.load", subject="rules", by=by, text=text, data=counts)
    return report


def _load_row(line, old: RuleRow | None, texts, units, report: loading.LoadReport) -> None:
    code = line.common["province"]
    province = _province_on(units.get(code, []), line.day("effective_from"))
    if code and province is None:
        report.skipped.append(f"{line.identity}: chưa có đơn vị hành chính mã {code}.")
        return
    fresh = RuleRow(
        table=line.table,
        province=province,
        legal_text=texts.get(line.common["legal_text"]),
        effective_from=line.day("effective_from"),
        effective_to=line.day("effective_to"),
        values=line.values,
        position=line.position,
        identity=line.identity,
        added_at=now(),
        **{name: line.common[name] for name in ("key", "level", "article", "certainty", "source_url", "notes")},
    )
    if old is None:
        fresh.save(force_insert=True)
        report.added += 1
    elif _same(old, fresh):
        report.unchanged += 1
    elif old.used_on or old.retired_on or old.confirmations.all():
        report.kept.append(f"{old.identity}: tệp có nội dung mới nhưng dòng đã dùng hoặc đã xác nhận; giữ nguyên.")
    else:
        fresh.pk, fresh.added_at = old.pk, old.added_at
        fresh.save(force_update=True)
        report.updated += 1


_COMPARED = (
    "effective_to",
    "legal_text_id",
    "article",
    "certainty",
    "values",
    "position",
    "source_url",
    "notes",
    "province_id",
)


def _same(old: RuleRow, fresh: RuleRow) -> bool:
    return all(getattr(old, name) == getattr(fresh, name) for name in _COMPARED)


def _load_texts(folder: Path) -> dict[str, LegalText]:
    """The legal texts by number; facts in the file win, for a text is not a rule."""
    lines = loading.read_lines(folder / loading.TEXTS_FILE)
    texts = {text.number: text for text in LegalText.objects.all()}
    for line in lines:
        text = texts.setdefault(line["number"], LegalText(number=line["number"]))
        for name in ("title", "source_url", "notes"):
            setattr(text, name, line[name])
        for name in ("issued_on", "effective_from", "effective_to"):
            setattr(text, name, date.fromisoformat(line[name]) if line[name] else None)
        text.replaces, text.amends = texts.get(line["replaces"]), texts.get(line["amends"])
        text.save()
    return texts


def _provinces() -> dict[str, list[Unit]]:
    found: dict[str, list[Unit]] = {}
    for unit in Unit.objects.provinces():
        found.setdefault(unit.code, []).append(unit)
    return found


def _province_on(units: list[Unit], day: date | None) -> Unit | None:
    """The unit of that code on the row's first day; else the newest one of the code."""
    for unit in units:
        if day and (unit.valid_from or date.min) <= day <= (unit.valid_to or date.max):
            return unit
    return max(units, key=lambda unit: unit.valid_to or date.max, default=None)


@dataclass(frozen=True)
class NewRow:
    """A row as an administrator types it; `values` are the table's own columns as texts."""

    table: str
    key: str
    level: str
    province: Unit | None
    effective_from: date
    certainty: str
    values: Mapping[str, str]
    effective_to: date | None = None
    legal_text: str = ""
    article: str = ""
    source_url: str = ""
    notes: str = ""

    @property
    def chain(self) -> str:
        return self.province.code if self.province else log.NATION

    @property
    def identity(self) -> str:
        code = self.province.code if self.province else ""
        return loading.identity(self.table, self.key, self.level, code, self.effective_from)

    @property
    def clean_values(self) -> dict[str, str]:
        return {name: str(text).strip() for name, text in self.values.items() if str(text).strip()}


def add_rule_row(*, new: NewRow, by: User, today: date) -> RuleRow:
    """Add a newer row; older ones stay. Refuses a row that cannot be read, or that says "read" without text and article."""
    _check_new(new)
    with log.writing(new.chain):
        if RuleRow.objects.filter(identity=new.identity).exists():
            raise Refused(
                "Bảng đã có dòng cùng mã, cùng cấp và cùng ngày hiệu lực.",
                "Dòng đã có không sửa được: kiểm tra lại ngày, hoặc thu hồi dòng nhập nhầm rồi thêm lại.",
                field="effective_from",
            )
        row = _insert(new, by)
        _turn_page()
        title = rules.TABLES[new.table].TITLE
        text = f"Thêm dòng “{_called(row)}” vào bảng {title}, hiệu lực từ {new.effective_from:%d/%m/%Y}."
        data = {"identity": new.identity, "values": new.clean_values}
        log.record(new.chain, "rule.add", subject=f"rule:{row.pk}", by=by, on=today, text=text, data=data)
    return row


def _insert(new: NewRow, by: User) -> RuleRow:
    text = LegalText.objects.get_or_create(number=new.legal_text)[0] if new.legal_text else None
    return RuleRow.objects.create(
        table=new.table,
        key=new.key,
        level=new.level,
        province=new.province,
        effective_from=new.effective_from,
        effective_to=new.effective_to,
        legal_text=text,
        article=new.article,
        certainty=new.certainty,
        values=new.clean_values,
        position=_position(new.table, new.key),
        source_url=new.source_url,
        notes=new.notes,
        origin="screen",
        identity=new.identity,
        added_by=by,
        added_at=now(),
    )


def _check_new(new: NewRow) -> None:
    if new.table not in rules.TABLES or new.level not in rules.LEVELS or new.certainty not in ON_SCREEN:
        raise Refused("Bảng, cấp kinh phí hoặc mức chắc chắn không hợp lệ.", "Chọn lại trong danh sách.", status=422)
    if not new.key.strip():
        raise Refused("Dòng phải có mã.", "Ghi mã, ví dụ mã nội dung.", field="key", status=422)
    if new.effective_to and new.effective_to < new.effective_from:
        raise Refused("Ngày hết hiệu lực trước ngày bắt đầu.", "Sửa lại ngày.", field="effective_to", status=422)
    if new.certainty == "read" and not (new.legal_text and new.article):
        raise Refused(
            "Dòng “đã đọc văn bản” phải ghi số văn bản và điều, khoản.",
            "Ghi đủ hai mục đó, hoặc chọn mức chắc chắn khác.",
            field="article" if new.legal_text else "legal_text",
            status=422,
        )
    try:
        rules.read_values(rules.TABLES[new.table], new.clean_values)
    except rules.BadRow as bad:
        raise Refused(bad.reason, "Sửa cột đó rồi lưu lại.", field=bad.column, status=422) from bad


def _called(row: RuleRow) -> str:
    """What people call a row: its name, the change it speaks of, at last its key."""
    return row.values.get("name") or rules.CHANGES.get(row.values.get("change", ""), row.key)


def _position(table: str, key: str) -> int:
    """Beside the older row of the same key, else last."""
    rows = RuleRow.objects.filter(table=table).order_by("position")
    same = rows.filter(key=key).last() or rows.last()
    return same.position if same else 1


def confirm_row(
    *, row: RuleRow, province: Unit, text: str, person: str, on: date, by: User, today: date
) -> RuleConfirmation:
    """The province's Sở has set the row beside the text: from now on it refuses there. Says which text, who, when."""
    for name, value, label in (("text", text, "văn bản đã đối chiếu"), ("person", person, "người đối chiếu")):
        if not value.strip():
            raise Refused(f"Phải ghi {label}.", "Ghi rồi xác nhận lại.", field=name, status=422)
    if on > today:
        raise Refused("Ngày xác nhận ở tương lai.", "Ghi ngày đã đối chiếu.", field="on", status=422)
    if row.retired_on:
        raise Refused("Dòng này đã thu hồi nên không xác nhận được.", "Chọn dòng còn hiệu lực.")
    if row.province_id and row.province.code != province.code:
        raise Refused("Dòng này là của tỉnh khác.", "Chỉ xác nhận dòng chung hoặc dòng của tỉnh mình.", status=403)
    with log.writing(province.code):
        if row.confirmations.filter(province=province).exists():
            raise Refused("Sở đã xác nhận dòng này rồi.", "Tải lại trang để xem lần xác nhận.")
        made = RuleConfirmation.objects.create(
            row=row,
            province=province,
            text=text.strip(),
            person=person.strip(),
            on=on,
            recorded_by=by,
            recorded_at=now(),
        )
        _turn_page()
        log.record(
            province.code,
            "rule.confirm",
            subject=f"rule:{row.pk}",
            by=by,
            on=on,
            text=f"Sở xác nhận dòng “{_called(row)}” ({rules.TABLES[row.table].TITLE}) theo {text.strip()}.",
            data={"identity": row.identity, "text": text.strip()},
            personal={"person": person.strip()},
        )
    return made


def retire_row(*, row: RuleRow, reason: str, by: User, today: date) -> None:
    """Withdraw a row that was entered wrongly on screen. Refuses shipped, used and confirmed rows."""
    if not reason.strip():
        raise Refused("Thu hồi dòng phải ghi lý do.", "Ghi lý do rồi làm lại.", field="reason", status=422)
    chain = row.province.code if row.province_id else log.NATION
    with log.writing(chain):
        fresh = RuleRow.objects.select_for_update().get(pk=row.pk)
        if fresh.origin != "screen" or fresh.used_on or fresh.retired_on or fresh.confirmations.exists():
            raise Refused(
                "Chỉ thu hồi được dòng do người dùng thêm, chưa dùng và chưa được Sở xác nhận.",
                "Thêm một dòng mới với ngày hiệu lực mới hơn.",
            )
        identity = f"{fresh.identity}/retired/{fresh.pk}"
        RuleRow.objects.filter(pk=row.pk).update(
            retired_on=today, retired_by=by, retired_reason=reason.strip(), identity=identity
        )
        _turn_page()
        text = f"Thu hồi dòng “{_called(row)}” ({rules.TABLES[row.table].TITLE}): {reason.strip()}"
        log.record(chain, "rule.retire", subject=f"rule:{row.pk}", by=by, on=today, text=text)


def mark_used(row_ids: Iterable[int | None], *, today: date) -> None:
    """Stamp the rows that a decision rested on, in the caller's transaction: they are not edited any more."""
    RuleRow.objects.filter(pk__in=[pk for pk in row_ids if pk], used_on=None).update(used_on=today)


def _turn_page() -> None:
    RuleBook.objects.update_or_create(pk=1, defaults={"stamp": uuid4().hex})
    queries.forget()
