"""People, products, machines, certificates."""

from datetime import date

import pytest

from bedo.core.log import broken_entries, timeline
from bedo.core.moves import Refused
from bedo.core.types import Dong
from bedo.establishments import services
from bedo.establishments.models import Person, Product
from tests.establishments.conftest import TODAY


def test_a_person_is_kept_with_purpose_and_basis_and_logged_without_values(make, people, person_facts):
    row = make()
    person = services.add(establishment=row, thing="person", by=people["officer"], today=TODAY, **person_facts)
    assert person.phone == "+84912345678"
    entry = timeline(row.group).first()
    assert "Mai" not in entry.text + str(entry.data)
    assert "345" not in str(entry.data)
    assert entry.personal.data["full_name"] == [None, "Lù Thị Mai"]
    assert not list(broken_entries())


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"full_name": ""}, "full_name"),
        ({"phone": "123"}, "phone"),
        ({"id_number": "12"}, "id_number"),
        ({"purpose": ""}, "purpose"),
        ({"basis": "khong"}, "basis"),
        ({"since": date(2026, 3, 11)}, "since"),
    ],
)
def test_a_person_with_impossible_values_is_refused(make, person_facts, wrong, field):
    with pytest.raises(Refused) as caught:
        services.add(establishment=make(), thing="person", by=None, today=TODAY, **{**person_facts, **wrong})
    assert caught.value.field == field
    assert not Person.objects.exists()


def test_output_needs_its_unit_and_year(make):
    row = make()
    with pytest.raises(Refused) as caught:
        services.add(establishment=row, thing="product", by=None, today=TODAY, name="Chè xanh", output=50)
    assert caught.value.field == "unit"
    with pytest.raises(Refused) as caught:
        services.add(establishment=row, thing="product", by=None, today=TODAY, name="Chè xanh", output=50, unit="tấn")
    assert caught.value.field == "output_year"


def test_a_machine_has_a_price_in_whole_dong(make):
    machine = services.add(
        establishment=make(),
        thing="machine",
        by=None,
        today=TODAY,
        name="Máy sao chè",
        price=Dong(95_000_000),
        year=2021,
    )
    machine.refresh_from_db()
    assert (machine.price, machine.quantity) == (Dong(95_000_000), 1)


def test_a_certificate_may_name_a_product_of_its_own_establishment_only(make):
    row, other = make(), make("Khác")
    mine = services.add(establishment=row, thing="product", by=None, today=TODAY, name="Chè xanh")
    with pytest.raises(Refused):
        services.add(establishment=other, thing="certificate", by=None, today=TODAY, **_certificate(product=mine))
    certificate = services.add(
        establishment=row, thing="certificate", by=None, today=TODAY, **_certificate(product=mine)
    )
    assert certificate.product == mine


def _certificate(**more):
    return {"kind": "attp", "number": "12/GCN", "issued_on": date(2024, 1, 1), "expires_on": date(2026, 12, 31), **more}


def test_a_product_with_certificates_is_not_removed(make):
    row = make()
    product = services.add(establishment=row, thing="product", by=None, today=TODAY, name="Chè xanh")
    services.add(establishment=row, thing="certificate", by=None, today=TODAY, **_certificate(product=product))
    with pytest.raises(Refused):
        services.remove(row=product, by=None, today=TODAY, reason="ghi nhầm")
    assert Product.objects.exists()


def test_removing_needs_a_reason_and_stays_on_the_timeline(make, person_facts):
    row = make()
    person = services.add(establishment=row, thing="person", by=None, today=TODAY, **person_facts)
    with pytest.raises(Refused) as caught:
        services.remove(row=person, by=None, today=TODAY, reason=" ")
    assert caught.value.field == "reason"
    services.remove(row=person, by=None, today=TODAY, reason="người đó yêu cầu xóa")
    assert not Person.objects.exists()
    assert "yêu cầu xóa" in timeline(row.group).first().text


def test_a_stale_change_is_refused(make):
    product = services.add(establishment=make(), thing="product", by=None, today=TODAY, name="Chè xanh")
    services.change(row=product, version=1, by=None, today=TODAY, name="Chè Shan")
    with pytest.raises(Refused) as caught:
        services.change(row=product, version=1, by=None, today=TODAY, name="Chè vàng")
    assert caught.value.code == "stale"
    product.refresh_from_db()
    assert (product.name, product.version) == ("Chè Shan", 2)


def test_strangers_and_readers_may_not_write(make, people, strangers):
    row = make()
    for user in (strangers["officer"], people["appraiser"]):
        with pytest.raises(Refused) as caught:
            services.add(establishment=row, thing="product", by=user, today=TODAY, name="Chè")
        assert caught.value.status == 403
