"""A few real units for tests, in milliseconds: whole provinces would be thousands of rows."""

from datetime import date

from bedo.places import packaged, services
from bedo.places.models import Unit

BEFORE, AFTER = date(2025, 6, 30), date(2025, 7, 1)


def make_units(districts=("033", "024"), provinces=("08", "40")):
    """Today's provinces of these codes with the provinces they came from, and the old districts of these codes with
    their communes and what these became.

    By default Tuyên Quang (with Hà Giang) and Nghệ An; huyện Xín Mần and thành phố Hà Giang.
    """
    atlas, wanted = packaged.atlas(), set()
    for key, unit in atlas.units.items():
        if unit.level == 1 and {atlas.units[last].code for last in atlas.last(key)} & set(provinces):
            wanted.add(key)
        if any(atlas.units[up].level == 2 and atlas.units[up].code in districts for up in atlas.path(key)):
            wanted.add(key)
    for key in list(wanted):
        wanted.update(_onward(atlas, key))
    for key in list(wanted):
        wanted.update(atlas.path(key))
    units = [unit for unit in packaged.units() if unit.row.key in wanted]
    links = [link for link in packaged.links() if link.old in wanted and link.new in wanted]
    services.load(units, links)


def _onward(atlas, key):
    for link in atlas.became.get(key, ()):
        yield link.new
        yield from _onward(atlas, link.new)


def unit(code, day=AFTER):
    """The unit of that code (2 digits: province, 3: district, 5: commune) on a day."""
    level = {2: 1, 3: 2, 5: 3}[len(code)]
    return Unit.objects.with_parents().in_force(day).get(code=code, level=level)
