"""The learning rate as a function of the step, so that there is nothing about it to save or restore."""

from __future__ import annotations

import math
from dataclasses import dataclass

from .arguments import Arguments


@dataclass(frozen=True)
class Schedule:
    """Linear warm-up, then a half cosine down to 0 (arXiv:1608.03983) or steps down; all lengths are in steps."""

    kind: str
    rate: float
    steps: int
    warmup: int
    milestones: tuple[int, ...]
    decay: float

    def at(self, step: int) -> float:
        """The rate for a step; steps count from 0."""
        if step < self.warmup:
            return self.rate * (step + 1) / self.warmup
        if self.kind == "step":
            passed = sum(step >= milestone for milestone in self.milestones)
            return self.rate * self.decay**passed
        progress = (step - self.warmup) / (self.steps - self.warmup)
        return self.rate * (1 + math.cos(math.pi * progress)) / 2


def make_schedule(arguments: Arguments, steps_per_epoch: int) -> Schedule:
    """Without `--milestones`, steps down at 1/2 and 3/4 of the run: He et al. 2015, section 4.2."""
    epochs = arguments.epochs
    milestones = arguments.milestones or [epochs / 2, epochs * 3 / 4]
    return Schedule(
        kind=arguments.schedule,
        rate=arguments.lr,
        steps=epochs * steps_per_epoch,
        warmup=round(arguments.warmup_epochs * steps_per_epoch),
        milestones=tuple(round(epoch * steps_per_epoch) for epoch in milestones),
        decay=arguments.decay_factor,
    )
