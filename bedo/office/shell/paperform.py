"""The part of a form that gives a paper: who issued it, its number, its day, who signed. Used wherever an act rests on a paper."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from bedo.accounts.models import User
from bedo.core.moves import Refused
from bedo.documents import services
from bedo.documents.models import Paper
from bedo.documents.rules import PAPER_TYPES
from bedo.places.models import Unit

FACTS = ("issuer", "paper_type", "number", "symbol", "issued_on", "signer", "summary")
PAPER = (*FACTS, "file")
"""Names of the fields, in the order of a register of papers."""


class PaperFields(forms.Form):
    """Mixin. A subclass may set `PAPER_TYPES`: the codes it accepts, the first one is offered; and `MUST`: fields it insists on.

    The form's tag needs enctype="multipart/form-data". Template: `shell/_paper_fields.html` with form and title.
    """

    PAPER_TYPES: tuple[str, ...] = tuple(PAPER_TYPES)
    MUST: tuple[str, ...] = ("issuer", "paper_type", "issued_on", "summary")

    issuer = forms.CharField(label="Cơ quan ban hành", max_length=200, required=False)
    paper_type = forms.ChoiceField(label="Loại văn bản", required=False)
    number = forms.CharField(label="Số", max_length=40, required=False, help_text="Như trong sổ văn bản, ví dụ 310.")
    symbol = forms.CharField(label="Ký hiệu", max_length=60, required=False, help_text="Ví dụ QĐ-UBND.")
    issued_on = forms.DateField(label="Ngày văn bản", required=False)
    signer = forms.CharField(label="Người ký", max_length=160, required=False)
    summary = forms.CharField(
        label="Trích yếu", max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    file = forms.FileField(label="Bản ký (nếu có)", required=False, help_text="PDF hoặc ảnh chụp.")
    known = forms.BooleanField(label="Đúng là văn bản đã có trong sổ: dùng văn bản đó", required=False)

    twin: Paper | None = None
    """The paper that the register already holds under this number; set when `register` refused."""

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        kinds = [(code, PAPER_TYPES[code]) for code in self.PAPER_TYPES]
        self.fields["paper_type"].choices = kinds
        self.fields["paper_type"].initial = kinds[0][0]
        for name in self.MUST:
            self.fields[name].required = True

    def own_values(self) -> dict[str, Any]:
        """What was typed beside the paper: the values of the subclass's own fields."""
        return {name: value for name, value in self.cleaned_data.items() if name not in (*PAPER, "known")}


def register(form: PaperFields, province: Unit | None, by: User, today: date) -> Paper:
    """Enter the paper of a valid form in the register, with its scan when one was sent. Refuses as the register does;
    of a paper that is there already the form then offers to use it (`known`).

    Call it in the transaction of the act that rests on the paper: refused together, nothing stays.
    """
    given = {name: form.cleaned_data[name] for name in FACTS}
    scan = form.cleaned_data["file"]
    attachment = services.store_file(province=province, file=scan, by=by) if scan else None
    try:
        return services.register_paper(province=province, attachment=attachment, by=by, today=today, **given)
    except Refused as refusal:
        form.twin = getattr(refusal, "paper", None)
        if form.twin is None or not form.cleaned_data["known"]:
            raise
        _same_day(form.twin, given["issued_on"])
        return services.attach_scan(paper=form.twin, attachment=attachment, by=by) if attachment else form.twin


def _same_day(paper: Paper, day: date) -> None:
    if paper.issued_on != day:
        raise Refused(
            f"Văn bản đã có trong sổ ghi ngày {paper.issued_on:%d/%m/%Y}.",
            "Kiểm tra lại ngày, hoặc sửa văn bản trong sổ trước.",
            field="issued_on",
            status=422,
        )
