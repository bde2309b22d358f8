"""Adding, confirming and withdrawing rows; what processes keep of them."""

from datetime import date

import pytest

from bedo.core import log
from bedo.core.models import LogEntry
from bedo.core.moves import Refused
from bedo.core.types import Dong
from bedo.programmes import queries, rules, services
from bedo.programmes.models import RuleRow

MACHINE = "MAY_MOC_CHUYEN_GIAO_CN"
TODAY = date(2026, 3, 1)


@pytest.fixture
def loaded(province, other_province):
    services.load_rules()


def new_row(by, province, **changed):
    given = {
        "table": "support_norms",
        "key": MACHINE,
        "level": "local",
        "province": province,
        "effective_from": date(2026, 1, 1),
        "effective_to": None,
        "legal_text": "Nghị quyết 42/2025/NQ-HĐND (Tuyên Quang)",
        "article": "Điều 3",
        "certainty": "read",
        "values": {"name": "Máy móc thiết bị", "percent": "50", "cap": "250000000", "cap_per": "cơ sở"},
    }
    return services.add_rule_row(new=services.NewRow(**{**given, **changed}), by=by, today=TODAY)


def ruling(province_code, asked=250_000_001, level="local"):
    norms = queries.rows(rules.SupportNorm)
    answer = rules.support_ceiling(norms, MACHINE, Dong(620_000_000), level=level, on=TODAY, province=province_code)
    return rules.may_exceed(Dong(asked), answer)


def machine_row():
    return RuleRow.objects.get(table="support_norms", key=MACHINE, effective_from=date(2018, 5, 11))


def test_a_newer_row_of_a_province_stands_there_alone(loaded, province, people):
    assert ruling("08")
    new_row(people["administrator"], province)
    assert not ruling("08")
    assert ruling("25")
    assert LogEntry.objects.get(kind="rule.add").chain == "08"


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"article": ""}, "article"),
        ({"legal_text": ""}, "legal_text"),
        ({"effective_to": date(2025, 12, 31)}, "effective_to"),
        ({"key": " "}, "key"),
        ({"values": {"name": "Máy", "cap": "nhiều"}}, "cap"),
        ({"certainty": "confirmed"}, ""),
        ({"table": "nothing"}, ""),
    ],
)
def test_a_row_that_cannot_stand_is_refused_beside_its_field(loaded, province, people, changed, field):
    before = RuleRow.objects.count()
    with pytest.raises(Refused) as refusal:
        new_row(people["administrator"], province, **changed)
    assert (refusal.value.field, refusal.value.status) == (field, 422)
    assert RuleRow.objects.count() == before


def test_the_same_row_twice_is_refused(loaded, province, people):
    new_row(people["administrator"], province)
    with pytest.raises(Refused) as refusal:
        new_row(people["administrator"], province, article="Điều 4")
    assert refusal.value.field == "effective_from"


def confirm(row, province, people, **changed):
    given = {"text": "Thông tư 28/2018/TT-BTC, bản ký", "person": "Nguyễn Văn A", "on": date(2026, 2, 20)}
    return services.confirm_row(
        row=row, province=province, by=people["approver_department"], today=TODAY, **{**given, **changed}
    )


def test_a_confirmed_row_refuses_in_that_province_and_warns_elsewhere(loaded, province, people):
    assert ruling("08", 300_000_001).warnings
    confirm(machine_row(), province, people)
    assert not ruling("08", 300_000_001)
    assert not ruling("08", 300_000_001, level="national")
    assert ruling("25", 300_000_001).warnings


def test_the_log_keeps_the_person_outside_the_chain(loaded, province, people):
    confirm(machine_row(), province, people)
    entry = LogEntry.objects.get(kind="rule.confirm")
    assert "Nguyễn Văn A" not in entry.text + str(entry.data)
    assert entry.personal.data == {"person": "Nguyễn Văn A"}
    assert not list(log.broken_entries())


@pytest.mark.parametrize(
    ("changed", "field", "status"),
    [({"text": " "}, "text", 422), ({"person": ""}, "person", 422), ({"on": date(2026, 3, 2)}, "on", 422)],
)
def test_a_confirmation_says_text_person_and_a_past_day(loaded, province, people, changed, field, status):
    with pytest.raises(Refused) as refusal:
        confirm(machine_row(), province, people, **changed)
    assert (refusal.value.field, refusal.value.status) == (field, status)


def test_a_row_is_confirmed_once_and_not_by_another_province(loaded, province, other_province, people):
    confirm(machine_row(), province, people)
    with pytest.raises(Refused, match="rồi"):
        confirm(machine_row(), province, people)
    own = new_row(people["administrator"], province)
    with pytest.raises(Refused, match="tỉnh khác"):
        confirm(own, other_province, people)


def test_a_wrong_row_typed_on_screen_is_withdrawn_and_typed_again(loaded, province, people):
    row = new_row(people["administrator"], province)
    services.retire_row(row=row, reason="Nhầm mức trần", by=people["administrator"], today=TODAY)
    assert ruling("08")
    new_row(people["administrator"], province)
    assert not ruling("08")


def test_shipped_used_and_confirmed_rows_are_not_withdrawn(loaded, province, people):
    used = new_row(people["administrator"], province)
    services.mark_used([used.pk], today=TODAY)
    confirmed = new_row(people["administrator"], province, key="THUONG_HIEU")
    confirm(confirmed, province, people)
    for row in (machine_row(), used, confirmed):
        with pytest.raises(Refused):
            services.retire_row(row=row, reason="x", by=people["administrator"], today=TODAY)


def test_all_tables_cost_two_queries_once_and_then_only_the_stamp(loaded, django_assert_num_queries):
    queries._kept = ("", {})
    with django_assert_num_queries(3):
        queries.rows(rules.SupportNorm)
    with django_assert_num_queries(1):
        queries.in_force(rules.Content, TODAY, "local", "08")


def test_within_a_request_the_stamp_is_asked_once(loaded, django_assert_num_queries):
    queries.rows(rules.Content)
    queries._begin()
    try:
        with django_assert_num_queries(1):
            queries.rows(rules.SupportNorm)
            queries.rows(rules.Content)
            queries.in_force(rules.Setting, TODAY, "local", "08")
    finally:
        queries._end()


def test_a_request_that_changes_the_rules_reads_them_again(loaded, province, people):
    queries._begin()
    try:
        assert ruling("08")
        new_row(people["administrator"], province)
        assert not ruling("08")
    finally:
        queries._end()
