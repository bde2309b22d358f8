"""Addresses of papers and files."""

from django.urls import path

from bedo.office.papers import listing as lists
from bedo.office.papers import views

app_name = "papers"
urlpatterns = [
    path("", views.listing, name="list"),
    path("xuat/<str:kind>/", lists.export, name="export"),
    path("moi/", views.new, name="new"),
    path("<int:pk>/", views.detail, name="detail"),
    path("<int:pk>/sua/", views.edit, name="edit"),
    path("<int:pk>/ban-ky/", views.scan, name="scan"),
    path("tep/<int:pk>/", views.file, name="file"),
]
