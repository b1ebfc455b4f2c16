"""What the programs of this folder share: their arguments, their one line of output, their clock."""

import argparse
import json
import os
import time

# Settings of the environment that decide which machine code a library picks, or how many threads it starts.
TELLING = ("CORETYPE", "OMP_", "MKL_", "OPENBLAS_", "DNNL_", "ONEDNN_", "XLA_FLAGS", "KMP_", "GOMP_", "MALLOC_")


def arguments(description, cases, **extra):
    """`extra` has further options: their choices, the first being the default."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--case", choices=sorted(cases), required=True)
    parser.add_argument("--seconds", type=float, default=5, help="of measuring, after warming up")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--check", action="store_true", help="compare one step with reference.py instead")
    for name, choices in extra.items():
        parser.add_argument(f"--{name}", choices=choices, default=choices[0])
    return parser.parse_args()


def claim(threads):
    """Keeps the process to so many of its processors. Call it before a library is loaded that counts them."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:threads])


def measure(advance, seconds):
    """Steps per second of `advance`, which takes some steps and returns their number and loss. Beside it the least
    processor seconds per step of any call: steadier where others use the machine, but waiting in a loop counts."""
    warm = time.perf_counter() + min(2.0, max(0.5, seconds / 4))
    advance()
    while time.perf_counter() < warm:
        advance()
    steps, least, begin, used = 0, float("inf"), time.perf_counter(), time.process_time()
    while True:
        count, loss = advance()
        steps += count
        elapsed, before, used = time.perf_counter() - begin, used, time.process_time()
        least = min(least, (used - before) / count)
        if elapsed >= seconds:
            return dict(steps_per_s=steps / elapsed, cpu_s_per_step=least, loss=loss)


def report(**line):
    line["environment"] = {
        key: value for key, value in sorted(os.environ.items()) if any(word in key for word in TELLING)}
    print(json.dumps(line), flush=True)
