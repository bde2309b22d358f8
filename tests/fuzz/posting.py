"""What a hurried, a careless or an ill-meaning person sends instead of a good form."""

import re
from dataclasses import dataclass, field

from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import strategies as st

from tests.documents.samples import DOCX, PDF, PNG, REFUSED
from tests.fuzz.reading import Form

DAY = re.compile(r"(^|_)(on|from|to|day|since|of)$|^(redo_by|tu|den|ngay)$")
MONEY = re.compile(
    r"amount|value|support|counterpart|asked|settled|investment|price|capital|revenue|vat|total|from_|spent|income"
)

NASTY = [
    "", " ", "abc", "-1", "0", "1", "-0", "+5", "1e309", "NaN", "Infinity", "0x10", "1_000", "1.234.567,89", "1,5", "5-7 triệu", "khoảng 3 tỷ",
    "còn lại", "9000000000000001", "9007199254740993", "99999999999999999999999", "2147483648", "-2147483649", "9" * 400, "31/02/2026",
    "29/02/2026", "00/00/0000", "01/01/0001", "31/12/9999", "32/13/2026", "2026-13-45", "12/2026", "13/2026", "0/0", "26/11/2026", "26/11/2126",
    "01/01/1900", "\x00", "a\x00b", "x" * 5000, "ế" * 300, "e\u0302\u0301", "Cha\u0300o", "<script>alert(1)</script>", "' OR 1=1 --", "%s%n{}", "\u202eabc", "🍵" * 40, "２０２６",
    "١٢٣", "a\r\nSet-Cookie: b", "\t", "\u200b", "None", "null", "true", "on", "[]", "../../etc/passwd", "\\", "\ufeff", "ß", "ﬁ",
]  # fmt: skip
"""Amounts, days, numbers and texts that are wrong in ways that happen."""

KNOWN = {
    "month": "11/2026", "year": "2026", "desired_year": "2026", "revenue_year": "2025", "output_year": "2025", "email": "thu@example.vn",
    "phone": "0912345678", "number": "12", "tax_code": "", "id_number": "", "place": "Xã Xín Mần", "workers": "12", "local_material": "55", "output": "5", "jobs_new": "2",
    "new_customers": "3", "vat": "0", "username": "can.bo.moi", "password": "mot-mat-khau-rat-dai", "key": "thu-1", "cap": "1.000.000",
    "factor_max": "1500", "uplift": "", "cap_per": "cơ sở", "exports": "1.000.000", "ends_on": "31/12/2026",
}  # fmt: skip
"""What fields of that name take."""

FILES = {
    "pdf": ("ban-ky.pdf", PDF), "png": ("anh.png", PNG), "docx": ("to-trinh.docx", DOCX), "empty": ("rong.pdf", b""),
    "html": ("trang.pdf", REFUSED["trang.pdf"]), "program": ("chay.pdf", REFUSED["chay.pdf"]), "macro": ("macro.xlsx", REFUSED["macro.xlsx"]),
    "too big": ("to.pdf", PDF + b"\n" * 20_000), "name": ("../../../e\u0302" + "x" * 400 + "\n.pdf", PDF), "nul": ("a\x00b.png", PNG),
}  # fmt: skip
LIMIT = 10_000
"""So small a limit for files in these tests that a big one costs nothing."""


@dataclass
class Sent:
    """What is posted: values by name (several for one name), and files."""

    values: dict[str, list[str]] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)

    def data(self):
        uploads = {name: SimpleUploadedFile(FILES[kind][0], FILES[kind][1]) for name, kind in self.files.items()}
        return {**self.values, **uploads}


def plausible(form: Form, today="25/11/2026", known: dict[str, str | None] | None = None) -> Sent:
    """The form filled as a person would who wants to be done with it; `known`: what this form needs to be good."""
    sent = Sent()
    for one in form.fields.values():
        if one.kind == "file":
            continue
        if one.kind == "checkbox":
            value = one.value
        elif one.kind in ("select", "radio"):
            value = one.value or next((option for option in one.options if option), "")
        else:
            value = one.value or (
                "" if re.search(r"-\d+-", one.name) or one.kind == "hidden" else _guess(one.name, today)
            )
        if value or one.kind != "checkbox":
            sent.values[one.name] = [value]
    for name, value in (known or {}).items():
        if value is None:
            sent.values.pop(name, None)
        else:
            sent.values[name] = [value]
    return sent


def _guess(name: str, today: str) -> str:
    last = name.rpartition("-")[2]
    if "percent" in last or last in KNOWN:
        return KNOWN.get(last, "50")
    for pattern, value in ((DAY, today), (MONEY, "1.000.000")):
        if pattern.search(last):
            return value
    return "Chữ thử 7x3"


def spoilt(base: Sent, form: Form, foreign: list[str]):
    """A strategy of posts: the plausible one with some of its values made wrong."""
    names = list({**form.fields, **base.values})
    values = st.one_of(
        st.sampled_from(NASTY), st.sampled_from(NASTY), st.sampled_from(foreign), st.text(st.characters(exclude_categories=["Cs"]), max_size=60)
    )  # fmt: skip
    change = st.tuples(
        st.sampled_from(["set", "set", "set", "drop", "twice", "more"]), st.sampled_from(names or [""]), values
    )
    kinds = st.sampled_from([None, None, *FILES])
    files = st.fixed_dictionaries({one.name: kinds for one in form.fields.values() if one.kind == "file"})
    return st.builds(lambda changes, sent: _apply(base, changes, sent), st.lists(change, min_size=0, max_size=5), files)


def _apply(base: Sent, changes, files) -> Sent:
    sent = Sent(
        {name: list(values) for name, values in base.values.items()},
        {name: kind for name, kind in files.items() if kind},
    )
    for what, name, value in changes:
        if what == "drop":
            sent.values.pop(name, None)
        elif what == "twice":
            sent.values[name] = [*sent.values.get(name, []), value]
        elif what == "more":
            sent.values[f"{name}-{value[:20]}"] = [value]
        elif name not in sent.files:
            sent.values[name] = [value]
    return sent
