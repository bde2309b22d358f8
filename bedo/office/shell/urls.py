"""Addresses of the shell itself; they stand directly in the namespace `office`."""

from django.urls import path

from bedo.office.shell import views

urlpatterns = [
    path("bang-thanh-phan/", views.gallery, name="gallery"),
]
