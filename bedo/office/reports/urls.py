"""Figures as others printed them: the provinces, and one province."""

from django.urls import path

from bedo.office.reports import comparing, views

app_name = "reports"
urlpatterns = [
    path("", views.overview, name="list"),
    path("doi-chieu/", comparing.listing, name="comparing"),
    path("doi-chieu/ghi/", comparing.relate, name="relate"),
    path("doi-chieu/<int:pk>/bo/", comparing.drop, name="drop_relation"),
    path("<int:pk>/", views.province, name="detail"),
]
