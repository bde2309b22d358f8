"""Forms of the planning desk: a new scenario with typed limits, the pick by hand, the choice."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from bedo.core.fields import DongFormField
from bedo.core.types import Dong
from bedo.office.planning.choices import content_word
from bedo.office.shell.inputs import Words
from bedo.places.models import Unit
from bedo.planning.candidates import Standing
from bedo.planning.choosing.problem import KINDS
from bedo.planning.scenarios import KINDS as SCENARIO_KINDS

ROWS = 6
MOST_COUNT = 10_000
LIMIT_WORDS = {
    "min_count": "Ít nhất … đề án",
    "max_count": "Nhiều nhất … đề án",
    "min_money": "Ít nhất … đồng",
    "max_money": "Nhiều nhất … đồng",
}
EACH = {"area": "Mỗi xã", "district": "Mỗi huyện cũ", "content": "Mỗi nội dung", "establishment": "Mỗi cơ sở"}
KIND_HINTS = {
    "ranked": "từ trên xuống đến đường cắt kinh phí",
    "manual": "bắt đầu từ danh sách theo thứ tự, rồi đưa vào, bỏ ra bằng tay",
    "suggested": "máy tính tìm cách chọn tốt nhất theo các ràng buộc",
}


class ScenarioForm(forms.Form):
    """A new scenario: kind, name, reserve, up to six limits, candidates fixed by hand."""

    kind = forms.ChoiceField(
        label="Loại phương án",
        choices=[(code, f"{word}: {KIND_HINTS[code]}") for code, word in SCENARIO_KINDS.items()],
        widget=forms.RadioSelect,
    )
    name = Words(label="Tên phương án", required=False, max_length=120, help_text="Để trống thì lấy tên của loại.")
    reserve = DongFormField(
        label="Dành riêng cho sản xuất sạch hơn (đồng)", required=False, help_text="Không dùng cho danh sách chính."
    )

    def __init__(
        self, *args: Any, rows: Iterable[Standing], districts: dict[int, list[Unit]], names: dict, **kwargs: Any
    ):
        super().__init__(*args, **kwargs)
        self.rows = list(rows)
        self.keys = _keys(self.rows, districts, names)
        over = _over_choices(self.keys)
        for number in range(1, ROWS + 1):
            self.fields[f"r{number}-kind"] = forms.ChoiceField(
                label=f"Ràng buộc {number}", choices=[("", "không đặt"), *LIMIT_WORDS.items()], required=False
            )
            self.fields[f"r{number}-over"] = forms.ChoiceField(
                label=f"Phạm vi của ràng buộc {number}", choices=over, required=False
            )
            self.fields[f"r{number}-value"] = forms.CharField(
                label=f"Mức của ràng buộc {number}", required=False, max_length=60,
                widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
            )  # fmt: skip
        for row in self.rows:
            self.fields[f"fix-{row.project.pk}"] = forms.ChoiceField(
                label=f"Cố định {row.project.code}",
                choices=[("", "theo phương án"), ("in", "luôn chọn"), ("out", "không chọn")],
                required=False,
            )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        self.constraints: list[dict] = []
        for number in range(1, ROWS + 1):
            try:
                self.constraints += self._limits(number, given)
            except ValidationError as error:
                self.add_error(f"r{number}-value", error)
        seen = [row["name"] for row in self.constraints]
        if len(set(seen)) < len(seen):
            twice = next(name for name in seen if seen.count(name) > 1)
            self.add_error(None, f"Ràng buộc “{twice}” có hai lần. Bỏ bớt một dòng.")
        return given

    def _limits(self, number: int, given: dict[str, Any]) -> list[dict]:
        kind, typed = given.get(f"r{number}-kind"), (given.get(f"r{number}-value") or "").strip()
        over = given.get(f"r{number}-over") or "all:"
        if not kind:
            if typed:
                raise ValidationError("Chọn loại ràng buộc ở dòng này, hoặc xóa mức.")
            return []
        if not typed:
            raise ValidationError("Ghi mức của ràng buộc.")
        value = _value(kind, typed)
        by, _, key = over.partition(":")
        if by == "each":
            return [self._limit(kind, key, one, value) for one in self.keys[key]]
        return [self._limit(kind, by, key or None, value)]

    def _limit(self, kind: str, by: str, key: Any, value: int) -> dict:
        where = self.keys[by][key] if by != "all" else "tất cả"
        figure = f"{value} đề án" if kind.endswith("count") else str(Dong(value))
        word = "ít nhất" if kind.startswith("min") else "nhiều nhất"
        number = key if by in ("all", "content") else int(key)
        return {
            "name": f"{where}: {word} {figure}",
            "kind": kind,
            "by": "area" if by == "district" else by,
            "key": number,
            "value": value,
        }

    @property
    def fixed(self) -> dict[int, str]:
        """Project id → "in" or "out"."""
        words = {row.project.pk: self.cleaned_data.get(f"fix-{row.project.pk}") for row in self.rows}
        return {pk: word for pk, word in words.items() if word}

    def limit_fields(self) -> list[tuple[Any, Any, Any]]:
        """The three fields of every limit."""
        return [tuple(self[f"r{n}-{part}"] for part in ("kind", "over", "value")) for n in range(1, ROWS + 1)]

    def fix_fields(self) -> list[tuple[Standing, Any]]:
        """Every candidate with its field."""
        return [(row, self[f"fix-{row.project.pk}"]) for row in self.rows]


def _value(kind: str, typed: str) -> int:
    """A whole number of projects, or whole đồng. Raises ValidationError."""
    if kind not in KINDS:
        raise ValidationError("Loại ràng buộc không hợp lệ.")
    if kind.endswith("money"):
        return int(DongFormField().clean(typed))
    if not (typed.isascii() and typed.isdigit()) or len(typed) > 6 or int(typed) > MOST_COUNT:
        raise ValidationError(f"“{typed[:40]}” không phải số đề án. Ghi một số nguyên từ 0 đến {MOST_COUNT}.")
    return int(typed)


def _keys(rows: list[Standing], districts: dict[int, list[Unit]], names: dict) -> dict[str, dict[str, str]]:
    """Dimension → key → its name, of everything that the candidates have, by name."""
    found: dict[str, dict[str, str]] = {name: {} for name in EACH}
    for row in rows:
        project = row.project
        found["area"][str(project.place_now_id)] = project.place_now.label
        found["content"][project.content] = content_word(names, project.content)
        for unit in districts.get(project.pk, ()):
            found["district"][str(unit.pk)] = unit.label
        for share in project.shares.all():
            if share.establishment_id:
                found["establishment"][str(share.establishment_id)] = share.establishment.name
    return {
        name: _apart(dict(sorted(keys.items(), key=lambda pair: (pair[1], pair[0])))) for name, keys in found.items()
    }


def _apart(keys: dict[str, str]) -> dict[str, str]:
    """Two of one name get a number, so that a limit's name says which."""
    words = list(keys.values())
    return {key: word if words.count(word) == 1 else f"{word} (số {key})" for key, word in keys.items()}


def _over_choices(keys: dict[str, dict[str, str]]) -> list[Any]:
    groups = {"area": "Địa bàn: xã", "district": "Địa bàn: huyện cũ", "content": "Nội dung", "establishment": "Cơ sở"}
    each = [(f"each:{name}", word) for name, word in EACH.items() if keys[name]]
    named = [(groups[name], [(f"{name}:{key}", word) for key, word in keys[name].items()]) for name in groups]
    return [("all:", "Tất cả đề án"), *each, *(group for group in named if group[1])]


class PickForm(forms.Form):
    """In (`chosen` "1") or out ("0"), as the page that was opened offered it."""

    chosen = forms.TypedChoiceField(
        choices=[("1", "đưa vào"), ("0", "bỏ ra")], coerce=lambda text: text == "1", widget=forms.HiddenInput
    )
    reason = Words(
        label="Lý do", rows=3, max_length=1000, required=False,
        help_text="Cần khi bỏ một đề án đứng trên, hoặc đưa vào một đề án đứng dưới.",
    )  # fmt: skip


class ChooseForm(forms.Form):
    why = Words(label="Lý do chọn phương án này", rows=3, max_length=2000, required=False)


class MoreForm(forms.Form):
    """What would more money buy? As it stands in the address."""

    them = DongFormField(label="Thêm (đồng)", minimum=1, initial=Dong(100_000_000))
