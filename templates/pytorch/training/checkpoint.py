"""Where a run is, in a file from which another process goes on as if nothing had happened."""

from __future__ import annotations

import io
import json
import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import torch
from torch import nn

from .arguments import Arguments
from .distributed import Processes
from .files import make_folder, write_atomically
from .mistakes import Mistake, Misuse
from .precision import Precision
from .progress import Progress
from .weights import difference, load_pickled, save_weights

Identity = dict[str, str]

#: Of the file.
PARTS = {"model", "optimizer", "state"}


def identity_of(arguments: Arguments, network: str, steps_per_epoch: int) -> Identity:
    """What has to be the same for a run to go on, by the words that a message uses for it.

    The rest, such as the learning rate and the number of processes, may change between a stop and a start.
    """
    return {
        "network": network,
        "--data": arguments.data.partition(":")[0],
        "--seed": str(arguments.seed),
        "--batch-size": str(arguments.batch_size),
        "steps in an epoch:": str(steps_per_epoch),
        "--decay-all": str(arguments.decay_all),
    }


@dataclass(frozen=True)
class Checkpoint:
    """All that a run changes, and the file that keeps it."""

    folder: Path
    identity: Identity
    network: nn.Module
    optimizer: torch.optim.Optimizer
    precision: Precision

    @property
    def path(self) -> Path:
        return self.folder / "last.pt"

    @property
    def best(self) -> Path:
        return self.folder / "best.safetensors"

    def save_best(self) -> None:
        save_weights(self.network, self.best)

    def save(self, progress: Progress) -> None:
        tensors = self.network.state_dict()
        for name, tensor in tensors.items():
            if not torch.isfinite(tensor).all():
                raise Mistake(
                    f"{name} is no longer finite: a smaller --lr may help; {self.path} is from before"
                )
        state = {
            "identity": self.identity,
            "progress": asdict(progress),
            "scaler": self.precision.scaler.state_dict(),
        }
        content = {
            "model": tensors,
            "optimizer": self.optimizer.state_dict()["state"],
            # Text, because PyTorch 1.13 loads no file with a number in it by `weights_only`.
            "state": json.dumps(state),
        }
        # A disk that is full while PyTorch writes by itself would abort the process.
        buffer = io.BytesIO()
        torch.save(content, buffer)
        write_atomically(self.path, lambda file: file.write(buffer.getbuffer()))

    def resume(self, choice: str, processes: Processes) -> Progress:
        """Goes on from `--resume`: `auto`, `never` or a file. The first process reads it for all: folders may differ."""
        content = processes.from_first(lambda: self.find(choice))
        if content is None:
            return Progress()
        progress = self.restore(content)
        if choice != "auto" and Path(choice).resolve() != self.path.resolve():
            # The metrics and the best weights of that run are in its own folder.
            progress.metrics_bytes, progress.best = sys.maxsize, -1.0
        return progress

    def find(self, choice: str) -> Any:
        make_folder(self.folder)
        if choice == "never" or (choice == "auto" and not self.path.exists()):
            return None
        path = self.path if choice == "auto" else Path(choice)
        if not path.is_file():
            raise Misuse(
                f"--resume {choice}: expected auto, never or a checkpoint, and no such file is there"
            )
        content = load_pickled(path)
        if not isinstance(content, dict) or set(content) != PARTS:
            raise Mistake(f"{path} is not a checkpoint of train.py")
        self.compare(path, content)
        return content

    def compare(self, path: Path, content: Any) -> None:
        identity = json.loads(content["state"])["identity"]
        for name, value in self.identity.items():
            if identity.get(name) != value:
                raise Mistake(
                    f"{path} was written with {name} {identity.get(name)}, not {value}; "
                    "--resume never or another --output starts anew"
                )
        fault = difference(content["model"], self.network.state_dict())
        if fault is not None:
            raise Mistake(f"{path} is not a checkpoint of this network: {fault}")

    def restore(self, content: Any) -> Progress:
        state = json.loads(content["state"])
        self.network.load_state_dict(content["model"])
        groups = self.optimizer.state_dict()["param_groups"]
        self.optimizer.load_state_dict(
            {"state": content["optimizer"], "param_groups": groups}
        )
        if state["scaler"] and self.precision.scaler.is_enabled():
            self.precision.scaler.load_state_dict(state["scaler"])
        return Progress(**state["progress"])
