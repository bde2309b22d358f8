"""What the rule tables say about one project: ceilings, papers, gates of payment, deadlines.

A project follows the rules of the day its plan was approved; before that, today's (design 3.1). The answers are those of
programmes.rules; this module only gathers the project's side of the question.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from bedo.core.answers import Answer
from bedo.core.moves import Refused, Verdict
from bedo.core.types import Dong
from bedo.ledger.rules import ROLLING_FUNDS
from bedo.programmes import queries as law
from bedo.programmes import rules
from bedo.projects import queries
from bedo.projects.models import Contract, Project, ProjectPaper, Share, Wish
from bedo.projects.rules import states

WRITTEN_BY_THE_OFFICE = frozenset(
    {"dossier:letter", "dossier:project", "dossier:estimate", "dossier:capacity"}
    | {"completion:all.minutes", "completion:all.summary", "completion:all.report_3b"}
    | {f"completion:settle.{form}" for form in ("m7", "m8a", "m8b", "m9", "invoice")}
)
"""Papers that the implementing unit and the Sở write themselves: nobody asks the establishment for them."""


def criteria_of(wish: Wish, day: date) -> tuple[rules.CapacityCriterion, ...]:
    """The criteria asked for the wish's content on that day."""
    return rules.for_contents(
        law.rows(rules.CapacityCriterion),
        [wish.content],
        level=rules.LOCAL,
        on=day,
        province=wish.province.code,
    )


@dataclass(frozen=True)
class CheckItem:
    """One line of a checklist: the paper (`key` is its slot), whether it is there, and what stands for it."""

    key: str
    name: str
    optional: bool
    papers: tuple[ProjectPaper, ...] = ()
    automatic: str = ""

    @property
    def there(self) -> bool:
        return bool(self.papers or self.automatic)

    @property
    def missing(self) -> bool:
        return not self.there and not self.optional


@dataclass(frozen=True)
class Gate:
    """May this be paid: the verdict, the explaining answer, and warnings that are shown and kept."""

    verdict: Verdict
    answer: Answer
    warnings: tuple[str, ...] = ()


def _where(project: Project, on: date) -> dict:
    level = rules.NATIONAL if project.track == "national" else rules.LOCAL
    return {"level": level, "on": project.rule_day or on, "province": project.province.code}


def content_of(project: Project, on: date) -> rules.Content | None:
    """The content row of the project, as it stands on its rule day."""
    return contents(project, on).get(project.content)


def appraisal_contents(project: Project, today: date) -> list[rules.AppraisalContent]:
    """The five contents of appraisal as they stand for the project, by key. TT 36/2013/TT-BCT, Điều 9."""
    found = law.in_force(rules.AppraisalContent, **_where(project, today))
    return [found[key] for key in sorted(found)]


def ceiling(project: Project, today: date, basis: Dong | None = None) -> Answer:
    """The highest support for the project's content, reckoned from `basis`.

    Default: the estimate's total; before there is one, what is asked and the establishment's own part together.
    """
    planned = None if project.support is None or project.counterpart is None else project.support + project.counterpart
    return rules.support_ceiling(
        law.rows(rules.SupportNorm), project.content, basis or project.total or planned, **_where(project, today)
    )


def contents(project: Project, on: date) -> dict[str, rules.Content]:
    """The contents of support as they stand for the project, by key."""
    return law.in_force(rules.Content, **_where(project, on))


def who_decides(project: Project, change: str, on: date) -> Answer:
    """The body that decides a change of the project, by the table in force on that day. TT 36/2013/TT-BCT, Điều 11."""
    where = _where(project, on) | {"on": on}
    kind = "group" if project.kind == "group" else "single"
    return rules.who_decides(law.rows(rules.ChangeAuthority), change, kind=kind, **where)


def stop_reasons(project: Project, on: date) -> dict[str, rules.StopReason]:
    """The coded reasons of a stop, by key."""
    return law.in_force(rules.StopReason, **(_where(project, on) | {"on": on}))


def carry_over_until(project: Project, year: int) -> date:
    """The last day on which money of the year may be asked into the next: the end of the budget year. NĐ 45/2012, Điều 14."""
    found = rules.deadline(
        law.rows(rules.DeadlineRule), "budget_year_end", **_where(project, date(year, 12, 31)), year=year
    )
    return found.value or date(year, 12, 31)


def share_ruling(project: Project, support: Dong, counterpart: Dong, on: date) -> rules.Ruling:
    """Does one beneficiary's support of a shared project go over the norm? Basis: support and own money together."""
    return rules.may_exceed(support, ceiling(project, on, Dong(support + counterpart)), field="rows")


def share_ceiling(share: Share, today: date) -> Answer:
    """The highest support for this share: of a project with several the norm is asked for each beneficiary."""
    project = share.project
    if project.kind in states.SHARED and share.role == "beneficiary":
        return ceiling(project, today, whole_value(share))
    return ceiling(project, today)


def rows_relied_on(project: Project, on: date) -> list[int | None]:
    """Ids of the rows that a decision on that day rests on: content, support norm, advance. They are not edited any more."""
    where = _where(project, on)
    norm = law.in_force(rules.SupportNorm, **where).get(project.content)
    advance = rules.advance_rule(law.rows(rules.AdvanceRule), project.content, **where)
    return [row.row_id for row in (content_of(project, on), norm, advance) if row is not None]


def norm_ruling(project: Project, today: date) -> rules.Ruling:
    """Does the support asked go over the norm? Refuses or warns by the certainty of the row.

    The norm is for one beneficiary: of a project with several it is asked for each share of the detailed plan (share_ruling).
    """
    if project.kind in states.SHARED:
        return rules.Ruling()
    return rules.may_exceed(project.support or Dong(0), ceiling(project, today), field="support")


def dossier_checklist(project: Project, today: date, *, to_ministry: bool = False) -> list[CheckItem]:
    """Papers of the dossier; what the system itself holds (the eight parts, the estimate, the visit) counts as there.

    `to_ministry`: as it is registered with the Cục, with the Sở's appraisal sheet (Mẫu 4a, 4b).
    """
    where = _where(project, today)
    facts = {"other_beneficiary", "priced", *(["to_ministry"] if to_ministry else [])}
    share = queries.first_share(project)
    if share and share.establishment and share.establishment.kind == "doanh_nghiep":
        facts.add("enterprise")
    wanted = rules.dossier_papers(
        law.rows(rules.DossierPaper), [project.content], **where, facts=frozenset(facts)
    ).value
    return _checklist(project, "dossier", wanted, _dossier_automatic(project, to_ministry))


def _dossier_automatic(project: Project, to_ministry: bool) -> dict[str, str]:
    found = {}
    if not queries.empty_parts(project):
        found["project"] = "Tám phần đã viết trong hồ sơ"
    if not queries.estimate_problems(project):
        found["estimate"] = "Dự toán đã ghi và khớp"
    if queries.capacity_passed(project):
        found["capacity"] = "Đã thẩm tra năng lực tại cơ sở"
    if to_ministry and any(sheet.level == "base" and sheet.conclusion == "pass" for sheet in project.appraisals.all()):
        found["sheet_4"] = "Phiếu thẩm định cấp cơ sở đã kết luận đạt"
    return found


def registration_due(project: Project, today: date) -> date | None:
    """The last day on which the Sở may register a project of the year with the Cục. TT 36/2013/TT-BCT, Điều 10."""
    return deadline(project, "department_to_ministry", today, year=project.year - 1).value


def completion_checklist(share: Share, today: date) -> list[CheckItem]:
    """Papers at completion by the 15 types. TT 36/2013/TT-BCT, Điều 14."""
    project = share.project
    content = content_of(project, today)
    if content is None:
        return []
    wanted = rules.completion_papers(
        law.rows(rules.CompletionPaper), content, **_where(project, today), facts=_invoice(project)
    ).value
    automatic = {}
    minutes, report = queries.minutes_and_report(share)
    if minutes:
        automatic["all.minutes"] = "Biên bản nghiệm thu đã ký chốt"
    if report:
        automatic["all.report_3b"] = "Báo cáo tiến độ tháng đã ghi"
    return _checklist(project, "completion", wanted, automatic, share)


def _invoice(project: Project) -> frozenset[str]:
    """The group of settlement papers of a national project's unit, with or without an invoice. TT 36/2013/TT-BCT, Điều 19."""
    if project.track != "national":
        return frozenset()
    return frozenset({"invoice" if project.issues_invoice else "no_invoice"})


def advance_checklist(share: Share, today: date) -> list[CheckItem]:
    """Papers that the first advance of the content needs. TT 36/2013/TT-BCT, Điều 13."""
    project = share.project
    where = _where(project, today)
    rule = rules.advance_rule(law.rows(rules.AdvanceRule), project.content, **where)
    if rule is None:
        return []
    wanted = [
        _Needed(paper.key, paper.name) for paper in rules.advance_papers(law.rows(rules.AdvancePaper), rule, **where)
    ]
    automatic = {key: HELD_WORDS[key] for key in _held_papers(share, today)}
    return _checklist(project, "advance", wanted, automatic, share)


@dataclass(frozen=True)
class _Needed:
    """An advance paper as a checklist wants it: never optional."""

    key: str
    name: str
    optional: bool = False


HELD_WORDS = {
    "contract": "Hợp đồng đã ghi",
    "progress_confirmed": "Sở đã xác nhận khối lượng",
    "report_3b": "Báo cáo tiến độ tháng đã ghi",
    "acceptance_5b": "Biên bản nghiệm thu đã ký chốt",
}


def _held_papers(share: Share, on: date) -> set[str]:
    """Keys of advance papers that the system itself holds by that day."""
    there = {
        "contract": queries.contract_of(share) is not None,
        "progress_confirmed": any(row.on <= on for row in share.confirmations.all()),
        "report_3b": any(row.submitted_on <= on for row in share.reports.all()),
        "acceptance_5b": queries.signed_minutes(share) is not None,
    }
    return {key for key, held in there.items() if held}


def _checklist(
    project: Project, kind: str, wanted, automatic: dict[str, str], share: Share | None = None
) -> list[CheckItem]:
    there: dict[str, list[ProjectPaper]] = {}
    for row in queries.papers_of(project):
        if share is None or row.share_id in (None, share.pk):
            there.setdefault(row.slot, []).append(row)
    return [
        CheckItem(
            f"{kind}:{paper.key}",
            paper.name,
            paper.optional,
            tuple(there.get(f"{kind}:{paper.key}", ())),
            automatic.get(paper.key, ""),
        )
        for paper in wanted
    ]


def reminder(project: Project, items: list[CheckItem], before: date | None = None) -> str:
    """A ready message that names what the establishment has still to bring, to copy into Zalo; empty when nothing."""
    missing = [item for item in items if item.missing and item.key not in WRITTEN_BY_THE_OFFICE]
    if not missing:
        return ""
    office = project.implementer.name if project.implementer_id else "Trung tâm Khuyến công"
    return rules.reminder(missing, project=project.title, office=office, before=before)


def advance_offer(share: Share, on: date) -> Answer:
    """The first advance that the table allows for the share's contracted amount."""
    project = share.project
    return rules.first_advance(
        law.rows(rules.AdvanceRule), project.content, share.support or Dong(0), **_where(project, on)
    )


def advance_strict(project: Project, on: date) -> bool:
    """Does the office refuse what the table of advances does not allow, even where nobody checked its row against the text?"""
    where = _where(project, on)
    row = rules.setting(law.rows(rules.Setting), "advance_gate", on=where["on"], province=where["province"])
    return bool(row.value)


def next_payment(share: Share, today: date) -> tuple[str, Dong, Gate]:
    """What may be paid next: its kind, the amount that is still due of it in whole đồng, and whether its gate is open."""
    support, paid = share.support or Dong(0), queries.paid(share)
    if share.state in (states.ACCEPTED, states.SETTLING):
        kind, amount = "remaining_advance", support - paid
    else:
        kind, amount = "first_advance", max(Dong(advance_offer(share, today).value or 0) - paid, Dong(0))
    return kind, amount, payment_gate(share, kind, amount, today)


def payment_gate(share: Share, kind: str, amount: Dong, on: date) -> Gate:
    """May `amount` (whole đồng) be paid to the share on that day? TT 36/2013/TT-BCT, Điều 13, 14; TTLT 26/2014, Điều 8."""
    support, paid = share.support or Dong(0), queries.paid(share)
    if amount <= 0:
        return _no("Số tiền phải lớn hơn 0.", "Ghi số tiền.", status=422)
    if paid + amount > support:
        return _no(
            f"Chi {amount} cùng {paid} đã chi vượt {support} của hợp đồng.",
            f"Còn chi được {support - paid}.",
            status=422,
        )
    if kind == "first_advance":
        return _first_gate(share, amount, on, support, paid)
    return _after_acceptance(share, amount, support, paid)


def _first_gate(share: Share, amount: Dong, on: date, support: Dong, paid: Dong) -> Gate:
    project = share.project
    if share.state not in (states.CONTRACTED, states.RUNNING, states.REWORK, states.COMPLETED, states.ACCEPTED):
        return _no("Chỉ tạm ứng lần một khi hợp đồng đang thực hiện.", "")
    where = _where(project, on)
    ruling = rules.advance_allowed(
        law.rows(rules.AdvanceRule),
        law.rows(rules.SupportNorm),
        law.rows(rules.AdvancePaper),
        project.content,
        amount=amount,
        support=support,
        before=paid,
        work=_work(share, on),
        **where,
        strict=advance_strict(project, on),
    )
    if ruling.refusal:
        ruling.refusal.status = 409
    return Gate(ruling, ruling.answer or advance_offer(share, on), ruling.warnings)


def _work(share: Share, on: date) -> rules.Work:
    checks = [row for row in share.confirmations.all() if row.on <= on]
    confirmation = max(checks, key=lambda row: (row.on, row.pk), default=None)
    minutes = queries.signed_minutes(share)
    papers = {
        row.slot.removeprefix("advance:")
        for row in queries.papers_of(share.project)
        if row.slot.startswith("advance:") and row.share_id in (None, share.pk)
    }
    return rules.Work(
        done=confirmation.done_value if confirmation else Dong(0),
        total=confirmation.total_value if confirmation else whole_value(share),
        confirmed=bool(confirmation),
        accepted=bool(minutes),
        papers=frozenset(papers | _held_papers(share, on)),
    )


def whole_value(share: Share) -> Dong:
    """The total investment of the share, whole đồng: the estimate of a single project, else its support and own money."""
    if share.project.kind in states.SHARED:
        return Dong((share.support or 0) + (share.counterpart or 0))
    return Dong(share.project.total or 0)


def _after_acceptance(share: Share, amount: Dong, support: Dong, paid: Dong) -> Gate:
    minutes = queries.signed_minutes(share)
    if minutes is None or minutes.result == "failed":
        return _no("Chưa có biên bản nghiệm thu đạt đã ký chốt.", "Nghiệm thu trước khi chi phần còn lại.")
    accepted = Dong(sum(row.from_fund for row in minutes.lines.all()))
    offer = rules.remaining_advance(support, paid, accepted)
    if amount > offer.value:
        return _no(f"Chi {amount} vượt {offer.value} còn được chi: {offer.explanation}.", "Sửa số tiền.", status=422)
    return Gate(Verdict(), offer)


def _no(reason: str, todo: str, *, status: int = 409) -> Gate:
    refusal = Refused(reason, todo, field="amount" if status == 422 else "", code="gate", status=status)
    return Gate(Verdict(refusal), Answer("Chi", None))


def deadline(project: Project, key: str, today: date, **facts) -> Answer:
    """A deadline of the table for this project; a local track without a row of its own takes the national date."""
    found = rules.deadline(law.rows(rules.DeadlineRule), key, **_where(project, today), **facts)
    if found.value is None and project.track != "national":
        where = {**_where(project, today), "level": rules.NATIONAL}
        return rules.deadline(law.rows(rules.DeadlineRule), key, **where, **facts)
    return found


def settlement_due(contract: Contract) -> date | None:
    """The last day of the settlement dossier: 15 days after the contract's last acceptance; None while one is not accepted.

    A stopped share is not waited for.
    """
    items = list(contract.items.exclude(share__state__in=states.GONE).select_related("share__project__province"))
    days = [queries.accepted_on(item.share) for item in items]
    if not items or any(day is None for day in days):
        return None
    last = max(day for day in days if day)
    return deadline(items[0].share.project, "settlement", last, start=last).value or last + timedelta(days=15)


def next_deadline(project: Project, today: date) -> tuple[date | None, str]:
    """The next legal or agreed day of the project and its reason: the earliest of its live shares'; (None, "") when none is known."""
    if project.state in states.ENDED:
        return None, ""
    if project.state == states.RETURNED:
        due = project.corrections.filter(closed_on=None).order_by("due_on").values_list("due_on", flat=True).first()
        return due, "Bổ sung theo yêu cầu thẩm định"
    if project.track == "national" and project.state == states.BASE_PASSED:
        return registration_due(project, today), "Sở gửi báo cáo đăng ký kế hoạch cho Cục · TT 36/2013 Đ.10"
    shares = queries.carrying_shares(project)
    found = [_share_deadline(project, share, today) for share in shares]
    if project.fund in ROLLING_FUNDS:
        found += [_instalment(share, today) for share in shares]
    return min((one for one in found if one[0]), default=(None, ""))


def _instalment(share: Share, today: date) -> tuple[date | None, str]:
    """The oldest instalment of recoverable support that is not paid."""
    owed = [row for row in queries.schedule_of(share, today) if row.left] if share.state not in states.GONE else []
    return (owed[0].due.due_on, f"Hoàn trả Quỹ khuyến công, kỳ {owed[0].due.number}") if owed else (None, "")


def _share_deadline(project: Project, share: Share, today: date) -> tuple[date | None, str]:
    state = share.state
    if state in (states.CONTRACTED, states.RUNNING, states.REWORK):
        return _running_deadline(project, share, today)
    if state == states.COMPLETED:
        return queries.contract_end(share), "Nghiệm thu trong thời hạn hợp đồng"
    if state == states.ACCEPTED:
        contract = queries.contract_of(share)
        due = settlement_due(contract) if contract else None
        return due, "Nộp hồ sơ quyết toán, 15 ngày từ nghiệm thu cuối · TT 36/2013 Đ.18"
    if state == states.SETTLING:
        due = deadline(project, "liquidation", today, year=queries.budget_year(project, share)).value
        return due, "Thanh lý, quyết toán chậm nhất 22/01 · TT 36/2013 Đ.18"
    if state in (states.SETTLED, states.FOLLOWED) and share.role != "unit":
        return _effects_deadline(project, share, today)
    if state == states.STOPPING:
        return queries.recovery_due(share), "Nộp lại kinh phí theo quyết định · TT 36/2013 Đ.12"
    return None, ""


def _running_deadline(project: Project, share: Share, today: date) -> tuple[date | None, str]:
    ends_on = queries.contract_end(share)
    month = queries.next_report_month(share, today)
    report = deadline(project, "monthly_report", today, year=month.year, month=month.month).value
    if ends_on and (report is None or ends_on <= report):
        return ends_on, "Hết hạn hợp đồng"
    return report, f"Báo cáo tiến độ tháng {month:%m/%Y} · trước ngày 25 · TT 36/2013 Đ.23"


def _effects_deadline(project: Project, share: Share, today: date) -> tuple[date | None, str]:
    accepted = queries.accepted_on(share)
    if accepted is None:
        return None, ""
    known = set(share.effects.values_list("year", flat=True))
    for number in (1, 2, 3):
        due = deadline(project, f"effects_{number}", today, start=accepted).value
        if due and accepted.year + number not in known:
            return due, f"Hỏi hiệu quả năm thứ {number} sau nghiệm thu"
    return None, ""
