"""Addresses of the field app."""

from django.urls import path

from bedo.field import api, views

app_name = "field"
urlpatterns = [
    path("", views.app, name="app"),
    path("worker.js", views.worker, name="worker"),
    path("app.webmanifest", views.manifest, name="manifest"),
    path("goi/chao/", api.greet, name="greet"),
    path("goi/du-lieu/", api.package, name="package"),
    path("goi/phieu/", api.visits, name="visits"),
    path("goi/anh/<uuid:photo>/", api.photo, name="photo"),
    path("goi/tinh-trang/", api.statuses, name="statuses"),
    path("goi/da-xoa/", api.wiped, name="wiped"),
]
