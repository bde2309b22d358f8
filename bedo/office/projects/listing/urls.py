"""Addresses of the list, under those of projects."""

from django.urls import path

from bedo.office.projects.listing import bulk, exports, views

urlpatterns = [
    path("", views.project_list, name="list"),
    path("xuat/<str:kind>/", exports.export, name="export"),
    path("hang-loat/", bulk.bulk, name="bulk"),
    path("cot/", views.keep_columns, name="columns"),
]
