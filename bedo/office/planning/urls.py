"""Addresses of the year's plans."""

from django.urls import path

from bedo.office.planning import deciding, desk, envelopes, files, opinions, programmes, reserve, versions, views

app_name = "planning"
urlpatterns = [
    path("", views.listing, name="list"),
    path("xuat/<str:kind>/", files.lines, name="export"),
    path("<int:pk>/xuat/<str:kind>/", files.items, name="items_export"),
    path("nguon/<int:line>/lap/", views.open_plan, name="open"),
    path("nguon/<int:line>/quyet-toan/", deciding.settle, name="settle"),
    path("nguon/<int:line>/du-phong/", reserve.reserve, name="reserve"),
    path("du-toan/", envelopes.envelopes, name="envelopes"),
    path("chuong-trinh/", programmes.listing, name="programmes"),
    path("chuong-trinh/ghi/", programmes.found, name="programme_new"),
    path("chuong-trinh/<int:pk>/", programmes.programme, name="programme"),
    path("chuong-trinh/<int:pk>/bo/<int:target>/", programmes.remove_target, name="remove_target"),
    path("<int:pk>/lay-y-kien/", opinions.asked, name="opinions"),
    path("<int:pk>/lay-y-kien/<int:row>/", opinions.answer, name="answer"),
    path("<int:pk>/lay-y-kien/<int:row>/thoi/", opinions.withdraw, name="withdraw_opinion"),
    path("<int:pk>/cac-lan-trinh/", versions.listing, name="versions"),
    path("<int:pk>/cac-lan-trinh/<int:number>/", versions.version, name="version"),
    path("<int:pk>/", views.detail, name="detail"),
    path("<int:pk>/them/", views.add, name="add"),
    path("<int:pk>/bo/<int:item>/", views.remove, name="remove"),
    path("<int:pk>/nhat-ky/", views.history, name="history"),
    path("<int:pk>/trinh/", deciding.submit, name="submit"),
    path("<int:pk>/y-kien/", deciding.opinion, name="opinion"),
    path("<int:pk>/tra-lai/", deciding.send_back, name="return"),
    path("<int:pk>/phe-duyet/", deciding.approve, name="approve"),
    path("<int:pk>/giao-du-toan/", deciding.allocate, name="allocate"),
    path("<int:pk>/ban/", desk.desk, name="desk"),
    path("<int:pk>/so-sanh/", desk.compare, name="compare"),
    path("<int:pk>/phuong-an/lap/", desk.make, name="scenario_make"),
    path("<int:pk>/phuong-an/<int:number>/", desk.scenario, name="scenario"),
    path("<int:pk>/phuong-an/<int:number>/chon/", desk.choose, name="scenario_choose"),
    path("<int:pk>/phuong-an/<int:number>/tinh/", desk.compute, name="scenario_compute"),
    path("<int:pk>/phuong-an/<int:number>/dung/", desk.stop, name="scenario_stop"),
    path("<int:pk>/phuong-an/<int:number>/sua/<int:item>/", desk.pick, name="scenario_pick"),
]
