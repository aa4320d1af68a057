"""The processes that train together: one alone, or as many as torchrun started."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, TypeVar

import torch
import torch.distributed as dist
from torch import nn
from torch.nn.parallel import DistributedDataParallel

from .arguments import Arguments
from .mistakes import Mistake, Misuse

Result = TypeVar("Result")


@dataclass(frozen=True)
class Processes:
    """This process among all. Without torchrun it is alone, and nothing here needs a process group."""

    rank: int
    count: int
    device: torch.device
    #: Over TCP also where the gradients go over nccl: what it carries must not wait for the GPU.
    control: Any = None

    @property
    def first(self) -> bool:
        """The process that writes files and speaks to the terminal."""
        return self.rank == 0

    def print(self, line: object) -> None:
        """A result, said once."""
        if self.first:
            print(line, flush=True)

    def note(self, line: object) -> None:
        """How things go, said once."""
        if self.first:
            print(line, file=sys.stderr, flush=True)

    def total(self, values: torch.Tensor) -> torch.Tensor:
        """The sum over all processes, in each of them."""
        if self.count > 1:
            dist.all_reduce(values)
        return values

    def any(self, flag: bool) -> bool:
        """Whether it is so in one of the processes; each learns the same."""
        if self.count == 1:
            return flag
        shared = torch.tensor([int(flag)])
        dist.all_reduce(shared, dist.ReduceOp.MAX, group=self.control)
        return bool(shared.item())

    def from_first(self, work: Callable[[], Result]) -> Result:
        """What the first process gets when it does `work`, in every process; a mistake comes up in all of them."""
        if self.count == 1:
            return work()
        outcome: list[Any] = [None]
        if self.first:
            try:
                outcome = [work()]
            except Mistake as mistake:
                outcome = [mistake]
        dist.broadcast_object_list(outcome, src=0, group=self.control)
        if isinstance(outcome[0], Mistake):
            raise outcome[0]
        return outcome[0]

    def distribute(self, network: nn.Module) -> nn.Module:
        """The network with its gradients averaged over the processes, which get the first one's weights."""
        if self.count == 1:
            return network
        devices = [self.device] if self.device.type == "cuda" else None
        return DistributedDataParallel(network, device_ids=devices)

    def synchronise_batch_norms(self, network: nn.Module) -> nn.Module:
        if self.device.type != "cuda":
            raise Misuse(
                "--sync-bn needs CUDA devices, as PyTorch's SyncBatchNorm does"
            )
        if self.count == 1:
            return network
        return nn.SyncBatchNorm.convert_sync_batchnorm(network)

    def share_buffers(self, network: nn.Module) -> None:
        """Gives every process the running statistics of the first, which are those that a checkpoint holds."""
        if self.count > 1:
            for buffer in network.buffers():
                dist.broadcast(buffer, src=0)


@contextmanager
def processes_started(arguments: Arguments) -> Iterator[Processes]:
    """Joins the other processes of torchrun, if there are any."""
    device = choose_device(arguments.device, int(os.environ.get("LOCAL_RANK", "0")))
    if device.type == "cuda":
        torch.backends.cudnn.benchmark = not arguments.deterministic
    if arguments.deterministic:
        os.environ.setdefault("CUBLAS_WORKSPACE_CONFIG", ":4096:8")
        torch.use_deterministic_algorithms(True)
    if "RANK" not in os.environ:
        yield Processes(rank=0, count=1, device=device)
        return
    backend = choose_backend(arguments.backend, device)
    dist.init_process_group(backend)
    control = None if backend == "gloo" else dist.new_group(backend="gloo")
    yield Processes(dist.get_rank(), dist.get_world_size(), device, control)
    # Not reached by an error: the others may be waiting in a sum, and torchrun ends them.
    # A model that `distribute` made must be gone here. If it is the last to let go of a group of gloo, PyTorch waits for
    # gloo's threads and keeps the lock of Python meanwhile, which such a thread may need to free the last sum's tensor.
    gc.collect()
    dist.destroy_process_group()


def choose_device(wanted: str, local_rank: int) -> torch.device:
    if wanted == "cpu" or (wanted == "auto" and not torch.cuda.is_available()):
        return torch.device("cpu")
    if not torch.cuda.is_available():
        raise Misuse("--device cuda: PyTorch finds no CUDA device here")
    if local_rank >= torch.cuda.device_count():
        raise Misuse(
            f"more processes on this machine than its {torch.cuda.device_count()} CUDA devices"
        )
    torch.cuda.set_device(local_rank)
    return torch.device("cuda", local_rank)


def choose_backend(wanted: str, device: torch.device) -> str:
    nccl = device.type == "cuda" and dist.is_nccl_available()
    if wanted == "auto":
        return "nccl" if nccl else "gloo"
    if wanted == "nccl" and not nccl:
        raise Misuse("--backend nccl needs CUDA devices and a PyTorch built with nccl")
    return wanted
