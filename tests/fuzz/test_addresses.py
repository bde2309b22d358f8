"""Whatever stands behind the question mark of an address: filters, pages, orders."""

import pytest

from tests.access import matrix
from tests.access.spots import spots
from tests.access.world import undone
from tests.fuzz.posting import NASTY
from tests.fuzz.reading import form_for
from tests.fuzz.visiting import Visit, foreign_ids

pytestmark = pytest.mark.django_db
READ = [spot for spot in spots() if spot.moment == "received" and (spot.title, "GET") in matrix.read()]


@pytest.mark.parametrize("spot", READ, ids=[spot.title for spot in READ])
def test_whatever_stands_in_the_address(scene, spot):
    """What cannot be read is told or narrows nothing."""
    scene.chain.to("wish")
    scene.beginning()
    answers = matrix.read()[spot.title, "GET"]
    label = next(label for label, word in answers.items() if word in ("200", "409") and label != "anonymous")
    visit = Visit(scene, spot, label)
    page = visit.client.get(visit.url)
    text = page.content.decode(errors="replace") if not page.streaming else ""
    fields = sorted(form.fields) if (form := form_for(text, visit.url, "GET")) else []
    names = [*fields, "trang", "sap", "xem", "next", "co-so", "nhu-cau", "loai", "nam"]
    values = [*NASTY, *foreign_ids(scene)]
    for number, value in enumerate(values if fields else values[::8]):
        some = {name: value for place, name in enumerate(names) if number % 3 == 0 or place % 4 == number % 4}
        with undone():
            assert visit.client.get(visit.url.partition("?")[0], some).status_code < 500
