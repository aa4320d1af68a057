"""What PyTorch answers for given weights, and the network as it exports it to ONNX.

    --model NAME --weights F.safetensors --input F.f32 --batch N --side N
        [--output F.f32]         the network's answer, computed in double precision, as float32 in C order
        [--onnx F.onnx]          the network as torch.onnx.export writes it, batch normalisation folded into the convolutions
        [--template F.onnx]      the same with batch normalisation as it is, any batch, its weights under
                                 their own names with values that mean nothing
"""

import argparse
import json
import pathlib
import sys
import warnings

import numpy

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "test" / "oracles"))
from torchvision_oracle import build  # noqa: E402


def read_safetensors(path):
    import torch

    data = path.read_bytes()
    length = int.from_bytes(data[:8], "little")
    tensors = {}
    for name, entry in json.loads(data[8 : 8 + length]).items():
        begin, end = entry["data_offsets"]
        array = numpy.frombuffer(data[8 + length + begin : 8 + length + end], "<f4").reshape(entry["shape"])
        tensors[name] = torch.from_numpy(array.copy())
    return tensors


def export(model, images, path, **options):
    import torch

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.onnx.export(
            model,
            images,
            str(path),
            opset_version=13,
            do_constant_folding=True,
            input_names=["input"],
            output_names=["output"],
            **options,
        )


def main():
    import torch

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", required=True)
    parser.add_argument("--batch", type=int, default=1)
    parser.add_argument("--side", type=int, default=224)
    for name in ("weights", "input", "output", "onnx", "template"):
        parser.add_argument(f"--{name}", type=pathlib.Path)
    options = parser.parse_args()
    model = build(options.model, {})
    if options.template is not None:
        with torch.no_grad():
            for tensor in model.state_dict().values():
                tensor.copy_(torch.rand(tensor.shape))  # equal tensors would be exported as one
        images = torch.zeros(1, 3, options.side, options.side)
        any_batch = {"input": {0: "batch"}, "output": {0: "batch"}}
        # PRESERVE keeps the exporter from folding; the model is in evaluation mode all the same.
        mode = torch.onnx.TrainingMode.PRESERVE
        export(model, images, options.template, dynamic_axes=any_batch, training=mode)
        return
    missing, unexpected = model.load_state_dict(read_safetensors(options.weights), strict=False)
    missing = [name for name in missing if not name.endswith("num_batches_tracked")]
    if missing or unexpected:
        sys.exit(f"the weights are another network's: {missing} are missing, {unexpected} are too many")
    images = torch.from_numpy(numpy.fromfile(options.input, "<f4"))
    images = images.reshape(options.batch, 3, options.side, options.side)
    if options.onnx is not None:
        export(model, images, options.onnx)
    if options.output is not None:
        model.double()(images.double()).float().numpy().tofile(options.output)


if __name__ == "__main__":
    main()
