"""The root of all addresses. Faces keep their own; only what belongs to no face stands here."""

from django.urls import include, path

from bedo.config import health

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("tai-khoan/", include("allauth.urls")),
    path("di-co-so/", include("bedo.field.urls")),
    path("", include("bedo.office.urls")),
]
handler400 = "bedo.office.shell.errors.bad_request"
handler403 = "bedo.office.shell.errors.forbidden"
handler404 = "bedo.office.shell.errors.not_found"
handler500 = "bedo.office.shell.errors.server_error"
