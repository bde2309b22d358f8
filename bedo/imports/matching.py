"""The rows of a file against what the register knows: new, changed field by field, the same, undecided, refused.

A handful of queries for all rows. Nothing unsure is decided here: several candidates, or one that is only alike, are a
question with choices; what a person chose before comes first.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from bedo.core.text import fold, name_key
from bedo.establishments.models import Establishment
from bedo.imports.placing import Places
from bedo.imports.reading.results import DATA, Reading, Row, Table
from bedo.places.known import the_map
from bedo.places.models import Unit
from bedo.projects.models import Project

NEW, CHANGED, SAME, UNDECIDED, REFUSED, KEPT, SKIPPED = (
    "new",
    "changed",
    "same",
    "undecided",
    "refused",
    "kept",
    "skipped",
)
OUTCOMES = {
    NEW: "Mới",
    CHANGED: "Thay đổi",
    SAME: "Không đổi",
    UNDECIDED: "Cần quyết định",
    REFUSED: "Bị từ chối",
    KEPT: "Giữ trong bản nhập",
    SKIPPED: "Bỏ qua",
}
COMPARED = {
    "title_vi": "title", "support_vnd": "support", "counterpart_vnd": "counterpart", "total_vnd": "total", "year": "year",
}  # fmt: skip
"""Field of a row → column of a project that it may correct."""
REGISTERED = {"beneficiary_name": "name", "tax_code": "tax_code", "jobs": "workers", "capital_vnd": "capital"}
"""Field of a row of our own list of establishments → column of the register that it may correct."""
WORDS = {
    "title": "Tên đề án",
    "support": "Kinh phí hỗ trợ",
    "counterpart": "Vốn đối ứng",
    "total": "Tổng kinh phí",
    "year": "Năm",
    "name": "Tên cơ sở",
    "tax_code": "Mã số thuế",
    "workers": "Lao động",
    "capital": "Vốn",
}
DATED = 400
MOST_CANDIDATES = 8


@dataclass
class Match:
    """One row of the preview. `changes`: column → before, after; `choices`: pairs of value and words for a question."""

    table: str
    row: Row
    outcome: str = NEW
    project: int | None = None
    establishment: int | None = None
    place: int | None = None
    why: str = ""
    question: str = ""
    choices: list[tuple[str, str]] = field(default_factory=list)
    changes: dict[str, list[Any]] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """Name of the row within its file."""
        own = ".1" if self.row.parent == self.row.sheet_row else ""
        return f"{self.table}!{self.row.sheet_row}{own}"


def match(reading: Reading, province: Unit, choices: Mapping[str, Mapping[str, str]]) -> list[Match]:
    """All data rows of the file for today's province; `choices` by key of a row: project, establishment, place, skip."""
    return _Matcher(reading, province, choices).run()


class _Matcher:
    def __init__(self, reading: Reading, province: Unit, choices: Mapping[str, Mapping[str, str]]):
        self.reading, self.province, self.choices = reading, province, choices
        self.places = Places(the_map())
        self.years = {row.values.get("year") for table in reading.tables for row in table.rows}
        self._learn_projects()
        self._learn_establishments()
        self.taken: dict[int, Match] = {}
        self.firms_taken: dict[int, Match] = {}

    def _learn_projects(self) -> None:
        columns = (
            "pk",
            "code",
            "title",
            "year",
            "beneficiary_names",
            "source_url",
            "support",
            "counterpart",
            "total",
            "state",
        )
        rows = Project.objects.filter(province=self.province)
        self.projects = {row["pk"]: row for row in rows.values(*columns).iterator(chunk_size=5000)}
        self.by_code: dict[str, int] = {}
        self.by_title: dict[str, list[int]] = {}
        self.by_firm: dict[str, list[int]] = {}
        for pk, row in self.projects.items():
            self.by_code[row["code"]] = pk
            self.by_title.setdefault(fold(row["title"]), []).append(pk)
            for name in row["beneficiary_names"].split(";"):
                if name.strip():
                    self.by_firm.setdefault(name_key(name), []).append(pk)

    def _learn_establishments(self) -> None:
        rows = Establishment.objects.live().filter(province=self.province)
        columns = ("pk", "name", "name_key", "tax_code", "place", "place_now", "workers", "capital")
        self.firms = {row["pk"]: row for row in rows.values(*columns).iterator(chunk_size=5000)}
        self.by_tax = {row["tax_code"]: pk for pk, row in self.firms.items() if row["tax_code"]}
        self.by_name: dict[str, list[int]] = {}
        for pk, row in self.firms.items():
            self.by_name.setdefault(row["name_key"], []).append(pk)

    # --- rows

    def run(self) -> list[Match]:
        found: list[Match] = []
        for table in self.reading.tables:
            owners: dict[int, Match] = {}
            for row in table.rows:
                if row.kind not in DATA:
                    continue
                one = Match(table.key, row)
                self._decide(one, table, owners)
                if row.kind == "project":
                    owners[row.sheet_row] = one
                found.append(one)
        return found

    def _decide(self, one: Match, table: Table, owners: Mapping[int, Match]) -> None:
        chosen = self.choices.get(one.key, {})
        refusal = next((problem for problem in one.row.problems if problem.refuses), None)
        if chosen.get("skip") or (one.row.hidden and not chosen.get("take")):
            one.outcome, one.why = (
                SKIPPED,
                "Dòng đang ẩn trong tệp." if one.row.hidden and not chosen.get("skip") else "Bạn chọn bỏ qua.",
            )
        elif refusal is not None:
            one.outcome, one.why = REFUSED, f"{refusal.cell}: {refusal.what}"
        elif one.row.kind == "other_line":
            one.outcome, one.why = KEPT, "Khoản chi không phải đề án: có trong tổng, không thành đề án."
        elif one.row.kind == "aggregate":
            self._aggregate(one)
        elif "firm" in one.row.values:
            self._registered(one)
        elif one.row.kind == "project" and (known := self.by_code.get(one.row.values.get("code", ""))):
            self._compare(one, known)  # its code says which project it is: its place and establishment are known
        elif self._placed(one, chosen, owners) and self._has_firm(one, chosen):
            if one.row.kind == "project":
                self._project(one, chosen)
            else:
                self._member(one, owners)

    def _aggregate(self, one: Match) -> None:
        values = one.row.values
        money = [name for name in values if name.endswith("_vnd")] or [
            n for n in values if n.startswith(("projects_", "jobs"))
        ]
        name = values.get("province_at_time", self.province.name)
        at = self.places.province(str(name), values.get("year_to"))
        if at is None or self.places.present(at) != self.province.pk:
            one.outcome, one.why = REFUSED, f"Số liệu của {name}, ngoài {self.province.label}."
        elif not money:
            one.outcome, one.why = KEPT, "Dòng không có số."
        else:
            one.place = at.pk

    def _placed(self, one: Match, chosen: Mapping[str, str], owners: Mapping[int, Match]) -> bool:
        """Which unit of its year the row lies in; a member without an address lies where its project does."""
        values = one.row.values
        if chosen.get("place", "").isdigit():
            one.place = int(chosen["place"])
            return True
        home = self._home(values)
        if home is None:
            one.outcome, one.why = REFUSED, f"“{values.get('province')}” không phải tỉnh nào; sửa ô này."
            return False
        if self.places.present(home) != self.province.pk:
            now = self.places.map.units[self.places.present(home)]
            today = "" if now.label == home.label else f", nay thuộc {now.label}"
            one.outcome, one.why = REFUSED, f"Dòng của {home.label}{today}; bạn nhập cho {self.province.label}."
            return False
        owner = owners.get(one.row.parent or 0)
        if owner and not values.get("district") and not values.get("commune"):
            one.place = owner.place
            return True
        found = self.places.find(home.pk, values.get("district", ""), values.get("commune", ""))
        one.place = found.unit
        if found.missing:
            self._ask_place(one, home.pk, found.unit, found.missing, found.above)
            return False
        return True

    def _home(self, values: Mapping[str, Any]) -> Any:
        name, year = values.get("province"), values.get("year")
        if name:
            return self.places.province(str(name), year)
        return self.places.map.units.get(self.province.pk)

    def _ask_place(self, one: Match, home: int, above: int, missing: str, within: str) -> None:
        one.outcome = UNDECIDED
        one.question = f"Không có “{missing}” trong {within} trên bản đồ của năm đó. Chọn địa bàn:"
        units = [self.places.map.units[above], *self.places.near(home, missing)]
        one.choices = [(f"place:{unit.pk}", f"{self.places.map.path(unit.pk)}") for unit in dict.fromkeys(units)]
        one.choices[0] = (one.choices[0][0], f"Chỉ ghi tới {one.choices[0][1]}")

    # --- establishments

    def _has_firm(self, one: Match, chosen: Mapping[str, str]) -> bool:
        """The establishment of the register; None stands for one to be entered. False when it has to be asked."""
        name = one.row.values.get("beneficiary_name", "")
        if not name:
            return True
        if chosen.get("establishment"):
            one.establishment = int(chosen["establishment"]) if chosen["establishment"].isdigit() else None
            return True
        tax = one.row.values.get("tax_code", "")
        if tax and tax in self.by_tax:
            one.establishment = self.by_tax[tax]
            return True
        alike = self.by_name.get(name_key(name), [])
        fitting = [pk for pk in alike if self._place_fits(pk, one.place)]
        if len(fitting) == 1:
            one.establishment = fitting[0]
        elif alike:
            self._ask_firm(one, name, alike)
            return False
        return True

    def _place_fits(self, pk: int, place: int | None) -> bool:
        """One place lies in the other, now or in its own time: two communes of one name are two establishments."""
        firm = self.firms[pk]
        if place is None or place in (firm["place"], firm["place_now"]):
            return True
        units = self.places.map.units
        mine, theirs = self._path(place), self._path(firm["place"])
        return firm["place"] in mine or place in theirs or units[place].level == 1 or units[firm["place"]].level == 1

    def _path(self, pk: int | None) -> set[int]:
        found = set()
        while pk is not None:
            found.add(pk)
            pk = self.places.map.units[pk].parent
        return found

    def _ask_firm(self, one: Match, name: str, alike: Iterable[int]) -> None:
        one.outcome = UNDECIDED
        one.question = f"“{name}” là cơ sở nào?"
        rows = [self.firms[pk] for pk in alike][:MOST_CANDIDATES]
        one.choices = [
            (f"establishment:{row['pk']}", f"{row['name']}, {self.places.map.path(row['place'])}") for row in rows
        ]
        one.choices.append(("establishment:new", "Cơ sở khác, ghi mới"))

    def _registered(self, one: Match) -> None:
        """A row of our own list of establishments, named by the number of its file; blank cells and masked numbers change
        nothing."""
        values = one.row.values
        number = str(values["firm"])
        firm = self.firms.get(int(number)) if number.isascii() and number.isdigit() else None
        if firm is None:
            one.outcome, one.why = (
                REFUSED,
                f"Không có cơ sở số {number} ở {self.province.label}; cơ sở mới ghi ở trang Cơ sở CNNT.",
            )
            return
        one.establishment, one.place = firm["pk"], firm["place"]
        if (earlier := self.firms_taken.setdefault(firm["pk"], one)) is not one:
            one.outcome = REFUSED
            one.why = f"Dòng {earlier.row.sheet_row} đã là cơ sở số {number}; một cơ sở chỉ vào một dòng."
            return
        for name, column in REGISTERED.items():
            told = values.get(name)
            if told is not None and "•" not in str(told) and told != firm[column]:
                one.changes[column] = [firm[column], told]
        one.outcome = CHANGED if one.changes else SAME

    # --- projects

    def _project(self, one: Match, chosen: Mapping[str, str]) -> None:
        if chosen.get("project") == "new":
            return
        if chosen.get("project", "").isdigit() and int(chosen["project"]) in self.projects:
            self._compare(one, int(chosen["project"]))
            return
        sure, alike = self._candidates(one.row.values, other_firm=chosen.get("establishment") == "new")
        if len(sure) == 1:
            self._compare(one, sure[0])
        elif sure or alike:
            self._ask_project(one, sure or alike)

    def _candidates(self, values: Mapping[str, Any], *, other_firm: bool) -> tuple[list[int], list[int]]:
        """Projects that are surely this one (title, establishment and year agree) and those that may be; `other_firm`: its
        establishment is another one of the same name."""
        title, firm, year = (
            fold(values.get("title_vi", "")),
            name_key(values.get("beneficiary_name", "")),
            values.get("year"),
        )
        titled = set(self.by_title.get(title, [])) if title else set()
        named = set(self.by_firm.get(firm, [])) if firm and not other_firm else set()
        if title and firm:
            both = titled & named
            alike = {pk for pk in titled | named if self._same_year(pk, year)} - both if not both else set()
            alike = {pk for pk in alike if pk in named or not self.projects[pk]["beneficiary_names"]}
        else:
            both, alike = titled | named if title else named, set()
        sure = sorted(pk for pk in both if self._same_year(pk, year))
        return sure, sorted(alike)

    def _same_year(self, pk: int, year: int | None) -> bool:
        return year is None or self.projects[pk]["year"] in (None, year)

    def _ask_project(self, one: Match, candidates: list[int]) -> None:
        one.outcome = UNDECIDED
        one.question = "Có đề án giống dòng này. Là đề án nào?"
        rows = [self.projects[pk] for pk in candidates[:MOST_CANDIDATES]]
        one.choices = [
            (f"project:{row['pk']}", f"{row['code']} · {row['title']} · {row['beneficiary_names']}") for row in rows
        ]
        one.choices.append(("project:new", "Đề án khác, ghi mới"))

    def _compare(self, one: Match, pk: int) -> None:
        """Field by field against a known project; what the row leaves blank changes nothing."""
        known, values = self.projects[pk], one.row.values
        one.project = pk
        if (earlier := self.taken.get(pk)) is not None:
            one.outcome = REFUSED
            one.why = f"Dòng {earlier.row.sheet_row} đã là đề án {known['code']}; một đề án chỉ vào một dòng."
            return
        self.taken[pk] = one
        for name, column in COMPARED.items():
            told = values.get(name)
            if told is None or self._agrees(column, known[column], told):
                continue
            one.changes[column] = [known[column], told]
        if not one.changes:
            one.outcome = SAME
        elif known["source_url"]:
            one.outcome = CHANGED
        else:
            one.outcome = REFUSED
            words = ", ".join(WORDS[column].lower() for column in one.changes)
            one.why = f"Đề án {known['code']} đang làm trên hệ thống; {words} chỉ đổi bằng hồ sơ điều chỉnh."

    @staticmethod
    def _agrees(column: str, known: Any, told: Any) -> bool:
        return fold(str(known)) == fold(str(told)) if column == "title" else known == told

    def _member(self, one: Match, owners: Mapping[int, Match]) -> None:
        """A member goes with its project: it is new when that is."""
        owner = owners.get(one.row.parent or 0)
        if owner is None:
            one.outcome, one.why = REFUSED, "Không thấy đề án nhóm của dòng này."
        elif owner.outcome in (REFUSED, SKIPPED, UNDECIDED):
            one.outcome, one.why = owner.outcome, f"Theo đề án ở dòng {owner.row.sheet_row}."
        else:
            one.project = owner.project
            one.outcome = NEW if owner.outcome == NEW else SAME
