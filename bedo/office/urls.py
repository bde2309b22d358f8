"""Addresses of the office face, area by area. An area that does not exist yet is not named here."""

from django.urls import include, path

app_name = "office"
urlpatterns = [
    path("", include("bedo.office.desk.urls")),
    path("nhat-ky/", include("bedo.office.log.urls")),
    path("dia-ban/", include("bedo.office.places.urls")),
    path("quy-dinh/", include("bedo.office.programmes.urls")),
    path("de-an/", include("bedo.office.projects.urls")),
    path("nhu-cau/", include("bedo.office.wishes.urls")),
    path("ke-hoach/", include("bedo.office.planning.urls")),
    path("dieu-chinh/", include("bedo.office.changes.urls")),
    path("tien/", include("bedo.office.money.urls")),
    path("giay-to/", include("bedo.office.papers.urls")),
    path("soan/", include("bedo.office.writing.urls")),
    path("co-so/", include("bedo.office.establishments.urls")),
    path("mang-luoi/", include("bedo.office.network.urls")),
    path("so-lieu/", include("bedo.office.reports.urls")),
    path("phieu-di-co-so/", include("bedo.office.visits.urls")),
    path("nhap/", include("bedo.office.imports.urls")),
    path("ban-nhap/", include("bedo.office.drafts.urls")),
    path("", include("bedo.office.people.urls")),
    path("", include("bedo.office.shell.urls")),
]
