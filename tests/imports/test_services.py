"""A list comes in as a whole, twice changes nothing, and leaves as a whole; nothing unsure is written."""

import threading

import pytest
from django.db import connection, connections

from bedo.core.log import broken_entries
from bedo.core.moves import Refused
from bedo.establishments.models import Establishment
from bedo.imports import preview, services
from bedo.imports.models import Import, ImportedRecord, RememberedMapping
from bedo.projects.models import Project, Share
from bedo.reports.models import StatedFigure
from tests.imports.conftest import DAY, LIST

pytestmark = pytest.mark.django_db
M = 1_000_000


def outcomes(row):
    return {line["sheet_row"]: line["outcome"] for line in preview.lines(row)}


def commit(row, people):
    return services.commit(row=row, version=row.version, by=people["officer"], today=DAY)


def put(row, people, **change):
    """Decide: cells, choices, mappings by their names."""

    def apply(decisions):
        for name, values in change.items():
            decisions.setdefault(name, {}).update(values)

    return services.decide(row=row, version=row.version, by=people["officer"], change=apply)


def test_a_new_list_becomes_projects_with_shares_and_establishments(bring, people, province, old_map):
    row = bring()
    assert row.counts == {"new": 4, "kept": 1}
    written = commit(row, people)
    assert (written.projects, written.establishments, written.changed, written.figures) == (2, 3, 0, 0)
    single, group = Project.objects.filter(province=province).order_by("pk")
    assert (single.title, single.support, single.counterpart, single.year, single.track, single.fund, single.state, single.kind) == (
        "Hỗ trợ máy sao chè", 100 * M, 150 * M, 2019, "local", "kcdp", "planned", "single")  # fmt: skip
    assert (single.place, single.place_now) == (old_map["Hùng An"], old_map["new"])
    assert single.printed["sha256"] == row.sha256
    assert (single.printed["sheet"], single.printed["row"]) == ("KH", 4)
    assert "danh-sach.xlsx" in single.source_url
    assert (group.kind, group.support, group.beneficiary_names, group.beneficiary_count) == (
        "group", 200 * M, "Công ty TNHH Gỗ A; Công ty TNHH Gỗ B", 2)  # fmt: skip
    assert list(group.shares.values_list("number", "support", "establishment__name", "establishment__kind")) == [
        (1, 120 * M, "Công ty TNHH Gỗ A", "doanh_nghiep"), (2, 80 * M, "Công ty TNHH Gỗ B", "doanh_nghiep"),
    ]  # fmt: skip
    row.refresh_from_db()
    assert row.state == "committed"
    assert list(broken_entries()) == []


def test_the_second_import_of_the_same_file_changes_nothing(bring, people):
    commit(bring(), people)
    before = list(Project.objects.order_by("pk").values())
    again = bring()
    assert set(again.counts) == {"same", "kept"}
    with pytest.raises(Refused, match="Không có dòng nào mới"):
        commit(again, people)
    assert list(Project.objects.order_by("pk").values()) == before
    assert Establishment.objects.count() == 3


def test_a_changed_cell_is_one_changed_field_and_undo_puts_it_back(bring, people):
    commit(bring(), people)
    rows = [list(row) for row in LIST]
    rows[3][4] = 90
    second = bring(rows, "lan-2.xlsx")
    assert outcomes(second)[4] == "changed"
    (line,) = preview.lines(second, "changed")
    assert line["changes"] == {"support": [100 * M, 90 * M]}
    commit(second, people)
    assert Project.objects.get(title="Hỗ trợ máy sao chè").support == 90 * M
    second.refresh_from_db()
    services.undo(row=second, version=second.version, by=people["officer"], today=DAY)
    assert Project.objects.get(title="Hỗ trợ máy sao chè").support == 100 * M


def test_undo_takes_everything_out_and_a_later_import_stands_in_its_way(bring, people, province):
    first = bring()
    commit(first, people)
    rows = [list(row) for row in LIST]
    rows[3][4] = 90
    second = bring(rows, "lan-2.xlsx")
    commit(second, people)
    first.refresh_from_db()
    with pytest.raises(Refused, match="lan-2"):
        services.undo(row=first, version=first.version, by=people["officer"], today=DAY)
    second.refresh_from_db()
    services.undo(row=second, version=second.version, by=people["officer"], today=DAY)
    services.undo(row=first, version=first.version, by=people["officer"], today=DAY)
    assert (Project.objects.count(), Share.objects.count(), Establishment.objects.count()) == (0, 0, 0)
    assert ImportedRecord.objects.filter(owner=first).exclude(project=None).count() == 0
    assert Import.objects.get(pk=first.pk).state == "undone"
    assert list(broken_entries()) == []


def test_undo_is_refused_by_name_when_something_was_built_on_it(bring, people, establishment_uses):
    row = bring()
    commit(row, people)
    establishment_uses("Công ty TNHH Gỗ A")
    row.refresh_from_db()
    with pytest.raises(Refused, match="Không rút được"):
        services.undo(row=row, version=row.version, by=people["officer"], today=DAY)
    assert Project.objects.count() == 2


@pytest.fixture
def establishment_uses(province, people):
    """Give an establishment of the list a wish of its own."""
    from bedo.projects.services.wishes import record_wish

    def use(name):
        firm = Establishment.objects.get(name=name)
        return record_wish(
            establishment=firm, content="MAY_MOC_CHUYEN_GIAO_CN", need="Máy mới", received_on=DAY, channel="office",
            by=people["officer"], today=DAY,
        )  # fmt: skip

    return use


class TestQuestions:
    def test_a_place_that_does_not_exist_is_asked_with_its_neighbours(self, bring, people, old_map):
        rows = [list(row) for row in LIST]
        rows[3][3] = "xã Hùng Ann, huyện Bắc Quang"
        row = bring(rows)
        (line,) = preview.lines(row, "undecided")
        assert "Không có “xã Hùng Ann” trong Huyện Bắc Quang" in line["question"]
        with pytest.raises(Refused, match="cần quyết định"):
            commit(row, people)
        row = put(row, people, choices={line["key"]: {"place": str(old_map["district"].pk)}})
        assert "undecided" not in row.counts
        commit(row, people)
        assert Project.objects.get(title="Hỗ trợ máy sao chè").place == old_map["district"]

    def test_a_cell_may_be_mended_instead(self, bring, people):
        rows = [list(row) for row in LIST]
        rows[3][4] = "một trăm gì đó 5"
        row = bring(rows)
        assert outcomes(row)[4] == "refused"
        row = put(row, people, cells={"KH!E4": "100"})
        assert outcomes(row)[4] == "new"
        commit(row, people)
        assert Project.objects.get(title="Hỗ trợ máy sao chè").support == 100 * M

    def test_one_name_in_two_places_is_two_establishments_or_a_question(self, bring, people, old_map):
        commit(bring(), people)
        rows = [list(row) for row in LIST[:4]]
        rows[3] = [1, "Hỗ trợ máy ép", "HTX chè Hùng An", "xã Việt Vinh, huyện Bắc Quang", 50, ""]
        row = bring(rows, "b.xlsx")
        (line,) = preview.lines(row, "undecided")
        assert line["question"] == "“HTX chè Hùng An” là cơ sở nào?"
        row = put(row, people, choices={line["key"]: {"establishment": "new"}})
        commit(row, people)
        assert Establishment.objects.filter(name="HTX chè Hùng An").count() == 2

    def test_a_project_of_the_same_establishment_and_year_is_asked(self, bring, people):
        commit(bring(), people)
        rows = [list(row) for row in LIST[:4]]
        rows[3][1] = "Hỗ trợ máy sao chè bằng gas"
        row = bring(rows, "c.xlsx")
        (line,) = preview.lines(row, "undecided")
        known = Project.objects.get(title="Hỗ trợ máy sao chè")
        assert [choice[0] for choice in line["choices"]] == [f"project:{known.pk}", "project:new"]
        row = put(row, people, choices={line["key"]: {"project": str(known.pk)}})
        assert outcomes(row) == {4: "changed"}
        commit(row, people)
        known.refresh_from_db()
        assert known.title == "Hỗ trợ máy sao chè bằng gas"

    def test_a_row_of_another_province_says_whose_it_is(self, bring, people, other_province):
        rows = [list(row) for row in LIST]
        rows[0] = ["KẾ HOẠCH NĂM 2026 TỈNH PHÚ THỌ"]
        row = bring(rows)
        line = next(preview.lines(row, "refused"))
        assert line["why"] == "Dòng của Tỉnh Phú Thọ; bạn nhập cho Tỉnh Tuyên Quang."

    def test_a_row_may_be_left_out(self, bring, people):
        row = put(bring(), people, choices={"KH#1!4": {"skip": "1"}})
        assert outcomes(row)[4] == "skipped"
        assert commit(row, people).projects == 1

    def test_two_rows_are_not_one_project(self, bring, people):
        commit(bring(), people)
        rows = [*LIST[:4], [2, *LIST[3][1:]]]
        row = bring(rows, "d.xlsx")
        assert outcomes(row) == {4: "same", 5: "refused"}


class TestAggregates:
    ROWS = (
        ["KINH PHÍ KHUYẾN CÔNG"],
        ["ĐVT: tỷ đồng"],
        ["TT", "Tỉnh", "Số đề án", "Kinh phí"],
        [1, "Hà Giang", 13, "hơn 2,6"],
    )

    def test_sums_become_stated_figures_and_leave_again(self, bring, people):
        row = bring([*self.ROWS[:2], ["Năm 2019"], *self.ROWS[2:]])
        assert commit(row, people).figures == 2
        found = StatedFigure.objects.order_by("measure").values_list(
            "measure", "value", "qualifier", "year_from", "place_text"
        )
        assert list(found) == [
            ("fund_total", 2_600 * M, "over", 2019, "Hà Giang"),
            ("projects_total", 13, "exact", 2019, "Hà Giang"),
        ]
        assert not Project.objects.exists()
        row.refresh_from_db()
        services.undo(row=row, version=row.version, by=people["officer"], today=DAY)
        assert not StatedFigure.objects.exists()


class TestGuards:
    def test_the_same_file_still_being_looked_at_is_the_same_import(self, bring):
        assert bring() == bring()

    def test_stale_versions_and_strangers(self, bring, people, make_person, other_province):
        row = bring()
        with pytest.raises(Refused, match="vừa sửa"):
            services.commit(row=row, version=row.version + 1, by=people["officer"], today=DAY)
        stranger = make_person("officer", other_province, username="la")
        with pytest.raises(Refused) as caught:
            services.commit(row=row, version=row.version, by=stranger, today=DAY)
        assert caught.value.status == 403
        assert not Import.objects.visible_to(stranger).exists()

    def test_what_changed_since_the_preview_is_looked_at_again(self, bring, people):
        first, second = bring(), bring([*LIST, ["", "Ghi chú: bản 2"]], "e.xlsx")
        commit(first, people)
        with pytest.raises(Refused, match="vừa thay đổi"):
            commit(second, people)
        assert Project.objects.count() == 2

    def test_nothing_is_half_written(self, bring, people, monkeypatch):
        row = bring()

        def fail(*args, **kwargs):
            raise Refused("Thử.", "", status=409)

        monkeypatch.setattr("bedo.imports.writing.enter_published", fail)
        with pytest.raises(Refused, match="Thử"):
            commit(row, people)
        assert (Project.objects.count(), Establishment.objects.count(), ImportedRecord.objects.count()) == (0, 0, 0)
        row.refresh_from_db()
        assert row.state == "preview"

    def test_a_file_that_cannot_be_read_says_why(self, people, province, old_map):
        row = services.bring(province=province, name="x.xlsx", content=b"%PDF-1.7", by=people["officer"])
        row = services.look(row)
        assert (row.state, "không phải bảng tính" in row.error) == ("failed", True)

    def test_a_corrected_mapping_is_remembered_for_the_layout(self, bring, people, province):
        rows = [
            LIST[0],
            LIST[1],
            ["TT", "Tên đề án", "Đơn vị thụ hưởng", "Cột lạ", "Kinh phí hỗ trợ"],
            [1, "Máy A", "HTX A", "7", 5],
        ]
        row = bring(rows)
        (table,) = row.tables
        services.remember_mapping(row=row, table=table["key"], mapping={"D": "note"}, by=people["officer"])
        again = bring(rows, "f.xlsx")
        assert again.tables[0]["mapping"]["D"] == "note"
        assert RememberedMapping.objects.get().layout == table["layout"]


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_commits_at_once_write_one(bring, people):
    """Real threads: the second finds the import already brought in."""
    row, answers, gate = bring(), [], threading.Barrier(2)

    def go():
        gate.wait()
        try:
            answers.append(services.commit(row=row, version=row.version, by=people["officer"], today=DAY).projects)
        except Refused as refusal:
            answers.append(refusal.code)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=go) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(map(str, answers)) == ["2", "state"]
    assert Project.objects.count() == 2
    assert connection.vendor == "postgresql"


def test_who_waits_is_told_how_far_it_is(bring, monkeypatch):
    said = []
    tell = services._tell
    monkeypatch.setattr(services, "_tell", lambda row, step: said.append(step) or tell(row, step))
    row = bring()
    assert [step.split(",")[0] for step in said] == ["Đã đọc 7 dòng", "Đã ghép 7 dòng"]
    assert Import.objects.get(pk=row.pk).step == said[-1]
