"""Tensors in a file that holds nothing else: https://huggingface.co/docs/safetensors."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from pathlib import Path
from typing import BinaryIO

import torch

from .mistakes import Mistake, Misuse, reason

TYPES = {
    "F64": torch.float64,
    "F32": torch.float32,
    "F16": torch.float16,
    "BF16": torch.bfloat16,
    "I64": torch.int64,
}
NAMES = {dtype: name for name, dtype in TYPES.items()}


def read_safetensors(path: Path) -> dict[str, torch.Tensor]:
    try:
        content = bytearray(path.read_bytes())
    except OSError as error:
        raise Misuse(f"{path} cannot be read: {reason(error)}") from error
    start = 8 + int.from_bytes(content[:8], "little")
    try:
        header = json.loads(content[8:start].decode())
        entries = [
            (name, entry) for name, entry in header.items() if name != "__metadata__"
        ]
        return {name: read_tensor(content, start, **entry) for name, entry in entries}
    except (ValueError, TypeError, AttributeError, KeyError, RecursionError) as error:
        raise Mistake(f"{path} is not a .safetensors file, or it is damaged") from error


def read_tensor(
    content: bytearray,
    start: int,
    *,
    dtype: str,
    shape: list[int],
    data_offsets: list[int],
) -> torch.Tensor:
    """A tensor that shares the memory of `content`. What does not fit is a ValueError, KeyError or TypeError."""
    kind = TYPES[dtype]
    count = math.prod(shape)
    begin, end = data_offsets
    size = torch.empty(0, dtype=kind).element_size()
    if (
        min(shape, default=0) < 0
        or begin < 0
        or start + end > len(content)
        or end - begin != count * size
    ):
        raise ValueError(data_offsets)
    if count == 0:
        return torch.empty(shape, dtype=kind)
    return torch.frombuffer(
        content, dtype=kind, count=count, offset=start + begin
    ).reshape(shape)


def write_safetensors(file: BinaryIO, tensors: Mapping[str, torch.Tensor]) -> None:
    header: dict[str, object] = {}
    end = 0
    for name, tensor in tensors.items():
        start, end = end, end + tensor.numel() * tensor.element_size()
        header[name] = {
            "dtype": NAMES[tensor.dtype],
            "shape": list(tensor.shape),
            "data_offsets": [start, end],
        }
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)  # so that the numbers start at a multiple of 8
    file.write(len(text).to_bytes(8, "little") + text)
    for tensor in tensors.values():
        file.write(tensor.detach().cpu().contiguous().numpy().tobytes())
