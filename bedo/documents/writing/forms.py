"""Forms: what a paper of a record says. A form is its fields and how they are composed; contexts register theirs.

A form's days, level and legal text are dated rows of the rule table `forms` (bedo.programmes), which name a form by its
code. The same fields fill an office's own Word template.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from bedo.core.moves import Refused
from bedo.documents.writing.content import BLANK, Document, Letterhead, Signature

Lines = tuple["Values", ...]


@dataclass(frozen=True)
class Field:
    """One fact a form says. `name`: as a Word template writes it ({{ ten_de_an }}); `words`: what it is; `value`: from the
    record, None where it is not known. `columns`: the fields of one line, when the fact is a list of things."""

    name: str
    words: str
    value: Callable[[Any], Any]
    columns: tuple[Field, ...] = ()


class Values(Mapping[str, Any]):
    """The facts of one record by field name, texts and lines; `values.ten_de_an` is a dotted line where it is not known."""

    def __init__(self, facts: Mapping[str, Any]):
        self._facts = dict(facts)

    def __getitem__(self, name: str) -> Any:
        return self._facts[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._facts)

    def __len__(self) -> int:
        return len(self._facts)

    def __getattr__(self, name: str) -> Any:
        try:
            value = self._facts[name]
        except KeyError:
            raise AttributeError(name) from None
        return BLANK if value in (None, "") else value

    def known(self, name: str) -> bool:
        """Is the fact there at all?"""
        return self._facts[name] not in (None, "", ())


@dataclass(frozen=True)
class Terms:
    """What is typed when a paper is written, apart from its record: who issues, who signs, who gets it.

    `superior`: the body above the issuer; `authority`, `position`, `signer`: the signature block; `addressees`: Kính gửi;
    `recipients`: Nơi nhận, one each; `number`, `on`: as the register gave them, empty on a draft.
    """

    issuer: str = ""
    superior: str = ""
    symbol: str = ""
    place: str = ""
    number: str = ""
    on: date | None = None
    authority: str = ""
    position: str = ""
    signer: str = ""
    addressees: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()

    @property
    def head(self) -> Letterhead:
        return Letterhead(self.issuer or BLANK, self.superior, self.symbol, self.number, self.place, self.on)

    @property
    def signature(self) -> Signature:
        return Signature(self.position or BLANK, self.signer, self.authority)


@dataclass(frozen=True)
class Form:
    """A form. `kind`: of which record (a key of SUBJECTS); `paper_type`: of documents.rules.PAPER_TYPES.

    `compose`: from values and terms to the paper. `why_not`: why it cannot be written for this record, "" when it can.
    `issuer`: who issues it as a rule: "so" (Sở), "trung_tam", "ubnd", "don_vi" (the implementing unit), "hai_ben".
    `issuing`: terms (issuer, superior, position, symbol, authority) that the record itself decides.
    """

    code: str
    title: str
    kind: str
    paper_type: str
    fields: tuple[Field, ...]
    compose: Callable[[Values, Terms], Document]
    why_not: Callable[[Any], str] = field(default=lambda record: "")
    issuer: str = "trung_tam"
    issuing: Callable[[Any], dict[str, str]] | None = None

    def values(self, record: Any) -> Values:
        """The facts of the record, every field of the form."""
        return values_of(self.fields, record)

    def write(self, record: Any, terms: Terms) -> Document:
        """The paper. Refused when the record is not so far."""
        reason = self.why_not(record)
        if reason:
            raise Refused(f"Chưa soạn được “{self.title}”: {reason}", "Làm bước ấy trước.", code="not_yet")
        return self.compose(self.values(record), terms)


@dataclass(frozen=True)
class Subject:
    """A kind of record that papers are written of. `visible`: rows the person may see; `label`: one row in words; `province`:
    today's, None for the nation's; `group`: key of the project (or other record) on whose page its papers are listed."""

    kind: str
    words: str
    visible: Callable[[Any], Any]
    label: Callable[[Any], str]
    province: Callable[[Any], Any]
    group: Callable[[Any], str]


FORMS: dict[str, Form] = {}
SUBJECTS: dict[str, Subject] = {}


def values_of(fields: tuple[Field, ...], record: Any) -> Values:
    """Each field of the record; a list becomes a tuple of Values."""
    found: dict[str, Any] = {}
    for one in fields:
        value = one.value(record)
        if one.columns:
            value = tuple(values_of(one.columns, line) for line in value)
        found[one.name] = value
    return Values(found)


def register(*forms: Form) -> None:
    """Add forms; a code stands once."""
    for form in forms:
        if FORMS.setdefault(form.code, form) is not form:
            raise ValueError(f"form {form.code} is registered twice")


def register_subject(subject: Subject) -> None:
    """Add a kind of record; it stands once."""
    if SUBJECTS.setdefault(subject.kind, subject) is not subject:
        raise ValueError(f"subject {subject.kind} is registered twice")


def subject_key(kind: str, record: Any) -> str:
    """How a paper names its record: "share:12"."""
    return f"{kind}:{record.pk}"
