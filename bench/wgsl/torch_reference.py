"""What PyTorch answers for given weights.

    --model NAME --weights F.safetensors --input F.f32 --output F.f32 [--batch N --side N]
        writes the network's answer, computed in double precision, as float32 in C order
"""

import argparse
import json
import pathlib
import sys

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


def main():
    import torch

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", required=True)
    parser.add_argument("--batch", type=int, default=1)
    parser.add_argument("--side", type=int, default=224)
    for name in ("weights", "input", "output"):
        parser.add_argument(f"--{name}", type=pathlib.Path, required=True)
    options = parser.parse_args()
    model = build(options.model, {})
    missing, unexpected = model.load_state_dict(read_safetensors(options.weights), strict=False)
    missing = [name for name in missing if not name.endswith("num_batches_tracked")]
    if missing or unexpected:
        sys.exit(f"the weights are another network's: {missing} are missing, {unexpected} are too many")
    images = torch.from_numpy(numpy.fromfile(options.input, "<f4"))
    images = images.reshape(options.batch, 3, options.side, options.side)
    model.double()(images.double()).float().numpy().tofile(options.output)


if __name__ == "__main__":
    main()
