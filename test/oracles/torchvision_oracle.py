"""What torchvision and PIL answer, for tests that compare rnc with them.

    forward    --model NAME --out DIR [--height --width --batch --seed --kwargs]
                   writes weights.safetensors, input.npy and output.npy
    describe   --cases FILE
                   FILE: [{"model", "kwargs", "sizes": [[height, width]]}]; prints for each case {"state": [{"name", "shape",
                   "kind": "parameter" | "buffer"}], "parameters", "buffers", "macs": one of each size}; running statistics
                   count as buffers, MACs are those of convolutions and linear layers at batch 1
    transform  --cases FILE --out DIR
                   FILE: [{"picture", "resize", "height", "width", "mean", "std", "jpeg"?: {"quality", "subsampling"}}];
                   writes for case N: N.pixels.npy (u1, H×W×C, cropped), N.input.npy (f4, 1×C×H×W), and with "jpeg"
                   N.jpg, the picture saved as such, from which the arrays then come
    npy        --out DIR                   writes one array in each of several types and orders, as TYPE-ORDER.npy
"""

import argparse
import json
import pathlib
import struct

import numpy


def build(name, kwargs):
    """The model in evaluation mode, with memory for its values but none in it: `fill` or nobody sets them."""
    import torch
    import torchvision

    torch.set_num_threads(2)
    torch.set_grad_enabled(False)
    for initialiser in [n for n in dir(torch.nn.init) if n.endswith("_") and not n.startswith("_")]:
        setattr(torch.nn.init, initialiser, lambda tensor, *_, **__: tensor)
    if name == "googlenet":
        kwargs = {"aux_logits": False, "init_weights": False, **kwargs}
    return getattr(torchvision.models, name)(weights=None, **kwargs).eval()


def fill(model, generator, calibration):
    """Random values under which no layer is trivial and activations stay of order 1.

    Running statistics are first what the calibration input gives, and then moved off it: means by a tenth of the
    deviation, variances by factors from 0.5 to 2.
    """
    import torch
    from torch import nn
    from torchvision.models.mobilenetv2 import InvertedResidual
    from torchvision.models.resnet import BasicBlock, Bottleneck

    def normal(shape, mean=0.0, deviation=1.0):
        return torch.randn(shape, generator=generator) * deviation + mean

    def uniform(shape, low, high):
        return torch.rand(shape, generator=generator) * (high - low) + low

    for module in model.modules():
        for name, parameter in module.named_parameters(recurse=False):
            shape = parameter.shape
            if name == "layer_scale":
                value = uniform(shape, 0.1, 1.0)
            elif name == "bias":
                value = normal(shape, deviation=0.2)
            elif isinstance(module, (nn.Conv2d, nn.Linear)):
                gain = 2.0 if isinstance(module, nn.Conv2d) else 1.0
                value = normal(shape, deviation=(gain / shape[1:].numel()) ** 0.5)
            else:
                value = uniform(shape, 0.5, 1.5)
            parameter.copy_(value)

    # Networks that were trained add small corrections on each residual path. With full-sized ones at random, fifty blocks
    # amplify a float32 rounding to 2e-5 of the result in PyTorch itself, and nothing could be told apart from it.
    for block in model.modules():
        if isinstance(block, Bottleneck):
            block.bn3.weight.mul_(0.3)
        elif isinstance(block, BasicBlock):
            block.bn2.weight.mul_(0.3)
        elif isinstance(block, InvertedResidual) and block.use_res_connect:
            block.conv[-1].weight.mul_(0.3)

    def calibrate(module, inputs):
        variance, mean = torch.var_mean(inputs[0], dim=(0, 2, 3), unbiased=False)
        variance = variance.clamp(min=float(variance.mean()) * 0.1 + 1e-3)
        module.running_mean.copy_(mean + variance.sqrt() * normal(mean.shape, deviation=0.1))
        module.running_var.copy_(variance * uniform(mean.shape, 0.5, 2.0))
        module.num_batches_tracked.fill_(1000)

    norms = [module for module in model.modules() if isinstance(module, nn.BatchNorm2d)]
    hooks = [module.register_forward_pre_hook(calibrate) for module in norms]
    if norms:
        model(calibration)
    for hook in hooks:
        hook.remove()


def write_safetensors(path, tensors):
    dtypes = {"float32": "F32", "int64": "I64"}
    header, end = {}, 0
    for name, array in tensors.items():
        begin, end = end, end + array.nbytes
        header[name] = {
            "dtype": dtypes[str(array.dtype)],
            "shape": list(array.shape),
            "data_offsets": [begin, end],
        }
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    with open(path, "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text)
        for array in tensors.values():
            file.write(numpy.ascontiguousarray(array).data)


def forward(options):
    import torch

    model = build(options.model, options.kwargs)
    generator = torch.Generator().manual_seed(options.seed)
    shape = (options.batch, 3, options.height, options.width)
    fill(model, generator, torch.randn(shape, generator=generator))
    images = torch.randn(shape, generator=generator)
    weights = {name: t.numpy().copy() for name, t in model.state_dict().items()}
    output = model.double()(images.double()).float()  # float32 numbers, computed without its rounding
    options.out.mkdir(parents=True, exist_ok=True)
    write_safetensors(options.out / "weights.safetensors", weights)
    numpy.save(options.out / "input.npy", images.numpy())
    numpy.save(options.out / "output.npy", output.numpy())
    print(json.dumps({"mean": float(output.mean()), "deviation": float(output.std())}))


def describe(options):
    import torch

    descriptions = []
    for case in json.loads(options.cases.read_text()):
        model = build(case["model"], case["kwargs"])
        parameters = {name for name, _ in model.named_parameters()}
        state = model.state_dict().items()
        entries = [
            {"name": n, "shape": list(t.shape), "kind": "parameter" if n in parameters else "buffer"} for n, t in state
        ]
        statistics = [t for name, t in model.named_buffers() if not name.endswith("num_batches_tracked")]
        model.to("meta")  # shapes without values: nothing is computed
        sizes = [torch.zeros(1, 3, height, width, device="meta") for height, width in case["sizes"]]
        descriptions.append(
            {
                "state": entries,
                "parameters": sum(t.numel() for t in model.parameters()),
                "buffers": sum(t.numel() for t in statistics),
                "macs": [macs_of(model, size) for size in sizes],
            }
        )
    print(json.dumps(descriptions))


def macs_of(model, images):
    from torch import nn

    macs = 0

    def add(module, inputs, output):
        nonlocal macs
        # Each output element is the dot product of a row of the weight with as many inputs.
        macs += output[0].numel() * module.weight[0].numel()

    counted = [module for module in model.modules() if isinstance(module, (nn.Conv2d, nn.Linear))]
    hooks = [module.register_forward_hook(add) for module in counted]
    model(images)
    for hook in hooks:
        hook.remove()
    return macs


def transform(options):
    from PIL import Image
    from torchvision import transforms

    options.out.mkdir(parents=True, exist_ok=True)
    for number, case in enumerate(json.loads(options.cases.read_text())):
        picture = Image.open(case["picture"]).convert("RGB")
        if "jpeg" in case:
            picture.save(options.out / f"{number}.jpg", **case["jpeg"])
            picture = Image.open(options.out / f"{number}.jpg").convert("RGB")
        if len(case["mean"]) == 1:
            picture = picture.convert("L")
        crop = transforms.Compose(
            [transforms.Resize(case["resize"]), transforms.CenterCrop((case["height"], case["width"]))]
        )
        normalise = transforms.Compose(
            [transforms.ToTensor(), transforms.Normalize(case["mean"], case["std"])]
        )
        cropped = crop(picture)
        pixels = numpy.asarray(cropped)
        numpy.save(options.out / f"{number}.pixels.npy", pixels.reshape(*pixels.shape[:2], -1))
        numpy.save(options.out / f"{number}.input.npy", normalise(cropped).numpy()[None])


def npy(options):
    options.out.mkdir(parents=True, exist_ok=True)
    values = numpy.arange(24).reshape(2, 3, 4) * 5 % 127
    for dtype in ["f2", "f4", "f8", "u1", "i1", "u2", "i2", "u4", "i4", "i8", ">f4", "?", "c8"]:
        array = values.astype(dtype)
        numpy.save(options.out / f"{dtype}-C.npy", array)
        numpy.save(options.out / f"{dtype}-F.npy", numpy.asfortranarray(array))
    numpy.save(options.out / "records-C.npy", numpy.zeros(3, dtype=[("a", "f4"), ("b", "i4")]))
    numpy.save(options.out / "scalar-C.npy", numpy.float32(7))
    numpy.save(options.out / "empty-C.npy", numpy.zeros((0, 3), dtype="f4"))
    numpy.save(options.out / "vector-C.npy", numpy.arange(5, dtype="f4"))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    for run in (forward, describe, transform, npy):
        command = commands.add_parser(run.__name__)
        command.set_defaults(run=run)
        if run is forward:
            command.add_argument("--model", required=True)
            command.add_argument("--kwargs", type=json.loads, default={})
            command.add_argument("--height", type=int, default=224)
            command.add_argument("--width", type=int, default=224)
            command.add_argument("--batch", type=int, default=1)
            command.add_argument("--seed", type=int, default=0)
        if run in (describe, transform):
            command.add_argument("--cases", type=pathlib.Path, required=True)
        if run in (forward, transform, npy):
            command.add_argument("--out", type=pathlib.Path, required=True)
    options = parser.parse_args()
    options.run(options)


if __name__ == "__main__":
    main()
