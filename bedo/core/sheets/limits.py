"""How large a file may be before it is refused unread: a province's history fits in many times over."""

FILE_BYTES = 60 * 2**20
UNPACKED_BYTES = 700 * 2**20
RATIO = 400
"""A part that unpacks to more than this many times its size is a bomb, once it is large."""
SMALL_PART = 8 * 2**20
PARTS = 4000
ROWS = 250_000
COLUMNS = 200
CELLS = 6_000_000
SHEETS = 60
CELL_CHARACTERS = 32_767
CHILD_BYTES = 1536 * 2**20
"""Memory of the process that opens a file."""
CHILD_SECONDS = 60
