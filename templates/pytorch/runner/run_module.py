"""Runs a module that rnc wrote, for `rnc verify`. It is started by rnc, in a folder with

    task.json     {"module", "input": [N, C, H, W], "weights": [{"name", "shape"}], "layers": [name, ...]}
    input.bin     float32
    weights.bin   float32, the tensors one after the other

and leaves output.bin, and with layers also layers.bin; it prints their shapes as JSON.
"""

import importlib
import inspect
import json
import math
import sys
from pathlib import Path
from typing import Dict, List

import torch
from torch import Tensor, nn


def read_tensor(file: bytearray, begin: int, shape: List[int]) -> Tensor:
    count = math.prod(shape)
    return torch.frombuffer(file, dtype=torch.float32, count=count, offset=begin).reshape(shape)


def write_tensors(path: Path, tensors: List[Tensor]) -> None:
    with path.open("wb") as file:
        for tensor in tensors:
            file.write(tensor.contiguous().numpy().tobytes())


def main(folder: Path) -> None:
    task = json.loads((folder / "task.json").read_text())
    sys.path.insert(0, str(folder))
    module = importlib.import_module(task["module"])
    # The network is the last class of the file: each stands before those that use it.
    classes = [
        value
        for value in vars(module).values()
        if inspect.isclass(value) and value.__module__ == module.__name__
    ]
    network: nn.Module = classes[-1]().eval()

    file = bytearray((folder / "weights.bin").read_bytes())
    state: Dict[str, Tensor] = {}
    begin = 0
    for tensor in task["weights"]:
        state[tensor["name"]] = read_tensor(file, begin, tensor["shape"])
        begin += 4 * state[tensor["name"]].numel()
    counters = {name: value for name, value in network.state_dict().items() if name.endswith("num_batches_tracked")}
    network.load_state_dict({**counters, **state}, strict=True)

    seen: Dict[str, Tensor] = {}
    for name, part in network.named_modules():
        if name in task["layers"]:
            part.register_forward_hook(lambda _part, _inputs, output, name=name: seen.setdefault(name, output.clone()))
    image = read_tensor(bytearray((folder / "input.bin").read_bytes()), 0, task["input"])
    with torch.no_grad():
        output = network(image)

    write_tensors(folder / "output.bin", [output])
    write_tensors(folder / "layers.bin", list(seen.values()))
    layers = [{"name": name, "shape": list(value.shape)} for name, value in seen.items()]
    print(json.dumps({"output": list(output.shape), "layers": layers}))


main(Path(sys.argv[1]))
