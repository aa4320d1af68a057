"""Writes random weights as Keras does, and the same numbers as PyTorch would have them.

    keras_file.py --layers FILE --layout LAYOUT --out DIR

FILE: [{"layer": "conv1_conv", "class": "conv2d", "path": "conv1", "variables": {"kernel": [7, 7, 3, 64], "bias": [64]}}]
in the order of model.layers. Writes DIR/model.h5, and DIR/expected.safetensors under `path`, whose kernels are transposed
with numpy: H x W x I x O to O x I x H x W, in x out to out x in, and H x W x C x M of a depthwise kernel to C*M x 1 x H x W.

Layouts, after Keras's own code:

    weights         model.save_weights("x.h5") of Keras 2 (keras/saving/hdf5_format.py, save_weights_to_hdf5_group): the
                    attribute layer_names of the file; a group per layer with weight_names, which are paths of datasets
                    below it, with ":0"
    model           model.save("x.h5"): the same in the group model_weights, beside model_config; here with layer_names in
                    parts, as save_attributes_to_hdf5_group splits what is longer than 64 KiB, and compressed
    nested          a model inside a model: one layer whose weight_names have the inner layers' names
    keras3          model.save_weights("x.weights.h5") of Keras 3 (keras/src/saving/saving_lib.py, _save_container_state and
                    H5IOStore): layers/CLASS_N/vars/I, and the layer's name as an attribute of vars
    keras3-unnamed  the same before Keras 3.6, without names
"""

import argparse
import json
import pathlib
import struct

import h5py
import numpy

SUFFIXES = {
    "kernel": "weight",
    "depthwise_kernel": "weight",
    "gamma": "weight",
    "beta": "bias",
    "bias": "bias",
    "moving_mean": "running_mean",
    "moving_variance": "running_var",
}


def as_pytorch(variable, array):
    if variable == "depthwise_kernel":
        height, width, channels, multiplier = array.shape
        return array.transpose(2, 3, 0, 1).reshape(channels * multiplier, 1, height, width)
    if variable == "kernel":
        return array.transpose(3, 2, 0, 1) if array.ndim == 4 else array.T
    return array


def write_layers(group, layers, values, **storage):
    for layer in layers:
        inside = group.create_group(layer["layer"])
        names = [f"{layer['layer']}/{variable}:0" for variable in layer["variables"]]
        inside.attrs["weight_names"] = [name.encode() for name in names]
        for name, variable in zip(names, layer["variables"]):
            inside.create_dataset(name, data=values[layer["layer"], variable], **storage)


def write_keras3(file, layers, values, named):
    used = {}
    for layer in layers:
        kind = layer["class"]
        used[kind] = used.get(kind, -1) + 1
        name = f"{kind}_{used[kind]}" if used[kind] else kind
        group = file.create_group(f"layers/{name}").create_group("vars")
        if named:
            group.attrs["name"] = layer["layer"]
        for index, variable in enumerate(layer["variables"]):
            group[str(index)] = values[layer["layer"], variable]
    file.create_group("optimizer/vars")["0"] = numpy.int64(1000)


def write_h5(path, layout, layers, values):
    names = [layer["layer"].encode() for layer in layers]
    with h5py.File(path, "w") as file:
        if layout == "weights":
            file.attrs["layer_names"] = names
            file.attrs["backend"] = b"tensorflow"
            file.attrs["keras_version"] = b"2.11.0"
            write_layers(file, layers, values)
        elif layout == "model":
            file.attrs["keras_version"] = b"2.11.0"
            file.attrs["model_config"] = json.dumps({"class_name": "Functional"})
            group = file.create_group("model_weights")
            half = len(names) // 2
            group.attrs["layer_names0"] = names[:half]
            group.attrs["layer_names1"] = names[half:]
            write_layers(group, layers, values, compression="gzip", shuffle=True)
        elif layout == "nested":
            file.attrs["layer_names"] = [b"input_1", b"inner"]
            file.create_group("input_1").attrs["weight_names"] = numpy.array([], dtype="S1")
            inside = file.create_group("inner")
            paths = [f"{layer['layer']}/{variable}:0" for layer in layers for variable in layer["variables"]]
            inside.attrs["weight_names"] = [name.encode() for name in paths]
            for name in paths:
                inside[name] = values[tuple(name[:-2].rsplit("/", 1))]
        else:
            write_keras3(file, [layer for layer in layers if layer["variables"]], values, layout == "keras3")


def write_safetensors(path, tensors):
    header, end = {}, 0
    for name, array in tensors.items():
        header[name] = {"dtype": "F32", "shape": list(array.shape), "data_offsets": [end, end + array.nbytes]}
        end += array.nbytes
    text = json.dumps(header).encode()
    with open(path, "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text)
        for array in tensors.values():
            file.write(numpy.ascontiguousarray(array).tobytes())


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--layers", required=True)
    parser.add_argument("--layout", required=True)
    parser.add_argument("--out", required=True)
    options = parser.parse_args()
    layers = json.loads(pathlib.Path(options.layers).read_text())
    random = numpy.random.default_rng(7)
    values = {
        (layer["layer"], variable): random.standard_normal(shape, dtype=numpy.float32)
        for layer in layers
        for variable, shape in layer["variables"].items()
    }
    out = pathlib.Path(options.out)
    write_h5(out / "model.h5", options.layout, layers, values)
    expected = {
        f"{layer['path']}.{SUFFIXES[variable]}": as_pytorch(variable, values[layer["layer"], variable])
        for layer in layers
        for variable in layer["variables"]
    }
    write_safetensors(out / "expected.safetensors", expected)


if __name__ == "__main__":
    main()
