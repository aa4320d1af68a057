"""The gradients of one step: the same, up to rounding, however many processes and parts its batch is divided into."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from typing import Any

import torch
from torch import nn
from torch.nn.parallel import DistributedDataParallel

from .arguments import Arguments
from .distributed import Processes
from .metrics import measure
from .precision import Precision


def accumulate_gradients(
    model: nn.Module,
    pictures: torch.Tensor,
    labels: torch.Tensor,
    *,
    batch: int,
    arguments: Arguments,
    precision: Precision,
    processes: Processes,
) -> torch.Tensor:
    """Adds the gradients of this process's share of a batch of `batch` pictures; gives back what `measure` does.

    The loss is summed and divided by the size of the whole batch, not averaged where it is computed: shares and
    parts of unequal size weigh what they hold. DistributedDataParallel divides by the number of processes, hence
    the factor.
    """
    loss_of_each = nn.CrossEntropyLoss(
        label_smoothing=arguments.label_smoothing, reduction="none"
    )
    picture_parts = pictures.chunk(arguments.accumulate)
    label_parts = labels.chunk(arguments.accumulate)
    sums = []
    for index, (picture_part, label_part) in enumerate(zip(picture_parts, label_parts)):
        last = index == len(picture_parts) - 1
        with nullcontext() if last else unsynchronised(model):
            with precision.autocast():
                outputs = model(picture_part)
            losses = loss_of_each(outputs.float(), label_part)
            precision.scaler.scale(losses.sum() * (processes.count / batch)).backward()
        sums.append(measure(outputs.detach(), label_part, losses.detach()))
    return torch.stack(sums).sum(dim=0)


def unsynchronised(model: nn.Module) -> AbstractContextManager[None]:
    """The processes exchange their gradients once, with the last part."""
    if not isinstance(model, DistributedDataParallel):
        return nullcontext()
    parallel: Any = model  # PyTorch 1.13's types do not know the method
    return parallel.no_sync()
