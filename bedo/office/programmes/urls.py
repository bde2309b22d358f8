"""Addresses of the rule tables."""

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from bedo.office.programmes import files, replay, views
from bedo.programmes import rules


class TableConverter(StringConverter):
    """Tables by their word in addresses."""

    WORDS = {
        "noi-dung": "contents",
        "muc-ho-tro": "support_norms",
        "tam-ung": "advances",
        "giay-to-tam-ung": "advance_papers",
        "giay-to-hoan-thanh": "completion_papers",
        "giay-to-ho-so": "dossier_papers",
        "noi-dung-tham-dinh": "appraisal_contents",
        "tieu-chi-nang-luc": "capacity_criteria",
        "thoi-han": "deadlines",
        "ly-do-ngung": "stop_reasons",
        "tham-quyen": "change_authorities",
        "thu-tu-uu-tien": "priorities",
        "thang-diem": "score_points",
        "dau-hieu-cham": "warnings",
        "chi-tieu-hieu-qua": "effect_indicators",
        "mau-van-ban": "forms",
        "lua-chon": "settings",
    }
    CODES = {code: word for word, code in WORDS.items()}
    regex = "|".join(WORDS)

    def to_python(self, value: str) -> str:
        return self.WORDS[value]

    def to_url(self, value: str) -> str:
        return self.CODES[value]


if set(TableConverter.CODES) != set(rules.TABLES):
    raise ValueError("every rule table needs its word in addresses")
register_converter(TableConverter, "rule_table")

app_name = "programmes"
urlpatterns = [
    path("", views.table_list, name="list"),
    path("tinh-thu/", views.calculator, name="calculator"),
    path("van-ban/", views.text_list, name="texts"),
    path("dong/<int:pk>/", views.row_detail, name="row"),
    path("dong/<int:pk>/xac-nhan/", views.confirm, name="confirm"),
    path("dong/<int:pk>/thu-hoi/", views.retire, name="retire"),
    path("dong/<int:pk>/hai-phia/", replay.sides, name="sides"),
    path("dong/<int:pk>/thu-muc/", replay.trial, name="trial"),
    path("dong/<int:pk>/thu-muc/xuat/<str:kind>/", replay.export, name="trial_export"),
    path("van-ban/xuat/<str:kind>/", files.texts, name="texts_export"),
    path("<rule_table:table>/xuat/<str:kind>/", files.rows, name="table_export"),
    path("<rule_table:table>/", views.table_detail, name="table"),
    path("<rule_table:table>/moi/", views.add_row, name="add"),
]
