"""Addresses of the office face, area by area. An area that does not exist yet is not named here."""

from django.urls import include, path

app_name = "office"
urlpatterns = [
    path("dia-ban/", include("bedo.office.places.urls")),
    path("quy-dinh/", include("bedo.office.programmes.urls")),
    path("", include("bedo.office.shell.urls")),
]
