"""Every act of a project or a plan at every moment: what may not be done now is refused in words, and changes nothing."""

import pytest

from bedo.office.changes.forms import FORMS as CHANGES
from bedo.office.projects.acts import ACTS, appraisal
from bedo.planning.models import YearPlan
from tests.access.spots import MOMENTS, Spot, of
from tests.access.world import undone
from tests.fuzz.posting import Sent, plausible
from tests.fuzz.reading import Form
from tests.fuzz.tables import changed, counts, watching
from tests.fuzz.visiting import HOLDERS, Visit

pytestmark = pytest.mark.django_db
LATER = list({state: name for name, (_, _, state) in reversed(MOMENTS.items()) if state}.values())[::-1]
"""The first moment of every state."""
HOLDER = {spot.title: label for spot, label in HOLDERS}
OF_ONE_LEVEL = frozenset(appraisal.ACTS)
"""Acts of appraisal: the Sở's and the Cục's people have the right only while their own level appraises."""
FORMS: dict[str, Form] = {}
"""Forms as they stood when they could be opened: a page left open is sent later, when things have changed."""


def _spots(scene):
    for slug in ACTS:
        yield Spot("office:projects:act", "", of("project", slug=slug), label=slug)
    if YearPlan.objects.exists():
        scene.plan = YearPlan.objects.latest("pk")
        for name in ("submit", "opinion", "opinions", "return", "approve", "allocate", "add"):
            yield Spot(f"office:planning:{name}", "", of("plan"))
    for change in CHANGES:
        yield Spot("office:changes:ask", "", of("project", change=change), label=change)


@pytest.mark.parametrize("moment", LATER, indirect=True)
def test_every_act_at_every_moment(scene, moment):
    before = counts()
    for spot in _spots(scene):
        visit = Visit(scene, spot, HOLDER[spot.title])
        if visit.form.fields:
            FORMS.setdefault(spot.title, visit.form)
        for sent in [Sent(), plausible(FORMS[spot.title])] if spot.title in FORMS else [Sent()]:
            with undone(), watching() as written:
                response = visit.send(sent)
                allowed = {302, 400, 404, 409, 422} | ({403} if spot.label in OF_ONE_LEVEL else set())
                assert response.status_code in allowed, (spot.title, response.status_code)
                assert response.status_code == 302 or not written or changed(before, counts()) == [], spot.title
