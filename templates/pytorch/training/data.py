"""The pictures: synthetic ones, CIFAR-10, or a folder for each class."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from torch.utils.data import DataLoader, Dataset

from .arguments import CHOICES
from .mistakes import Misuse
from .sampling import Draw
from .synthetic import synthetic_sets

#: Pictures and labels.
Batch = tuple[torch.Tensor, torch.Tensor]


class Drawn(Dataset[Any]):
    """Pictures by index and seed: what is done to a picture at random hangs on nothing else."""

    def __init__(self, pictures: Any) -> None:
        self.pictures = pictures

    def __len__(self) -> int:
        return len(self.pictures)

    def __getitem__(self, draw: Draw) -> Any:
        index, seed = draw
        with torch.random.fork_rng(devices=[]):
            torch.default_generator.manual_seed(seed)
            return self.pictures[index]


@dataclass(frozen=True)
class Data:
    training: Drawn
    validation: Drawn


def open_data(what: str, shape: tuple[int, int, int], classes: int, seed: int) -> Data:
    """What `--data` names, at the size that the network takes."""
    kind, _, place = what.partition(":")
    if kind == "synthetic":
        training, validation = synthetic_sets(place, shape, classes, seed)
    elif kind in ("cifar10", "imagefolder"):
        training, validation = open_folder(kind, place, shape, classes)
    else:
        raise Misuse(f"--data {what}: expected {CHOICES}")
    return Data(Drawn(training), Drawn(validation))


def open_folder(
    kind: str, place: str, shape: tuple[int, int, int], classes: int
) -> tuple[Any, Any]:
    if place == "":
        raise Misuse(f"--data {kind} needs a folder: {kind}:FOLDER")
    folder = Path(place)
    if not folder.is_dir():
        raise Misuse(f"--data {kind}: {folder} is not a folder")
    try:  # torchvision, which the synthetic pictures do without
        from .cifar import cifar_sets
        from .image_folder import image_folder_sets
    except ImportError as error:
        raise Misuse(f"--data {kind} needs torchvision: {error}") from error
    open_sets = cifar_sets if kind == "cifar10" else image_folder_sets
    return open_sets(folder, shape, classes)


def make_loader(
    pictures: Drawn, batches: Iterable[list[Draw]], workers: int, device: torch.device
) -> DataLoader[Any]:
    """Batches in order. Workers live as long as the loader, which is used for all epochs."""
    return DataLoader(
        pictures,
        batch_sampler=batches,
        num_workers=workers,
        pin_memory=device.type == "cuda",
        persistent_workers=workers > 0,
        worker_init_fn=leave_process_group,
    )


def leave_process_group(_worker: int) -> None:
    """A terminal sends its signals to the whole group; the parent still needs this worker's batches to end well."""
    if hasattr(os, "setpgrp"):
        os.setpgrp()


def to_device(batch: Batch, device: torch.device, channels_last: bool) -> Batch:
    pictures, labels = (tensor.to(device, non_blocking=True) for tensor in batch)
    layout = torch.channels_last if channels_last else torch.contiguous_format
    return pictures.contiguous(memory_format=layout), labels
