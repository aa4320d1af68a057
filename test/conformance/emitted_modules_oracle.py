"""Runs the modules of many folders in one process, since PyTorch takes a second to start.

    emitted_modules_oracle.py RUNNER < folders.json

The runner is the program that `rnc verify` ships; it is given one folder after the other. The last line printed is a
JSON object of what went wrong, by folder.
"""

import json
import runpy
import sys

runner = sys.argv[1]
failures = {}
for folder in json.load(sys.stdin):
    sys.argv = [runner, folder]
    try:
        runpy.run_path(runner)
    except Exception as error:  # one case's failure is its own
        failures[folder] = f"{type(error).__name__}: {error}"
print(json.dumps(failures))
