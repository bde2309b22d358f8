"""Addresses of projects: the list, one project's page and tabs, its acts, papers to print."""

from django.urls import include, path

from bedo.office.projects import after, merged, national, sent_back, start, views, watched
from bedo.office.projects.acting import act_view
from bedo.office.projects.acts import ACTS

app_name = "projects"
urlpatterns = [
    path("", include("bedo.office.projects.listing.urls")),
    path("lap/", start.start, name="start"),
    path("dau-hieu-cham/", watched.listing, name="watched"),
    path("theo-doi/", after.listing, name="after"),
    path("theo-doi/xuat/<str:kind>/", after.export, name="after_export"),
    path("quoc-gia/", national.desk, name="national"),
    path("quoc-gia/tong-hop/", merged.table, name="merged"),
    path("quoc-gia/xuat/<str:kind>/", national.export, name="national_export"),
    path("dau-hieu-cham/xuat/<str:kind>/", watched.export, name="watched_export"),
    path("quoc-gia/tong-hop/xuat/<str:kind>/", merged.export, name="merged_export"),
    path("quoc-gia/dang-ky/", national.register, name="register"),
    path("<int:pk>/", views.detail, name="detail"),
    path("<int:pk>/xem/<slug:tab>/", views.tab, name="tab"),
    path("<int:pk>/lam/<slug:slug>/", act_view(ACTS), name="act"),
    path("<int:pk>/giay-to/<int:row>/bo/", views.remove_paper, name="remove_paper"),
    path("<int:pk>/anh-gui-ve/", sent_back.inbox, name="sent_back"),
    path("<int:pk>/anh-gui-ve/xep/", sent_back.sort, name="sort_out"),
    path("<int:pk>/lich-tien/", views.money_calendar, name="calendar"),
    path("<int:pk>/ho-so-kiem-tra/", views.inspection, name="bundle"),
    path("<int:pk>/tom-tat/", views.summary, name="summary"),
]
