"""Workbooks as a Treasury might send them, made in memory."""

import io

import xlsxwriter

HEAD = ["STT", "Ngày chứng từ", "Số chứng từ", "Nội dung", "Số tiền"]


def workbook(*rows, sheet="Sao kê", before=()):
    """An .xlsx of one sheet: `before` the list, then `rows` (the head among them); dates are written as dates."""
    page = io.BytesIO()
    book = xlsxwriter.Workbook(page, {"default_date_format": "dd/mm/yyyy", "in_memory": True})
    leaf = book.add_worksheet(sheet)
    for place, row in enumerate([*before, *rows]):
        for column, cell in enumerate(row):
            if cell is not None:
                leaf.write(place, column, cell)
    book.close()
    return page.getvalue()
