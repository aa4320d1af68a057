"""Pictures that need no download: a pattern for each class, under noise."""

from __future__ import annotations

import torch
from torch.nn import functional
from torch.utils.data import Dataset

from .mistakes import Misuse
from .seeds import seed_of


class SyntheticPictures(Dataset[tuple[torch.Tensor, int]]):
    """The same pictures for the same seed; a picture is made when it is asked for."""

    def __init__(
        self,
        count: int,
        shape: tuple[int, int, int],
        classes: int,
        seed: int,
        split: int,
    ) -> None:
        channels, self.height, self.width = shape
        self.count, self.classes, self.seed, self.split = count, classes, seed, split
        generator = torch.Generator().manual_seed(seed_of(seed))
        self.patterns = torch.randn(classes, channels, 4, 4, generator=generator)

    def __len__(self) -> int:
        return self.count

    def __getitem__(self, index: int) -> tuple[torch.Tensor, int]:
        label = index % self.classes
        size = (self.height, self.width)
        pattern = functional.interpolate(
            self.patterns[label : label + 1], size=size, mode="nearest"
        )[0]
        generator = torch.Generator().manual_seed(seed_of(self.seed, self.split, index))
        noise = torch.randn(pattern.shape, generator=generator)
        return pattern + noise, label


def synthetic_sets(
    size: str, shape: tuple[int, int, int], classes: int, seed: int
) -> tuple[SyntheticPictures, SyntheticPictures]:
    """1,024 pictures, or as many as `synthetic:N` says; a quarter as many to validate with."""
    if size != "" and not (size.isdecimal() and 8 <= int(size) <= 10**9):
        raise Misuse(f"--data synthetic:{size}: expected a number of pictures from 8")
    count = int(size or 1024)
    return (
        SyntheticPictures(count, shape, classes, seed, split=0),
        SyntheticPictures(count // 4, shape, classes, seed, split=1),
    )
