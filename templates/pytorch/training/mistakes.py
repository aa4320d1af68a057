"""What a user can put right: said in one line on standard error, without a traceback."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager


class Mistake(Exception):
    """What was given does not fit: pictures, weights, a checkpoint."""

    exit_code = 1


class Misuse(Mistake):
    """An option is wrong, or a file or a folder cannot be read or written."""

    exit_code = 2


class LocalMistake(Mistake):
    """One process met it, such as a broken picture: that process says so."""


#: What gloo says where another process is gone, which has said why.
LOST_PEER = ("Connection closed by peer", "Connection reset by peer")


def is_spokesman() -> bool:
    """One process of each machine speaks for what all of them meet."""
    return os.environ.get("LOCAL_RANK", "0") == "0"


def complain(message: str) -> None:
    print(f"train.py: error: {message}", file=sys.stderr, flush=True)


@contextmanager
def mistakes_told() -> Iterator[None]:
    """Ends the program with one line where a mistake comes up in it."""
    try:
        yield
    except Mistake as mistake:
        if is_spokesman() or isinstance(mistake, LocalMistake):
            # From a worker of a DataLoader, a mistake comes with the worker's traceback around it.
            complain(str(mistake).rstrip().rpartition("Mistake: ")[2])
        sys.exit(mistake.exit_code)
    except RuntimeError as error:
        if not any(words in str(error) for words in LOST_PEER):
            raise
        complain("another process of this run ended")
        sys.exit(1)


def reason(error: OSError) -> str:
    """`No space left on device`, without the number and the path."""
    return error.strerror or str(error)
