"""docs/access.md, written from expected.csv."""

from itertools import groupby
from pathlib import Path

PAGE = Path(__file__).resolve().parents[2] / "docs" / "access.md"
OTHER = ", other province"
HEAD = """# Who gets what from which address

Written from `tests/access/expected.csv` by `WRITE_ACCESS=1 .venv/bin/pytest tests/access`; do not edit. The test asks every
address on a real object of one province, as every role of that province and of another one, and fails on any difference.

A cell is the answer to the role in the object's own province; after the stroke stands the answer to the same role of another
province where it is not the same. POST sends an empty form: 422 (or 400, 409) means *let in, and told what is missing*.

| answer | means |
|---|---|
| 200, 302 | done, shown, or led on |
| 400, 409, 422 | let in; the empty form, or the state of things, is refused in words |
| 403 | in scope, without the right: refused with the reason |
| 404 | outside the scope: it does not exist |
| sign in | led to the sign-in page |

A role that may see nothing of a kind gets 404 also in its own province, or 403 where the right to the whole area is asked
before any row is looked up. The ministry's two roles see all provinces and write in none. A collaborator sees one commune, a beneficiary one establishment:
*elsewhere* is the same role of the same province for another commune or establishment.
"""


def access_page(table):
    parts = [HEAD]
    for area, rows in groupby(table.items(), key=lambda item: _area(item[0][0])):
        rows = list(rows)
        heads = _heads(rows[0][1])
        parts.append(f"\n## {area}\n\n| address | | {' | '.join(heads)} |\n|---|---|{'---|' * len(heads)}")
        parts += [f"| `{_short(title)}` | {method} | {' | '.join(_cells(line))} |" for (title, method), line in rows]
    return "\n".join(parts) + "\n"


def _area(title):
    pieces = title.split()[0].split(":")
    return pieces[1] if len(pieces) == 3 else pieces[0]


def _short(title):
    name, _, label = title.partition(" ")
    return f"{name.removeprefix('office:')} {label}".strip()


def _heads(line):
    names = [label for label in line if not label.endswith(OTHER)]
    return [name.split(",")[0] + " elsewhere" if ", other " in name else name.replace("_", " ") for name in names]


def _cells(line):
    for label, word in line.items():
        if not label.endswith(OTHER):
            other = line.get(label + OTHER, word)
            yield word if other == word else f"{word} / {other}"
