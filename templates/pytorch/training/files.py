"""Files that are there wholly or not at all."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from .mistakes import Misuse, reason


def write_atomically(path: Path, write: Callable[[BinaryIO], object]) -> None:
    """Replaces `path` only once the new content is on the disk; a kill or a full disk leaves the old file."""
    partial = path.with_name(f"{path.name}.partial")
    try:
        try:
            with open(partial, "wb") as file:
                write(file)
                file.flush()
                os.fsync(file.fileno())
            os.replace(partial, path)
        except BaseException:
            partial.unlink(missing_ok=True)
            raise
    except OSError as error:
        raise Misuse(f"{path} cannot be written: {reason(error)}") from error


def make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Misuse(f"{folder} cannot be made: {reason(error)}") from error
    if not os.access(folder, os.W_OK | os.X_OK):
        raise Misuse(f"{folder} cannot be written to")
