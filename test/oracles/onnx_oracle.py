"""What ONNX's own package says of models.

    models --cases FILE
        FILE: [{"path", "shapes": {VALUE: [["batch", C] | ["batch", C, H, W], …]}}]
        For each model: the full check, and shape inference in strict mode with data propagation over the model
        without its own shapes. Prints [{"path", "problems": [TEXT, …], "inferred": how many values were compared}].
        A shape is right if it is one of those that the case lists for the value.
    initializers --model FILE --out DIR
        Writes each initialiser as numpy reads it, DIR/INDEX.npy, and prints their names in order.
"""

import argparse
import json
import pathlib

import onnx
from onnx import checker, numpy_helper, shape_inference


def shape_of(value):
    return [d.dim_param if d.HasField("dim_param") else d.dim_value for d in value.type.tensor_type.shape.dim]


def keep_batch(shapes, model):
    """Resize forgets the name of the batch; what it does not know is the batch then."""
    if all(node.op_type != "Resize" for node in model.graph.node):
        return shapes
    return {
        name: ["batch", *shape[1:]] if str(*shape[:1]).startswith("unk__") else shape
        for name, shape in shapes.items()
    }


def problems_of(path, shapes):
    model = onnx.load(path, load_external_data=False)
    try:
        checker.check_model(path, full_check=True)
    except checker.ValidationError as error:
        return [f"checker: {error}"], 0
    own = {value.name: shape_of(value) for value in model.graph.value_info}
    outputs = {value.name: shape_of(value) for value in model.graph.output}
    del model.graph.value_info[:]
    for output in model.graph.output:
        output.type.tensor_type.ClearField("shape")
    inferred = shape_inference.infer_shapes(model, check_type=True, strict_mode=True, data_prop=True)
    found = {value.name: shape_of(value) for value in [*inferred.graph.value_info, *inferred.graph.output]}
    found = keep_batch(found, model)
    problems = []
    for name, allowed in shapes.items():
        if found.get(name) not in allowed:
            problems.append(f"{name} is {found.get(name)}, not {allowed}")
    for name, shape in [*own.items(), *outputs.items()]:
        if found.get(name) != shape:
            problems.append(f"{name} is {found.get(name)}, and the model says {shape}")
    return problems, len(shapes)


def models(options):
    results = []
    for case in json.loads(options.cases.read_text()):
        problems, inferred = problems_of(case["path"], case["shapes"])
        results.append({"path": case["path"], "problems": problems, "inferred": inferred})
    print(json.dumps(results))


def initializers(options):
    import numpy

    names = []
    for index, tensor in enumerate(onnx.load(str(options.model)).graph.initializer):
        numpy.save(options.out / f"{index}.npy", numpy_helper.to_array(tensor))
        names.append(tensor.name)
    print(json.dumps(names))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(required=True)
    command = commands.add_parser("models")
    command.add_argument("--cases", type=pathlib.Path, required=True)
    command.set_defaults(run=models)
    command = commands.add_parser("initializers")
    command.add_argument("--model", type=pathlib.Path, required=True)
    command.add_argument("--out", type=pathlib.Path, required=True)
    command.set_defaults(run=initializers)
    options = parser.parse_args()
    options.run(options)


if __name__ == "__main__":
    main()
