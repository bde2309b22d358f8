"""The log of a province, and the check that nobody changed it."""

from django.urls import path

from bedo.office.log import views

app_name = "log"
urlpatterns = [
    path("", views.entries, name="list"),
    path("xuat/<str:kind>/", views.export, name="export"),
]
