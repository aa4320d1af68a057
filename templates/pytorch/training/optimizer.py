"""Stochastic gradient descent with momentum, as in He et al. 2015, section 3.4."""

from __future__ import annotations

import torch
from torch import nn

from .arguments import Arguments


def make_optimizer(network: nn.Module, arguments: Arguments) -> torch.optim.SGD:
    """Norms and biases, which are the parameters of one dimension, are decayed with `--decay-all` only."""
    decayed: list[nn.Parameter] = []
    others: list[nn.Parameter] = []
    for parameter in network.parameters():
        (decayed if arguments.decay_all or parameter.ndim > 1 else others).append(
            parameter
        )
    groups = [
        {"params": decayed, "weight_decay": arguments.weight_decay},
        {"params": others, "weight_decay": 0.0},
    ]
    return torch.optim.SGD(
        [group for group in groups if group["params"]],
        lr=arguments.lr,
        momentum=arguments.momentum,
        nesterov=arguments.nesterov,
    )


def set_learning_rate(optimizer: torch.optim.Optimizer, rate: float) -> None:
    for group in optimizer.param_groups:
        group["lr"] = rate
