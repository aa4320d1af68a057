"""What the loss expects of the network."""

from __future__ import annotations

import torch
from torch import nn

from .mistakes import Mistake


def check_outputs(
    network: nn.Module, shape: tuple[int, int, int], classes: int
) -> None:
    """A score for each class: cross-entropy takes the softmax itself, and of a second one it would learn little."""
    with torch.no_grad():
        outputs = network.eval()(torch.zeros(1, *shape))
    if outputs.shape != (1, classes):
        raise Mistake(
            f"the network's outputs are {tuple(outputs.shape)}, not (1, {classes})"
        )
    if classes > 1 and outputs.min() >= 0 and abs(outputs.sum() - 1) < 1e-4:
        raise Mistake(
            "the network ends in a softmax, which the loss applies too: train it without, and compile it with"
        )
