"""Programmes of several years: targets by content, and beside each what our own records say was done so far."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

from django.db import transaction
from django.db.models import CharField, Count, OuterRef, Subquery, Sum, Value
from django.db.models.functions import Cast, Coalesce, Concat

from bedo.accounts.models import User
from bedo.core import log
from bedo.core.moves import Refused
from bedo.core.numbers import next_number
from bedo.core.types import Dong
from bedo.documents.models import Paper
from bedo.ledger.models import Account
from bedo.places.models import Unit
from bedo.planning import rules
from bedo.planning.models import Programme, Target
from bedo.projects.models import Project
from bedo.projects.rules import states

PUBLISHED = Path(__file__).resolve().parent.joinpath("data", "national_targets.csv")
DONE = states.since(states.LIQUIDATED)
"""States of a project whose support was settled with its establishments."""


@dataclass(frozen=True)
class Standing:
    """A target beside what was done: projects settled and their money, whole đồng; None: not known from our records."""

    target: Target
    projects: int | None
    money: Dong | None

    @property
    def share(self) -> int | None:
        """Whole percent of the number, only where the target counts projects."""
        counts = self.target.unit.casefold() == "đề án" and self.target.number and self.projects is not None
        return (200 * self.projects + self.target.number) // (2 * self.target.number) if counts else None

    @property
    def money_share(self) -> int | None:
        """Whole percent of the money."""
        if not self.target.money or self.money is None:
            return None
        return (200 * int(self.money) + int(self.target.money)) // (2 * int(self.target.money))


@dataclass(frozen=True)
class Done:
    """What our records hold of a programme's years: settled projects and money by content, and the years they cover."""

    by_content: dict[str, tuple[int, Dong]]
    first_year: int | None
    last_year: int | None


def standings(programme: Programme, done: Done) -> list[Standing]:
    """Each target of the programme beside what was settled of its contents. One query.

    Unknown stays: a target without contents; nothing settled while our records do not reach back to the programme's first year.
    """
    found = []
    for target in programme.targets.order_by("position"):
        parts = [done.by_content[key] for key in target.contents if key in done.by_content]
        whole = done.first_year == programme.first_year
        if not target.contents or not (parts or whole):
            found.append(Standing(target, None, None))
            continue
        found.append(Standing(target, sum(count for count, _ in parts), Dong(sum(money for _, money in parts))))
    return found


def done_so_far(programme: Programme, user: User) -> Done:
    """Settled projects of the programme's years that the person may see, by content. One query."""
    money = (
        Account.objects.filter(stage="settled", group=Concat(Value("project:"), Cast(OuterRef("pk"), CharField())))
        .order_by()
        .values("group")
        .annotate(total=Sum("balance"))
        .values("total")
    )
    rows = Project.objects.visible_to(user).filter(
        source_url="", year__gte=programme.first_year, year__lte=programme.last_year
    )
    if programme.province_id:
        rows = rows.filter(province=programme.province_id)
    rows = Project.objects.filter(pk__in=rows.values("pk")).annotate(settled=Coalesce(Subquery(money), Value(0)))
    counted = rows.order_by().values("content", "year", "state").annotate(count=Count("pk"), total=Sum("settled"))
    found: dict[str, tuple[int, Dong]] = {}
    years = set()
    for row in counted:
        years.add(row["year"])
        if row["state"] in DONE:
            count, total = found.get(row["content"], (0, Dong(0)))
            found[row["content"]] = (count + row["count"], Dong(total + int(row["total"] or 0)))
    return Done(found, min(years, default=None), max(years, default=None))


def found_programme(
    *,
    province: Unit | None,
    name: str,
    first_year: int,
    last_year: int,
    decision: Paper,
    by: User,
    is_sample: bool = False,
) -> Programme:
    """Enter a programme with the decision that approves it. Raises Refused for years that another one has already."""
    with log.writing(log.chain_of(province)):
        _right(province, by)
        if not first_year <= last_year <= first_year + 9:
            raise Refused("Năm cuối phải sau năm đầu, không quá 10 năm.", "Sửa các năm.", field="last_year", status=422)
        twin = Programme.objects.filter(province=province, first_year__lte=last_year, last_year__gte=first_year).first()
        if twin:
            raise Refused(
                f"Đã có “{twin.name}” giai đoạn {twin.first_year}–{twin.last_year}.",
                "Thêm mục tiêu vào chương trình ấy.",
                field="first_year",
                code="twin",
            )
        made = Programme.objects.create(
            province=province,
            name=name.strip(),
            first_year=first_year,
            last_year=last_year,
            decision=decision,
            is_sample=is_sample,
        )
        text = f"Ghi {made.name} ({decision.label})."
        log.record(made.chain, "programme.found", subject=made.subject, by=by, on=decision.issued_on, text=text)
        return made


def add_target(
    *,
    programme: Programme,
    words: str,
    contents: list[str],
    by: User,
    number: int | None = None,
    unit: str = "",
    money: Dong | None = None,
    note: str = "",
) -> Target:
    """Add a target as the decision states it. Raises Refused when it states neither number nor money."""
    with log.writing(programme.chain):
        _right(programme.province, by)
        if not number and not money:
            raise Refused("Mục tiêu phải có số lượng hoặc kinh phí.", "Ghi ít nhất một số.", field="number", status=422)
        if number and not unit.strip():
            raise Refused("Số lượng phải có đơn vị tính.", "Ghi đơn vị, ví dụ “đề án”.", field="unit", status=422)
        words = words.strip()
        if programme.targets.filter(words__iexact=words).exists():
            raise Refused(f"Đã có mục tiêu “{words}”.", "Bỏ mục tiêu cũ nếu ghi nhầm.", field="words", code="twin")
        made = Target.objects.create(
            programme=programme,
            position=next_number(programme.targets.all(), "position"),
            words=words,
            contents=contents,
            number=number,
            unit=unit.strip(),
            money=money,
            note=note.strip(),
        )
        parts = [f"{number} {made.unit}" if number else "", str(money) if money else ""]
        text = f"Thêm mục tiêu “{made.words}”: {', '.join(part for part in parts if part)}."
        log.record(programme.chain, "programme.target", subject=programme.subject, by=by, text=text)
        return made


def remove_target(*, target: Target, reason: str, by: User) -> None:
    """Take out a target that was entered wrongly, with the reason."""
    programme = target.programme
    with log.writing(programme.chain):
        _right(programme.province, by)
        if not reason.strip():
            raise Refused("Bỏ mục tiêu phải ghi lý do.", "Ghi lý do.", field="reason", status=422)
        text = f"Bỏ mục tiêu “{target.words}”. Lý do: {reason.strip()}"
        target.delete()
        log.record(programme.chain, "programme.target_removed", subject=programme.subject, by=by, text=text)


def _right(province: Unit | None, by: User) -> None:
    level = rules.LEVELS["local" if province else "national"]
    if level.edit not in by.grants.rights(province.pk if province else None):
        raise Refused("Bạn không có quyền ghi chương trình.", "Nhờ người lập kế hoạch.", code="right", status=403)


def load_published(path: Path = PUBLISHED) -> int:
    """Load the national targets that were published; what is there stays as it is. Returns how many targets were added."""
    added = 0
    with transaction.atomic(), path.open(encoding="utf-8", newline="") as lines:
        for position, row in enumerate(csv.DictReader(lines), start=1):
            programme, _ = Programme.objects.get_or_create(
                province=None,
                first_year=int(row["first_year"]),
                last_year=int(row["last_year"]),
                defaults={name: row[name] for name in ("name", "basis", "source", "certainty")},
            )
            _, made = Target.objects.get_or_create(
                programme=programme,
                position=position,
                defaults={
                    "words": row["words"],
                    "contents": row["contents"].split(),
                    "number": int(row["number"]),
                    "unit": row["unit"],
                    "note": row["note"],
                },
            )
            added += made
    return added
