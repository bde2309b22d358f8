"""Drawings in Word files: the SVG itself, and beneath it a bitmap for programs that cannot draw SVG."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from typing import Any

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Mm

from bedo.documents.writing.content import Picture
from bedo.documents.writing.pdf import picture_png

SVG = "http://schemas.microsoft.com/office/drawing/2016/SVG/main"
SVG_HINT = "{96DAC541-7B7A-43D3-8B79-37D633B846F1}"


@dataclass(frozen=True)
class Drawn:
    """A picture and the room it may take, millimetres."""

    picture: Picture
    room: float


def put_picture(file: Any, drawn: Drawn) -> Any:
    """The paragraph that shows it; python-docx places the bitmap, the SVG is tied to it."""
    paragraph = file.add_paragraph()
    run = paragraph.add_run()
    shape = run.add_picture(BytesIO(picture_png(drawn.picture.svg)), width=Mm(drawn.room * drawn.picture.width))
    shape._inline.docPr.set("descr", drawn.picture.alt)
    shape._inline.docPr.set("title", drawn.picture.title)
    number = sum(part.partname.endswith(".svg") for part in file.part.package.iter_parts()) + 1
    part = Part(
        PackURI(f"/word/media/drawing{number}.svg"), "image/svg+xml", drawn.picture.svg.encode(), file.part.package
    )
    tie = file.part.relate_to(part, RELATIONSHIP_TYPE.IMAGE)
    blip = shape._inline.graphic.graphicData.pic.blipFill.blip
    blip.append(
        parse_xml(
            f'<a:extLst {nsdecls("a", "r")}><a:ext uri="{SVG_HINT}">'
            f'<asvg:svgBlip xmlns:asvg="{SVG}" r:embed="{tie}"/></a:ext></a:extLst>'
        )
    )
    element = paragraph._p
    element.getparent().remove(element)
    element.get_or_add_pPr().get_or_add_jc().set(
        "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}val", "center"
    )
    return element
