"""Addresses of visits."""

from django.urls import path

from bedo.office.visits import bringing, devices, listing, views

app_name = "visits"
urlpatterns = [
    path("", views.listing, name="list"),
    path("xuat/<str:kind>/", listing.export, name="export"),
    path("may/", devices.listing, name="devices"),
    path("may/<uuid:pk>/<str:act>/", devices.command, name="device"),
    path("doc-tep/", bringing.bring, name="bring"),
    path("<uuid:pk>/", views.detail, name="detail"),
    path("<uuid:pk>/anh/<uuid:photo>/tep/", views.photo, name="photo"),
]
