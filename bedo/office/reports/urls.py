"""Figures as others printed them: the provinces, and one province."""

from django.urls import path

from bedo.office.reports import closing, comparing, crossed, figures, files, pictures, tables, views, words

app_name = "reports"
urlpatterns = [
    path("chi-so/xuat/<str:kind>/", files.own, name="figures_export"),
    path("chi-so/<slug:code>/xuat/<str:kind>/", files.records, name="figure_export"),
    path("doi-chieu/xuat/<str:kind>/", files.compared, name="comparing_export"),
    path("<int:pk>/xuat/<str:kind>/", files.stated, name="export"),
    path("", views.overview, name="list"),
    path("chi-so/", figures.listing, name="figures"),
    path("chi-so/<slug:code>/", figures.detail, name="figure"),
    path("bang/", crossed.table, name="crossed"),
    path("bang/xuat/<str:kind>/", crossed.export, name="crossed_export"),
    path("chot/", closing.listing, name="closing"),
    path("chot/<int:pk>/", closing.detail, name="closed"),
    path("chot/<int:pk>/xuat/<str:kind>/", closing.export, name="closed_export"),
    path("ghi/", comparing.state, name="state"),
    path("doi-chieu/", comparing.listing, name="comparing"),
    path("doi-chieu/ghi/", comparing.relate, name="relate"),
    path("doi-chieu/<int:pk>/bo/", comparing.drop, name="drop_relation"),
    path("hinh/", pictures.page, name="pictures"),
    path("bao-cao/", tables.listing, name="reports"),
    path("bao-cao/da-gui/<int:pk>/", tables.sent, name="sent"),
    path("bao-cao/da-gui/<int:pk>/tep/<str:kind>/", tables.sent_file, name="sent_file"),
    path("bao-cao/bang-loi/", words.page, name="written"),
    path("bao-cao/bang-loi/tep/<str:kind>/", words.file, name="written_file"),
    path("bao-cao/bang-loi/gui/", words.send, name="written_send"),
    path("bao-cao/<slug:code>/", tables.detail, name="report"),
    path("bao-cao/<slug:code>/ban-ghi/", tables.records, name="report_records"),
    path("bao-cao/<slug:code>/tep/<str:kind>/", tables.file, name="report_file"),
    path("bao-cao/<slug:code>/gui/", tables.send, name="report_send"),
    path("<int:pk>/", views.province, name="detail"),
]
