"""What the run measures: sums over pictures, in all processes together."""

from __future__ import annotations

import math
import time
from dataclasses import dataclass

import torch

from .distributed import Processes
from .mistakes import Mistake
from .progress import EMPTY, Progress, Sums


def measure(
    outputs: torch.Tensor, labels: torch.Tensor, losses: torch.Tensor
) -> torch.Tensor:
    """The sums of a batch, in the order of `Sums`. Does not wait for a GPU."""
    guesses = outputs.topk(min(5, outputs.shape[1]), dim=1).indices
    right = guesses == labels[:, None]
    count = torch.full((), len(labels), dtype=torch.float64, device=labels.device)
    return torch.stack(
        [losses.double().sum(), right[:, 0].double().sum(), right.double().sum(), count]
    )


@dataclass(frozen=True)
class Averages:
    """Per picture; accuracies from 0 to 1."""

    loss: float
    top1: float
    top5: float

    @staticmethod
    def of(sums: Sums) -> Averages:
        loss, top1, top5, pictures = sums
        return Averages(loss / pictures, top1 / pictures, top5 / pictures)

    def __str__(self) -> str:
        return f"loss {self.loss:.4f}, top-1 {self.top1:.1%}, top-5 {self.top5:.1%}"

    def fields(self, prefix: str = "") -> dict[str, float]:
        values = {"loss": self.loss, "top1": self.top1, "top5": self.top5}
        return {f"{prefix}{name}": round(value, 6) for name, value in values.items()}


class Speed:
    """Pictures per second since the last lap."""

    def __init__(self) -> None:
        self.pictures = 0.0
        self.since = time.perf_counter()

    def lap(self) -> float:
        now = time.perf_counter()
        speed = self.pictures / (now - self.since)
        self.pictures, self.since = 0.0, now
        return round(speed, 1)


class Meter:
    """Adds up what the steps of an epoch measured; on the device, until somebody asks."""

    def __init__(self, processes: Processes, progress: Progress) -> None:
        self.processes, self.progress = processes, progress
        self.interval_speed, self.epoch_speed = Speed(), Speed()
        self.pending: list[torch.Tensor] = []

    def add(self, sums: torch.Tensor) -> None:
        self.pending.append(sums)

    def start_timing(self) -> None:
        self.interval_speed, self.epoch_speed = Speed(), Speed()

    def collect(self) -> None:
        """Sums over all processes, each of which has to call it. A loss that is not finite ends the run."""
        if not self.pending:
            return
        sums = self.processes.total(torch.stack(self.pending).sum(dim=0)).tolist()
        self.pending = []
        progress = self.progress
        if not math.isfinite(sums[0]):
            raise Mistake(
                f"the loss is {sums[0]} in epoch {progress.epoch + 1} by step {progress.step}: "
                "a smaller --lr or a longer --warmup-epochs may help; the last checkpoint is from before"
            )
        progress.interval_sums = tuple(map(sum, zip(progress.interval_sums, sums)))
        progress.epoch_sums = tuple(map(sum, zip(progress.epoch_sums, sums)))
        self.interval_speed.pictures += sums[3]
        self.epoch_speed.pictures += sums[3]

    def close_interval(self) -> Averages:
        self.collect()
        averages = Averages.of(self.progress.interval_sums)
        self.progress.interval_sums = EMPTY
        return averages
