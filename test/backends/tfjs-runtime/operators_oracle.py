"""Computes small networks in PyTorch, float64, for the tests of the tfjs runtime.

Standard input: a JSON list of cases {"input": [N, C, H, W], "steps": [{"op", "inputs", "name"?, "options"?}], "seed"}. Value 0 is the
input and value i + 1 the result of step i; the last value is the output. Standard output: for each case the input, the tensors under
their state_dict names, the output, and the gradients of sum(output * cos(0, 1, 2, ...)) for input and tensors. Everything is NCHW.
"""

import json
import sys

import torch
import torch.nn.functional as F
from torch import nn
from torchvision.models.shufflenetv2 import channel_shuffle
from torchvision.ops import stochastic_depth


def pair(value):
    return list(value) if isinstance(value, list) else [value, value]


def pad(x, pads, value=0.0):
    top, bottom, left, right = pads if isinstance(pads, list) else [pads] * 4
    return F.pad(x, [left, right, top, bottom], value=value)


class LayerScale(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.scale = nn.Parameter(torch.ones(channels, 1, 1))


def channels_last(x, layer):
    return layer(x.permute(0, 2, 3, 1)).permute(0, 3, 1, 2)


def module(op, o, x):
    """The module of an operator that owns tensors."""
    _, c, h, w = x.shape
    if op == "conv":
        return nn.Conv2d(c, o["filters"], o["kernel"], o.get("stride", 1), 0, o.get("dilation", 1), o.get("groups", 1),
                         o.get("bias", False))
    if op == "linear":
        return nn.Linear(c if o.get("pointwise") else c * h * w, o["units"], o.get("bias", True))
    if op == "batchnorm":
        return nn.BatchNorm2d(c, o["epsilon"], 1 - o["momentum"])
    if op == "layernorm":
        return nn.LayerNorm(c, o["epsilon"])
    if op == "groupnorm":
        return nn.GroupNorm(o["groups"], c, o["epsilon"])
    if op == "layerScale":
        return LayerScale(c)
    return None


def average(x, o):
    kernel, pads, stride = pair(o["kernel"]), o.get("pad", 0), o.get("stride", o["kernel"])
    if not o.get("excludePad"):
        return F.avg_pool2d(pad(x, pads), kernel, stride)
    if not isinstance(pads, list):
        return F.avg_pool2d(x, kernel, stride, pads, count_include_pad=False)
    inside = F.avg_pool2d(pad(torch.ones_like(x), pads), kernel, stride)
    return F.avg_pool2d(pad(x, pads), kernel, stride) / inside


def compute(op, o, m, xs):
    x = xs[0]
    if op == "conv":
        return m(pad(x, o.get("pad", 0)))
    if op == "linear":
        return channels_last(x, m) if o.get("pointwise") else m(x.flatten(1))[:, :, None, None]
    if op in ("batchnorm", "groupnorm"):
        return m(x)
    if op == "layernorm":
        return channels_last(x, m)
    if op == "layerScale":
        return x * m.scale
    if op == "maxpool":
        return F.max_pool2d(pad(x, o.get("pad", 0), float("-inf")), o["kernel"], o.get("stride", o["kernel"]))
    if op == "avgpool":
        return average(x, o)
    if op == "globalMaxpool":
        return F.adaptive_max_pool2d(x, 1)
    if op == "globalAvgpool":
        return F.adaptive_avg_pool2d(x, 1)
    if op == "flatten":
        return x.flatten(1)[:, :, None, None]
    if op == "dropout":
        return F.dropout(x, o["rate"], training=False)
    if op == "dropPath":
        return stochastic_depth(x, o["rate"], "row", training=False)
    if op == "zeroPad":
        front, behind = o.get("channels", [0, 0])
        return F.pad(pad(x, o.get("pad", 0)), [0, 0, 0, 0, front, behind])
    if op == "upsample":
        corners = {"align_corners": False} if o["method"] == "bilinear" else {}
        scale = tuple(float(s) for s in pair(o["scale"]))
        return F.interpolate(x, scale_factor=scale, mode=o["method"], **corners)
    if op == "channelShuffle":
        return channel_shuffle(x, o["groups"])
    if op == "add":
        return torch.stack(xs).sum(0)
    if op == "multiply":
        result = xs[0]
        for factor in xs[1:]:
            result = result * factor
        return result
    if op == "concat":
        return torch.cat(xs, 1)
    if op == "softmax":
        return F.softmax(x, 1)
    return {"relu": F.relu, "relu6": F.relu6, "silu": F.silu, "gelu": F.gelu, "sigmoid": torch.sigmoid, "hardswish": F.hardswish,
            "hardsigmoid": F.hardsigmoid, "tanh": torch.tanh}[op](x)


def randomise(m):
    """Values that no symmetry hides: statistics away from 0 and 1, everything representable in float32."""
    for name, tensor in list(m.named_parameters()) + list(m.named_buffers()):
        if tensor.dtype == torch.int64:
            continue
        values = torch.randn(tensor.shape) * 0.5
        tensor.data = (values.abs() + 0.3 if name == "running_var" else values).to(torch.float32).double()


def flat(tensor):
    return {"shape": list(tensor.shape), "data": tensor.detach().flatten().tolist()}


def run(case):
    torch.manual_seed(case.get("seed", 0))
    x = (torch.randn(case["input"]) * 2).to(torch.float32).double().requires_grad_()
    values, tensors = [x], {}
    for step in case["steps"]:
        options, xs = step.get("options", {}), [values[i] for i in step["inputs"]]
        m = module(step["op"], options, xs[0])
        if m is not None:
            m = m.double().eval()
            randomise(m)
            for name, tensor in list(m.named_parameters()) + list(m.named_buffers()):
                tensors[step["name"] if step["op"] == "layerScale" else f"{step['name']}.{name}"] = tensor
        values.append(compute(step["op"], options, m, xs))
    output = values[-1]
    (output * torch.arange(output.numel()).cos().double().reshape(output.shape)).sum().backward()
    gradients = {name: flat(tensor.grad) for name, tensor in tensors.items() if tensor.requires_grad}
    floats = {name: flat(tensor) for name, tensor in tensors.items() if tensor.dtype != torch.int64}
    return {"input": flat(x), "weights": floats, "output": flat(output), "inputGradient": flat(x.grad), "gradients": gradients}


json.dump([run(case) for case in json.load(sys.stdin)], sys.stdout)
