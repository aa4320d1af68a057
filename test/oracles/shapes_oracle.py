"""What PyTorch makes of graphs, module by module.

Standard input: a JSON list of {"nodes": [{"op", "attributes", "inputs", "output", "tensors"}]}; attributes are the language's, node 0 is the
input. Each operator becomes a module of PyTorch's own where there is one, with the channels that PyTorch found before it, not those that rnc
says. Standard output: for each graph {"seen"}: for each node behind the input, the shape that a forward hook saw, without the batch, and the shapes of
the module's parameters and buffers, in order; or what PyTorch says against it.
"""

import json
import sys

import torch
from torch import nn
from torchvision.ops import StochasticDepth


class Function(nn.Module):
    def __init__(self, function):
        super().__init__()
        self.function = function

    def forward(self, *values):
        return self.function(*values)


class Positions(nn.Module):
    """A layer over the channels of every position."""

    def __init__(self, layer):
        super().__init__()
        self.layer = layer

    def forward(self, x):
        return self.layer(x.permute(0, 2, 3, 1)).permute(0, 3, 1, 2)


class Scale(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.factor = nn.Parameter(torch.ones(channels, 1, 1))

    def forward(self, x):
        return x * self.factor


def padded(pads, layer, value=0.0):
    top, bottom, left, right = pads
    return nn.Sequential(nn.ConstantPad2d((left, right, top, bottom), value), layer)


def conv(a, x):
    layer = nn.Conv2d(x.shape[1], a["filters"], a["kernel"], a["stride"], 0, a["dilation"], a["groups"], a["bias"])
    return padded(a["pad"], layer)


def linear(a, x):
    if a["pointwise"]:
        return Positions(nn.Linear(x.shape[1], a["units"], a["bias"]))
    return nn.Sequential(nn.Flatten(), nn.Linear(x[0].numel(), a["units"], a["bias"]))


def pool(whole, layer, value):
    def make(a, _):
        return whole(1) if a["global"] else padded(a["pad"], layer(tuple(a["kernel"]), tuple(a["stride"])), value)

    return make


def zero_pad(a, _):
    (top, bottom, left, right), (front, behind) = a["pad"], a["channels"]
    return nn.ConstantPad3d((left, right, top, bottom, front, behind), 0.0)


def upsample(a, _):
    return nn.Upsample(scale_factor=tuple(float(s) for s in a["scale"]), mode=a["method"])


def concat(*values):
    return torch.cat(values, 1)


def multiply(first, *factors):
    for factor in factors:
        first = first * factor
    return first


def add(first, *others):
    for other in others:
        assert other.shape == first.shape
        first = first + other
    return first


operators = {
    "conv": conv,
    "linear": linear,
    "batchnorm": lambda a, x: nn.BatchNorm2d(x.shape[1], a["eps"]),
    "layernorm": lambda a, x: Positions(nn.LayerNorm(x.shape[1], a["eps"])),
    "groupnorm": lambda a, x: nn.GroupNorm(a["groups"], x.shape[1], a["eps"]),
    "relu": lambda *_: nn.ReLU(),
    "relu6": lambda *_: nn.ReLU6(),
    "silu": lambda *_: nn.SiLU(),
    "gelu": lambda *_: nn.GELU(),
    "sigmoid": lambda *_: nn.Sigmoid(),
    "hardswish": lambda *_: nn.Hardswish(),
    "hardsigmoid": lambda *_: nn.Hardsigmoid(),
    "tanh": lambda *_: nn.Tanh(),
    "softmax": lambda *_: nn.Softmax(1),
    "maxpool": pool(nn.AdaptiveMaxPool2d, nn.MaxPool2d, float("-inf")),
    "avgpool": pool(nn.AdaptiveAvgPool2d, nn.AvgPool2d, 0.0),
    "flatten": lambda *_: nn.Flatten(),
    "dropout": lambda a, _: nn.Dropout(a["rate"]),
    "drop_path": lambda a, _: StochasticDepth(a["rate"], "row"),
    "zero_pad": zero_pad,
    "upsample": upsample,
    "channel_shuffle": lambda a, _: nn.ChannelShuffle(a["groups"]),
    "layer_scale": lambda _, x: Scale(x.shape[1]),
    "add": lambda *_: Function(add),
    "multiply": lambda *_: Function(multiply),
    "concat": lambda *_: Function(concat),
}


def run(graph):
    first, *rest = graph["nodes"]
    values, seen = [torch.zeros(2, *first["output"])], []

    def hook(module, _, output):
        tensors = [tensor for name, tensor in module.state_dict().items() if not name.endswith("num_batches_tracked")]
        seen.append({"output": list(output.shape[1:]), "tensors": [list(tensor.shape) for tensor in tensors]})

    for node in rest:
        # A vector is C x 1 x 1, as everywhere in rnc.
        inputs = [value if value.ndim == 4 else value[:, :, None, None] for value in (values[i] for i in node["inputs"])]
        module = operators[node["op"]](node["attributes"], inputs[0]).eval()
        module.register_forward_hook(hook)
        values.append(module(*inputs))
    return seen


def answer(graph):
    try:
        return {"seen": run(graph)}
    except Exception as error:
        return {"error": str(error), "seen": []}


with torch.no_grad():
    json.dump([answer(graph) for graph in json.load(sys.stdin)], sys.stdout)
