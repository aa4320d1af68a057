"""How well the network does on the pictures that it is not trained on."""

from __future__ import annotations

import torch
from torch import nn

from .arguments import Arguments
from .bar import Bar
from .data import Drawn, make_loader, to_device
from .distributed import Processes
from .metrics import Averages, measure
from .precision import Precision
from .progress import EMPTY
from .sampling import validation_batches


def evaluate(
    network: nn.Module,
    pictures: Drawn,
    arguments: Arguments,
    precision: Precision,
    processes: Processes,
) -> Averages:
    """Over each picture once, in one of the processes. The loss is without label smoothing."""
    processes.share_buffers(network)
    batches = validation_batches(len(pictures), arguments.batch_size, processes)
    loader = make_loader(pictures, batches, arguments.workers, processes.device)
    loss_of_each = nn.CrossEntropyLoss(reduction="none")
    sums = torch.tensor(EMPTY, dtype=torch.float64, device=processes.device)
    bar = Bar("validation", len(batches), 0, shown=processes.first)
    network.eval()
    with torch.no_grad(), precision.autocast():
        for batch in loader:
            inputs, labels = to_device(batch, processes.device, arguments.channels_last)
            outputs = network(inputs).float()
            sums += measure(outputs, labels, loss_of_each(outputs, labels))
            bar.advance()
    bar.clear()
    return Averages.of(tuple(processes.total(sums).tolist()))
