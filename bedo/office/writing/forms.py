"""Forms of writing a paper: who issues, who signs, who gets it; its number; where it was sent."""

from __future__ import annotations

from typing import Any

from django import forms

from bedo.documents.models import Written
from bedo.documents.rules import PAPER_TYPES
from bedo.documents.writing.forms import SUBJECTS, Form, Terms
from bedo.office.shell.inputs import PaperDay, Words

HEADS = {"so": "GIÁM ĐỐC", "trung_tam": "GIÁM ĐỐC", "ubnd": "CHỦ TỊCH", "don_vi": "THỦ TRƯỞNG ĐƠN VỊ", "hai_ben": ""}


class TermsForm(forms.Form):
    """What a paper needs beside its record. Source: Nghị định 30/2020/NĐ-CP, Điều 8, 13."""

    superior = forms.CharField(label="Cơ quan chủ quản", max_length=200, required=False)
    issuer = forms.CharField(label="Cơ quan ban hành", max_length=200, required=False)
    symbol = forms.CharField(
        label="Ký hiệu", max_length=60, required=False, help_text="Ví dụ TTr-SCT; số ghi sau khi có trong sổ."
    )
    place = forms.CharField(label="Địa danh", max_length=60, required=False)
    authority = forms.CharField(
        label="Ký thay, thừa lệnh",
        max_length=80,
        required=False,
        help_text="Ví dụ KT. GIÁM ĐỐC, TM. ỦY BAN NHÂN DÂN; thủ trưởng ký thì để trống.",
    )
    position = forms.CharField(label="Chức vụ người ký", max_length=80, required=False)
    signer = forms.CharField(
        label="Họ tên người ký", max_length=120, required=False, help_text="Không ghi học hàm, học vị."
    )
    addressees = Words(label="Kính gửi", rows=2, max_length=1000, required=False, help_text="Mỗi nơi một dòng.")
    recipients = Words(label="Nơi nhận", rows=3, max_length=1000, required=False, help_text="Mỗi nơi một dòng, dòng cuối là “- Lưu: VT, …”.")  # fmt: skip

    WHOLE = ("signer", "addressees", "recipients", "output")
    """Fields that take the width of the form."""

    def __init__(self, *args: Any, joint: bool = False, **kwargs: Any):
        """`joint`: a paper of several parties, which has no letterhead of one office; its issuer is who registers it."""
        super().__init__(*args, **kwargs)
        if joint:
            for name in ("superior", "symbol", "place", "authority", "position", "signer", "addressees", "recipients"):
                del self.fields[name]
            self.fields["issuer"].label = "Cơ quan vào sổ văn bản"

    def terms(self) -> Terms:
        """The terms as typed."""
        given = {name: "" for name in _TERMS} | self.cleaned_data
        words = {name: " ".join(given[name].split()) for name in ("superior", "issuer", "symbol", "place", "authority", "position", "signer")}  # fmt: skip
        return Terms(**words, addressees=_lines(given["addressees"]), recipients=_lines(given["recipients"]))


_TERMS = ("superior", "issuer", "symbol", "place", "authority", "position", "signer", "addressees", "recipients")


class NumberForm(forms.Form):
    """Number and day as the office's own register gives them."""

    number = forms.CharField(label="Số", max_length=40, help_text="Như trong sổ văn bản đi.")
    symbol = forms.CharField(label="Ký hiệu", max_length=60, required=False)
    on = PaperDay(label="Ngày văn bản")
    version = forms.IntegerField(label="Phiên bản", widget=forms.HiddenInput)


class SendForm(forms.Form):
    """When the signed paper left, and to whom."""

    to = forms.CharField(label="Gửi đến", max_length=200)
    on = PaperDay(label="Ngày gửi")
    version = forms.IntegerField(label="Phiên bản", widget=forms.HiddenInput)


class TemplateForm(forms.Form):
    """An office's own Word file for a form."""

    name = forms.CharField(label="Tên mẫu", max_length=160)
    file = forms.FileField(label="Tệp Word .docx", help_text="Không có macro, không liên kết ra ngoài.")


class RunForm(TermsForm):
    """Many papers at once."""

    output = forms.ChoiceField(
        label="Nhận về", choices=[("zip", "Một tệp ZIP gồm các tệp Word"), ("pdf", "Một tệp PDF để in")]
    )


def _lines(text: str) -> tuple[str, ...]:
    return tuple(" ".join(line.split()) for line in text.splitlines() if line.strip())


def initial_terms(form: Form, record: Any) -> dict[str, str]:
    """As the same form was last written in the province; else by who issues it as a rule; what the record decides stands first."""
    province = SUBJECTS[form.kind].province(record)
    decided = form.issuing(record) if form.issuing else {}
    last = Written.objects.filter(form=form.code, province=province).order_by("-pk").first()
    if last:
        known = {**last.terms, **({"issuer": "", "superior": ""} if form.issuer == "don_vi" else {}), **({"signer": ""} if decided else {})}  # fmt: skip
        lists = {name: "\n".join(known[name]) for name in ("addressees", "recipients")}
        return {**_default(form, record, province), **{k: v for k, v in known.items() if v}, **{k: v for k, v in lists.items() if v}, **decided}  # fmt: skip
    return {**_default(form, record, province), **decided}


def _default(form: Form, record: Any, province: Any) -> dict[str, str]:
    name = province.name if province else ""
    unit = province.label if province else ""
    kind = form.paper_type if form.paper_type in PAPER_TYPES and form.paper_type not in ("KHAC", "CV") else ""
    short = {"so": "SCT", "trung_tam": "TTKC", "ubnd": "UBND"}.get(form.issuer, "")
    found = {
        "so": {"superior": f"UBND {unit}", "issuer": "Sở Công Thương"},
        "trung_tam": {"superior": "Sở Công Thương", "issuer": "Trung tâm Khuyến công"},
        "ubnd": {"superior": "", "issuer": f"Ủy ban nhân dân {unit}", "authority": "TM. ỦY BAN NHÂN DÂN"},
        "don_vi": {"superior": "", "issuer": _unit_of(record)},
        "hai_ben": {"issuer": "Trung tâm Khuyến công", "recipients": ""},
    }[form.issuer]
    symbol = "-".join(part for part in (kind, short) if part) if short else ""
    return {
        "place": name,
        "position": HEADS[form.issuer],
        "symbol": symbol,
        "recipients": "- Như trên;\n- Lưu: VT.",
        **found,
    }


def _unit_of(record: Any) -> str:
    project = getattr(record, "project", None) or record
    unit = getattr(project, "implementer", None)
    return unit.name if unit else ""
