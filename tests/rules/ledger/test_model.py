"""A ledger in memory, driven by the rules alone: no sequence of allowed transfers breaks the identity."""

from hypothesis import given
from hypothesis import strategies as st

from bedo.core.types import Dong
from bedo.ledger import rules
from bedo.ledger.rules import Side

HOLDERS = [("share:1", "project:1"), ("share:2", "project:1"), ("share:3", "project:2")]
MOVES = sorted({(pair.source, pair.target, kind) for pair in rules.PAIRS for kind in pair.kinds})
steps = st.lists(
    st.tuples(
        st.one_of(st.sampled_from(MOVES), st.just(("undo", "", ""))),
        st.sampled_from(HOLDERS),
        st.sampled_from(HOLDERS),
        st.integers(1, 1_000),
        st.integers(0, 40),
    ),
    max_size=40,
)


def _side(stage, who):
    return Side(stage) if stage in rules.LINE_STAGES else Side(stage, *who)


class Book:
    def __init__(self):
        self.balances: dict[Side, Dong] = {}
        self.done: list[tuple[Side, Side, Dong, str]] = []
        self.undone: set[int] = set()

    def move(self, source, target, amount):
        """False when a balance would go below zero: nothing moved."""
        after = dict(self.balances)
        for side, change in zip((source, target), rules.effects(source.stage, target.stage, amount), strict=True):
            after[side] = after.get(side, Dong(0)) + change
        if min(after.values()) < 0:
            return False
        self.balances = after
        return True

    def totals(self):
        out = dict.fromkeys(rules.STAGES, 0)
        for side, amount in self.balances.items():
            out[side.stage] += amount
        return out

    def undo(self, number):
        if not self.done:
            return
        number %= len(self.done)
        source, target, amount, _ = self.done[number]
        verdict = rules.may_reverse(
            is_reversal=False,
            reversed_on=None,
            amount=amount,
            held=self.balances.get(target, Dong(0)),
            later=(),
        )
        if number not in self.undone and verdict:
            assert self.move(target, source, amount)
            self.undone.add(number)


@given(steps)
def test_no_sequence_of_transfers_breaks_the_identity(sequence):
    book = Book()
    for (source, target, kind), who, to, amount, number in sequence:
        if source == "undo":
            book.undo(number)
        else:
            one, two = _side(source, who), _side(target, to if kind == "shift" else who)
            if rules.allowed(one, two, kind) and book.move(one, two, Dong(amount)):
                book.done.append((one, two, Dong(amount), kind))
        totals = book.totals()
        assert rules.identity_gap(totals) == 0
        assert min(totals.values()) >= 0
        assert min(book.balances.values(), default=0) >= 0


@given(steps)
def test_undoing_everything_backwards_leaves_nothing(sequence):
    book = Book()
    for (source, target, kind), who, to, amount, _ in sequence:
        if source != "undo":
            one, two = _side(source, who), _side(target, to if kind == "shift" else who)
            if rules.allowed(one, two, kind) and book.move(one, two, Dong(amount)):
                book.done.append((one, two, Dong(amount), kind))
    for source, target, amount, _ in reversed(book.done):
        assert book.move(target, source, amount)
    assert not any(book.balances.values())


@given(
    available=st.integers(0, 10**12), cut=st.integers(0, 10**9), promised=st.integers(0, 10**9), amount=st.integers(1)
)
def test_may_commit_never_allows_more_than_is_free(available, cut, promised, amount):
    facts = rules.LineFacts("Nguồn", True, Dong(available), Dong(cut), Dong(promised))
    assert bool(rules.may_commit(facts, Dong(amount))) == (amount <= available - cut - promised)
