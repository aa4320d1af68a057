"""How far a run is."""

from __future__ import annotations

from dataclasses import dataclass

Sums = tuple[float, ...]

#: Over pictures: loss, right at the first guess, right within five guesses, pictures.
EMPTY: Sums = (0.0, 0.0, 0.0, 0.0)


@dataclass
class Progress:
    """What the run does next hangs on this, on the weights and on the optimizer's state alone."""

    #: Finished epochs, and finished steps of the next.
    epoch: int = 0
    step: int = 0
    #: The best accuracy in a validation; less than any at first.
    best: float = -1.0
    #: Since the last line of metrics, and since the epoch began.
    interval_sums: Sums = EMPTY
    epoch_sums: Sums = EMPTY
    #: How long the file of metrics was.
    metrics_bytes: int = 0

    def end_epoch(self) -> None:
        self.epoch, self.step = self.epoch + 1, 0
        self.interval_sums, self.epoch_sums = EMPTY, EMPTY
