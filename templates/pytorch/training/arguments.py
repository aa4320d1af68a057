"""The command line of train.py."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NoReturn

from .mistakes import complain, is_spokesman

#: What `--data` may be.
CHOICES = "synthetic, cifar10:FOLDER or imagefolder:FOLDER"


class Arguments(argparse.Namespace):
    """What the command line says, with types."""

    data: str
    output: Path
    resume: str
    weights: Path | None
    reset_head: bool
    eval: bool
    epochs: int
    batch_size: int
    accumulate: int
    lr: float
    schedule: str
    warmup_epochs: float
    milestones: list[float] | None
    decay_factor: float
    momentum: float
    nesterov: bool
    weight_decay: float
    decay_all: bool
    label_smoothing: float
    amp: str
    sync_bn: bool
    channels_last: bool
    deterministic: bool
    seed: int
    workers: int
    device: str
    backend: str
    log_every: int
    checkpoint_every: int


class Parser(argparse.ArgumentParser):
    """Says in one line what is wrong, once for all processes of a machine."""

    def error(self, message: str) -> NoReturn:
        if is_spokesman():
            complain(f"{message} (--help lists the options)")
        sys.exit(2)


def number(
    kind: Callable[[str], float], low: float, high: float, words: str
) -> Callable[[str], float]:
    """A number from `low` to `high`, both included."""

    def parse(text: str) -> float:
        try:
            value = kind(text)
        except ValueError:
            value = float("nan")
        if not low <= value <= high:
            raise argparse.ArgumentTypeError(f"{text!r} is not {words}")
        return value

    return parse


positive = number(int, 1, 10**9, "a whole number from 1")
whole = number(int, 0, 10**15, "a whole number from 0")
amount = number(float, 0, 1e9, "a number from 0 to 1e9")
fraction = number(float, 0, 0.999999, "a number from 0 to less than 1")


def processors() -> int:
    """Those that each process of this machine has for itself."""
    if hasattr(os, "sched_getaffinity"):
        available = len(os.sched_getaffinity(0))
    else:
        available = os.cpu_count() or 1
    return available // int(os.environ.get("LOCAL_WORLD_SIZE", "1"))


def parse_arguments(name: str, given: Sequence[str] | None = None) -> Arguments:
    parser = Parser(
        prog="train.py",
        description=f"Trains {name}, on one process or on all those that torchrun starts.",
    )

    def add(option: str, text: str, **settings: Any) -> None:
        default = " (%(default)s)" if "default" in settings else ""
        parser.add_argument(option, help=text + default, **settings)

    def add_flag(option: str, text: str) -> None:
        parser.add_argument(option, help=text, action="store_true")

    add("--data", f"the pictures: {CHOICES}")
    add(
        "--output",
        "folder of checkpoints and metrics",
        type=Path,
        default=f"runs/{name}",
    )
    add(
        "--resume",
        "auto: go on where --output has a checkpoint; never; or a checkpoint",
        default="auto",
    )
    add("--weights", "start from a .safetensors file or a state_dict", type=Path)
    add_flag("--reset-head", "leave the last layer out of --weights")
    add_flag("--eval", "only validate --weights")

    add("--epochs", "times that each picture is seen", type=positive, default=90)
    add(
        "--batch-size",
        "pictures in a step, over all processes",
        type=positive,
        default=128,
    )
    add(
        "--accumulate",
        "parts in which a process computes its share, for less memory",
        type=positive,
        default=1,
    )
    add("--lr", "learning rate at its highest", type=amount, default=0.1)
    add(
        "--schedule",
        "how the learning rate falls",
        choices=["cosine", "step"],
        default="cosine",
    )
    add(
        "--warmup-epochs",
        "epochs in which the learning rate rises",
        type=amount,
        default=0,
    )
    add(
        "--milestones",
        "epochs after which --schedule step falls (1/2 and 3/4 of all)",
        type=amount,
        nargs="+",
    )
    add(
        "--decay-factor",
        "what --schedule step multiplies with",
        type=fraction,
        default=0.1,
    )
    add("--momentum", "of the gradients", type=fraction, default=0.9)
    add_flag("--nesterov", "Nesterov's momentum")
    add(
        "--weight-decay",
        "L2 penalty, of weights but not of norms and biases",
        type=amount,
        default=1e-4,
    )
    add_flag("--decay-all", "decay norms and biases too")
    add(
        "--label-smoothing",
        "part of a label that all classes share",
        type=fraction,
        default=0,
    )

    add(
        "--amp",
        "mixed precision",
        choices=["off", "bfloat16", "float16"],
        default="off",
    )
    add_flag("--sync-bn", "batch statistics over all processes; needs CUDA")
    add_flag(
        "--channels-last", "channels innermost in memory, faster with --amp on GPUs"
    )
    add_flag("--deterministic", "the same bits again on a GPU too, slower")
    add(
        "--seed",
        "of the first weights and of all that is random",
        type=whole,
        default=0,
    )
    workers = min(8, max(0, processors() - 1))
    add(
        "--workers",
        "readers of pictures for each process that trains",
        type=whole,
        default=workers,
    )
    add(
        "--device",
        "what to compute on",
        choices=["auto", "cpu", "cuda"],
        default="auto",
    )
    add(
        "--backend",
        "how processes exchange gradients",
        choices=["auto", "nccl", "gloo"],
        default="auto",
    )
    add(
        "--log-every",
        "steps from one line of metrics to the next",
        type=positive,
        default=10,
    )
    add(
        "--checkpoint-every",
        "steps from one checkpoint to the next in an epoch",
        type=positive,
        default=500,
    )

    arguments = parser.parse_args(given, namespace=Arguments())
    if arguments.data is None:
        parser.error(f"say what to train on: --data {CHOICES}")
    if arguments.eval and arguments.weights is None:
        parser.error(
            "--eval needs --weights, such as the best.safetensors of an output folder"
        )
    if arguments.reset_head and (arguments.weights is None or arguments.eval):
        parser.error("--reset-head goes with --weights, to train")
    if arguments.nesterov and arguments.momentum == 0:
        parser.error("--nesterov needs a momentum")
    if arguments.warmup_epochs >= arguments.epochs:
        parser.error("--warmup-epochs must be fewer than --epochs")
    return arguments
