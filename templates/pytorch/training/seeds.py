"""Every random choice is a function of the seed and of where the run is, never of what was drawn before.

So a run that goes on from a checkpoint does what the uninterrupted one does, and neither the number of processes
nor that of workers changes which pictures are in a batch or how they are cropped.
"""

from __future__ import annotations

import hashlib


def seed_of(*place: int) -> int:
    """A seed for a place in the run, such as (seed, epoch, picture): the same numbers give the same seed everywhere."""
    digest = hashlib.blake2b(repr(place).encode(), digest_size=7).digest()
    return int.from_bytes(digest, "little")
