"""Money and estimates: lines of a year, one line, its transfers, papers that give or cut, reversal."""

from django.urls import path

from bedo.office.money import acts, files, fund, paying, treasury, views, year_end

app_name = "money"
urlpatterns = [
    path("", views.line_list, name="list"),
    path("xuat/<str:kind>/", files.lines, name="lines_export"),
    path("cho-chi/", paying.due, name="due"),
    path("cho-chi/xuat/<str:kind>/", files.due, name="due_export"),
    path("quy/", fund.fund, name="fund"),
    path("quy/xuat/<str:kind>/", files.instalments, name="fund_export"),
    path("quy/goi-ky/", fund.call, name="call_due"),
    path("ghi-du-toan/", acts.envelope, name="envelope"),
    path("cuoi-nam/", year_end.year_end, name="year_end"),
    path("cuoi-nam/xuat/<str:kind>/", files.left, name="year_end_export"),
    path("<int:pk>/", views.line_detail, name="line"),
    path("<int:pk>/ai-giu/xuat/<str:kind>/", files.holders, name="holders_export"),
    path("<int:pk>/but-toan/", views.transfer_list, name="transfers"),
    path("<int:pk>/but-toan/xuat/<str:kind>/", files.transfers, name="transfers_export"),
    path("<int:pk>/cat-giam/", acts.cut, name="cut"),
    path("<int:pk>/huy-du-toan/", year_end.lapse, name="lapse"),
    path("<int:pk>/de-nghi-ngung/", year_end.ask_stops, name="ask_stops"),
    path("<int:pk>/kho-bac/", treasury.statements, name="statements"),
    path("<int:pk>/kho-bac/nhan/", treasury.keep, name="keep_statement"),
    path("<int:pk>/khoa/", acts.lock, name="lock"),
    path("but-toan/<int:pk>/", views.transfer_detail, name="transfer"),
    path("but-toan/<int:pk>/ghi-dao/", acts.reverse, name="reverse"),
    path("cat-giam/<int:pk>/rut/", acts.withdraw_cut, name="withdraw_cut"),
    path("sao-ke/<int:pk>/", treasury.statement, name="statement"),
    path("sao-ke/<int:pk>/ghep/", treasury.tie, name="tie"),
    path("sao-ke/dong/<int:pk>/bo-ghep/", treasury.untie, name="untie"),
    path("phieu/<int:pk>/", treasury.slip, name="slip"),
]
