"""Administrative units on any day: for everybody who is signed in."""

from django.urls import path

from bedo.office.places import strengths, views

app_name = "places"
urlpatterns = [
    path("", views.unit_list, name="list"),
    path("xuat/<str:kind>/", views.export, name="export"),
    path("<int:pk>/", views.unit_detail, name="detail"),
    path("<int:pk>/the-manh/", strengths.strengths, name="strengths"),
]
