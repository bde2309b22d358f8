"""Accepting a visit writes what was decided, where it belongs, under the log; a refusal anywhere changes nothing."""

from datetime import UTC, datetime, timedelta

import pytest

from bedo.core import log
from bedo.core.models import LogEntry
from bedo.core.moves import Refused
from bedo.core.types import Dong
from bedo.establishments.models import Establishment
from bedo.establishments.services import merge
from bedo.surveys.comparing import compare
from bedo.surveys.models import Visit
from bedo.surveys.services import reviewing
from tests.fuzz.tables import changed, content
from tests.projects.factory import CONTENT, TODAY, make_establishment
from tests.projects.test_races import together
from tests.surveys.factory import document, photo, picture
from tests.surveys.reviews import KEEP, ON, SURVEY, TAKE, THINGS, WISH, accept, chain_text, known


class TestSurvey:
    def test_a_known_establishment_gets_what_is_new_and_what_changed(self, sent, establishment, reviewer):
        visit = sent(answers={"workers": 12, "sector": "che_bien"}, **known(establishment, name=establishment.name))
        accept(visit, reviewer)
        establishment.refresh_from_db()
        assert (establishment.workers, establishment.sector, establishment.workers_as_of) == (12, "che_bien", ON)
        visit.refresh_from_db()
        assert (visit.state, visit.reviewed_by, visit.visited_on) == ("accepted", reviewer, ON)
        entry = LogEntry.objects.filter(kind="visit.accept").get()
        assert (entry.group, entry.subject, entry.actor) == (establishment.group, visit.subject, reviewer)
        assert list(log.broken_entries()) == []

    def test_a_change_may_be_declined(self, sent, province, commune, reviewer):
        row = make_establishment(province, commune, workers=10)
        visit = sent(answers={"workers": 12, "sector": "che_bien"}, **known(row, workers=10))
        assert {one.field: one.kind for one in compare(visit).fields} == {"workers": "change", "sector": "new"}
        accept(visit, reviewer, {"workers": KEEP})
        row.refresh_from_db()
        assert (row.workers, row.sector) == (10, "che_bien")

    def test_a_conflict_needs_a_choice_and_nothing_is_written_before(self, sent, province, commune, reviewer):
        row = make_establishment(province, commune, workers=15)
        visit = sent(answers={"workers": 12, **THINGS}, **known(row, workers=10))
        before = content()
        with pytest.raises(Refused) as refused:
            accept(visit, reviewer)
        assert (refused.value.field, refused.value.status, refused.value.code) == ("workers", 422, "conflict")
        assert changed(before, content()) == []
        accept(visit, reviewer, {"workers": TAKE})
        row.refresh_from_db()
        assert row.workers == 12

    def test_keeping_what_is_stored_is_a_choice_too(self, sent, province, commune, reviewer):
        row = make_establishment(province, commune, workers=15)
        visit = sent(answers={"workers": 12}, **known(row, workers=10))
        accept(visit, reviewer, {"workers": KEEP})
        row.refresh_from_db()
        assert row.workers == 15
        assert Visit.objects.get(pk=visit.pk).decisions == {"workers": KEEP}

    def test_a_tax_code_that_was_never_on_the_device_is_a_conflict(self, sent, province, commune, reviewer):
        row = make_establishment(province, commune, tax_code="5100123456")
        visit = sent(answers={"tax_code": "5100123457"}, **known(row, workers=10))
        assert [(one.field, one.kind) for one in compare(visit).fields] == [("tax_code", "conflict")]

    def test_the_record_changed_while_the_reviewer_looked(self, sent, province, commune, reviewer):
        row = make_establishment(province, commune, workers=15)
        visit = sent(answers={"workers": 12}, **known(row, workers=10))
        seen = row.version
        Establishment.objects.filter(pk=row.pk).update(workers=20, version=seen + 1)
        with pytest.raises(Refused) as refused:
            accept(visit, reviewer, {"workers": TAKE}, register_version=seen)
        assert refused.value.code == "register"
        row.refresh_from_db()
        assert row.workers == 20

    def test_a_new_establishment_with_all_it_brought(self, sent, commune, reviewer, people):
        visit = sent(
            answers={**SURVEY, **WISH, **THINGS, "place": commune.pk}, pictures=[picture(1), picture(2), picture(1)]
        )
        accept(visit, reviewer)
        row = Establishment.objects.get(name=SURVEY["name"])
        assert (row.place, row.workers, row.revenue, row.revenue_year) == (commune, 7, Dong(900_000_000), 2025)
        assert (row.exports, row.address, row.sector) == (False, "Thôn Nà Chì", "co_khi_dien")
        product, machine, wish = row.products.get(), row.machines.get(), row.wishes.get()
        assert (product.name, product.output, product.output_year) == ("Dao phát", 4000, 2025)
        assert (machine.name, machine.quantity) == ("Búa máy cũ", 1)
        assert (wish.need, wish.received_on, wish.channel, wish.officer) == (
            WISH["need"],
            ON,
            "khao_sat",
            people["officer"],
        )
        assert row.photos.count() == 2, "the same photo is there once"
        visit.refresh_from_db()
        assert (visit.establishment, visit.wish) == (row, wish)

    def test_extras_may_be_left_out(self, sent, commune, reviewer):
        visit = sent(answers={**SURVEY, **WISH, **THINGS, "place": commune.pk}, pictures=[picture(1)])
        accept(visit, reviewer, {"products-0": KEEP, "wish": KEEP, "photos": KEEP})
        row = Establishment.objects.get(name=SURVEY["name"])
        counts = [row.products.count(), row.machines.count(), row.wishes.count(), row.photos.count()]
        assert counts == [0, 1, 0, 0]

    def test_what_the_establishment_has_is_not_added_again(self, sent, establishment, reviewer):
        first = sent(answers=THINGS, pictures=[picture(1)], **known(establishment))
        accept(first, reviewer)
        again = sent(answers=THINGS, pictures=[picture(1), picture(2)], **known(establishment))
        accept(again, reviewer)
        assert (establishment.machines.count(), establishment.products.count()) == (1, 1)
        assert establishment.photos.count() == 2

    def test_one_thing_typed_twice_is_one(self, sent, establishment, reviewer):
        rows = [{"name": "Máy cán", "quantity": 1}, {"name": "máy cán", "quantity": 2}]
        visit = sent(answers={"machines": rows}, **known(establishment))
        accept(visit, reviewer)
        assert establishment.machines.count() == 1

    def test_a_new_one_without_its_place_is_refused_whole(self, sent, reviewer):
        visit = sent(answers={**SURVEY, **WISH})
        before = content()
        with pytest.raises(Refused) as refused:
            accept(visit, reviewer)
        assert refused.value.field == "establishment"
        assert changed(before, content()) == []

    @pytest.mark.parametrize(
        ("answers", "field"),
        [
            ({"tax_code": "123"}, "tax_code"),
            ({"wants": "co", "content": CONTENT, "need": "x", "investment": 5, "amount_asked": 9}, "wish"),
        ],
    )
    def test_what_a_service_below_refuses_undoes_everything(self, sent, commune, reviewer, answers, field):
        visit = sent(answers={**SURVEY, **WISH, **THINGS, "place": commune.pk, **answers}, pictures=[picture(1)])
        before = content()
        with pytest.raises(Refused) as refused:
            accept(visit, reviewer)
        assert refused.value.field == field
        assert changed(before, content()) == []

    def test_like_ones_in_the_register_ask_for_a_choice(self, sent, province, commune, reviewer):
        twin = make_establishment(province, commune, "Hộ kinh doanh lò rèn Vàng A Sử", kind="ho_kinh_doanh", workers=3)
        visit = sent(answers={**SURVEY, "place": commune.pk})
        assert compare(visit).twins == [twin]
        with pytest.raises(Refused) as refused:
            accept(visit, reviewer)
        assert (refused.value.field, refused.value.code) == ("establishment", "twins")
        with pytest.raises(Refused) as refused:
            accept(visit, reviewer, establishment=twin)
        assert refused.value.code == "conflict", "without a base other values conflict"
        accept(visit, reviewer, {"name": KEEP, "workers": TAKE}, establishment=twin)
        twin.refresh_from_db()
        assert (twin.workers, twin.name) == (7, "Hộ kinh doanh lò rèn Vàng A Sử")
        assert Visit.objects.get(pk=visit.pk).establishment == twin
        assert Establishment.objects.count() == 1

    def test_none_of_the_like_ones(self, sent, province, commune, reviewer):
        make_establishment(province, commune, "Lò rèn Vàng A Sử", kind="ho_kinh_doanh")
        accept(sent(answers={**SURVEY, "place": commune.pk}), reviewer, {"establishment": reviewing.NEW_ONE})
        assert Establishment.objects.filter(name=SURVEY["name"]).count() == 2

    def test_a_chosen_one_of_another_province_is_refused(self, sent, commune, other_province, reviewer):
        foreign = make_establishment(other_province, other_province, "Lò rèn Vàng A Sử")
        with pytest.raises(Refused) as refused:
            accept(sent(answers={**SURVEY, "place": commune.pk}), reviewer, establishment=foreign)
        assert (refused.value.field, refused.value.code) == ("establishment", "gone")

    def test_two_visits_to_one_establishment_know_of_each_other(self, sent, establishment, commune):
        one, other = (sent(answers={"workers": n}, **known(establishment)) for n in (5, 6))
        assert compare(one).rivals == [other]
        first, second = (sent(answers={**SURVEY, "place": commune.pk}) for _ in range(2))
        assert compare(first).rivals == [second]

    def test_visits_follow_a_merged_establishment(self, sent, province, commune, establishment, reviewer, people):
        other = make_establishment(province, commune, "Cơ sở mẫu 02")
        visit = sent(answers={"workers": 9}, **known(other))
        merge(keep=establishment, drop=other, keep_version=establishment.version, drop_version=other.version,
              choices={}, by=people["officer"], today=TODAY, reason="Trùng")  # fmt: skip
        visit.refresh_from_db()
        assert visit.establishment == establishment
        accept(visit, reviewer)
        establishment.refresh_from_db()
        assert establishment.workers == 9

    def test_no_personal_data_in_the_chain(self, sent, commune, reviewer):
        secret = {
            "name": "Lò rèn Vàng A Sử",
            "address": "Thôn Bí Mật",
            "tax_code": "012345678901",
            "met": "Ông Sùng Kín",
        }
        visit = sent(answers={**SURVEY, **WISH, **THINGS, **secret, "place": commune.pk}, pictures=[picture(1)])
        accept(visit, reviewer)
        other = sent(answers={**SURVEY, **secret, "place": commune.pk})
        with pytest.raises(Refused):
            reviewing.accept(visit=other, version=99, decisions={}, by=reviewer, today=TODAY)
        for value in secret.values():
            assert value not in chain_text()
        assert list(log.broken_entries()) == []

    def test_answers_that_fit_no_question_are_left_out(self, sent, establishment, reviewer):
        answers = {
            "workers": "bảy",
            "sector": "khong_co",
            "local_material": 300,
            "machines": ["x"],
            "products": 4,
            "position": [1],
            "la": 1,
        }
        visit = sent(answers=answers, **known(establishment))
        found = compare(visit)
        assert (found.fields, found.extras) == ([], {})
        assert {one.key for one in found.problems} >= set(answers)
        accept(visit, reviewer)
        establishment.refresh_from_db()
        assert establishment.version == 1


class TestReturning:
    def test_it_goes_back_with_its_reason_and_comes_again(self, sent, phone, establishment, reviewer):
        visit = sent(answers={"workers": 9}, **known(establishment))
        reviewing.give_back(visit=visit, version=visit.version, reason=" Thiếu ảnh ", by=reviewer)
        visit.refresh_from_db()
        assert (visit.state, visit.reason, visit.reviewed_by) == ("returned", "Thiếu ảnh", reviewer)
        (told,) = phone.call("post", "/di-co-so/goi/tinh-trang/", {"ids": [str(visit.pk)]}).json()["visits"]
        assert (told["state"], told["reason"]) == ("returned", "Thiếu ảnh")
        paper = document(establishment=establishment.pk, id=str(visit.pk), revision=2, answers={"workers": 10})
        (told,) = phone.send(paper)
        assert (told["state"], told["receipt"]) == ("pending", visit.receipt)

    def test_the_newer_revision_is_not_returned_unseen(self, sent, phone, establishment, reviewer):
        visit = sent(answers={"workers": 9}, **known(establishment))
        reviewing.give_back(visit=visit, version=visit.version, reason="Thiếu ảnh", by=reviewer)
        phone.send(document(establishment=establishment.pk, id=str(visit.pk), revision=2))
        with pytest.raises(Refused) as refused:
            reviewing.give_back(visit=visit, version=visit.version, reason="Thiếu ảnh", by=reviewer)
        assert refused.value.code == "stale"

    def test_without_a_reason_it_stays(self, sent, establishment, reviewer):
        visit = sent(**known(establishment))
        with pytest.raises(Refused) as refused:
            reviewing.give_back(visit=visit, reason="  ", by=reviewer)
        assert (refused.value.field, refused.value.status) == ("reason", 422)

    def test_an_accepted_one_is_neither_returned_nor_accepted_again(self, sent, establishment, reviewer):
        visit = sent(answers={"workers": 9}, **known(establishment))
        accept(visit, reviewer)
        before = content()
        for again in (
            lambda: accept(visit, reviewer),
            lambda: reviewing.give_back(visit=visit, reason="x", by=reviewer),
        ):
            with pytest.raises(Refused) as refused:
                again()
            assert refused.value.code == "stale"
        assert changed(before, content()) == []

    @pytest.mark.parametrize("role", ["appraiser", "collaborator", "accountant"])
    def test_who_may_not_review(self, sent, establishment, people, role):
        visit = sent(**known(establishment))
        for call in (
            lambda: accept(visit, people[role]),
            lambda: reviewing.give_back(visit=visit, reason="x", by=people[role]),
        ):
            with pytest.raises(Refused) as refused:
                call()
            assert refused.value.status == 403
        assert LogEntry.objects.filter(kind="refused", subject=visit.subject).count() == 2

    def test_the_officer_reviews_an_own_visit_and_the_log_says_so(self, sent, establishment, people):
        accept(sent(answers={"workers": 9}, **known(establishment)), people["officer"])
        assert "Người xem xét là người đi thăm" in LogEntry.objects.get(kind="visit.accept").text


class TestClock:
    def test_a_day_is_asked_when_nobody_knows_it(self, sent, establishment, reviewer):
        visit = sent(at=datetime(1970, 1, 1, 5, tzinfo=UTC), answers={"workers": 9}, **known(establishment))
        assert not visit.clock_trusted
        with pytest.raises(Refused) as refused:
            accept(visit, reviewer)
        assert refused.value.field == "visited_on"
        with pytest.raises(Refused) as refused:
            accept(visit, reviewer, visited_on=TODAY + timedelta(days=1))
        assert refused.value.field == "visited_on"
        accept(visit, reviewer, visited_on=ON)
        establishment.refresh_from_db()
        assert establishment.workers_as_of == ON

    def test_photos_have_the_corrected_time_or_none(self, phone, establishment):
        then = datetime(1970, 1, 1, 5, tzinfo=UTC)
        for now, years in ((then + timedelta(hours=1), {datetime.now(UTC).year}), (None, {None})):
            entry = photo(picture(3), taken_at=then.isoformat())
            paper = document(establishment=establishment.pk, at=then, photos=[entry])
            phone.send(paper, now=now.isoformat() if now else None)
            taken = Visit.objects.get(pk=paper["id"]).photos.get().taken_at
            assert {taken.year if taken else None} == years


def test_a_form_the_server_does_not_know_is_kept_as_it_is(sent, establishment, commune, reviewer):
    for more in (known(establishment), {}):
        visit = sent(form_version=99, answers={**SURVEY, "place": commune.pk}, **more)
        before = content()
        accept(visit, reviewer)
        assert changed(before, content()) == ["surveys.Visit"]
        assert "lưu cùng hồ sơ" in LogEntry.objects.filter(kind="visit.accept").latest("pk").text


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_of_two_reviewers_one_accepts(sent, people, establishment):
    visit = sent(answers={"workers": 9, **THINGS}, pictures=[picture(1)], **known(establishment))

    def press(role):
        return lambda: accept(Visit.objects.select_related("province").get(pk=visit.pk), people[role])

    assert together(press("officer"), press("director"), press("officer")).count("done") == 1
    establishment.refresh_from_db()
    assert (establishment.workers, establishment.version, establishment.machines.count()) == (9, 2, 1)
    assert LogEntry.objects.filter(kind="visit.accept").count() == 1
    assert list(log.broken_entries()) == []


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_one_accepts_while_the_other_returns(sent, people, establishment):
    visit = sent(answers={"workers": 9}, **known(establishment))
    back = lambda: reviewing.give_back(visit=visit, reason="Thiếu ảnh", by=people["officer"])  # noqa: E731
    assert together(lambda: accept(visit, people["director"]), back) == ["done", "stale"]
