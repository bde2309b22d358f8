"""Two rows become one, under the log, and everything follows."""

import pytest

from bedo.core.log import broken_entries, timeline
from bedo.core.moves import Refused
from bedo.establishments import merging, queries, services
from bedo.establishments.models import Establishment
from tests.establishments.conftest import TODAY


def merge(keep, drop, by=None, **changes):
    given = {"keep_version": keep.version, "drop_version": drop.version, "choices": {}, "reason": "cùng chủ", **changes}
    return services.merge(keep=keep, drop=drop, by=by, today=TODAY, **given)


def test_chosen_values_and_everything_that_hangs_on_it_move(make, people, person_facts):
    keep, drop = make("HTX Chè", workers=12), make("HTX Chè", workers=15, tax_code="0100233488")
    services.add(establishment=drop, thing="person", by=None, today=TODAY, **person_facts)
    services.add(establishment=drop, thing="product", by=None, today=TODAY, name="Chè")
    kept = merge(keep, drop, by=people["officer"], choices={"tax_code": "drop", "workers": "keep"})
    drop.refresh_from_db()
    assert (kept.tax_code, kept.workers, kept.version) == ("0100233488", 12, 2)
    assert (kept.people.count(), kept.products.count()) == (1, 1)
    assert drop.merged_into == keep
    assert seen_entries(kept) == ["establishment.merge", "establishment.register"]
    assert "1 người liên quan, 1 sản phẩm" in timeline(kept.group).first().text
    assert not list(broken_entries())


def seen_entries(row):
    return list(timeline(row.group).values_list("kind", flat=True))


def test_the_history_of_both_is_read_together(make):
    keep, drop = make("HTX Chè"), make("HTX Chè")
    merge(keep, drop)
    kinds = {entry.kind for entry in queries.history(keep)}
    assert {"establishment.merge", "establishment.merged", "establishment.register"} == kinds
    assert queries.history(keep).count() == 4


def test_higher_contexts_follow(make, monkeypatch):
    calls = []
    monkeypatch.setattr(merging, "FOLLOWERS", {})
    merging.follow("thu", "việc thử", lambda *, keep, drop: calls.append((keep.pk, drop.pk)) or 3)
    keep, drop = make("HTX Chè"), make("HTX Chè")
    merge(keep, drop)
    assert calls == [(keep.pk, drop.pk)]
    assert "3 việc thử" in timeline(keep.group).first().text


def test_a_failing_follower_undoes_everything(make, monkeypatch):
    def fail(*, keep, drop):
        raise RuntimeError("thử")

    monkeypatch.setattr(merging, "FOLLOWERS", {"thu": merging.Follower("việc thử", fail)})
    keep, drop = make("HTX Chè"), make("HTX Chè")
    with pytest.raises(RuntimeError):
        merge(keep, drop)
    drop.refresh_from_db()
    assert drop.merged_into is None
    assert "establishment.merge" not in seen_entries(keep)


def test_what_was_merged_before_follows_once_more(make):
    first, second, third = make("A"), make("B"), make("C")
    second = merge(second, third)
    merge(first, Establishment.objects.get(pk=second.pk))
    third.refresh_from_db()
    assert third.merged_into == first


@pytest.mark.parametrize(
    ("changes", "code"),
    [({"keep_version": 9}, "stale"), ({"drop_version": 9}, "stale"), ({"reason": " "}, "reason")],
)
def test_stale_versions_and_a_missing_reason_are_refused(make, changes, code):
    keep, drop = make("HTX Chè"), make("HTX Chè")
    with pytest.raises(Refused) as caught:
        merge(keep, drop, **changes)
    assert caught.value.code == code


def test_not_itself_not_twice_not_across_provinces_not_without_the_right(make, people, other_province):
    keep, drop, far = make("A"), make("B"), make("C", province=other_province, place=other_province)
    with pytest.raises(Refused):
        merge(keep, keep)
    with pytest.raises(Refused):
        merge(keep, far)
    with pytest.raises(Refused) as caught:
        merge(keep, drop, by=people["director"])
    assert caught.value.status == 403
    merge(keep, drop)
    drop.refresh_from_db()
    with pytest.raises(Refused) as caught:
        merge(make("D"), drop)
    assert caught.value.code == "merged"


def test_a_merged_row_takes_nothing_more(make):
    keep, drop = make("A"), make("B")
    merge(keep, drop)
    with pytest.raises(Refused) as caught:
        services.add(establishment=drop, thing="product", by=None, today=TODAY, name="Chè")
    assert caught.value.code == "merged"


def test_telling_apart_is_remembered_once_and_said_on_both(make):
    one, other = make("HTX Chè"), make("HTX Chè")
    for _ in range(2):
        services.tell_apart(one=other, other=one, reason="hai chủ", by=None, today=TODAY)
    assert queries.twins_of(one) == []
    assert seen_entries(one)[0] == seen_entries(other)[0] == "establishment.apart"
    assert len(seen_entries(one)) == 2
