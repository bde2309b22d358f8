"""Accepted visits of the other kinds: appraisals, progress, effects, and what is only kept."""

from datetime import date, timedelta

import pytest

from bedo.core.moves import Refused
from bedo.core.types import Dong
from bedo.projects.lawbook import criteria_of
from bedo.projects.models import CapacityAppraisal, Difficulty, Effect, ProgressReport, Wish
from tests.fuzz.tables import changed, content
from tests.projects.factory import CONTENT, TODAY, Chain
from tests.surveys.factory import picture
from tests.surveys.reviews import KEEP, ON, TAKE, accept, chain_text


class TestCapacity:
    def _answers(self, wish, **more):
        met = {f"met_{one.key}": "co" for one in criteria_of(wish, ON)}
        return {
            "content": CONTENT,
            "present": "Chủ cơ sở",
            "opinion": "Đủ năng lực",
            "outcome": "passed",
            **met,
            **more,
        }

    def test_it_passes_with_its_evidence(self, sent, people, establishment, reviewer):
        wish = Chain(people, establishment).to("wish").wish_row
        visit = sent(
            kind="tham_tra", subject=wish.pk, answers=self._answers(wish, figure_counterpart="400 triệu"),
            pictures=[picture(1)], questions=["photo_counterpart"],
        )  # fmt: skip
        accept(visit, reviewer)
        wish.refresh_from_db()
        appraisal = CapacityAppraisal.objects.get(wish=wish)
        assert (wish.state, appraisal.outcome, appraisal.visited_on) == ("screened", "passed", ON)
        assert appraisal.officer == people["officer"], "who was there, not who accepted"
        finding = appraisal.findings.get(criterion="counterpart")
        assert (finding.met, finding.figure, finding.evidence.sha256) == (True, "400 triệu", visit.photos.get().sha256)

    def test_a_refusal_says_what_would_make_it_feasible(self, sent, people, establishment, reviewer):
        wish = Chain(people, establishment).to("wish").wish_row
        more = {"outcome": "refused", "reason": "Chưa có điện ba pha", "feasible_if": "Kéo điện ba pha"}
        accept(sent(kind="tham_tra", subject=wish.pk, answers=self._answers(wish, **more)), reviewer)
        wish.refresh_from_db()
        assert (wish.state, wish.reason, wish.feasible_if) == ("refused", more["reason"], more["feasible_if"])

    @pytest.mark.parametrize(
        "more", [{"met_counterpart": "khong"}, {"outcome": "refused"}, {"outcome": ""}, {"opinion": 5, "outcome": 4}]
    )
    def test_what_does_not_hold_together_is_refused_whole(self, sent, people, establishment, reviewer, more):
        wish = Chain(people, establishment).to("wish").wish_row
        visit = sent(kind="tham_tra", subject=wish.pk, answers=self._answers(wish, **more))
        before = content()
        with pytest.raises(Refused) as refused:
            accept(visit, reviewer)
        assert refused.value.status == 422
        assert changed(before, content()) == []


class TestProgress:
    ANSWERS = {
        "done_percent": 40,
        "planned_percent": 60,
        "done_text": "Đã đặt máy",
        "spent": 100_000_000,
        "late": "kip",
    }

    @pytest.fixture
    def chain(self, people, establishment):
        return Chain(people, establishment).to("confirm")

    def visit(self, sent, chain, **answers):
        return sent(kind="tien_do", subject=chain.share.pk, answers={**self.ANSWERS, **answers}, pictures=[picture(1)])

    def test_the_month_is_reported_with_its_photos(self, sent, chain, reviewer):
        accept(self.visit(sent, chain), reviewer)
        report = ProgressReport.objects.get(share=chain.share, month=date(2026, 11, 1))
        assert (report.done_percent, report.spent, report.submitted_on) == (40, Dong(100_000_000), ON)
        assert report.photos.count() == 1

    def test_a_month_that_is_reported_needs_a_choice(self, sent, chain, reviewer):
        accept(self.visit(sent, chain), reviewer)
        again = self.visit(sent, chain, done_percent=55)
        before = content()
        with pytest.raises(Refused) as refused:
            accept(again, reviewer)
        assert (refused.value.field, refused.value.code) == ("report", "conflict")
        assert changed(before, content()) == []
        accept(again, reviewer, {"report": KEEP})
        third = self.visit(sent, chain, done_percent=60)
        accept(third, reviewer, {"report": TAKE})
        report = ProgressReport.objects.get(share=chain.share, month=date(2026, 11, 1))
        assert (report.done_percent, report.version) == (60, 2)
        assert report.photos.count() == 1, "the same photo is there once"

    def test_a_difficulty_gets_its_holder_and_its_day(self, sent, chain, people, reviewer):
        accept(self.visit(sent, chain, late="cham", difficulty="Máy về chậm"), reviewer)
        row = Difficulty.objects.get(share=chain.share)
        assert (row.text, row.holder, row.due_on) == ("Máy về chậm", people["officer"], TODAY + timedelta(days=14))
        again = self.visit(sent, chain, late="cham", difficulty="Máy về chậm", done_percent=41)
        accept(again, reviewer, {"report": TAKE})
        assert Difficulty.objects.count() == 1

    @pytest.mark.parametrize("answers", [{"done_percent": 140}, {"done_percent": None}, {"planned_percent": "x"}])
    def test_without_both_per_cents_nothing_is_reported(self, sent, chain, reviewer, answers):
        accept(self.visit(sent, chain, **answers), reviewer)
        assert not ProgressReport.objects.filter(month=date(2026, 11, 1)).exists()

    def test_a_month_that_may_not_be_reported_refuses_the_whole(self, sent, people, establishment, reviewer):
        chain = Chain(people, establishment).to("allocate")
        visit = self.visit(sent, chain, late="cham", difficulty="Máy về chậm")
        before = content()
        with pytest.raises(Refused):
            accept(visit, reviewer)
        assert changed(before, content()) == []


class TestEffects:
    ANSWERS = {
        "year": 2026,
        "met": "Kế toán",
        "machine_in_use": "co",
        "workers": 12,
        "income": 6_000_000,
        "output": "12 tấn",
    }

    @pytest.fixture
    def share(self, people, establishment):
        return Chain(people, establishment).to("follow").share

    def test_they_are_recorded_with_who_said_so(self, sent, share, reviewer):
        Effect.objects.all().delete()
        accept(sent(kind="hieu_qua", subject=share.pk, answers=self.ANSWERS), reviewer)
        row = Effect.objects.get(share=share, year=2026)
        assert (row.workers, row.income, row.output, row.machine_in_use) == (12, Dong(6_000_000), "12 tấn", True)
        assert (row.said_by, row.said_how, row.as_of) == ("Kế toán", "visit", ON)
        assert "Kế toán" not in chain_text()

    def test_other_figures_of_the_year_need_a_choice(self, sent, share, reviewer):
        accept(sent(kind="hieu_qua", subject=share.pk, answers=self.ANSWERS), reviewer)
        other = sent(kind="hieu_qua", subject=share.pk, answers={**self.ANSWERS, "workers": 14, "new_customers": 2})
        with pytest.raises(Refused) as refused:
            accept(other, reviewer)
        assert refused.value.field == "workers"
        accept(other, reviewer, {"workers": KEEP})
        row = Effect.objects.get(share=share, year=2026)
        assert (row.workers, row.new_customers) == (12, 2)

    def test_without_a_year_it_is_refused(self, sent, share, reviewer):
        with pytest.raises(Refused):
            accept(sent(kind="hieu_qua", subject=share.pk, answers={**self.ANSWERS, "year": 3}), reviewer)


@pytest.mark.parametrize("kind", ["nghiem_thu", "nang_luong"])
def test_other_kinds_are_kept_with_the_record(sent, people, establishment, reviewer, kind):
    chain = Chain(people, establishment).to("contract")
    more = {"subject": chain.share.pk} if kind == "nghiem_thu" else {"establishment": establishment.pk}
    visit = sent(kind=kind, answers={}, **more)
    before = content()
    accept(visit, reviewer)
    assert changed(before, content()) == ["surveys.Visit"]
    assert Wish.objects.count() == 1
