"""The connection is cut at 220 seeded points of sending: before the server heard, or after it and before the answer came."""

import random

import pytest
from django.core.files.storage import default_storage

from bedo.surveys.models import Piece, Visit
from tests.field.client import Cut
from tests.surveys.factory import document, photo, picture


class Cutter:
    """Breaks the connection at seeded moments until all cuts are spent."""

    def __init__(self, seed, cuts):
        self.random, self.left = random.Random(seed), cuts

    def __call__(self):
        if self.left and self.random.random() < 0.4:
            self.left -= 1
            raise Cut


@pytest.mark.parametrize("seed", range(11))
def test_everything_arrives_exactly_once(people, phone_of, establishment, seed):
    cutter = Cutter(seed, 20)
    phone = phone_of(people["officer"], cut=cutter)
    rng, sent = random.Random(1000 + seed), {}
    for number in range(6):
        contents = [
            picture(seed * 100 + number * 10 + one, rng.randrange(500, 4000)) for one in range(rng.randrange(4))
        ]
        paper = document(establishment=establishment.pk, photos=[photo(one) for one in contents])
        phone.add(paper, contents)
        sent[paper["id"]] = contents
    while phone.waiting or cutter.left:
        if not phone.waiting:
            paper = document(establishment=establishment.pk)
            phone.add(paper)
            sent[paper["id"]] = []
        try:
            phone.sync()
        except Cut:
            continue
    visits = {str(one.pk): one for one in Visit.objects.prefetch_related("photos__attachment")}
    assert visits.keys() == sent.keys()
    assert {pk: one.receipt for pk, one in visits.items()} == phone.receipts
    assert len(set(phone.receipts.values())) == len(sent), "a receipt of its own for each"
    for pk, contents in sent.items():
        assert [default_storage.open(one.attachment.path).read() for one in visits[pk].photos.all()] == contents
    assert Piece.objects.count() == 0
