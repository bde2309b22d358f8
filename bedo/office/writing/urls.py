"""Addresses of writing papers."""

from django.urls import path

from bedo.office.writing import many, templates, views

app_name = "writing"
urlpatterns = [
    path("", views.listing, name="list"),
    path("xuat/<str:kind>/", views.export, name="export"),
    path("mau/", templates.listing, name="forms"),
    path("mau/<slug:form>/", templates.detail, name="form"),
    path("mau/<slug:form>/tai-len/", templates.upload, name="upload"),
    path("mau-rieng/<int:pk>/xem/", templates.preview, name="preview"),
    path("mau-rieng/<int:pk>/dung/", templates.use, name="use"),
    path("mau-rieng/<int:pk>/thoi/", templates.retire, name="retire"),
    path("moi/<slug:form>/<int:pk>/", views.new, name="new"),
    path("cua/<slug:kind>/<int:pk>/", views.of_record, name="of_record"),
    path("loat/", many.listing, name="runs"),
    path("loat/<slug:form>/", many.new, name="run_new"),
    path("loat/<int:pk>/tien-do/", many.detail, name="run"),
    path("loat/<int:pk>/tep/", many.file, name="run_file"),
    path("<int:pk>/", views.detail, name="detail"),
    path("<int:pk>/soan-lai/", views.again, name="again"),
    path("<int:pk>/so/", views.number, name="number"),
    path("<int:pk>/gui/", views.send, name="send"),
    path("<int:pk>/ban-<int:number>.docx", views.file, {"kind": "docx"}, name="word"),
    path("<int:pk>/ban-<int:number>.pdf", views.file, {"kind": "pdf"}, name="pdf"),
]
