"""A line of JSON for every few steps and for every epoch."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from .mistakes import Misuse, reason

#: Windows translates line ends otherwise.
FLAGS = os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0)


class MetricsFile:
    """Written by the process that opens it; in the others, writing does nothing."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.file: BinaryIO | None = None

    def open(self, position: int) -> None:
        """Cuts off what was written after the checkpoint, so that no step is there twice."""
        with self.complaining():
            descriptor = os.open(self.path, FLAGS, 0o666)
            self.file = os.fdopen(descriptor, "r+b")
            lock(self.file, self.path.parent)
            self.file.truncate(min(position, os.path.getsize(self.path)))
            self.file.seek(0, os.SEEK_END)

    def write(self, **record: object) -> None:
        if self.file is not None:
            with self.complaining():
                self.file.write(json.dumps(record).encode() + b"\n")
                self.file.flush()

    def position(self) -> int:
        """The length of what is on the disk for certain."""
        if self.file is None:
            return 0
        with self.complaining():
            os.fsync(self.file.fileno())
        return self.file.tell()

    @contextmanager
    def complaining(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise Misuse(f"{self.path} cannot be written: {reason(error)}") from error


def lock(file: BinaryIO, folder: Path) -> None:
    """Two runs in one folder would overwrite each other's checkpoints. The lock ends with the process, however it ends."""
    try:
        import fcntl
    except ImportError:  # Windows
        return
    try:
        fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError) as error:
        raise Misuse(f"another process is training into {folder}") from error
    except OSError:  # a file system without locks
        return
