"""The demonstration: published figures with their sources, and sample people with a sample year marked as such."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import transaction

from bedo.accounts.models import User
from bedo.config.demo import people, published
from bedo.config.demo.sample import network, visits, year
from bedo.core.clock import today
from bedo.places.services import load_units
from bedo.planning.targets import load_published
from bedo.programmes.services import load_rules

EMPTY, SAMPLE, REAL = "empty", "sample", "real"


def state() -> str:
    """Whose database this is: nobody's yet, the demonstration's, or real people's."""
    kinds = set(User.objects.values_list("is_sample", flat=True).distinct())
    return REAL if False in kinds else SAMPLE if kinds else EMPTY


def fill() -> Iterator[str]:
    """Everything in order; each step in words. What is there is kept, so it may be run again.

    People and projects come in one transaction: an interrupted first run leaves an empty database behind, not half a year.
    """
    day = today()
    units = load_units()
    yield f"Đơn vị hành chính: thêm {units.created}, sửa {units.updated}."
    rules = load_rules()
    yield f"Bảng quy định: thêm {rules.added}, cập nhật {rules.updated} dòng."
    yield f"Mục tiêu chương trình quốc gia đã công bố: thêm {load_published()}."
    with transaction.atomic():
        loaded = published.load(today=day)
        yield (
            f"Số liệu đã công bố: thêm {loaded.projects} đề án, {loaded.establishments} cơ sở, {loaded.figures} số liệu có nguồn."
        )
        casts = people.load(today=day)
        yield f"Tài khoản minh hoạ: {sum(len(cast.users) for cast in casts.values()) + len(people.MINISTRY)}."
        made = year.load(casts["tq"], today=day)
        yield f"Năm minh hoạ của {casts['tq'].province.name}: {made}."
        yield f"Phiếu đi cơ sở minh hoạ của {casts['tq'].province.name}: {visits.load(casts['tq'], today=day)}."
        yield f"Mạng lưới minh hoạ của {casts['tq'].province.name}: {network.load(casts['tq'], today=day)}."
