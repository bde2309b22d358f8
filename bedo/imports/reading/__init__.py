"""Understanding a worksheet: tables, headings, units, kinds of rows, amounts, old fonts. Plain Python, no database."""
