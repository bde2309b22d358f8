"""People before the forms of the office, each form at a moment when it may be sent."""

import re
from datetime import UTC, datetime
from unittest import mock

import pytest
from django.conf import settings
from django.test import Client, override_settings
from django.urls import reverse

from bedo.establishments.models import Establishment
from tests.access import matrix
from tests.access.scene import Scene
from tests.access.spots import MOMENTS, spots
from tests.access.world import kept, undone
from tests.fuzz.posting import Sent, plausible
from tests.fuzz.reading import form_for

NOON = datetime(2026, 11, 25, 5, 0, tzinfo=UTC)
KEEPS_A_FILE = {"office:papers:new"}
"""Forms that keep the file just sent while the rest of them is refused, so that it need not be sent again."""
ENTERS = {"200", "302", "400", "409", "422"}
GOOD: dict[str, dict] = {
    "office:planning:add": {"project": lambda scene: str(scene.project.pk), "amount": "300.000.000"},
    "office:planning:scenario_make": {
        "kind": "ranked",
        "reserve": "",
        **{f"r{row}-{part}": "" for row in range(1, 7) for part in ("kind", "value")},
    },
    "office:planning:programme_new": {"first_year": "2026", "last_year": "2030"},
    "office:planning:programme": {"money": "4.000.000.000", "unit": "đề án"},
    "office:projects:bulk": {"viec": "khong-phat-sinh", "buoc": "lam", "chon": lambda scene: str(scene.project.pk)},
    "office:projects:act dong-yeu-cau": {"corrections": lambda scene: str(scene.correction.pk)},
    "office:projects:act hop-dong": {"ends_on": "31/12/2026"},
    "office:changes:ask increase": {"amount": "350.000.000"},
    "office:changes:ask decrease": {"amount": "250.000.000"},
    "office:changes:ask content": {"content": "TU_VAN"},
    "office:changes:ask next_year": {"ends_on": "30/06/2027"},
    "office:changes:ask time": {"ends_on": "20/12/2026"},
    "office:changes:ask place": {"place": lambda scene: str(scene.elsewhere.pk)},
    "office:changes:approve": {"number": "41"},
    "office:money:ask_stops": {"phan": lambda scene: str(scene.share.pk)},
    "office:reports:state": {
        "measure": "projects_planned",
        "printed": "13 đề án",
        "year_from": "2020",
        "year_to": "2021",
    },
    "office:writing:number": {"number": "7", "on": "01/03/2026", "version": lambda scene: str(scene.written.version)},
    "office:writing:again": {"issuer": "Trung tâm Khuyến công"},
    "office:reports:report_send": {"sent_on": "25/11/2026"},
    "office:reports:written_send": {"sent_on": "25/11/2026"},
    "office:reports:relate": {"expression": "HG-1.projects <= HG-1.projects"},
    "office:reports:drop_relation": {"version": "1"},
    "office:imports:look": {"version": lambda scene: str(scene.brought.version)},
    "office:imports:commit": {"version": lambda scene: str(scene.brought.version)},
    "office:imports:undo": {"version": lambda scene: str(scene.committed.version)},
    "office:network:assign": {"to_on": ""},
    "office:network:appoint": {"to_on": ""},
    "office:network:new contract": {"rate": "500.000"},
    "office:network:edit contract": {"rate": "500.000"},
    "office:establishments:change certificate": {"never_expires": None, "expires_on": "25/11/2028"},
    "office:establishments:add certificate": {"never_expires": None, "expires_on": "25/11/2028"},
}
"""What single forms need beside the usual to be good: title of the spot → values; None leaves the field out."""


@pytest.fixture(scope="module")
def scene(django_db_setup, django_db_blocker, tmp_path_factory):
    store = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path_factory.mktemp("files")}}  # fmt: skip
    with (
        mock.patch("django.utils.timezone.now", return_value=NOON),
        override_settings(STORAGES={**settings.STORAGES, "default": store}),
        kept(django_db_blocker),
    ):
        yield Scene()


@pytest.fixture(scope="module")
def moment(scene, request):
    """The scene brought to the moment of the parameter."""
    step, prepare, _ = MOMENTS[request.param]
    scene.chain.to(step)
    with undone():
        if prepare:
            prepare(scene)
        yield request.param


def _holders():
    """Spot and the first visitor who is let in, for every address that takes a form."""
    table = matrix.read()
    for spot in spots():
        if spot.methods:
            continue  # what a program calls; a person has no form for it
        line = table.get((spot.title, "POST"), {})
        who = [
            label for label, word in line.items() if word in ENTERS and "other" not in label and label != "anonymous"
        ]
        if who:
            yield spot, who[0]


HOLDERS = list(_holders())
EVERY_FORM = pytest.mark.parametrize(
    ("moment", "spot", "label"),
    [(spot.moment, spot, label) for spot, label in HOLDERS],
    indirect=["moment"],
    ids=[spot.title for spot, _ in HOLDERS],
)


class Visit:
    """One person before one form."""

    def __init__(self, scene, spot, label):
        self.scene, self.spot = scene, spot
        self.url = reverse(spot.name, kwargs=spot.kwargs(scene)) + spot.query(scene)
        self.client = self.sign_in(label)
        self.form = self._form()

    def sign_in(self, label):
        client = Client()
        client.force_login(self.scene.visitors[label], backend=matrix.BACKEND)
        return client

    def _form(self):
        with undone():
            for page in (self.client.get(self.url), self.client.post(self.url)):
                text = page.content.decode() if "text/html" in page.get("Content-Type", "") else ""
                if found := form_for(text, self.url):
                    return found
        return form_for(f'<form method="post" action="{self.url}"></form>', self.url)

    def good(self) -> Sent:
        """The form as it should be."""
        known = {name: value(self.scene) if callable(value) else value for name, value in GOOD.get(self.spot.title, {}).items()}  # fmt: skip
        sent = plausible(self.form, known=known)
        sent.files = {one.name: "png" for one in self.form.fields.values() if one.kind == "file"}
        return sent

    def send(self, sent: Sent, client=None):
        return (client or self.client).post(self.url, sent.data())

    def typed(self, name: str) -> bool:
        return name in self.form.fields and self.form.fields[name].kind in ("text", "textarea")

    def unspoilt(self, sent: Sent) -> bool:
        """Did the fields that nobody sees, which say what the form is about and how many rows it has, come along?"""
        good = self.good().values
        hidden = [name for name, one in self.form.fields.items() if one.kind == "hidden"]
        return all(sent.values.get(name) == good.get(name) for name in hidden)


def words(response) -> str:
    """The main part of a page as plain words, for whoever reads a failure."""
    page = response.content.decode(errors="replace")
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", page[page.find("<main") :]))[:2500]


def foreign_ids(scene):
    """Ids of rows that are not this person's to name."""
    stranger = scene.strangers["officer"]
    place = Establishment.objects.get(name="Cơ sở xa")
    return [str(stranger.pk), str(place.pk), str(place.place_id), str(place.province_id), "999999", "9" * 30, "-3"]
