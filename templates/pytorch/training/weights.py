"""Weights to start from: a .safetensors file, or a state_dict that torch.save wrote."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import torch
from torch import nn

from .files import write_atomically
from .mistakes import Mistake, Misuse, reason
from .safetensors import read_safetensors, write_safetensors


def load_weights(network: nn.Module, path: Path, reset_head: bool) -> None:
    """Copies the file's tensors into the network: all of them, or all but the last layer's."""
    read = read_safetensors if path.suffix == ".safetensors" else read_pickled
    tensors = read(path)
    own = network.state_dict()
    left_out = head_of(network) if reset_head else set()
    tensors = {name: tensor for name, tensor in tensors.items() if name not in left_out}
    wanted = {name: tensor for name, tensor in own.items() if name not in left_out}
    # Only a count, which many files leave out.
    for name in wanted:
        if name.endswith(".num_batches_tracked"):
            tensors.setdefault(name, own[name])
    fault = difference(tensors, wanted)
    if fault is not None:
        hint = ""
        if not reset_head and only_head_differs(network, tensors, own):
            hint = "; --reset-head leaves it out"
        raise Mistake(f"{path} is not of this network: {fault}{hint}")
    network.load_state_dict(tensors, strict=False)


def difference(
    tensors: Mapping[str, torch.Tensor], wanted: Mapping[str, torch.Tensor]
) -> str | None:
    """The first way in which the tensors are not those that are wanted."""
    for name, tensor in wanted.items():
        if name not in tensors:
            return f"{name} is missing{others(len(wanted.keys() - tensors.keys()))}"
        if tensors[name].shape != tensor.shape:
            return (
                f"{name} is {shape_of(tensors[name])} there and {shape_of(tensor)} here"
            )
    unknown = [name for name in tensors if name not in wanted]
    if unknown:
        return f"{unknown[0]} is not a tensor of it{others(len(unknown))}"
    return None


def others(count: int) -> str:
    return f", and {count - 1} more" if count > 1 else ""


def shape_of(tensor: torch.Tensor) -> str:
    return "×".join(map(str, tensor.shape)) or "one number"


def head_of(network: nn.Module) -> set[str]:
    """The tensors of the last layer that has any: the classifier."""
    names = [name for name, _ in network.named_parameters()]
    layer = names[-1].rpartition(".")[0] if names else ""
    return {name for name in names if name.rpartition(".")[0] == layer}


def only_head_differs(
    network: nn.Module,
    tensors: Mapping[str, torch.Tensor],
    own: Mapping[str, torch.Tensor],
) -> bool:
    head = head_of(network)
    body = {name: tensor for name, tensor in tensors.items() if name not in head}
    return (
        difference(
            body, {name: tensor for name, tensor in own.items() if name not in head}
        )
        is None
    )


def read_pickled(path: Path) -> dict[str, torch.Tensor]:
    """A state_dict, or the one in a checkpoint of train.py. Nothing else in the file is executed."""
    content = load_pickled(path)
    for key in ("model", "state_dict"):
        if isinstance(content, dict) and isinstance(content.get(key), dict):
            content = content[key]
    if not isinstance(content, dict) or not all(
        isinstance(value, torch.Tensor) for value in content.values()
    ):
        raise Mistake(f"{path} holds no state_dict")
    return dict(content)


def load_pickled(path: Path) -> Any:
    try:
        return torch.load(path, map_location="cpu", weights_only=True)
    except OSError as error:
        raise Misuse(f"{path} cannot be read: {reason(error)}") from error
    except Exception as error:  # of any kind, since it takes other files for a pickle
        raise Mistake(
            f"{path} is not a file of tensors that torch.save wrote, or it is damaged"
        ) from error


def save_weights(network: nn.Module, path: Path) -> None:
    """As .safetensors, which `--weights` and `rnc compile --weights` read."""
    write_atomically(path, lambda file: write_safetensors(file, network.state_dict()))
