"""Computes graphs in PyTorch, float64, for the tests of the reference interpreter.

Standard input: a JSON list of {"batch", "seed", "spread", "nodes": [{"op", "attributes", "inputs", "output", "tensors": [{"name",
"shape"}]}]}; attributes are the language's, node 0 is the input, and the last node the output. Standard output: for each the input, the tensors by
name and every node's value, all N x C x H x W in row-major order. The operators are written with PyTorch's functions alone.
"""

import json
import sys

import torch
import torch.nn.functional as F
from torchvision.models.shufflenetv2 import channel_shuffle
from torchvision.ops import stochastic_depth


def pad(x, pads, value=0.0):
    top, bottom, left, right = pads
    return F.pad(x, [left, right, top, bottom], value=value)


def conv(a, x, weight, bias=None):
    return F.conv2d(pad(x, a["pad"]), weight, bias, a["stride"], 0, a["dilation"], a["groups"])


def linear(a, x, weight, bias=None):
    if a["pointwise"]:
        return F.linear(x.permute(0, 2, 3, 1), weight, bias).permute(0, 3, 1, 2)
    return F.linear(x.flatten(1), weight, bias)[:, :, None, None]


def layernorm(a, x, weight, bias):
    return F.layer_norm(x.permute(0, 2, 3, 1), weight.shape, weight, bias, a["eps"]).permute(0, 3, 1, 2)


def maxpool(a, x):
    if a["global"]:
        return F.adaptive_max_pool2d(x, 1)
    return F.max_pool2d(pad(x, a["pad"], float("-inf")), a["kernel"], a["stride"])


def avgpool(a, x):
    if a["global"]:
        return F.adaptive_avg_pool2d(x, 1)
    top, bottom, left, right = a["pad"]
    if top == bottom and left == right:
        return F.avg_pool2d(x, a["kernel"], a["stride"], [top, left], count_include_pad=not a["exclude_pad"])
    mean = F.avg_pool2d(pad(x, a["pad"]), a["kernel"], a["stride"])
    inside = F.avg_pool2d(pad(torch.ones_like(x), a["pad"]), a["kernel"], a["stride"])
    return mean / inside if a["exclude_pad"] else mean


def zero_pad(a, x):
    front, behind = a["channels"]
    return F.pad(pad(x, a["pad"]), [0, 0, 0, 0, front, behind])


def upsample(a, x):
    corners = {"align_corners": False} if a["method"] == "bilinear" else {}
    return F.interpolate(x, scale_factor=tuple(float(s) for s in a["scale"]), mode=a["method"], **corners)


def multiply(_, first, *factors):
    for factor in factors:
        first = first * factor
    return first


operators = {
    "conv": conv,
    "linear": linear,
    "batchnorm": lambda a, x, weight, bias, mean, var: F.batch_norm(x, mean, var, weight, bias, False, 0.0, a["eps"]),
    "layernorm": layernorm,
    "groupnorm": lambda a, x, weight, bias: F.group_norm(x, a["groups"], weight, bias, a["eps"]),
    "relu": lambda _, x: F.relu(x),
    "relu6": lambda _, x: F.relu6(x),
    "silu": lambda _, x: F.silu(x),
    "gelu": lambda _, x: F.gelu(x),
    "sigmoid": lambda _, x: torch.sigmoid(x),
    "hardswish": lambda _, x: F.hardswish(x),
    "hardsigmoid": lambda _, x: F.hardsigmoid(x),
    "tanh": lambda _, x: torch.tanh(x),
    "softmax": lambda _, x: F.softmax(x, 1),
    "maxpool": maxpool,
    "avgpool": avgpool,
    "flatten": lambda _, x: x.flatten(1)[:, :, None, None],
    "dropout": lambda a, x: F.dropout(x, a["rate"], training=False),
    "drop_path": lambda a, x: stochastic_depth(x, a["rate"], "row", training=False),
    "zero_pad": zero_pad,
    "upsample": upsample,
    "channel_shuffle": lambda a, x: channel_shuffle(x, a["groups"]),
    "layer_scale": lambda _, x, factors: x * factors,
    "add": lambda _, *xs: torch.stack(xs).sum(0),
    "multiply": multiply,
    "concat": lambda _, *xs: torch.cat(xs, 1),
}


def flat(tensor):
    return tensor.flatten().tolist()


def run(case):
    torch.manual_seed(case["seed"])
    values, tensors = [torch.randn([case["batch"], *case["nodes"][0]["output"]]) * case["spread"]], {}
    for node in case["nodes"][1:]:
        own = {}
        for tensor in node["tensors"]:
            # Statistics away from 0 and 1, and no variance below 0.3.
            drawn = torch.randn(tensor["shape"]) * 0.5
            own[tensor["name"]] = drawn.abs() + 0.3 if tensor["name"].endswith("running_var") else drawn
        tensors.update(own)
        values.append(operators[node["op"]](node["attributes"], *(values[i] for i in node["inputs"]), *own.values()))
    weights = {name: {"shape": list(tensor.shape), "data": flat(tensor)} for name, tensor in tensors.items()}
    return {"input": flat(values[0]), "weights": weights, "values": [flat(value) for value in values]}


torch.set_default_dtype(torch.float64)
json.dump([run(case) for case in json.load(sys.stdin)], sys.stdout)
