"""Lists as provinces lay them out: what is a project, a member, a section, a total; whose amount it is; what does not add up."""

from datetime import date

from bedo.imports.reading.results import Said
from tests.rules.imports.books import kinds, seen, table, tables

M = 1_000_000
HEAD = ["STT", "Tên đề án", "Đơn vị thụ hưởng", "Kinh phí hỗ trợ"]


def differences(found):
    return [(c.sheet_row, c.field, c.difference_vnd) for c in found.checks if c.difference_vnd]


class TestSections:
    def test_letters_over_roman_over_numbers(self, tmp_path):
        found = table(tmp_path, [
            ["BIỂU TỔNG HỢP"], ["(Đơn vị: triệu đồng)"],
            ["TT", "Tên đề án/nhiệm vụ", "Chủ đầu tư", "Huyện", "Xã", "KP hỗ trợ", "Thời gian thực hiện"],
            ["A", "KHUYẾN CÔNG QUỐC GIA"], ["I", "Năm 2021", "", "", "", 500],
            [1, "Mô hình gạch", "Cty 1", "Bắc Quang", "Việt Vinh", 500, "2021"],
            ["B", "KHUYẾN CÔNG ĐỊA PHƯƠNG"], ["I", "Năm 2021"],
            [1, "Máy làm miến", "HTX 2", "Quang Bình", "Tân Trịnh", 100, "Quý III/2021"],
            ["II", "Năm 2022"], [1, "Máy may", "HKD 4", "Yên Minh", "", 80, "01/2022 - 12/2022"],
            ["", "Cộng B", "", "", "", 180],
        ])  # fmt: skip
        assert seen(found, "title_vi", "level", "year", "support_vnd", "district") == [
            ("project", "Mô hình gạch", "quoc_gia", 2021, 500 * M, "Bắc Quang"),
            ("project", "Máy làm miến", "dia_phuong", 2021, 100 * M, "Quang Bình"),
            ("project", "Máy may", "dia_phuong", 2022, 80 * M, "Yên Minh"),
        ]
        assert [(c.sheet_row, c.difference_vnd) for c in found.checks] == [(5, 0), (12, 0)]

    def test_numbered_sections_over_titles_are_no_group_projects(self, tmp_path):
        found = table(tmp_path, [
            ["ĐVT: nghìn đồng"], ["TT", "Nội dung", "Đơn vị thụ hưởng", "Tổng kinh phí", "Trong đó"],
            ["", "", "", "", "KCĐP", "Đơn vị đối ứng"],
            [1, "Hỗ trợ máy móc", "", 500000, 200000, 300000],
            ["1.1", "Hỗ trợ máy cưa", "HTX Gỗ X", 200000, "80.000", "120.000"],
            ["1.2", "Hỗ trợ máy ép", "Cty Y", 300000, 120000, 180000],
            ["", "Tổng số", "", 500000, 200000, 310000],
        ], merge=["A2:A3", "B2:B3", "C2:C3", "D2:D3", "E2:F2"])  # fmt: skip
        assert kinds(found) == {4: "section", 5: "project", 6: "project", 7: "total"}
        assert seen(found, "support_vnd", "counterpart_vnd", "level") == [
            ("project", 80 * M, 120 * M, "dia_phuong"), ("project", 120 * M, 180 * M, "dia_phuong"),
        ]  # fmt: skip
        assert differences(found) == [(7, "counterpart_vnd", 10 * M)]

    def test_districts_as_merged_headings(self, tmp_path):
        found = table(tmp_path, [
            ["DANH SÁCH NĂM 2018 TỈNH HÀ GIANG"], ["TT", "Đơn vị", "Nội dung", "Kinh phí (triệu đồng)"],
            ["", "HUYỆN QUANG BÌNH"], [1, "HTX Chè", "Máy vò chè", 50], ["", "Huyện Bắc Quang"], [1, "Cty Gỗ", "Máy bóc", 100],
        ], merge=["B3:D3", "B5:D5"])  # fmt: skip
        assert seen(found, "beneficiary_name", "title_vi", "district", "province") == [
            ("project", "HTX Chè", "Máy vò chè", "HUYỆN QUANG BÌNH", "Hà Giang"),
            ("project", "Cty Gỗ", "Máy bóc", "Huyện Bắc Quang", "Hà Giang"),
        ]

    def test_spending_that_is_no_project_counts_in_the_total(self, tmp_path):
        found = table(tmp_path, [
            ["ĐVT: triệu đồng"], HEAD, ["I", "Máy móc", "", 100], [1, "Hỗ trợ A", "HTX A", 100],
            ["II", "Chi phí quản lý", "", 9], ["", "TỔNG CỘNG", "", 109],
        ])  # fmt: skip
        assert kinds(found) == {3: "section", 4: "project", 5: "other_line", 6: "total"}
        assert differences(found) == []


class TestGroups:
    def test_number_and_title_in_one_cell_over_the_members(self, tmp_path):
        found = table(tmp_path, [
            ["KẾ HOẠCH NĂM 2022 TỈNH YÊN BÁI"],
            ["STT", "Tên đề án", "Đơn vị thụ hưởng", "Địa điểm", "Kinh phí hỗ trợ (trđ)", "Đối ứng (trđ)"],
            [1, "Đề án nhóm: Hỗ trợ máy quế", "HTX Quế A", "Văn Yên", 300, 350], ["", "", "Công ty Quế B", "Trấn Yên", "", 200],
            [2, "Máy sấy chè", "Cơ sở C", "Văn Chấn", 150.5, ""], ["", "TỔNG CỘNG", "", "", 450.5, 550],
        ], merge=["A3:A4", "B3:B4", "E3:E4"])  # fmt: skip
        assert seen(found, "title_vi", "beneficiary_name", "support_vnd", "counterpart_vnd", "district") == [
            ("project", "Hỗ trợ máy quế", None, 300 * M, None, None),
            ("group_member", None, "HTX Quế A", None, 350 * M, "Văn Yên"),
            ("group_member", None, "Công ty Quế B", None, 200 * M, "Trấn Yên"),
            ("project", "Máy sấy chè", "Cơ sở C", 150_500_000, None, "Văn Chấn"),
        ]
        assert found.shared == []
        assert differences(found) == []

    def test_members_that_do_not_add_up_to_their_project(self, tmp_path):
        found = table(tmp_path, [
            ["ĐVT: đồng"], ["TT", "Tên đề án / Đơn vị thụ hưởng", "Cả đề án hỗ trợ", "Mỗi cơ sở hỗ trợ"],
            [1, "Đề án nhóm: Máy A", 600 * M, ""], ["1.1", "HTX A", "", 300 * M], ["1.2", "HTX B", "", 200 * M],
        ])  # fmt: skip
        assert [row[0] for row in seen(found)] == ["project", "group_member", "group_member"]
        assert differences(found) == [(3, "support_vnd", 100 * M)]


class TestSums:
    def test_four_sources_and_a_stopped_project(self, tmp_path):
        found = table(tmp_path, [
            ["DANH MỤC TỈNH ĐỒNG THÁP NĂM 2021 (ĐỢT 1, ĐỢT 3)"], ["ĐVT: đồng"],
            ["STT", "Tên đề án", "Số đơn vị thụ hưởng", "Tổng kinh phí", "NS khuyến công tỉnh", "NS khuyến công quốc gia",
             "Chương trình khác", "Đối ứng", "Đợt", "Tình trạng"],
            [1, "Nước đá", 2, "3.666.984.000", "hơn 1,63 tỷ", "", "", "gần 1,96 tỷ", "1", "thực hiện"],
            [2, "Máy sấy", 1, 500 * M, "", 200 * M, "", 300 * M, "3", "ngừng"],
        ])  # fmt: skip
        first, second = (row for row in found.rows if row.kind == "project")
        assert first.values["support_vnd"] == 1_630_000_000
        assert first.qualifiers == {"support_local_vnd": "over", "support_vnd": "over", "counterpart_vnd": "under"}
        assert (first.values["level"], first.values["batch"], first.values["beneficiary_count"]) == (
            "dia_phuong",
            "1",
            2,
        )
        assert (second.values["level"], second.values["status"], second.values["batch"]) == ("quoc_gia", "stopped", "3")

    def test_a_range_is_not_guessed(self, tmp_path):
        found = table(tmp_path, [
            ["TT", "Tên dự án", "Chủ đầu tư", "Mức đề nghị hỗ trợ (triệu đồng)", "Hình thức (có thu hồi)"],
            [1, "Sấy hồng", "HTX Hồng", "300-500", "có thu hồi"], [2, "Rang cà phê", "Cty A", "còn lại", ""],
        ])  # fmt: skip
        first, second = (row for row in found.rows if row.kind == "project")
        assert "support_vnd" not in first.values
        assert first.ranges == {"support_vnd": (300 * M, 500 * M)}
        assert "support_vnd" not in second.values
        assert [problem.cell for problem in second.problems] == ["D3"]

    def test_two_tables_of_two_years_on_one_sheet(self, tmp_path):
        found = tables(tmp_path, [
            ["KẾ HOẠCH NĂM 2021 TỈNH CAO BẰNG"], ["TT", "Tên đề án", "Đơn vị thụ hưởng", "Kinh phí (triệu đồng)"],
            [1, "Máy A", "HTX A", 100], ["", "Tổng cộng", "", 100], [], ["KẾ HOẠCH NĂM 2022 TỈNH CAO BẰNG"],
            ["TT", "Tên đề án", "Đơn vị thụ hưởng", "Địa chỉ", "Kinh phí (đồng)"], [1, "Máy B", "HTX B", "Hòa An", 200 * M],
            ["", "Người lập biểu"],
        ]).tables  # fmt: skip
        assert [seen(one, "year", "support_vnd") for one in found] == [
            [("project", 2021, 100 * M)],
            [("project", 2022, 200 * M)],
        ]
        assert kinds(found[1])[9] == "note"

    def test_sums_saved_without_result_are_added_again_and_failed_ones_are_said(self, tmp_path):
        found = table(tmp_path, [
            ["ĐVT: triệu đồng"], HEAD, ["", "Tổng cộng", "", "=SUM(D4:D5)"], [1, "A", "HTX A", 100], [2, "B", "HTX B", "41,5"],
        ])  # fmt: skip
        assert [(c.stated_vnd, c.difference_vnd) for c in found.checks] == [(141_500_000, 0)]
        failed = table(tmp_path, [["ĐVT: triệu đồng"], HEAD, [1, "A", "HTX A", ("=1/0", "#DIV/0!")]])
        (row,) = (row for row in failed.rows if row.kind == "project")
        assert row.refused
        assert "#DIV/0!" in row.problems[0].what


class TestAggregates:
    def test_contents_of_a_year(self, tmp_path):
        found = table(tmp_path, [
            ["KẾT QUẢ KHUYẾN CÔNG TỈNH BÌNH ĐỊNH NĂM 2016"],
            ["TT", "Nội dung hoạt động", "Số chương trình, đề án", "Kinh phí (triệu đồng)", "Tỷ trọng (%)"],
            [1, "Máy móc", "13", "2.164,46", 30.8], [2, "Đào tạo nghề", 3, 135.9, ""], [3, "Chi phí quản lý", "02 mục", 90, ""],
            ["", "Tổng cộng", 16, 2390.36, ""],
        ])  # fmt: skip
        assert found.kind == "aggregates"
        assert seen(found, "scope", "projects_total", "fund_total_vnd", "year_from", "province_at_time") == [
            ("aggregate", "Máy móc", 13, 2_164_460_000, 2016, "Bình Định"),
            ("aggregate", "Đào tạo nghề", 3, 135_900_000, 2016, "Bình Định"),
            ("aggregate", "Chi phí quản lý", 2, 90_000_000, 2016, "Bình Định"),
        ]
        assert [(c.stated_vnd, c.difference_vnd) for c in found.checks] == [(2_390_360_000, 0)]
        assert [problem.what for problem in found.problems] == ["Dòng 6: Số đề án: bảng ghi 16, cộng lại 18."]

    def test_provinces_by_periods_are_not_added_over_periods_that_overlap(self, tmp_path):
        found = table(tmp_path, [
            ["KINH PHÍ KHUYẾN CÔNG"], ["Đơn vị tính: triệu đồng"], ["TT", "Tỉnh", 2016, 2017, "2016-2020"],
            [1, "Hà Giang", 3000, "3.140,5", 15000], [2, "Hòa Bình", None, "gần 3.000", ""], ["", "Tổng cộng", 3000, 6140.5, 15000],
        ])  # fmt: skip
        assert seen(found, "province_at_time", "year_from", "year_to", "fund_total_vnd") == [
            ("aggregate", "Hà Giang", 2016, 2016, 3_000_000_000), ("aggregate", "Hà Giang", 2017, 2017, 3_140_500_000),
            ("aggregate", "Hà Giang", 2016, 2020, 15_000_000_000), ("aggregate", "Hòa Bình", 2017, 2017, 3_000_000_000),
        ]  # fmt: skip
        assert differences(found) == []

    def test_counts_and_money_below_each_year(self, tmp_path):
        found = table(tmp_path, [
            ["ĐVT: triệu đồng"], ["STT", "Nội dung", "Năm 2021", "", "Năm 2022", ""],
            ["", "", "Số đề án", "Kinh phí", "Số đề án", "Kinh phí"], [1, "Đào tạo", 2, 200, 1, "150,5"],
        ], merge=["C2:D2", "E2:F2"])  # fmt: skip
        assert seen(found, "year_from", "projects_total", "fund_total_vnd") == [
            ("aggregate", 2021, 2, None), ("aggregate", 2021, None, 200 * M),
            ("aggregate", 2022, 1, None), ("aggregate", 2022, None, 150_500_000),
        ]  # fmt: skip

    def test_three_levels_of_funds(self, tmp_path):
        found = table(tmp_path, [
            ["HUYỆN VĨNH LINH, TỈNH QUẢNG TRỊ GIAI ĐOẠN 2016-2020"], ["ĐVT: triệu đồng"],
            ["TT", "Cấp (quốc gia, tỉnh, huyện)", "Số dự án", "Kinh phí", "Ghi chú"],
            [1, "Quốc gia", 5, 2640, ""], [2, "Tỉnh", 18, "", ""], [3, "Huyện", 29, 646, ""], ["", "Cộng", 52, "trên 4.200", ""],
        ])  # fmt: skip
        assert seen(found, "scope", "projects_total", "fund_total_vnd", "period_label") == [
            ("aggregate", "Quốc gia", 5, 2_640_000_000, "2016-2020"), ("aggregate", "Tỉnh", 18, None, "2016-2020"),
            ("aggregate", "Huyện", 29, 646_000_000, "2016-2020"),
        ]  # fmt: skip
        total = next(row for row in found.rows if row.kind == "total")
        assert (total.values["projects_total"], total.qualifiers) == (52, {"fund_total_vnd": "over"})

    def test_the_form_of_indicators_with_local_before_national(self, tmp_path):
        found = table(tmp_path, [
            ["Năm Báo Cáo: 2019"], ["TT", "Chỉ tiêu", "Đơn vị tính", "Địa phương", "Quốc gia"],
            [1, "Tổng kinh phí khuyến công", "triệu đồng", 1500, "2.634,6"], [2, "Số đề án", "đề án", 12, 3],
        ])  # fmt: skip
        assert seen(found, "fund_local_vnd", "fund_national_vnd", "projects_local", "projects_national", "year_from") == [
            ("aggregate", 1_500_000_000, 2_634_600_000, None, None, 2019), ("aggregate", None, None, 12, 3, 2019),
        ]  # fmt: skip


class TestUnits:
    def test_no_unit_and_small_figures_is_asked(self, tmp_path):
        rows = [HEAD, [1, "A", "HTX A", 100], [2, "B", "HTX B", "200 triệu"]]
        found = table(tmp_path, rows)
        assert seen(found, "support_vnd") == [("project", None), ("project", 200 * M)]
        assert any(problem.refuses for problem in found.problems)
        told = table(tmp_path, rows, Said(units={"Sheet1#1": M}))
        assert seen(told, "support_vnd") == [("project", 100 * M), ("project", 200 * M)]

    def test_no_unit_and_large_figures_are_dong_and_it_is_said(self, tmp_path):
        found = table(tmp_path, [HEAD, [1, "A", "HTX A", 100 * M], [2, "B", "HTX B", "200.000.000"]])
        assert seen(found, "support_vnd") == [("project", 100 * M), ("project", 200 * M)]
        assert "hiểu là đồng" in found.problems[0].what

    def test_english_marks_are_seen_in_the_column(self, tmp_path):
        head = [*HEAD[:3], "Kinh phí hỗ trợ (triệu đồng)"]
        found = table(
            tmp_path, [head, [1, "A", "HTX A", "100.5"], [2, "B", "HTX B", "1,250.75"], [3, "C", "HTX C", "1,250"]]
        )
        assert seen(found, "support_vnd") == [
            ("project", 100_500_000),
            ("project", 1_250_750_000),
            ("project", 1250 * M),
        ]
        assert "Dấu chấm trước phần lẻ" in found.reasons["D"]

    def test_the_law_decides_where_marks_do_not(self, tmp_path):
        head = [*HEAD[:3], "Kinh phí hỗ trợ (triệu đồng)"]
        found = table(tmp_path, [head, [1, "A", "HTX A", "1.290"], [2, "B", "HTX B", "1,5"]])
        assert seen(found, "support_vnd") == [("project", 1290 * M), ("project", 1_500_000)]


class TestDecisions:
    ROWS = (["ĐVT: đồng"], ["STT", "Tên đề án", "Đơn vị thụ hưởng", "Cột lạ", "Kinh phí hỗ trợ"],
            [1, "A", "HTX A", "Hà Giang", "một trăm"])  # fmt: skip

    def test_a_corrected_mapping_and_a_remembered_one(self, tmp_path):
        plain = table(tmp_path, self.ROWS)
        assert "D" not in plain.mapping
        told = table(tmp_path, self.ROWS, Said(mappings={"Sheet1#1": {"D": "province"}}))
        assert seen(told, "province") == [("project", "Hà Giang")]
        again = table(tmp_path, self.ROWS, Said(remembered={plain.layout: {"D": "province", "C": ""}}))
        assert seen(again, "province", "beneficiary_name") == [("project", "Hà Giang", None)]

    def test_a_cell_is_mended_in_place(self, tmp_path):
        assert table(tmp_path, self.ROWS).rows[-1].refused is False
        mended = table(tmp_path, self.ROWS, Said(cells={("Sheet1", "E3"): "120.000.000"}))
        assert seen(mended, "support_vnd") == [("project", 120 * M)]

    def test_province_and_year_only_where_the_list_is_silent(self, tmp_path):
        said = Said(province="Hà Giang", year=2020)
        assert seen(table(tmp_path, self.ROWS, said), "province", "year") == [("project", "Hà Giang", 2020)]
        rows = [["KẾ HOẠCH NĂM 2022 TỈNH YÊN BÁI"], *self.ROWS]
        assert seen(table(tmp_path, rows, said), "province", "year") == [("project", "Yên Bái", 2022)]

    def test_hidden_rows_and_columns_are_asked_about(self, tmp_path):
        rows = [["ĐVT: đồng"], ["STT", "Tên đề án", "Đơn vị thụ hưởng", "Ghi chú", "Kinh phí hỗ trợ"],
                [1, "A", "HTX A", "x", 1 * M], [2, "B", "HTX B", "y", 2 * M]]  # fmt: skip
        found = table(tmp_path, rows, hidden_rows=[4], hidden_columns=["D"])
        assert (found.hidden_rows, found.hidden_columns) == ([4], ["D"])
        assert [(row.hidden, row.values.get("note"), bool(row.problems)) for row in found.rows if row.kind == "project"] == [
            (False, None, False), (True, None, True),
        ]  # fmt: skip
        taken = table(tmp_path, rows, Said(with_hidden=frozenset({"Sheet1#1"})), hidden_rows=[4], hidden_columns=["D"])
        assert seen(taken, "note") == [("project", "x"), ("project", "y")]
        assert not any(row.problems for row in taken.rows)


class TestDays:
    def test_days_months_and_days_that_do_not_exist(self, tmp_path):
        head = ["STT", "Tên đề án", "Đơn vị thụ hưởng", "Ngày nghiệm thu", "Kinh phí hỗ trợ (đồng)"]
        found = table(tmp_path, [
            head, [1, "A", "HTX A", "31/02/2020", 1 * M], [2, "B", "HTX B", date(2020, 5, 1), 1 * M],
            [3, "C", "HTX C", "tháng 9/2021", 1 * M], [4, "D", "HTX D", "ngày 05 tháng 02 năm 2019", 1 * M],
        ])  # fmt: skip
        assert seen(found, "date", "year") == [
            ("project", None, None), ("project", date(2020, 5, 1), 2020), ("project", None, 2021),
            ("project", date(2019, 2, 5), 2019),
        ]  # fmt: skip
        first = next(row for row in found.rows if row.kind == "project")
        assert (first.refused, first.problems[0].cell) == (True, "D2")
