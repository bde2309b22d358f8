"""Addresses of the network."""

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from bedo.office.network import covering, handover, learning, listing, people, sharing, workload
from bedo.office.network.registry import BY_KIND, BY_SLUG


class SheetConverter(StringConverter):
    """The registers by their word in addresses."""

    regex = "|".join(BY_SLUG)

    def to_python(self, value: str) -> str:
        return BY_SLUG[value].kind

    def to_url(self, value: str) -> str:
        return BY_KIND[value].slug


register_converter(SheetConverter, "network")

app_name = "network"
urlpatterns = [
    path("", covering.listing, name="list"),
    path("xuat/<str:kind>/", covering.export, name="coverage_export"),
    path("toi/", people.own, name="own"),
    path("dia-ban/<int:pk>/giao/", covering.assign, name="assign"),
    path("nguoi/<int:pk>/", people.member, name="member"),
    path("nguoi/<int:pk>/hien-du-lieu-ca-nhan/", people.reveal, name="reveal"),
    path("nguoi/<int:pk>/nghi/", people.leave, name="leave"),
    path("nguoi/<int:pk>/tro-lai/", people.come_back, name="come_back"),
    path("nguoi/<int:pk>/dia-ban/<int:row>/thoi/", people.release, name="release"),
    path("ban-giao/<int:pk>/", handover.hand_over, name="hand_over"),
    path("da-ban-giao/", handover.listing, name="handovers"),
    path("da-ban-giao/xuat/<str:kind>/", handover.export, name="handovers_export"),
    path("da-ban-giao/<int:pk>/", handover.handed, name="handed"),
    path("khoi-luong/", workload.listing, name="workload"),
    path("khoi-luong/xuat/<str:kind>/", workload.export, name="workload_export"),
    path("khoi-luong/<int:pk>/", workload.one, name="load"),
    path("nang-luc/lay-mau/", learning.adopt, name="adopt"),
    path("nang-luc/<int:pk>/muc/", learning.levels, name="levels"),
    path("con-thieu/", learning.gaps, name="gaps"),
    path("con-thieu/xuat/<str:kind>/", learning.gaps_export, name="gaps_export"),
    path("dao-tao/", learning.years, name="years"),
    path("dao-tao/xuat/<str:kind>/", learning.years_export, name="years_export"),
    path("lop/<int:pk>/", learning.course_class, name="class"),
    path("ho-so-chia-se/", sharing.listing, name="shared"),
    path("ho-so-chia-se/xuat/<str:kind>/", sharing.export, name="shared_export"),
    path("ho-so-chia-se/nhan/", sharing.take, name="take"),
    path("ho-so-chia-se/<int:pk>/", sharing.one, name="shared_one"),
    path("ho-so-chia-se/de-an/<int:pk>/", sharing.give, name="share"),
    path("vi-tri/<int:pk>/", people.post, name="post"),
    path("vi-tri/<int:pk>/nhan/", people.appoint, name="appoint"),
    path("vi-tri/<int:pk>/<int:row>/thoi/", people.step_down, name="step_down"),
    path("<network:sheet>/", listing.listing, name="sheet"),
    path("<network:sheet>/xuat/<str:kind>/", listing.export, name="export"),
    path("<network:sheet>/moi/", listing.new, name="new"),
    path("<network:sheet>/<int:pk>/sua/", listing.edit, name="edit"),
    path("<network:sheet>/<int:pk>/tep/", listing.paper, name="paper"),
    path("<network:sheet>/<int:pk>/bo/", listing.remove, name="remove"),
]
