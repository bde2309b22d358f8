"""Addresses of people: accounts and grants (/nguoi-dung/), and everybody's own pages (/toi/)."""

from django.urls import path

from bedo.office.people import own, views

app_name = "people"
urlpatterns = [
    path("nguoi-dung/", views.listing, name="list"),
    path("nguoi-dung/xuat/<str:kind>/", views.export, name="export"),
    path("nguoi-dung/moi/", views.new, name="new"),
    path("nguoi-dung/vai-tro/", views.roles, name="roles"),
    path("nguoi-dung/<int:pk>/", views.detail, name="detail"),
    path("nguoi-dung/<int:pk>/sua/", views.edit, name="edit"),
    path("nguoi-dung/<int:pk>/giao/", views.give, name="give"),
    path("nguoi-dung/<int:pk>/quyen/<int:grant>/ket-thuc/", views.end, name="end"),
    path("toi/", own.settings, name="own"),
    path("toi/dang-nhap/", own.sign_ins, name="sign_ins"),
    path("toi/uy-quyen/", own.delegations, name="delegations"),
    path("toi/uy-quyen/<int:grant>/thoi/", own.end_delegation, name="end_delegation"),
    path("toi/cot/<slug:table>/", own.columns, name="columns"),
]
