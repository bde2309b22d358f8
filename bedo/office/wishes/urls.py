"""Addresses of wishes."""

from django.urls import path

from bedo.office.wishes import appraising, files, grouping, views

app_name = "wishes"
urlpatterns = [
    path("", views.listing, name="list"),
    path("xuat/<str:kind>/", files.export, name="export"),
    path("duong-di/", views.funnel, name="funnel"),
    path("ghep-nhom/", grouping.proposals, name="grouping"),
    path("moi/", views.new, name="new"),
    path("<int:pk>/", views.detail, name="detail"),
    path("<int:pk>/sua/", views.edit, name="edit"),
    path("<int:pk>/rut/", views.withdraw, name="withdraw"),
    path("<int:pk>/giao/", views.give, name="give"),
    path("<int:pk>/nhat-ky/", views.history, name="history"),
    path("<int:pk>/tham-tra/", appraising.appraise, name="appraise"),
    path("<int:pk>/phieu-tham-tra/", appraising.blank, name="blank"),
    path("<int:pk>/chung-cu/<int:finding>/", appraising.evidence, name="evidence"),
]
