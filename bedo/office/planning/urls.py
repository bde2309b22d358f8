"""Addresses of the year's plans."""

from django.urls import path

from bedo.office.planning import deciding, views

app_name = "planning"
urlpatterns = [
    path("", views.listing, name="list"),
    path("nguon/<int:line>/lap/", views.open_plan, name="open"),
    path("nguon/<int:line>/quyet-toan/", deciding.settle, name="settle"),
    path("<int:pk>/", views.detail, name="detail"),
    path("<int:pk>/them/", views.add, name="add"),
    path("<int:pk>/bo/<int:item>/", views.remove, name="remove"),
    path("<int:pk>/nhat-ky/", views.history, name="history"),
    path("<int:pk>/trinh/", deciding.submit, name="submit"),
    path("<int:pk>/y-kien/", deciding.opinion, name="opinion"),
    path("<int:pk>/tra-lai/", deciding.send_back, name="return"),
    path("<int:pk>/phe-duyet/", deciding.approve, name="approve"),
    path("<int:pk>/giao-du-toan/", deciding.allocate, name="allocate"),
]
