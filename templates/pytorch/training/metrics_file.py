"""A line of JSON for every few steps and for every epoch."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import BinaryIO

from .mistakes import Misuse, reason


class MetricsFile:
    """Written by the process that opens it; in the others, writing does nothing."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.file: BinaryIO | None = None

    def open(self, position: int) -> None:
        """Cuts off what was written after the checkpoint, so that no step is there twice."""
        try:
            self.file = os.fdopen(
                os.open(self.path, os.O_RDWR | os.O_CREAT, 0o666), "r+b"
            )
            lock(self.file, self.path.parent)
            self.file.truncate(min(position, os.path.getsize(self.path)))
            self.file.seek(0, os.SEEK_END)
        except OSError as error:
            raise Misuse(f"{self.path} cannot be written: {reason(error)}") from error

    def write(self, **record: object) -> None:
        if self.file is None:
            return
        try:
            self.file.write(json.dumps(record).encode() + b"\n")
            self.file.flush()
        except OSError as error:
            raise Misuse(f"{self.path} cannot be written: {reason(error)}") from error

    def position(self) -> int:
        """The length of what is on the disk for certain."""
        if self.file is None:
            return 0
        os.fsync(self.file.fileno())
        return self.file.tell()


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
