"""Exports PyTorch's own tests of modules to ONNX, in the layout of ONNX's backend suite.

    exported_modules_oracle.py FOLDER

The tests are the tables of torch.testing._internal.common_nn, which PyTorch's test_nn.py runs: a constructor, its
arguments and an input. Each becomes FOLDER/NAME with model.onnx and test_data_set_0/{input,output}_*.pb, the output
being PyTorch's. What the exporter refuses becomes a folder with refused.txt.
"""

import copy
import io
import sys
import types
import unittest
import warnings
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

import torch
from onnx import numpy_helper
from torch import nn

# Debian's package holds the tables but not a library that other parts of torch.testing want.
sys.modules["expecttest"] = types.SimpleNamespace(ACCEPT=False, TestCase=unittest.TestCase)

from torch.testing._internal import common_nn  # noqa: E402

OPSET = 17


def make_test(params):
    params = copy.deepcopy(params)
    params.pop("decorator", None)
    if "constructor" not in params:
        params["constructor"] = getattr(nn, params.pop("module_name"))
    return common_nn.NewModuleTest(**params)


def export(test, folder: Path) -> None:
    torch.manual_seed(0)
    module = test.constructor(*test.constructor_args).eval()
    inputs = test._get_input()
    inputs = inputs if isinstance(inputs, tuple) else (inputs,)
    with torch.no_grad():
        outputs = module(*inputs)
    outputs = outputs if isinstance(outputs, tuple) else (outputs,)
    model = io.BytesIO()
    torch.onnx.export(module, inputs, model, opset_version=OPSET)
    data = folder / "test_data_set_0"
    data.mkdir(parents=True)
    (folder / "model.onnx").write_bytes(model.getvalue())
    for kind, tensors in (("input", inputs), ("output", outputs)):
        for index, tensor in enumerate(tensors):
            proto = numpy_helper.from_array(tensor.detach().numpy())
            (data / f"{kind}_{index}.pb").write_bytes(proto.SerializeToString())


def main(folder: Path) -> None:
    warnings.simplefilter("ignore")
    for params in common_nn.module_tests + common_nn.new_module_tests:
        test = make_test(params)
        target = folder / test.get_name()
        try:
            with redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()):
                export(test, target)
        except Exception as error:  # what it cannot export, it refuses in many ways
            target.mkdir(parents=True, exist_ok=True)
            (target / "refused.txt").write_text(type(error).__name__)


main(Path(sys.argv[1]))
