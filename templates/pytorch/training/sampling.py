"""Which pictures are in which batch, and which of them are this process's."""

from __future__ import annotations

from collections.abc import Iterator

import torch

from .arguments import Arguments
from .distributed import Processes
from .mistakes import Mistake, Misuse
from .seeds import seed_of

#: A picture's index, and the seed of what is done to it at random.
Draw = tuple[int, int]


class TrainingBatches:
    """A new order in each epoch, cut into batches of `batch` pictures, of which each process takes every n-th.

    The rest of an epoch is a smaller batch; it is left out where it has fewer than two pictures for each part, which
    batch normalisation could not do with.
    """

    def __init__(
        self, pictures: int, arguments: Arguments, processes: Processes
    ) -> None:
        batch, parts = arguments.batch_size, arguments.accumulate
        smallest = 2 * processes.count * parts
        if batch % (processes.count * parts) != 0:
            factors = f"{processes.count} (processes) × {parts} (--accumulate)"
            raise Misuse(f"--batch-size {batch} is not a multiple of {factors}")
        if pictures < smallest:
            raise Mistake(
                f"{pictures} pictures are too few to train on: a batch needs {smallest}"
            )
        self.pictures, self.batch, self.seed = pictures, batch, arguments.seed
        self.rank, self.processes = processes.rank, processes.count
        rest = pictures % batch
        self.sizes = [batch] * (pictures // batch)
        if rest >= smallest:
            self.sizes.append(rest)
        self.epoch = 0
        self.start = 0

    def __len__(self) -> int:
        """Steps in an epoch."""
        return len(self.sizes)

    def go_to(self, epoch: int, step: int) -> None:
        """Where the next iteration starts."""
        self.epoch, self.start = epoch, step

    def __iter__(self) -> Iterator[list[Draw]]:
        epoch = self.epoch
        generator = torch.Generator().manual_seed(seed_of(self.seed, epoch))
        order = torch.randperm(self.pictures, generator=generator)
        for step in range(self.start, len(self)):
            batch = order[step * self.batch : (step + 1) * self.batch]
            yield [
                (index, seed_of(self.seed, epoch, index))
                for index in batch[self.rank :: self.processes].tolist()
            ]


def validation_batches(
    pictures: int, batch: int, processes: Processes
) -> list[list[Draw]]:
    """Each picture once, in one of the processes; none twice to make the shares equal."""
    share = [(index, 0) for index in range(processes.rank, pictures, processes.count)]
    size = max(1, batch // processes.count)
    return [share[start : start + size] for start in range(0, len(share), size)]
