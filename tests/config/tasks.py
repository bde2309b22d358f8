"""Tasks that only tests enqueue."""

import os
import time
from pathlib import Path

from django_tasks import task


@task
def leave_mark(place: str) -> None:
    """Write down that it ran."""
    with Path(place).open("a", encoding="utf-8") as marks:
        marks.write("ran\n")


@task
def hang_once(place: str) -> None:
    """The first time, hang until killed; the next time, end at once."""
    marks = Path(place)
    with marks.open("a", encoding="utf-8") as out:
        out.write(f"{os.getpid()}\n")
    if len(marks.read_text(encoding="utf-8").splitlines()) == 1:
        time.sleep(300)
