"""Pictures in a folder for each class, as ImageNet is laid out: `train/CLASS/…` and `val/CLASS/…`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from torchvision import transforms  # type: ignore[import]
from torchvision.datasets import ImageFolder  # type: ignore[import]
from torchvision.datasets.folder import pil_loader  # type: ignore[import]

from .mistakes import LocalMistake, Mistake, Misuse


def image_folder_sets(
    folder: Path, shape: tuple[int, int, int], classes: int
) -> tuple[Any, Any]:
    """Cropped at random and mirrored to train, cropped in the middle to validate; normalised as for ImageNet."""
    channels, height, width = shape
    if channels not in (1, 3):
        raise Mistake(
            f"the network's input has {channels} channels; pictures have 1 or 3"
        )
    grey = [transforms.Grayscale()] if channels == 1 else []
    mean, deviation = (
        ((0.485, 0.456, 0.406), (0.229, 0.224, 0.225))
        if channels == 3
        else ((0.449,), (0.226,))
    )
    finish = [*grey, transforms.ToTensor(), transforms.Normalize(mean, deviation)]
    augmentation = [
        transforms.RandomResizedCrop((height, width)),
        transforms.RandomHorizontalFlip(),
    ]
    # As ImageNet is tested: of a side of 256 pixels 224 are seen.
    side = round(max(height, width) * 256 / 224)
    centre = [transforms.Resize(side), transforms.CenterCrop((height, width))]
    training = open_set(folder / "train", transforms.Compose([*augmentation, *finish]))
    validation = open_set(folder / "val", transforms.Compose([*centre, *finish]))
    odd = sorted(set(training.classes) ^ set(validation.classes))
    if odd:
        raise Mistake(f"{folder}: the class {odd[0]!r} is in one of train and val only")
    if len(training.classes) != classes:
        raise Mistake(
            f"{folder} has {len(training.classes)} classes; the network tells {classes} apart"
        )
    return training, validation


def open_set(folder: Path, transform: Any) -> Any:
    if not folder.is_dir():
        raise Misuse(
            f"{folder} is not a folder; train and val are expected, with a folder of pictures for each class"
        )
    try:
        return ImageFolder(str(folder), transform, loader=open_picture)
    except (
        FileNotFoundError,
        RuntimeError,
    ) as error:  # no class, or a class without pictures
        raise Mistake(f"{folder}: {' '.join(str(error).split())}") from error


def open_picture(path: str) -> Any:
    try:
        return pil_loader(path)
    except (OSError, SyntaxError, ValueError) as error:
        raise LocalMistake(f"{path} is not a picture that can be read") from error
