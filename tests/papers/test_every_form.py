"""Every shipped form, written of a real record at the first moment of a project's life when it can be: layout, equal texts,
no other record's data, and every field that a Word template may use."""

import os
import re
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from unittest import mock

import pytest
from docx import Document as open_word

from bedo.accounts.models import User
from bedo.documents.writing.content import BLANK, lines
from bedo.documents.writing.forms import FORMS, SUBJECTS, Terms
from bedo.documents.writing.pdf import png
from bedo.documents.writing.word import word
from bedo.programmes import queries as law
from bedo.programmes import rules
from bedo.projects.models import Acceptance, DetailRow, Project, RegistrationSet
from bedo.projects.services import wishes
from tests.access.scene import Scene
from tests.access.spots import MOMENTS
from tests.access.world import kept, undone
from tests.documents.papers_text import same_text, word_lines
from tests.projects.factory import CONTENT, make_establishment

NOON = datetime(2026, 11, 25, 5, 0, tzinfo=UTC)
TERMS = Terms(
    issuer="Sở Công Thương", superior="UBND tỉnh Tuyên Quang", symbol="SCT", place="Tuyên Quang", position="PHÓ GIÁM ĐỐC", authority="KT. GIÁM ĐỐC",
    signer="Nguyễn Văn Ký", recipients=("- Như trên;", "- Lưu: VT."),
)  # fmt: skip
SENTINEL = "TÊN CỦA HỒ SƠ KHÁC"
CODES = sorted(FORMS)
PAGES = Path(os.environ.get("BEDO_TEST_OUTPUT", "test-output")) / "papers"


@pytest.fixture(scope="module")
def written(django_db_setup, django_db_blocker):
    """code → (the paper, its values, why it could not be written before), and the papers of a stranger beside it."""
    found, refused = {}, {}
    with mock.patch("django.utils.timezone.now", return_value=NOON), kept(django_db_blocker):
        scene = Scene()
        _other_records(scene)
        viewers = [scene.people["director"], scene.people["ministry_department"]]
        for name, (step, prepare, _) in MOMENTS.items():
            scene.chain.to(step)
            with undone():
                if prepare:
                    prepare(scene)
                if name in MORE:
                    MORE[name](scene)
                for code in CODES:
                    if code not in found:
                        _try(code, viewers, found, refused)
        rule_layouts = {row.layout for row in law.rows(rules.FormRule)}
        yield {"found": found, "refused": refused, "layouts": rule_layouts}


def _other_records(scene):
    """Another establishment and wish of the same province, whose name must appear nowhere."""
    other = make_establishment(scene.province, scene.commune, SENTINEL)
    wishes.record_wish(
        establishment=other, content=CONTENT, need=SENTINEL, received_on=NOON.date(), channel="direct", officer=scene.people["officer"],
        by=scene.people["officer"], today=NOON.date(),
    )  # fmt: skip


def _detail(scene):
    """The detailed plan of a group project."""
    share = scene.chain.share
    DetailRow.objects.create(
        project=scene.project, year=2026, number=1, establishment=share.establishment, place=scene.commune, amount=300_000_000, counterpart=400_000_000
    )  # fmt: skip


def _set(scene):
    """What the Sở sent to the Cục."""
    row = RegistrationSet.objects.create(
        province=scene.province, year=2027, sent_on=NOON.date(), paper=scene.decision, sent_by=scene.people["appraiser"], entered_at=NOON
    )  # fmt: skip
    row.projects.add(scene.project)


def _before_the_trip(scene):
    """Minutes of which nothing was written down yet but who and what."""
    minutes = scene.chain.share.acceptances.get()
    minutes.lines.update(done_quantity=0, done_value=0, from_fund=0, from_beneficiary=0, from_other=0)
    Acceptance.objects.filter(pk=minutes.pk).update(result="", quality="", effects="")


def _model(scene):
    """The followed project as a demonstration model."""
    Project.objects.filter(pk=scene.project.pk).update(content="MO_HINH_TRINH_DIEN_MOI")


MORE = {"planned": _detail, "registered": _set, "completed": _before_the_trip, "followed": _model}


def _try(code, viewers: list[User], found, refused):
    form = FORMS[code]
    for viewer in viewers:
        for record in SUBJECTS[form.kind].visible(viewer).order_by("pk"):
            reason = form.why_not(record)
            if reason:
                refused.setdefault(code, set()).add(reason)
            else:
                found[code] = (form.write(record, TERMS), form.values(record))
                return


def _keep_pictures(code, paper):
    """The pages as pictures, for people to look at."""
    PAGES.mkdir(parents=True, exist_ok=True)
    for number, page in enumerate(png(paper, ppi=60), start=1):
        (PAGES / f"{code}-{number}.png").write_bytes(page)


@pytest.mark.parametrize("code", CODES)
def test_it_can_be_written_and_both_files_say_the_same(written, code):
    paper, _ = written["found"][code]
    _keep_pictures(code, paper)
    assert same_text(paper)
    assert paper.title or paper.summary.startswith("V/v")


@pytest.mark.parametrize("code", CODES)
def test_its_word_file_is_laid_out_by_the_decree(written, code):
    paper, _ = written["found"][code]
    file = open_word(BytesIO(word(paper)))
    section = file.sections[0]
    assert 20 <= round(section.top_margin.mm) <= 25
    assert 20 <= round(section.bottom_margin.mm) <= 25
    assert 30 <= round(section.left_margin.mm) <= 35
    assert 15 <= round(section.right_margin.mm) <= 20
    assert (section.page_width > section.page_height) == paper.landscape
    assert file.styles["Normal"].font.name == "Times New Roman"
    said = "\n".join(word_lines(file))
    blocks = ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", paper.title or paper.summary]
    places = [said.find(block) for block in blocks]
    assert -1 not in places
    assert places == sorted(places)
    assert ("Mẫu đề xuất" in file.core_properties.comments) == paper.proposed


@pytest.mark.parametrize("code", CODES)
def test_it_says_nothing_of_another_record(written, code):
    paper, _ = written["found"][code]
    assert SENTINEL.lower() not in "\n".join(lines(paper)).lower()


@pytest.mark.parametrize("code", CODES)
def test_its_fields_are_named_for_a_template_and_hold_text(written, code):
    _, values = written["found"][code]
    names = [field.name for field in FORMS[code].fields]
    assert len(set(names)) == len(names)
    for field in FORMS[code].fields:
        assert re.fullmatch(r"[a-z0-9_]+", field.name)
        value = values[field.name]
        if field.columns:
            assert isinstance(value, tuple)
            assert all(isinstance(text, str | None) for line in value for text in line.values())
        else:
            assert isinstance(value, str | None), (field.name, value)


@pytest.mark.django_db
def test_every_form_has_its_dated_row_and_every_row_its_form(written):
    assert written["layouts"] == set(FORMS)


def test_a_reason_is_a_clause_that_ends(written):
    for reasons in written["refused"].values():
        for reason in reasons:
            assert reason.endswith(".")
            assert not reason[0].isupper() or reason.startswith("Sở")


def test_the_minutes_before_the_trip_leave_places_to_fill_by_hand(written):
    paper, _ = written["found"]["m5a"]
    said = "\n".join(lines(paper))
    assert "□ Đạt   □ Đạt, có yêu cầu   □ Chưa đạt" in said
    assert BLANK in said
