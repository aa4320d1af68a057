"""The command line of train.py."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NoReturn

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
amount = number(float, 0, 1e9, "a number from 0")
fraction = number(float, 0, 0.999999, "a number from 0 to less than 1")


def processors() -> int:
    """Those that each process of this machine has for itself."""
    available = (
        len(os.sched_getaffinity(0))
        if hasattr(os, "sched_getaffinity")
        else os.cpu_count() or 1
    )
    return available // int(os.environ.get("LOCAL_WORLD_SIZE", "1"))


def parse_arguments(name: str, given: Sequence[str] | None = None) -> Arguments:
    parser = Parser(
        prog="train.py",
        description=f"Trains {name}, on one process or on all those that torchrun starts.",
        formatter_class=argparse.ArgumentDefaultsHelpFormatter,
    )
    add = parser.add_argument
    workers = min(8, max(0, processors() - 1))

    add("--data", help=f"the pictures: {CHOICES}")
    add(
        "--output",
        type=Path,
        default=Path("runs") / name,
        help="the folder for checkpoints and metrics",
    )
    add(
        "--resume",
        default="auto",
        help="auto: go on where the output folder has a checkpoint; never; or a checkpoint",
    )
    add("--weights", type=Path, help="start from a .safetensors file or a state_dict")
    add(
        "--reset-head",
        action="store_true",
        help="leave the last layer out of --weights",
    )
    add("--eval", action="store_true", help="only validate --weights")

    add("--epochs", type=positive, default=90, help="times that each picture is seen")
    add(
        "--batch-size",
        type=positive,
        default=128,
        help="pictures in a step, over all processes",
    )
    add(
        "--accumulate",
        type=positive,
        default=1,
        help="parts in which a process computes its share, for less memory",
    )
    add("--lr", type=amount, default=0.1, help="learning rate at its highest")
    add(
        "--schedule",
        choices=["cosine", "step"],
        default="cosine",
        help="how the learning rate falls",
    )
    add(
        "--warmup-epochs",
        type=amount,
        default=0,
        help="epochs in which the learning rate rises",
    )
    add(
        "--milestones",
        type=amount,
        nargs="+",
        help="epochs after which --schedule step falls (default: at 1/2 and 3/4)",
    )
    add(
        "--decay-factor",
        type=fraction,
        default=0.1,
        help="what --schedule step multiplies with",
    )
    add("--momentum", type=fraction, default=0.9, help="momentum of the gradients")
    add("--nesterov", action="store_true", help="Nesterov's momentum")
    add("--weight-decay", type=amount, default=1e-4, help="L2 penalty")
    add("--decay-all", action="store_true", help="decay norms and biases too")
    add(
        "--label-smoothing",
        type=fraction,
        default=0,
        help="part of a label that is given to all classes",
    )

    add(
        "--amp",
        choices=["off", "bfloat16", "float16"],
        default="off",
        help="mixed precision",
    )
    add(
        "--sync-bn",
        action="store_true",
        help="batch statistics over all processes; needs CUDA",
    )
    add(
        "--channels-last",
        action="store_true",
        help="channels innermost in memory, faster with --amp on GPUs",
    )
    add(
        "--deterministic",
        action="store_true",
        help="the same bits again on a GPU, slower",
    )
    add(
        "--seed",
        type=whole,
        default=0,
        help="of the first weights and of all that is random",
    )
    add(
        "--workers",
        type=whole,
        default=workers,
        help="processes that read pictures, for each process that trains",
    )
    add(
        "--device",
        choices=["auto", "cpu", "cuda"],
        default="auto",
        help="what to compute on",
    )
    add(
        "--backend",
        choices=["auto", "nccl", "gloo"],
        default="auto",
        help="how processes exchange gradients",
    )
    add(
        "--log-every",
        type=positive,
        default=10,
        help="steps from one line of metrics to the next",
    )
    add(
        "--checkpoint-every",
        type=positive,
        default=500,
        help="steps from one checkpoint to the next within an epoch",
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
