"""Tags, filters and includes: figures, kinds of nothing, states, deadlines, bars, fields."""

import re
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django import forms
from django.template import Context, Template
from django.template.loader import render_to_string

import bedo.office.shell
from bedo.core.answers import Answer, Source, Step
from bedo.core.fields import DongFormField
from bedo.core.types import Dong
from bedo.office.shell import figures, labels
from bedo.office.shell.templatetags import bedo as tags

SHELL = Path(bedo.office.shell.__file__).parent
TODAY = date(2026, 11, 16)


def shown(source, **context):
    return Template(source).render(Context(context))


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0"),
        (1234, "1.234"),
        (-1_234_567, "-1.234.567"),
        (Dong(23_615_149_080), "23.615.149.080"),
        (44.5, "44,5"),
        (2.0, "2"),
    ],
)
def test_figures_are_grouped_with_dots(value, text):
    assert figures.number(value) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0,0"),
        (1_734_600_000, "1.734,6"),
        (50_000, "0,1"),
        (49_999, "0,0"),
        (-1_250_000, "-1,3"),
        (999_950_000, "1.000,0"),
    ],
)
def test_millions_round_half_away_from_zero(value, text):
    assert figures.millions(value) == text


@pytest.mark.parametrize(
    ("kind", "word"), [("unknown", "chưa rõ"), ("none", "không áp dụng"), ("unpublished", "không công bố")]
)
def test_each_kind_of_nothing_says_what_it_is(kind, word):
    assert word in shown("{{ x|dong:kind }}", x=None, kind=kind)
    assert shown("{{ x|dong:kind }}", x=0, kind=kind) == "0 đ"


def test_unknown_is_a_link_to_the_field_when_told():
    assert '<a class="v-unk" href="/o">' in shown('{% nothing "unknown" "/o" %}')


def test_a_qualifier_is_part_of_the_figure():
    assert shown('{{ 175000000|theo:"over" }}') == '<span class="qual">trên </span>175.000.000'
    assert shown('{{ 175000000|theo:"exact" }}') == "175.000.000"


def test_dates_and_moments_are_written_the_vietnamese_way():
    assert shown("{{ d|ngay }}", d=date(2025, 3, 7)) == "07/03/2025"
    assert figures.moment(datetime(2025, 3, 7, 20, 30, tzinfo=UTC)) == "03:30 08/03/2025"


@pytest.mark.parametrize(
    ("day", "css", "word"),
    [
        (11, "late", "Quá hạn 5 ngày"),
        (16, "day", "Hôm nay"),
        (17, "soon", "Còn 1 ngày"),
        (26, "soon", "Còn 10 ngày"),
        (27, "far", "11 ngày"),
    ],
)
def test_deadlines_count_days_by_word_and_shape(day, css, word):
    html = shown("{% deadline due today %}", due=date(2026, 11, day), today=TODAY)
    assert f'class="dl {css}"' in html
    assert word in html
    assert f"{day}/11/2026" in html


def test_every_state_has_words_and_a_mark_that_exists():
    sprite = (SHELL / "static/bedo/marks.svg").read_text()
    for code, look in labels.STATES.items():
        assert look.office, code
        assert look.applicant, code
        assert f'id="i-{look.mark}"' in sprite, code


def test_states_of_one_list_never_look_the_same():
    for table in (labels.PROJECT_STATES, labels.WISH_STATES):
        looks = [(look.mark, look.tone, look.office) for look in table.values()]
        assert len(set(looks)) == len(looks)


def test_the_national_track_names_the_base_appraisal_apart():
    assert labels.state_word("base_review") == "Đang thẩm định"
    assert labels.state_word("base_review", track="national") == "Đang thẩm định cấp cơ sở"
    assert labels.state_word("returned", audience="applicant") == "Cần bổ sung"
    assert "Không rõ bước" in shown('{% state_mark "never-heard" %}')


def test_every_icon_named_in_templates_stands_in_the_sprite():
    sprite = (SHELL / "static/bedo/marks.svg").read_text()
    for page in SHELL.parent.rglob("*.html"):
        for name in re.findall(r'{% (?:icon|mark) "([\w-]+)"', page.read_text()):
            assert f'id="i-{name}"' in sprite, f"{page.name}: {name}"


def test_the_money_bar_keeps_its_order_and_speaks_every_stage():
    html = shown(
        "{% money_bar money links=links %}",
        money={"advanced": 510, "contracted": 90, "freed": 90},
        links={"advanced": "/x"},
    )
    assert re.findall(r"pc (g-\w+)", html.split("<dl")[0]) == ["g-co", "g-ad", "g-fr"]
    assert re.findall(r"</svg>(\w)\. ", html) == ["1", "2", "3", "4", "5", "6", "G"]
    assert "Đã chi, chưa quyết toán 510 đồng" in html
    assert '<a href="/x">510 đ</a>' in html
    assert "style" not in html


def test_an_empty_money_bar_is_drawn_and_says_zero():
    html = shown("{% money_bar money %}", money={})
    assert 'width="100%"' in html
    assert html.count("0 đ<") == 6


def test_the_pieces_of_the_bar_fill_it():
    html = shown("{% money_bar money key=False %}", money={"planned": 1, "contracted": 1, "settled": 1})
    widths = [float(width) for width in re.findall(r'width="([\d.]+)%"', html)]
    assert sum(widths) == pytest.approx(100, abs=0.05)


class SampleForm(forms.Form):
    own = DongFormField(label="Đối ứng", help_text="đồng")
    on = forms.DateField(label="Ngày ký", required=False)
    use = forms.ChoiceField(label="Còn dùng?", widget=forms.RadioSelect, choices=[("c", "Còn"), ("k", "Không")])
    agreed = forms.BooleanField(label="Đồng ý", required=False)
    secret = forms.CharField(widget=forms.HiddenInput, required=False)


def test_a_field_ties_label_hint_and_error_together():
    html = shown("{% field form.own %}", form=SampleForm({"own": "ba trăm"}))
    assert '<label for="id_own">Đối ứng' in html
    assert 'aria-describedby="id_own-goi-y id_own-loi"' in html
    assert 'aria-invalid="true"' in html
    assert 'value="ba trăm"' in html
    assert 'id="id_own-loi">' in html
    assert "data-bedo-money" in html


def test_radios_stand_in_a_named_group():
    html = shown("{% field form.use %}", form=SampleForm())
    assert html.startswith('<fieldset class="fld">')
    assert "<legend" in html
    assert html.count('type="radio"') == 2


def test_a_checkbox_keeps_its_words_beside_it_and_dates_say_their_order():
    assert '<label class="check" for="id_agreed">' in shown("{% field form.agreed %}", form=SampleForm())
    assert "ngày/tháng/năm" in shown("{% field form.on %}", form=SampleForm())


def test_problems_link_to_the_fields_and_keep_quiet_when_all_is_right():
    form = SampleForm({"own": "x", "use": "c"})
    form.add_error(None, "Lệch <12>.")
    html = shown("{% form_problems form %}", form=form)
    assert "2 chỗ cần sửa" in html
    assert '<a href="#id_own">Đối ứng</a>' in html
    assert "Lệch &lt;12&gt;." in html
    assert shown("{% form_problems form %}", form=SampleForm({"own": "1", "use": "c"})) == ""


def test_text_from_people_is_escaped_everywhere():
    bad = "<script>x</script>"
    pieces = [
        shown("{% state_mark 'draft' word=bad %}{% mark 'ok' bad %}{% sample bad %}{{ bad|person }}", bad=bad),
        shown("{% deadline due today reason=bad %}", due=TODAY, today=TODAY, bad=bad),
        shown("{% bar_pair bad 1 2 3 %}", bad=bad),
        render_to_string("shell/_papers.html", {"papers": [{"name": bad, "missing": True, "note": bad}]}),
        render_to_string(
            "shell/_timeline.html",
            {"entries": [{"text": bad, "at": datetime(2026, 1, 1, tzinfo=UTC), "actor": bad}]},
        ),
        render_to_string("shell/_error.html", {"what": bad, "why": bad}),
        render_to_string(
            "shell/_change_card.html", {"title": bad, "rows": [{"item": bad, "before": bad, "after": bad}]}
        ),
    ]
    assert bad not in "".join(pieces)


def test_the_rule_card_gives_the_answer_the_steps_and_the_source():
    source = Source("Thông tư 28/2018/TT-BTC", "Điều 8", date(2018, 5, 11), None, "summary")
    answer = Answer(
        "Tối đa bao nhiêu?",
        Dong(300_000_000),
        (Step("50 %", "311.250.000 đ"), Step("Trần", "300.000.000 đ")),
        (source,),
    )
    html = render_to_string("shell/_rule_card.html", {"answer": answer})
    assert "300.000.000 đ</p>" in html
    assert "Thông tư 28/2018/TT-BTC, Điều 8, từ 11/05/2018" in html
    assert "chỉ cảnh báo" in html
    read = Answer("Được chưa?", False, (), (Source("Thông tư", certainty="read"),))
    html = render_to_string("shell/_rule_card.html", {"answer": read})
    assert "Không được" in html
    assert 'class="rule read"' in html
    assert "chỉ cảnh báo" not in html


def test_contradictions_show_and_agreement_does_not():
    same = render_to_string("shell/_contra.html", {"stated": 5, "computed": 5})
    assert same.strip() == ""
    assert render_to_string("shell/_contra.html", {"stated": None, "computed": 5}).strip() == ""
    html = render_to_string("shell/_contra.html", {"stated": 320_000_000, "computed": 302_500_000})
    assert "lệch 17.500.000 đ" in html


def test_papers_that_are_missing_come_first_and_many_present_ones_fold():
    papers = [{"name": f"Tờ {n}", "missing": False} for n in range(4)] + [{"name": "Hoá đơn", "missing": True}]
    html = render_to_string("shell/_papers.html", {"papers": papers})
    assert html.index("Hoá đơn") < html.index("Tờ 0")
    assert "2 giấy tờ nữa đã có" in html


def test_percent_is_reckoned_in_whole_numbers():
    assert tags.percent_of(130_000_000, 290_000_000) == "44,83 %"
    assert tags.percent_of(1, 1) == "100,00 %"
    assert "—" in tags.percent_of(1, 0)


def test_sizes_of_files_are_readable():
    assert [tags.byte_size(size) for size in (12, 2048, 1_284_000)] == ["12 B", "2 KB", "1,2 MB"]


def test_every_tag_filter_and_include_is_in_the_page_for_builders():
    page = (SHELL.parents[2] / "docs/look.md").read_text()
    inner = {"_defs", "_top", "_rail", "_messages", "_paper"}
    names = {path.stem for path in (SHELL / "templates/shell").glob("_*.html")} - inner
    missing = [name for name in names if f"`{name}`" not in page]
    missing += [name for name in tags.register.tags if f"{{% {name}" not in page]
    helpers = {"is_money", "is_day", "present_papers", "tone_class", "own_address"}
    missing += [name for name in tags.register.filters if name not in helpers and f"\\|{name}" not in page]
    assert missing == []
