"""Runs emitted PyTorch modules, in double precision; large ones against torchvision in single, for time.

Standard input: a JSON list of jobs. Standard output: for each a JSON object, or {"error": traceback}.

    {"module": FILE, "class": NAME, "arguments": {}, "weights"?: SAFETENSORS, "input"?: FILE, "shape"?: [N, C, H, W], "output"?: FILE}
        loads the weights strictly, but for the batch counters, and writes the result as float64; answers
        {"state": [[name, shape]], "shape": [...]}
    {"module", "class", "arguments", "torchvision": NAME, "options": {}, "height", "width", "double": bool, "train": bool}
        compares with torchvision's network of the same weights; answers
        {"state", "expected", "eval": difference, "train"?: difference}
    {"module", "class", "arguments", "statistics": true}
        answers {"tensors": {name: [mean, standard deviation, smallest, largest]}} of a new network

Differences are relative to the largest value.
"""

import contextlib
import importlib.util
import inspect
import json
import struct
import sys
import traceback

import numpy
import torch

torch.set_num_threads(2)


def load(job):
    spec = importlib.util.spec_from_file_location("emitted", job["module"])
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    names = [name for name, value in vars(module).items() if inspect.isclass(value) and value.__module__ == "emitted"]
    assert job["class"] in names, names
    torch.manual_seed(0)
    return getattr(module, job["class"])(**job.get("arguments", {}))


def safetensors(path):
    with open(path, "rb") as file:
        (length,) = struct.unpack("<Q", file.read(8))
        header = json.loads(file.read(length))
        data = file.read()
    tensors = {}
    for name, entry in header.items():
        begin, end = entry["data_offsets"]
        values = numpy.frombuffer(data[begin:end], dtype="<f4").reshape(entry["shape"])
        tensors[name] = torch.from_numpy(values.copy())
    return tensors


def state_of(network):
    return [[name, list(tensor.shape)] for name, tensor in network.state_dict().items()]


@contextlib.contextmanager
def without_initialisation():
    """Makes networks whose values somebody else sets: for the large ones that is most of the time."""
    names = [name for name in dir(torch.nn.init) if name.endswith("_") and not name.startswith("_")]
    kept = {name: getattr(torch.nn.init, name) for name in names}
    for name in names:
        setattr(torch.nn.init, name, lambda tensor, *_, **__: tensor)
    try:
        yield
    finally:
        for name, function in kept.items():
            setattr(torch.nn.init, name, function)


def randomise(network):
    """Statistics away from 0 and 1, so that no layer is the identity, and values that stay about as large from layer to layer."""
    generator = numpy.random.default_rng(1)
    pool = generator.random(1 << 20, dtype=numpy.float32) * 2 - 1
    with torch.no_grad():
        for name, tensor in network.state_dict().items():
            if not tensor.is_floating_point():
                tensor.zero_()
                continue
            values = torch.from_numpy(numpy.resize(pool, tensor.numel())).reshape(tensor.shape)
            if tensor.ndim == 1 and not name.endswith("bias") and not name.endswith("mean") or name.endswith("layer_scale"):
                tensor.copy_(values * 0.5 + 1.0)
            elif tensor.ndim == 1:
                tensor.copy_(values * 0.1)
            else:
                tensor.copy_(values * (6.0 / tensor[0].numel()) ** 0.5)


def training(network):
    """Batch statistics, but nothing dropped."""
    network.train()
    for module in network.modules():
        if type(module).__name__ in ("Dropout", "StochasticDepth", "DropPath"):
            module.eval()
    return network


def difference(actual, expected):
    assert actual.shape == expected.shape, (actual.shape, expected.shape)
    return ((actual - expected).abs().max() / expected.abs().max()).item()


def against_torchvision(job):
    import torchvision

    with without_initialisation():
        ours = load(job)
        theirs = getattr(torchvision.models, job["torchvision"])(**job.get("options", {}))
    randomise(theirs)
    answer = {"state": state_of(ours), "expected": state_of(theirs)}
    ours.load_state_dict(theirs.state_dict(), strict=True)
    if job["double"]:
        ours, theirs = ours.double(), theirs.double()
    x = torch.randn(2, 3, job["height"], job["width"], dtype=torch.float64 if job["double"] else torch.float32)
    with torch.no_grad():
        answer["eval"] = difference(ours.eval()(x), theirs.eval()(x))
        if job["train"]:
            answer["train"] = difference(training(ours)(x), training(theirs)(x))
    return answer


def statistics(job):
    return {
        "tensors": {
            name: [value.mean().item(), value.std(unbiased=False).item(), value.min().item(), value.max().item()]
            for name, value in load(job).state_dict().items()
            if value.is_floating_point()
        }
    }


def run(job):
    if "torchvision" in job:
        return against_torchvision(job)
    if job.get("statistics"):
        return statistics(job)
    with without_initialisation():
        network = load(job)
    answer = {"state": state_of(network)}
    if "weights" in job:
        missing, unexpected = network.load_state_dict(safetensors(job["weights"]), strict=False)
        missing = [name for name in missing if not name.endswith("num_batches_tracked")]
        assert not missing and not unexpected, (missing, unexpected)
    if "input" in job:
        x = torch.from_numpy(numpy.fromfile(job["input"], dtype="<f8").reshape(job["shape"]))
        with torch.no_grad():
            result = network.double().eval()(x)
        result.numpy().astype("<f8").tofile(job["output"])
        answer["shape"] = list(result.shape)
    return answer


def answer(job):
    try:
        return run(job)
    except Exception:
        return {"error": traceback.format_exc(limit=-4)}


json.dump([answer(job) for job in json.load(sys.stdin)], sys.stdout)
