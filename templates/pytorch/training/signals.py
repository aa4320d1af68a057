"""SIGTERM and SIGINT end the run after the step it is in, with a checkpoint."""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType


class Stop:
    """Remembers that a signal came. A second SIGINT ends the program at once."""

    def __init__(self) -> None:
        self.signal: signal.Signals | None = None
        self.immediate = False
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self.remember)

    def remember(self, number: int, _frame: FrameType | None) -> None:
        self.signal = signal.Signals(number)
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        if self.immediate:
            sys.exit(128 + number)

    @property
    def requested(self) -> bool:
        return self.signal is not None

    @property
    def exit_code(self) -> int:
        """As a shell reports the signal. Under torchrun the signal may have come to another process only."""
        return 128 + (self.signal or signal.SIGTERM)

    @contextmanager
    def at_once(self) -> Iterator[None]:
        """Where nothing would be lost, such as in a validation behind a checkpoint, there is nothing to wait for."""
        if self.requested:
            sys.exit(self.exit_code)
        self.immediate = True
        try:
            yield
        finally:
            self.immediate = False
