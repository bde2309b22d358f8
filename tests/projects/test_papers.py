"""Official papers of a project: what each form says comes from its record alone, and both files say the same."""

import pytest

from bedo.documents.writing.content import lines
from bedo.documents.writing.forms import Terms
from bedo.projects.papers import contracts, estimate
from tests.projects.conftest import *  # noqa: F403 - the chain of a project

pytestmark = pytest.mark.django_db
TERMS = Terms(issuer="Trung tâm Khuyến công", superior="Sở Công Thương", symbol="TTKC", place="Tuyên Quang")


def said(form, record):
    return "\n".join(lines(form.write(record, TERMS)))


def test_the_estimate_says_its_lines_in_million(chain):
    chain.to("write")
    text = said(estimate.FORMS[0], chain.project)
    assert chain.project.title in text
    assert "Đơn vị tính: triệu đồng" in text


def test_the_contract_says_its_money_in_words(chain):
    chain.to("contract")
    text = said(contracts.FORMS[0], chain.share.contract_items.get().contract)
    assert "Bằng chữ:" in text
