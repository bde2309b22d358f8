"""Whatever is sent to any form of the office: never a crash, a refusal changes nothing, and what was typed is still there."""

import html

import pytest
from django.test import override_settings
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as hypothesis

from tests.access.world import undone
from tests.fuzz.posting import LIMIT, spoilt
from tests.fuzz.tables import changed, counts, watching
from tests.fuzz.visiting import EVERY_FORM, KEEPS_A_FILE, Visit, foreign_ids

pytestmark = pytest.mark.django_db
EXAMPLES = 12


def check(visit, sent, before):
    """Post it; the answer is a page, and a refusal is nothing but words: the tables are as `before`."""
    with watching() as written:
        response = visit.send(sent)
    assert response.status_code < 500
    if response.status_code >= 400 and written:
        left = {"documents.Attachment"} if visit.spot.name in KEEPS_A_FILE else set()
        assert set(changed(before, counts())) <= left, (sent, response.status_code)
    return response


def lost(visit, sent, response):
    """Values that were typed and do not stand on the page that refuses them."""
    if not visit.unspoilt(sent):
        return {}
    text = response.content.decode()
    typed = {name: values[-1] for name, values in sent.values.items() if visit.typed(name)}
    return {name: value for name, value in typed.items() if plain(value) and html.escape(value.strip()) not in text}


def plain(value):
    """Text that a page repeats as it was typed."""
    return 2 < len(value.strip()) < 200 and value.isprintable()


@EVERY_FORM
def test_whatever_is_sent(scene, moment, spot, label):
    visit, before = Visit(scene, spot, label), counts()

    @hypothesis(
        max_examples=EXAMPLES,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(sent=spoilt(visit.good(), visit.form, foreign_ids(scene)))
    def every(sent):
        with undone():
            response = check(visit, sent, before)
            if response.status_code in (400, 409, 422):
                assert lost(visit, sent, response) == {}

    with override_settings(MAX_FILE_BYTES=LIMIT):
        every()
