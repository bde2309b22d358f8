"""What a page lets a person send: its forms with their fields, read from the HTML as a browser would."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit


@dataclass
class Field:
    """A field as it stands on the page. `kind`: hidden, text, textarea, select, radio, checkbox, file, password."""

    name: str
    kind: str
    value: str = ""
    options: list[str] = field(default_factory=list)


@dataclass
class Form:
    action: str
    method: str
    fields: dict[str, Field] = field(default_factory=dict)


class _Reader(HTMLParser):
    def __init__(self):
        super().__init__()
        self.forms: list[Form] = []
        self.open: Form | None = None
        self.select: Field | None = None
        self.area: Field | None = None

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag == "form":
            self.open = Form(given.get("action") or "", (given.get("method") or "get").upper())
            self.forms.append(self.open)
        elif self.open is None:
            return
        elif tag == "input" and given.get("name"):
            self._input(given)
        elif tag == "button" and given.get("name"):
            self._add(Field(given["name"], "hidden", given.get("value") or ""))
        elif tag == "select" and given.get("name"):
            self.select = self._add(Field(given["name"], "select"))
        elif tag == "option" and self.select is not None:
            self.select.options.append(given.get("value") or "")
            if "selected" in given:
                self.select.value = given.get("value") or ""
        elif tag == "textarea" and given.get("name"):
            self.area = self._add(Field(given["name"], "textarea"))

    def _input(self, given):
        kind = given.get("type") or "text"
        value = given.get("value", "on" if kind in ("radio", "checkbox") else "") or ""
        if kind in ("radio", "checkbox"):
            found = self.open.fields.get(given["name"]) or self._add(Field(given["name"], kind))
            found.options.append(value)
            if "checked" in given:
                found.value = value
        elif kind in ("file", "hidden", "password"):
            self._add(Field(given["name"], kind, value))
        elif kind not in ("submit", "button", "reset"):
            self._add(Field(given["name"], "text", value))

    def _add(self, one):
        return self.open.fields.setdefault(one.name, one)

    def handle_data(self, data):
        if self.area is not None:
            self.area.value += data

    def handle_endtag(self, tag):
        if tag == "form":
            self.open = None
        elif tag == "select":
            self.select = None
        elif tag == "textarea" and self.area is not None:
            self.area.value = self.area.value.removeprefix("\n")
            self.area = None


def forms_of(html: str) -> list[Form]:
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.forms


def form_for(html: str, url: str, method: str = "POST") -> Form | None:
    """The form of the page that is sent to this address."""
    path = urlsplit(url).path
    for form in forms_of(html):
        if form.method == method and urlsplit(urljoin(url, form.action)).path == path:
            form.fields.pop("csrfmiddlewaretoken", None)
            return form
    return None
