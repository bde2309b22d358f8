"""Addresses of bringing lists in."""

from django.urls import path

from bedo.office.imports import files, views

app_name = "imports"
urlpatterns = [
    path("", views.listing, name="list"),
    path("xuat/<str:kind>/", files.imports, name="export"),
    path("<int:pk>/xuat/<str:kind>/", files.rows, name="rows_export"),
    path("moi/", views.new, name="new"),
    path("<int:pk>/", views.detail, name="detail"),
    path("<int:pk>/cot/<int:number>/", views.columns, name="columns"),
    path("<int:pk>/dong/", views.line, name="line"),
    path("<int:pk>/xem-lai/", views.look_again, name="look"),
    path("<int:pk>/ghi/", views.commit, name="commit"),
    path("<int:pk>/hoan-tac/", views.undo, name="undo"),
]
