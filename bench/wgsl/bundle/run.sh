#!/bin/sh
# Measures rnc's WebGPU programs beside other engines on this machine. Nothing is installed and no network is used.
#
#   ./run.sh [--networks resnet18,resnet50] [--batches 1,8,32] [--seconds 5] [--peak-tflops 67] [--out FOLDER]
#            [--engines rnc,ort-node,tfjs] [--dawn enable-dawn-features=skip_validation]
#
# The Vulkan driver is the system's first GPU; VK_ICD_FILENAMES or VK_DRIVER_FILES name another.
here=$(cd "$(dirname "$0")" && pwd)
# The system's own Vulkan loader comes first, where it has one.
LD_LIBRARY_PATH="${LD_LIBRARY_PATH:+$LD_LIBRARY_PATH:}/usr/lib/x86_64-linux-gnu:/usr/lib64:$here/lib"
export LD_LIBRARY_PATH
exec "$here/bin/node" "$here/main.mjs" "$@"
