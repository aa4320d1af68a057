"""A bar on a terminal; nothing in a log."""

from __future__ import annotations

import shutil
import sys
import time


class Bar:
    """`epoch 3/90 ━━━━━━╌╌╌╌ 201/391  loss 1.2345  312 images/s`, on standard error where that is a terminal."""

    def __init__(self, title: str, total: int, done: int, shown: bool) -> None:
        self.title, self.total, self.done = title, total, done
        self.shown = shown and sys.stderr.isatty()
        self.note = ""
        self.drawn = 0.0

    def advance(self) -> None:
        self.done += 1
        if self.shown and (
            self.done == self.total or time.monotonic() - self.drawn > 0.1
        ):
            self.draw()

    def draw(self) -> None:
        self.drawn = time.monotonic()
        width = 24
        filled = width * self.done // self.total
        bar = "━" * filled + "╌" * (width - filled)
        line = f"{self.title} {bar} {self.done}/{self.total}  {self.note}"
        columns = shutil.get_terminal_size().columns - 1
        print(f"\r\x1b[2K{line[:columns]}", end="", file=sys.stderr, flush=True)

    def clear(self) -> None:
        """Leaves the line free for what is printed next."""
        if self.shown:
            print("\r\x1b[2K", end="", file=sys.stderr, flush=True)
