#!/usr/bin/env python3
"""Runs our training steps and the peers' in turn, and prints how many times faster ours are.

Makes a Python environment of pinned peers (thrown away afterwards, unless --environment names a folder to keep),
then in every round runs each case with our program and with every peer, one after the other, so that a slow minute
of the machine meets them all. Only ratios within a round are compared. Needs nothing but Python itself.

    python3 Benchmarks/peers/run.py --rounds 3 --cases rbcq-recipe reme-recipe --environment peers-environment
"""

import argparse
import json
import os
import platform
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
REPOSITORY = HERE.parent.parent

CASES = [
    "rbcq-recipe", "reme-recipe", "rbcq-paper-1", "rbcq-paper-10", "rbcq-paper-200", "reme-paper-1",
    "reme-paper-10", "reme-paper-200", "rbcq-production"]
PEERS = {"torch": "torch_steps.py", "jax": "jax_steps.py", "d3rlpy": "d3rlpy_fit.py"}
# Forms of a peer's program. Which is the fastest depends on the case and on the machine: every form is tried once,
# before the first round, and the fastest runs in all.
FORMS = {
    "torch": [
        ["--variant", "compiled", "--layout", "processes"], ["--variant", "compiled", "--layout", "threads"],
        ["--variant", "hand", "--layout", "processes"]],
    "jax": [["--layout", "split"], ["--layout", "plain"]],
    "d3rlpy": [[]],
}
# What d3rlpy runs at all: one critic, as it comes.
D3RLPY_CASES = ["rbcq-paper-1", "rbcq-production"]

NUMPY = "numpy==2.4.6"
TORCH = "2.13.0"
# PyTorch's build without CUDA is on its own index; where that cannot be reached and pip knows no other place, PyPI's
# build does the same work after some gigabytes of download.
TORCH_INDEX = "https://download.pytorch.org/whl/cpu"
# In order, and each on its own: what cannot be installed is left out.
PACKAGES = {
    "torch": [
        [f"torch=={TORCH}+cpu", NUMPY, "--retries", "1", "--extra-index-url", TORCH_INDEX],
        [f"torch=={TORCH}", NUMPY]],
    "jax": [["jax==0.10.2", "jaxlib==0.10.2", NUMPY]],
    "d3rlpy": [["d3rlpy==2.8.1", NUMPY]],
}


class Interrupted(Exception):
    """The user has seen enough."""


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cases", nargs="+", choices=CASES, default=CASES)
    parser.add_argument("--peers", nargs="*", choices=list(PEERS), default=list(PEERS))
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--seconds", type=float, default=5, help="measured in every run")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--timeout", type=float, default=300, help="seconds until a run is given up")
    parser.add_argument("--environment", type=Path, help="a folder for the Python environment, kept for the next time")
    parser.add_argument("--ours", type=Path, default=REPOSITORY / ".build/release/Benchmarks")
    parser.add_argument("--lines", type=Path, default=REPOSITORY / ".build/peers.jsonl", help="all raw lines go here")
    parser.add_argument("--table", type=Path, help="the Markdown table goes here as well")
    parser.add_argument("--as-they-are", action="store_true", help="peers in their usual form, without a trial")
    parser.add_argument("--check", action="store_true", help="only check that the peers do the same work")
    return parser.parse_args()


def say(text):
    print(text, file=sys.stderr, flush=True)


def finish_group(process):
    """Ends a program and whatever it has started."""
    for sent in (signal.SIGTERM, signal.SIGKILL):
        try:
            os.killpg(process.pid, sent)
        except (ProcessLookupError, PermissionError):
            return
        try:
            process.wait(timeout=3)
        except subprocess.TimeoutExpired:
            continue


def call(command, timeout, environment=None):
    """The output, and what went wrong, if anything. The program runs in a group of its own, so that Ctrl-C
    reaches this process alone, which then ends the group."""
    try:
        process = subprocess.Popen(
            [str(part) for part in command], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
            start_new_session=True, env=environment)
    except OSError as error:
        return "", f"cannot run {command[0]}: {error.strerror}"
    try:
        output, errors = process.communicate(timeout=timeout)
    except subprocess.TimeoutExpired:
        finish_group(process)
        process.communicate()
        return "", f"not done after {timeout:.0f} s"
    except KeyboardInterrupt:
        finish_group(process)
        raise Interrupted from None
    if process.returncode != 0:
        last = [line for line in errors.splitlines() if line.strip()][-1:]
        return output, f"ended with {process.returncode}: {' '.join(last)[:200]}"
    return output, None


class Environment:
    """The peers' Python, and which of them it has."""

    def __init__(self, folder):
        self.temporary = folder is None
        self.folder = Path(tempfile.mkdtemp(prefix="scrip-peers-")) if folder is None else folder.resolve()
        self.python = self.folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
        self.missing = {}

    def prepare(self, peers):
        if not self.python.exists():
            say(f"making a Python environment for {', '.join(peers)}")
            _, problem = call([sys.executable, "-m", "venv", self.folder], 300)
            if problem:
                self.missing = {peer: f"no environment: {problem}" for peer in peers}
                return
        for peer in peers:
            if peer == "d3rlpy" and not self.has("torch"):
                self.missing[peer] = "needs torch"
            elif not self.has(peer):
                self.install(peer)

    def has(self, peer):
        pinned = PACKAGES[peer][-1][0].replace("==", " ").split()
        code = "import sys, importlib.metadata as m; sys.exit(m.version(sys.argv[1]).split('+')[0] != sys.argv[2])"
        return call([self.python, "-c", code, *pinned], 60)[1] is None

    def install(self, peer):
        problem = None
        for packages in PACKAGES[peer]:
            say(f"installing {packages[0]}")
            command = [self.python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *packages]
            _, problem = call(command, 1_800)
            if problem is None:
                return
        self.missing[peer] = f"cannot be installed: {problem}"

    def variables(self):
        """What compiled programs leave behind stays in the environment."""
        return {
            **os.environ, "TORCHINDUCTOR_CACHE_DIR": str(self.folder / "inductor"), "PYTHONDONTWRITEBYTECODE": "1"}

    def remove(self):
        if self.temporary:
            shutil.rmtree(self.folder, ignore_errors=True)


class Runs:
    """Every line that a program printed, and what failed."""

    def __init__(self, options, environment):
        self.options, self.environment = options, environment
        self.lines, self.failures, self.forms = [], {}, {}
        options.lines.parent.mkdir(parents=True, exist_ok=True)
        self.file = options.lines.open("w")

    def programs(self, case):
        peers = [
            peer for peer in self.options.peers
            if peer not in self.environment.missing and (peer != "d3rlpy" or case in D3RLPY_CASES)]
        return [program for program in ["ours", *peers] if (case, program) not in self.failures]

    def peers(self, case):
        return [program for program in self.programs(case) if program != "ours"]

    def execute(self, case, program, form, seconds):
        """The program's line, or what went wrong."""
        options = self.options
        if program == "ours":
            command, variables = [options.ours], None
        else:
            command, variables = [self.environment.python, HERE / PEERS[program]], self.environment.variables()
        command += ["--case", case, "--threads", options.threads, "--seconds", seconds, *form]
        output, problem = call(command + (["--check"] if options.check else []), options.timeout, variables)
        for text in output.splitlines():
            try:
                line = json.loads(text)
            except ValueError:
                continue
            # Ours also runs cases whose names begin alike.
            if isinstance(line, dict) and line.get("name") == case and ("steps_per_s" in line or "passed" in line):
                return line, problem
        return None, problem or "printed no line of JSON for the case"

    def choose(self, case, peer):
        """Tries the forms of a peer's program and keeps the fastest."""
        if len(FORMS[peer]) < 2:
            return
        tried = []
        for form in FORMS[peer]:
            line, problem = self.execute(case, peer, form, min(2.0, self.options.seconds))
            if problem is None:
                tried.append((line["steps_per_s"], form))
        self.forms[case, peer] = max(tried, default=(0, []))[1]
        say(f"  {case}, {peer}: " + "; ".join(f"{' '.join(form)}: {pace:.1f}" for pace, form in tried))

    def check(self, case):
        """Every form of every peer."""
        for peer in self.peers(case):
            for form in FORMS[peer]:
                self.forms[case, peer] = form
                self.run(1, case, peer)

    def run(self, round_number, case, program):
        form = self.forms.get((case, program), [])
        line, problem = self.execute(case, program, form, self.options.seconds)
        if problem is not None:
            self.failures[case, program] = problem
            say(f"  {case}, {program}: {problem}")
            return
        line.update(round=round_number, run=program)
        self.lines.append(line)
        self.file.write(json.dumps(line) + "\n")
        self.file.flush()
        if self.options.check:
            verdict = "the same work" if line["passed"] else "OTHER WORK"
            say(f"  {case}, {program} {' '.join(form)}: {verdict}, differences up to {max(line['check'].values()):.0e}")
        else:
            say(f"  {case}, {program}: {line['steps_per_s']:.1f} steps/s")

    def paces(self, case, program):
        """Steps per second by round."""
        return {
            line["round"]: line["steps_per_s"] for line in self.lines
            if line["name"] == case and line["run"] == program and "steps_per_s" in line}

    def table(self):
        rows = [
            "| case | ours, steps/s | peer | peer, steps/s | ours/peer, median (least to most) |",
            "| --- | ---: | --- | ---: | ---: |"]
        for case in self.options.cases:
            ours = self.paces(case, "ours")
            mine = f"{statistics.median(ours.values()):.1f}" if ours else "–"
            for peer in self.options.peers:
                theirs = self.paces(case, peer)
                if not theirs:
                    continue
                ratios = [ours[number] / theirs[number] for number in sorted(ours.keys() & theirs.keys())]
                ratio = f"{statistics.median(ratios):.2f} ({min(ratios):.2f} to {max(ratios):.2f})" if ratios else "–"
                rows.append(f"| {case} | {mine} | {peer} | {statistics.median(theirs.values()):.1f} | {ratio} |")
        return "\n".join(rows)

    def notes(self):
        """What the table alone does not say."""
        peers = {(line["program"], line["version"]) for line in self.lines if line["run"] != "ours"}
        notes = [f"{program} {version}" for program, version in sorted(peers)]
        notes = [f"{self.options.threads} threads; " + ", ".join(notes)] if notes else []
        settings = {
            f"{key}={value}" for line in self.lines for key, value in line.get("environment", {}).items()
            if "CORETYPE" in key}
        if settings:
            notes.append(f"the environment has {', '.join(sorted(settings))}, which slows programs that use OpenBLAS")
        notes += [f"{peer} is missing: {reason}" for peer, reason in sorted(self.environment.missing.items())]
        notes += [f"{program} failed at {case}: {why}" for (case, program), why in sorted(self.failures.items())]
        return "\n".join(f"- {note}" for note in notes)


def main():
    options = arguments()
    environment = Environment(options.environment)
    interrupted = False
    runs = None
    try:
        if options.check:
            options.peers = [peer for peer in options.peers if peer != "d3rlpy"]
        environment.prepare(options.peers)
        runs = Runs(options, environment)
        for number in range(1 if options.check else options.rounds):
            say(f"round {number + 1}" + ("" if options.check else f" of {options.rounds}"))
            for case in options.cases:
                programs = runs.programs(case)
                if number == 0 and not options.check and not options.as_they_are:
                    for peer in runs.peers(case):
                        runs.choose(case, peer)
                if options.check:
                    runs.check(case)
                    continue
                # Nobody is always the first after the others' heat.
                shift = number % max(1, len(programs))
                for program in programs[shift:] + programs[:shift]:
                    runs.run(number + 1, case, program)
    except (Interrupted, KeyboardInterrupt):
        interrupted = True
        say("interrupted; what there is so far:")
    finally:
        environment.remove()
    if runs is not None and not options.check:
        text = f"{runs.table()}\n\n{platform.machine()}, {os.cpu_count()} processors\n\n{runs.notes()}\n"
        print(text)
        if options.table:
            options.table.write_text(text)
    if interrupted:
        return 130
    if options.check and runs is not None and (runs.failures or not all(line["passed"] for line in runs.lines)):
        return 1
    return 0 if runs is not None and runs.lines else 1


if __name__ == "__main__":
    sys.exit(main())
