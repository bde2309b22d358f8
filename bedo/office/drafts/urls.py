"""Drafts of forms, only ever the signed-in person's own."""

from django.urls import path, re_path

from bedo.office.drafts import views

app_name = "drafts"
urlpatterns = [
    path("", views.mine, name="list"),
    re_path(r"^(?P<key>[a-z0-9][a-z0-9:_-]{0,119})/$", views.draft, name="draft"),
    re_path(r"^(?P<key>[a-z0-9][a-z0-9:_-]{0,119})/bo/$", views.discard, name="discard"),
]
