"""The first screen of everybody who is signed in."""

from django.urls import path

from bedo.office.desk import overview, views

app_name = "desk"
urlpatterns = [
    path("", views.home, name="home"),
    path("tong-quan/", overview.overview, name="overview"),
    path("giao-ban/", views.weekly, name="weekly"),
]
