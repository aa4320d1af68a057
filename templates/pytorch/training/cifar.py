"""CIFAR-10 in its binary form (https://www.cs.toronto.edu/~kriz/cifar.html): a label and 3×32×32 bytes a picture."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import torch
from torch.utils.data import Dataset
from torchvision import transforms  # type: ignore[import]

from .mistakes import Mistake, Misuse, reason

RECORD = 1 + 3 * 32 * 32
CLASSES = 10


class CifarPictures(Dataset[tuple[torch.Tensor, int]]):
    """The pictures of some files, in memory as bytes."""

    def __init__(
        self, files: list[Path], transform: Callable[[torch.Tensor], torch.Tensor]
    ) -> None:
        records = torch.cat([read_records(file) for file in files])
        self.labels = records[:, 0].tolist()
        self.pictures = records[:, 1:].reshape(-1, 3, 32, 32)
        self.transform = transform

    def __len__(self) -> int:
        return len(self.labels)

    def __getitem__(self, index: int) -> tuple[torch.Tensor, int]:
        return self.transform(self.pictures[index]), self.labels[index]


def cifar_sets(
    folder: Path, shape: tuple[int, int, int], classes: int
) -> tuple[CifarPictures, CifarPictures]:
    """Padded by 4 and cropped, mirrored: He et al. 2015, section 4.2."""
    channels, height, width = shape
    if classes != CLASSES:
        raise Mistake(
            f"the network tells {classes} classes apart; CIFAR-10 has {CLASSES}"
        )
    if channels != 3:
        raise Mistake(
            f"the network's input has {channels} channels; CIFAR-10's pictures have 3"
        )
    augmentation = [
        transforms.RandomCrop(32, padding=4),
        transforms.RandomHorizontalFlip(),
    ]
    finish = [
        *(
            []
            if (height, width) == (32, 32)
            else [transforms.Resize((height, width), antialias=True)]
        ),
        transforms.ConvertImageDtype(torch.float32),
        transforms.Normalize((0.4914, 0.4822, 0.4465), (0.2470, 0.2435, 0.2616)),
    ]
    training, validation = find_files(folder)
    return (
        CifarPictures(training, transforms.Compose([*augmentation, *finish])),
        CifarPictures(validation, transforms.Compose(finish)),
    )


def find_files(folder: Path) -> tuple[list[Path], list[Path]]:
    """Those to train on and those to validate with, in `folder` or in the folder that the archive unpacks to."""
    inner = folder / "cifar-10-batches-bin"
    place = inner if inner.is_dir() else folder
    training, validation = (
        sorted(place.glob("data_batch_*.bin")),
        sorted(place.glob("test_batch*.bin")),
    )
    for name, found in (("data_batch_1.bin", training), ("test_batch.bin", validation)):
        if not found:
            raise Misuse(
                f"{place} has no {name}; the binary version of CIFAR-10 is expected there"
            )
    return training, validation


def read_records(file: Path) -> torch.Tensor:
    """n × 3073 bytes."""
    try:
        content = bytearray(file.read_bytes())
    except OSError as error:
        raise Misuse(f"{file} cannot be read: {reason(error)}") from error
    if len(content) == 0 or len(content) % RECORD != 0:
        raise Mistake(
            f"{file}: {len(content):,} bytes are not a whole number of records of {RECORD:,} bytes"
        )
    records = torch.frombuffer(content, dtype=torch.uint8).reshape(-1, RECORD)
    largest = int(records[:, 0].max())
    if largest >= CLASSES:
        raise Mistake(
            f"{file}: a record has the label {largest}; CIFAR-10's are 0 to 9"
        )
    return records
