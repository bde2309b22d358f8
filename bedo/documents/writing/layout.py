"""How an administrative paper is laid out. Source: Nghị định 30/2020/NĐ-CP, Phụ lục I (read)."""

PAGE = (210, 297)
"""A4, millimetres."""
TOP, BOTTOM, LEFT, RIGHT = 20, 20, 30, 20
"""Margins in millimetres; the decree allows 20–25 above and below, 30–35 left, 15–20 right."""
FONT = "Times New Roman"
"""The font that the Word file names. The PDF carries Liberation Serif, which has the same widths."""
BODY, NATION, MOTTO, SMALL = 14, 12, 14, 11
"""Sizes in points: text, type and place-date; quốc hiệu and the bodies' names; tiêu ngữ; the list of recipients."""
NUMBER, SUMMARY_OF_LETTER, RECIPIENTS, PAGE_NUMBER = 13, 12, 12, 13
INDENT = 12.7
"""First line of a paragraph, millimetres."""
GAP = 6
"""Between paragraphs, points."""
TABLE_SIZES = ((7, 12), (10, 11), (14, 10), (99, 7.5))
"""Below so many columns a table has letters of that size, in points."""


def table_size(columns: int) -> float:
    """Size of a table's letters in points, by how many columns it has."""
    return next(size for below, size in TABLE_SIZES if columns < below)


def width(*, landscape: bool) -> int:
    """Room for text between the margins, millimetres."""
    return (PAGE[1] if landscape else PAGE[0]) - LEFT - RIGHT
