"""Reading workbooks safely: what kind of file it is, its cells, merges, hidden rows, fonts. Plain Python."""
