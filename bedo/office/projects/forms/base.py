"""What the forms of all stages share: fields, a form that knows its project, moves with their day. Shape and wording only."""

from __future__ import annotations

from typing import Any

from django import forms

from bedo.accounts.models import Grant, User
from bedo.core.clock import today
from bedo.core.fields import DongFormField
from bedo.core.types import Dong

ZERO = Dong(0)

LONG = 4000


def text(label: str, *, rows: int = 3, required: bool = True, help_text: str = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        required=required,
        max_length=LONG,
        widget=forms.Textarea(attrs={"rows": rows}),
        help_text=help_text,
    )


def word(label: str, *, required: bool = True, longest: int = 120, help_text: str = "") -> forms.CharField:
    return forms.CharField(label=label, required=required, max_length=longest, help_text=help_text)


def day(label: str, *, required: bool = True, help_text: str = "") -> forms.DateField:
    return forms.DateField(label=label, required=required, help_text=help_text)


def money(label: str, *, required: bool = True, minimum: int = 0, help_text: str = "") -> DongFormField:
    return DongFormField(label=label, required=required, minimum=minimum, help_text=help_text)


def upload(label: str = "Tệp (PDF, ảnh, Word, Excel)", *, required: bool = False) -> forms.FileField:
    return forms.FileField(label=label, required=required, max_length=160)


class SceneForm(forms.Form):
    """A form that knows the project it acts on."""

    def __init__(self, *args: Any, scene: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.scene = scene


class VersionForm(SceneForm):
    """A form whose content is a table of rows: it only remembers the version it was opened with."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class MoveForm(SceneForm):
    """A move that needs only the day of its paper."""

    on = day("Ngày văn bản", help_text="Ngày ghi trên văn bản; có thể trước ngày nhập.")


class CommentedMoveForm(MoveForm):
    comment = text("Lý do")


def officers(province_id: int) -> Any:
    """Officers of the province who hold a grant today: who may be responsible."""
    held = Grant.objects.in_force(today()).filter(
        role__in=["officer", "director"], organisation__province_id=province_id
    )
    held = held.values("user_id")
    return User.objects.filter(pk__in=held, is_active=True, left_on=None).order_by("full_name", "pk")


class HandOverForm(SceneForm):
    officer = forms.ModelChoiceField(
        label="Người phụ trách mới", queryset=User.objects.none(), empty_label="Chọn người"
    )
    from_on = day("Từ ngày", help_text="Người cũ phụ trách đến hết ngày trước đó.")
    reason = text("Lý do")

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["officer"].queryset = officers(self.scene.project.province_id)


class PerShareForm(SceneForm):
    """A form with one amount for each share of the contract: fields `<PREFIX><share id>`."""

    PREFIX, WORD = "", ""

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        own = {}
        for share, offered in self.scene.contract_amounts(self.PREFIX):
            name = f"{self.PREFIX}{share.pk}"
            whose = share.label if self.scene.several else share.project.code
            own[name] = money(f"{self.WORD} · {whose} (đồng)")
            self.initial.setdefault(name, offered)
        self.fields = own | self.fields


class PaperForm(SceneForm):
    """A paper into its slot of a checklist."""

    slot = forms.ChoiceField(label="Giấy tờ")
    file = upload()
    dated_on = day("Ngày trên giấy", required=False)
    words = text("Ghi chú", rows=2, required=False, help_text="Ghi bản gốc giữ ở đâu nếu chưa có tệp.")

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        items = sorted(self.scene_items(), key=lambda item: (item.there, item.optional))
        words = [(item.key, f"{item.name} (đã có)" if item.there else item.name) for item in items]
        self.fields["slot"].choices = [*words, ("other", "Giấy tờ khác")]

    def scene_items(self) -> list[Any]:
        return self.scene.all_papers
