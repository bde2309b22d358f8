"""Every form as it should be: a stranger's does nothing, the first one does its act, the second one is refused."""

import pytest

from tests.fuzz.tables import LOG, changed, counts
from tests.fuzz.visiting import EVERY_FORM, KEEPS_A_FILE, Visit, words

pytestmark = pytest.mark.django_db
NEVER_DONE = {
    "office:projects:act nop, published": "a published project is only looked at",
    "office:projects:act dat": "a correction is still open",
    "office:projects:act khong-dat": "all five contents passed",
    "office:projects:act hoan-thanh": "the last report says 20 %",
    "office:money:lock": "money waits in the line",
    "office:planning:reserve": "nobody waits on the reserve list (tests/office/test_planning_year.py)",
    "office:money:statements": "a picture is no workbook",
    "office:money:keep_statement": "what is kept comes signed from a preview (tests/office/money/test_treasury.py)",
    "office:money:tie": "the only line is tied already",
    "office:projects:act kinh-phi-nam": "the project is no key project (tests/office/test_project_shares.py)",
    "office:projects:act ke-hoach-chi-tiet": "the project is single (tests/office/test_project_shares.py)",
    "office:projects:act duyet-chi-tiet": "the project is single (tests/office/test_project_shares.py)",
    "office:projects:act ket-thuc-nhiem-vu": "the project has a beneficiary",
    "office:projects:act cuc-tra": "the Cục asked for nothing yet (tests/projects/test_national.py)",
    "office:projects:act cuc-dat": "the Cục has no sheet yet",
    "office:projects:act cuc-khong-dat": "the Cục has no sheet yet",
    "office:projects:act chuyen-co-so": "a local project is paid straight to the establishment",
    "office:projects:act lich-hoan-tra": "the fund is no rolling one (tests/office/money/test_fund.py)",
    "office:projects:act hoan-tra-quy": "the fund is no rolling one",
    "office:projects:register": "no national project waits for it (tests/projects/test_national.py)",
    "office:writing:send": "the paper carries no number yet (tests/documents/test_written.py)",
    "office:writing:use": "nobody saw the template on a record (tests/documents/test_word_templates.py)",
    "office:writing:upload": "a picture is no Word file (tests/documents/test_word_templates.py)",
    "office:visits:bring": "a picture is no file of visits (tests/surveys/test_files.py)",
    "office:network:adopt": "the province has its framework already (tests/network/test_competence.py)",
    "office:network:take": "a picture is no shared file (tests/projects/test_sharing.py)",
    "office:planning:add national": "the only candidate stands in the plan already",
}
"""Forms that are refused as things stand at their moment, however good they are."""
AGAIN = {
    "office:drafts:draft": "saving a draft again",
    "office:drafts:discard": "there is no draft any more",
    "office:people:own": "the same contacts",
    "office:people:edit": "the same contacts",
    "office:people:columns": "the same columns",
    "office:projects:columns": "the same columns",
    "office:people:end": "the same last day",
    "office:people:end_delegation": "the same last day",
    "office:establishments:apart": "they are two already",
    "office:establishments:reveal": "reading again leaves another trace",
    "office:projects:act tra-loi": "the same answer",
    "office:planning:opinion": "the same opinion",
    "office:planning:answer finance": "the same opinion",
    "office:planning:answer others": "the same opinion",
    "office:money:slip": "the same paper of the same payment",
    "office:changes:check": "the Sở looks again and says the same",
    "office:projects:act hieu-qua": "the same figures of the same year",
    "office:projects:bundle": "taking the file again leaves another trace",
    "office:projects:bulk": "the page tells which rows were refused",
    "office:wishes:new": "no establishment is chosen yet",
    "office:money:call_due": "nothing more fell due",
    "office:writing:new": "the same draft, and nothing new in it",
    "office:writing:preview": "seeing it again",
    "office:writing:run_new": "another run of the same papers",
    "office:network:levels": "the same levels",
    "office:network:reveal": "reading again leaves another trace",
    "office:network:share": "taking the file again leaves another trace",
    "office:projects:act muc-tieu": "the same promise",
    "office:imports:new": "the same file, still being looked at, is the same import",
}
"""Acts that may be sent twice: the second time finds everything as it wants it."""
NO_ROW = {
    "office:papers:new", "office:establishments:new", "office:people:new", "office:money:envelope", "office:programmes:add",
    "office:imports:new", "office:reports:relate", "office:reports:state", "office:reports:closing", "office:programmes:confirm", "office:projects:bulk", "office:projects:register", "office:money:call_due", "office:wishes:new", "office:planning:programme_new",
    "office:writing:upload", "office:writing:run_new", "office:reports:report_send", "office:visits:bring",
    "office:network:adopt", "office:network:take", "office:network:new member", "office:network:new contract", "office:network:new proposal",
}  # fmt: skip
"""Addresses without a row of the province in them: a stranger's form writes to the stranger's own province."""
OWN = (
    "office:drafts:",
    "office:people:own",
    "office:people:columns",
    "office:people:delegations",
    "office:projects:columns",
)
"""One's own things: everybody has the like."""


@EVERY_FORM
def test_sent_as_it_should_be(scene, moment, spot, label):
    """A stranger's does nothing, the first one does its act, the second one is refused."""
    visit = Visit(scene, spot, label)
    _by_a_stranger(visit, f"{label}, other province")
    first = visit.send(visit.good())
    if spot.title in NEVER_DONE:
        assert first.status_code in (400, 409, 422)
        return
    assert first.status_code in (200, 302), words(first)
    before = counts(frozenset())
    again = visit.send(visit.good())
    assert (again.status_code in (200, 302)) if spot.title in AGAIN else (400 <= again.status_code < 500)
    kept = {"documents.Attachment"} if spot.name in KEEPS_A_FILE else set()
    assert set(changed(before, counts(frozenset()))) <= LOG | kept


def _by_a_stranger(visit, label):
    without_row = visit.spot.name in NO_ROW or visit.spot.title in NO_ROW
    if label not in visit.scene.visitors or visit.spot.title.startswith(OWN) or without_row:
        return
    client = visit.sign_in(label)
    before = counts()
    assert visit.send(visit.good(), client).status_code in (403, 404)
    assert changed(before, counts()) == []
