"""Projects written past the services, for pages that only list them."""

from datetime import date

from bedo.core.clock import now
from bedo.core.text import fold, sort_key
from bedo.core.types import Dong
from bedo.places.models import Succession, Unit
from bedo.projects.models import Project, Responsibility, Share
from bedo.projects.rules import states

BEFORE, AFTER = date(2025, 6, 30), date(2025, 7, 1)


def make_project(place, number=1, *, officer=None, **more):
    """One project in the list; `officer` makes it ours and responsible, `source_url` makes it a published one."""
    title = more.pop("title", f"Hỗ trợ máy sao chè số {number}")
    code = more.pop("code", f"DA08-2026-{number:04d}")
    names = more.pop("beneficiary_names", f"Hợp tác xã Chè {number}")
    top = place
    while top.parent is not None:
        top = top.parent
    values = {
        "province": top,
        "content": "MAY_MOC_CHUYEN_GIAO_CN",
        "fund": "kcdp",
        "year": 2026,
        "state": states.DRAFT,
        "support": Dong(100_000_000 + number),
        "counterpart": Dong(200_000_000),
        "total": Dong(300_000_000 + number),
        **more,
    }
    project = Project.objects.create(
        place=place,
        place_now=values.pop("place_now", place),
        code=code,
        title=title,
        beneficiary_names=names,
        beneficiary_count=1,
        search_text=fold(f"{code} {title} {names}"),
        sort_key=sort_key(title or names),
        officer=officer,
        created_at=now(),
        **values,
    )
    Share.objects.create(project=project, number=1, place=place, state="", support=project.support)
    if officer:
        Responsibility.objects.create(project=project, officer=officer, from_on=date(2026, 1, 5), recorded_by=officer)
    return project


def make_published(place, number=1, **more):
    """A project as a source published it: what was not printed is empty."""
    defaults = {
        "code": f"HG-2021-{number:02d}",
        "source_url": "https://example.vn/tin",
        "state": states.ACCEPTED,
        "year": 2021,
        "support": None,
        "counterpart": None,
        "total": None,
    }
    return make_project(place, number, **{**defaults, **more})


def former(code, name, into, *, level=1, kind="tinh", parent=None, whole=True):
    """A unit that ended on 30 June 2025 and went into `into`."""
    unit = Unit.objects.create(
        code=code, name=name, kind=kind, level=level, parent=parent, valid_to=BEFORE,
        sort_key=sort_key(name), search_text=fold(name),
    )  # fmt: skip
    if into is not None:
        Succession.objects.create(old=unit, new=into, on=AFTER, whole=whole)
    return unit
