"""What all acts of the sample share: people, days, communes, papers, sample files, checklists filled."""

from __future__ import annotations

import struct
import zlib
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from bedo.accounts.models import User
from bedo.config.demo.people import Cast
from bedo.config.demo.sample.days import Days
from bedo.documents.models import Attachment, Paper
from bedo.documents.services import register_paper, store_file
from bedo.places.models import Unit
from bedo.places.queries import communes_on
from bedo.projects.lawbook import CheckItem
from bedo.projects.models import Project, Share
from bedo.projects.services.dossiers import add_paper

KEPT = "Bản gốc lưu tại Trung tâm (dữ liệu minh hoạ)"
PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>endobj\n"
    b"4 0 obj<</Length 52>>stream\nBT /F 24 Tf 150 700 Td (DU LIEU MINH HOA) Tj ET     \nendstream endobj\n"
    b"5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
)


@dataclass
class Stage:
    """The province, its people and the calendar; `numbers` counts papers by issuer so that none is a twin."""

    cast: Cast
    days: Days
    numbers: dict[str, int] = field(default_factory=dict)

    @property
    def province(self) -> Unit:
        return self.cast.province

    @cached_property
    def communes(self) -> list[Unit]:
        found = communes_on(self.province, self.days.last)
        return [unit for unit in found if unit.kind == "xa"][:: max(1, len(found) // 40)]

    @cached_property
    def scan(self) -> Attachment:
        """One page that says that it is a sample."""
        return store_file(province=self.province, file=PDF, name="minh-hoa.pdf", by=self.cast["canbo"], is_sample=True)

    @cached_property
    def photo(self) -> Attachment:
        """A striped picture in place of a photograph."""
        return store_file(
            province=self.province, file=picture(), name="anh-minh-hoa.png", by=self.cast["canbo"], is_sample=True
        )

    def officer(self, number: int) -> User:
        """The two officers in turn."""
        return self.cast["canbo" if number % 2 else "canbo2"]

    def number(self, issuer: str) -> int:
        self.numbers[issuer] = self.numbers.get(issuer, 0) + 1
        return self.numbers[issuer]

    def paper(
        self, issuer: str, paper_type: str, symbol: str, on: date, summary: str, by: User, signer: str = ""
    ) -> Paper:
        """A numbered paper of that issuer and day."""
        return register_paper(
            province=self.province, issuer=issuer, paper_type=paper_type, number=str(self.number(f"{issuer}{on.year}")),
            symbol=symbol, issued_on=on, summary=f"{summary} (dữ liệu minh hoạ)", signer=signer, attachment=self.scan,
            by=by, today=on, is_sample=True,
        )  # fmt: skip

    def fill(self, project: Project, items: list[CheckItem], on: date, by: User, share: Share | None = None) -> None:
        """Put something into every empty slot that is needed."""
        for item in items:
            if item.missing:
                add_paper(
                    project=project, share=share, slot=item.key, label=item.name, words=KEPT, dated_on=on, by=by
                )  # fmt: skip


def picture(width: int = 320, height: int = 200) -> bytes:
    """A PNG with slanting stripes, plainly no photograph."""
    rows = b"".join(b"\x00" + bytes(200 if (x + y) // 20 % 2 else 235 for x in range(width)) for y in range(height))
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    parts = ((b"IHDR", head), (b"IDAT", zlib.compress(rows, 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data)) for name, data in parts
    )
