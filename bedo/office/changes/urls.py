"""Addresses of changes and stops."""

from django.urls import path

from bedo.office.changes import asking, deciding, listing

app_name = "changes"
urlpatterns = [
    path("", listing.listing, name="list"),
    path("xuat/<str:kind>/", listing.export, name="export"),
    path("de-an/<int:pk>/", asking.choose, name="choose"),
    path("de-an/<int:pk>/<slug:change>/", asking.ask, name="ask"),
    path("<int:pk>/kiem-tra/", deciding.check, name="check"),
    path("<int:pk>/duyet/", deciding.approve, name="approve"),
    path("<int:pk>/khong-duyet/", deciding.refuse, name="refuse"),
    path("<int:pk>/rut/", deciding.withdraw, name="withdraw"),
    path("<int:pk>/thong-bao/", deciding.letters, name="letters"),
]
