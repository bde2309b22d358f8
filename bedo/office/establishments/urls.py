"""Addresses of the register."""

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from bedo.office.establishments import belongings, merging, views
from bedo.office.establishments import listing as lists
from bedo.office.establishments.forms import FORMS


class ThingConverter(StringConverter):
    """The kinds of belongings by their word in addresses."""

    WORDS = {"nguoi": "person", "san-pham": "product", "may": "machine", "giay": "certificate", "anh": "photo"}
    CODES = {code: word for word, code in WORDS.items()}
    regex = "|".join(WORDS)

    def to_python(self, value: str) -> str:
        return self.WORDS[value]

    def to_url(self, value: str) -> str:
        return self.CODES[value]


if set(ThingConverter.CODES) != set(FORMS):
    raise ValueError("every kind of belonging needs its word in addresses")
register_converter(ThingConverter, "thing")

app_name = "establishments"
urlpatterns = [
    path("", views.listing, name="list"),
    path("xuat/<str:kind>/", lists.export, name="export"),
    path("moi/", views.new, name="new"),
    path("<int:pk>/", views.detail, name="detail"),
    path("<int:pk>/sua/", views.edit, name="edit"),
    path("<int:pk>/nhat-ky/", views.history, name="history"),
    path("<int:pk>/hien-du-lieu-ca-nhan/", views.reveal, name="reveal"),
    path("<int:pk>/anh/moi/", belongings.add_photo, name="add_photo"),
    path("<int:pk>/anh/<int:photo>/tep/", belongings.photo_file, name="photo_file"),
    path("<int:pk>/<thing:thing>/moi/", belongings.add, name="add"),
    path("<int:pk>/<thing:thing>/<int:row>/", belongings.change, name="change"),
    path("<int:pk>/<thing:thing>/<int:row>/bo/", belongings.remove, name="remove"),
    path("<int:pk>/gop/<int:other>/", merging.merge, name="merge"),
    path("<int:pk>/khac/<int:other>/", merging.apart, name="apart"),
]
