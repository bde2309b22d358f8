"""Figures as others printed them: the provinces, and one province."""

from django.urls import path

from bedo.office.reports import views

app_name = "reports"
urlpatterns = [
    path("", views.overview, name="list"),
    path("<int:pk>/", views.province, name="detail"),
]
