"""Runs and checks train.py of an emitted folder, which is the working directory.

    training_oracle.py make_files             what the runs are given
    training_oracle.py commands RUNS.json     each run as a user starts it; prints a list of outcomes
    training_oracle.py gradients NAME CLASS training|frozen
                                              under torchrun: beside plain PyTorch on the whole batch
    training_oracle.py ending ARGS            under torchrun, train.py: models that live when their group is destroyed
    training_oracle.py compare A.pt B.pt      whether two checkpoints hold the same bits
    training_oracle.py schedules              beside torch.optim.lr_scheduler

A process for each run would load PyTorch a hundred times; the runs are forks of one that has loaded it.
"""

import contextlib
import copy
import json
import os
import resource
import runpy
import signal
import sys
import tempfile
import time
import warnings
from pathlib import Path

import torch
from PIL import Image
from torch.nn import functional

sys.path.insert(0, os.getcwd())


def run_once(arguments, largest_file):
    if largest_file is not None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (largest_file, largest_file))
    sys.argv = ["train.py", *arguments]
    code = 70
    try:
        runpy.run_path("train.py", run_name="__main__")
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 1
    except BaseException:
        import traceback

        traceback.print_exc()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


def lines_of(path):
    return path.read_bytes().count(b"\n") if path.exists() else 0


def run(task):
    """With `kill`, the signal is sent once the file of metrics has so many lines."""
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        process = os.fork()
        if process == 0:
            os.dup2(out.fileno(), 1)
            os.dup2(err.fileno(), 2)
            run_once(task["args"], task.get("largestFile"))
        status = None
        if "kill" in task:
            metrics = Path(task["kill"]["metrics"])
            while status is None and lines_of(metrics) < task["kill"]["lines"]:
                done, ended = os.waitpid(process, os.WNOHANG)
                status = ended if done else None
                time.sleep(0.001)
            if status is None:
                os.kill(process, getattr(signal, task["kill"]["signal"]))
        if status is None:
            status = os.waitpid(process, 0)[1]
        texts = []
        for file in (out, err):
            file.seek(0)
            texts.append(file.read().decode())
    return {"code": os.waitstatus_to_exitcode(status), "stdout": texts[0], "stderr": texts[1]}


class Program:
    def __reduce__(self):
        return (os.mkdir, ("executed",))


def make_folder_of_pictures(name, training, validation):
    """A few flat pictures for each class."""
    for part, classes in (("train", training), ("val", validation)):
        for index, each in enumerate(classes):
            folder = Path(name, part, each)
            folder.mkdir(parents=True)
            for number in range(2):
                Image.new("RGB", (24 + number, 20), (index * 25, number * 90, 60)).save(folder / f"{number}.png")


def make_cifar(name, training, validation):
    Path(name).mkdir()
    Path(name, "data_batch_1.bin").write_bytes(training)
    Path(name, "test_batch.bin").write_bytes(validation)


def make_files():
    """Pictures and weights for the runs, good ones and bad ones. Their network is `tiny`."""
    from tiny import Tiny
    from training.safetensors import write_safetensors

    classes = [f"c{index}" for index in range(10)]
    make_folder_of_pictures("pictures", classes, classes)
    make_folder_of_pictures("few", classes[:2], classes[:2])
    make_folder_of_pictures("odd", classes, [*classes, "extra"])
    make_folder_of_pictures("hollow", classes, classes)
    for picture in Path("hollow/train/c3").iterdir():
        picture.unlink()
    make_folder_of_pictures("broken", classes, classes)
    Path("broken/train/c0/0.png").write_bytes(b"\x89PNG\r\n\x1a\nno more")

    records = b"".join(bytes([index % 10]) + os.urandom(3072) for index in range(40))
    make_cifar("cifar", records, records)
    make_cifar("truncated", records, records[: 2 * 3073 - 1])
    make_cifar("empty", records, b"")
    make_cifar("labelled", bytes([10]) + records[1:], records)

    state = Tiny().state_dict()
    torch.save({**state, "fc.weight": torch.zeros(7, 16), "fc.bias": torch.zeros(7)}, "other.pt")
    torch.save({"stem.weight": torch.zeros(3)}, "alien.pt")
    torch.save(Program(), "evil.pt")
    with open("cut.safetensors", "w+b") as file:
        write_safetensors(file, state)
        file.truncate(file.tell() - 1)
    state["fc.weight"][0, 0] = float("nan")
    torch.save(state, "nan.pt")


def commands(file):
    runpy.run_path("train.py", run_name="loaded")
    import training.cifar  # noqa: F401
    import training.image_folder  # noqa: F401

    print(json.dumps([run(task) for task in json.loads(Path(file).read_text())]))


def largest_difference(network, reference):
    """Relative to the largest gradient."""
    pairs = list(zip(network.parameters(), reference.parameters()))
    largest = max(float(wanted.grad.abs().max()) for _, wanted in pairs)
    return max(float((found.grad - wanted.grad).abs().max()) for found, wanted in pairs) / largest


def gradients(name, class_name, mode):
    from training.arguments import parse_arguments
    from training.data import make_loader, open_data
    from training.distributed import Processes, processes_started
    from training.evaluation import evaluate
    from training.gradients import accumulate_gradients
    from training.precision import Precision
    from training.sampling import TrainingBatches

    network_class = getattr(__import__(name), class_name)
    given = ["--data", "synthetic:45", "--batch-size", "32", "--label-smoothing", "0.1"]

    def check(processes):
        found = []
        for parts in (1, 2):
            arguments = parse_arguments(name, [*given, "--accumulate", str(parts), "--workers", "0"])
            precision = Precision("off", processes.device)
            data = open_data(arguments.data, (3, 16, 16), 10, seed=0)
            torch.manual_seed(0)
            network = network_class().train(mode == "training")
            reference = copy.deepcopy(network)
            model = processes.distribute(network)
            batches = TrainingBatches(len(data.training), arguments, processes)
            alone = Processes(rank=0, count=1, device=processes.device)
            whole = list(TrainingBatches(len(data.training), arguments, alone))
            loader = make_loader(data.training, batches, 0, processes.device)
            for step, (pictures, labels) in enumerate(loader):
                network.zero_grad()
                accumulate_gradients(
                    model,
                    pictures,
                    labels,
                    batch=batches.sizes[step],
                    arguments=arguments,
                    precision=precision,
                    processes=processes,
                )
                samples = [data.training[draw] for draw in whole[step]]
                inputs = torch.stack([picture for picture, _ in samples])
                targets = torch.tensor([label for _, label in samples])
                reference.zero_grad()
                loss = functional.cross_entropy(reference(inputs), targets, label_smoothing=0.1)
                loss.backward()
                found.append(
                    {
                        "parts": parts,
                        "share": len(labels),
                        "batch": len(targets),
                        "difference": largest_difference(network, reference),
                    }
                )
        averages = evaluate(network, data.validation, arguments, precision, processes)
        samples = [data.validation[(index, 0)] for index in range(len(data.validation))]
        targets = torch.tensor([label for _, label in samples])
        with torch.no_grad():
            outputs = network(torch.stack([picture for picture, _ in samples]))
        expected = float(functional.cross_entropy(outputs, targets))
        right = float((outputs.argmax(1) == targets).float().mean())
        validation = {"pictures": len(samples), "loss": averages.loss - expected, "top1": averages.top1 - right}
        if processes.first:
            print(json.dumps({"processes": processes.count, "steps": found, "validation": validation}))

    with processes_started(parse_arguments(name, given)) as processes:
        check(processes)


def ending(*arguments):
    import gc

    import torch.distributed as dist

    destroy = dist.destroy_process_group
    models = []

    def destroy_and_look():
        living = [each for each in gc.get_objects() if isinstance(each, torch.nn.parallel.DistributedDataParallel)]
        models.append(len(living))
        destroy()

    dist.destroy_process_group = destroy_and_look
    sys.argv = ["train.py", *arguments]
    code = None
    try:
        with contextlib.redirect_stdout(sys.stderr):
            runpy.run_path("train.py", run_name="__main__")
    except SystemExit as end:
        code = end.code
    if os.environ["RANK"] == "0":
        print(json.dumps({"code": code, "models": models}))


def compare(one, other):
    first, second = (torch.load(path, map_location="cpu") for path in (one, other))
    flat = [(name, tensor) for name, tensor in first["model"].items()]
    same = all(torch.equal(tensor, second["model"][name]) for name, tensor in flat)
    momenta = first["optimizer"]
    for index, state in momenta.items():
        same = same and torch.equal(state["momentum_buffer"], second["optimizer"][index]["momentum_buffer"])
    print(json.dumps({"same": same, "tensors": len(flat) + len(momenta)}))


def schedules():
    from training.arguments import parse_arguments
    from training.schedule import make_schedule

    scheduler = torch.optim.lr_scheduler
    warnings.simplefilter("ignore")
    cases = {
        "cosine": (["--schedule", "cosine"], lambda o: scheduler.CosineAnnealingLR(o, 70)),
        "step": (["--schedule", "step", "--milestones", "3", "5"], lambda o: scheduler.MultiStepLR(o, [30, 50])),
        "step by itself": (["--schedule", "step"], lambda o: scheduler.MultiStepLR(o, [35, 52])),
        "warm-up": (
            ["--schedule", "cosine", "--warmup-epochs", "2"],
            lambda o: scheduler.SequentialLR(
                o,
                [scheduler.LinearLR(o, 1 / 20, 1, 19), scheduler.CosineAnnealingLR(o, 50)],
                [20],
            ),
        ),
    }
    found = {}
    for name, (options, make) in cases.items():
        arguments = parse_arguments("x", ["--data", "synthetic", "--epochs", "7", "--lr", "0.4", *options])
        schedule = make_schedule(arguments, 10)
        optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=0.4)
        theirs = make(optimizer)
        rates = []
        for _ in range(70):
            rates.append(optimizer.param_groups[0]["lr"])
            optimizer.step()
            theirs.step()
        found[name] = {
            "difference": max(abs(schedule.at(step) - rate) for step, rate in enumerate(rates)),
            "lowest": min(rates),
            "highest": max(rates),
        }
    print(json.dumps(found))


if __name__ == "__main__":
    globals()[sys.argv[1]](*sys.argv[2:])
