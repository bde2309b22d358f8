"""Establishments to try things on."""

from datetime import date

import pytest

from bedo.establishments import services

TODAY = date(2026, 3, 10)


@pytest.fixture
def make(province, commune):
    """make(name, **facts) -> an establishment of the province, in its commune unless told otherwise."""

    def register(name="Hợp tác xã Chè Shan", *, by=None, **facts):
        given = {"province": province, "place": commune, "kind": "hop_tac_xa", "today": TODAY, **facts}
        return services.register(name=name, by=by, **given)

    return register


@pytest.fixture
def person_facts():
    return {
        "full_name": "Lù Thị Mai",
        "role": "chu_co_so",
        "phone": "0912 345 678",
        "email": "",
        "id_number": "002185001234",
        "purpose": "lien_he_ho_tro",
        "basis": "nhiem_vu",
        "since": date(2026, 1, 5),
    }
