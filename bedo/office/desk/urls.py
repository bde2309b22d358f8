"""The first screen of everybody who is signed in."""

from django.urls import path

from bedo.office.desk import views

app_name = "desk"
urlpatterns = [
    path("", views.home, name="home"),
    path("giao-ban/", views.weekly, name="weekly"),
]
