"""A terminal that a test can look at: a process on a pty, and a screen that its output is drawn on.

Nothing here sleeps: every wait is for something on the screen or in the output, with a timeout that
only a hang or a broken build reaches."""

import os
import re
import select
import shutil
import signal
import tempfile
import termios
import time
import unittest

import pexpect
import pyte

BINARY = os.environ["SCRIP_BINARY"]
TIMEOUT = 20.0
# Checks that run under nohup would hand its deafness down, and Scrip keeps what a parent ignores.
signal.signal(signal.SIGHUP, signal.SIG_DFL)
# Where nothing else is said: the suite runs on several.
COLUMNS = int(os.environ.get("SCRIP_COLUMNS", 80))
ROWS = int(os.environ.get("SCRIP_ROWS", 24))
LANGUAGE = os.environ.get("SCRIP_LANG", "C.UTF-8")

# Work that reports progress and takes an hour when nobody stops it, and what it needs.
LONG_SETUP = (
    "small = market(users: 60, seed: 1) |> simulate() |> dataset(user: user, time: day, "
    "state: [day], action: coupon, reward: returned, cost: cost, terminated: terminated) "
    "|> generalize(λ: [0, 1])"
)
LONG_WORK = "small |> rbcq(steps: 10_000_000)"


def environment(home, **changes):
    """The variables of a fresh user; a change to None removes one."""
    variables = {
        "HOME": home,
        "PATH": os.environ["PATH"],
        "TERM": "xterm-256color",
        "LANG": LANGUAGE,
    }
    if "LD_LIBRARY_PATH" in os.environ:
        variables["LD_LIBRARY_PATH"] = os.environ["LD_LIBRARY_PATH"]
    for name, value in changes.items():
        variables.pop(name, None)
        if value is not None:
            variables[name] = value
    return variables


class Terminal:
    """A process on a pty of a given size."""

    def __init__(self, command, variables, folder, columns=COLUMNS, rows=ROWS):
        self.screen = pyte.Screen(columns, rows)
        self.stream = pyte.Stream(self.screen)
        self.raw = ""
        self.process = pexpect.spawn(
            command[0], command[1:], env=variables, cwd=folder, encoding="utf-8",
            codec_errors="replace", dimensions=(rows, columns), timeout=TIMEOUT)
        self.process.delaybeforesend = None

    # Looking

    def text(self):
        return "\n".join(line.rstrip() for line in self.screen.display).rstrip()

    def cursor_line(self):
        return self.screen.display[self.screen.cursor.y].rstrip()

    def read(self, wait=0.05):
        """Draws what arrived; False once the process has closed its side."""
        try:
            new = self.process.read_nonblocking(65536, timeout=wait)
        except pexpect.TIMEOUT:
            return True
        except pexpect.EOF:
            return False
        self.raw += new
        self.stream.feed(new)
        return True

    def wait_until(self, condition, what, timeout=TIMEOUT):
        end = time.monotonic() + timeout
        while not condition():
            is_open = self.read()
            if condition():
                return
            if not is_open or time.monotonic() > end:
                reason = "timed out" if is_open else "the process ended"
                raise AssertionError(f"{reason} waiting for {what}; the screen:\n{self.text()}")

    def wait_for(self, pattern, since=0, timeout=TIMEOUT):
        """Waits for a pattern in the raw output after a mark."""
        self.wait_until(
            lambda: re.search(pattern, self.raw[since:]), f"output {pattern!r}", timeout)

    def wait_for_screen(self, text, timeout=TIMEOUT):
        self.wait_until(lambda: text in self.text(), f"{text!r} on the screen", timeout)

    def wait_for_line(self, line, timeout=TIMEOUT):
        """Waits until the line with the cursor reads like this."""
        self.wait_until(
            lambda: self.cursor_line() == line.rstrip(), f"the line {line!r}", timeout)

    def wait_for_prompt(self, since=0, timeout=TIMEOUT):
        self.wait_for("scrip>", since, timeout)
        self.wait_until(
            lambda: self.cursor_line().startswith("scrip>"), "the prompt", timeout)

    # Typing

    def type(self, keys):
        mark = len(self.raw)
        if len(keys) < 1_000:
            self.process.send(keys)
        else:
            self.paste(keys.encode())
        return mark

    def paste(self, keys):
        """More than the terminal's buffers hold is written while what it prints is read, as terminals do: with
        both buffers full each side would wait for the other."""
        descriptor = self.process.child_fd
        os.set_blocking(descriptor, False)
        try:
            while keys:
                readable, writable, _ = select.select([descriptor], [descriptor], [], TIMEOUT)
                if readable:
                    self.read()
                if writable:
                    try:
                        keys = keys[os.write(descriptor, keys[:512]):]
                    except BlockingIOError:
                        time.sleep(0.001)
                if not readable and not writable:
                    raise AssertionError(f"nothing is read any more; the screen:\n{self.text()}")
        finally:
            os.set_blocking(descriptor, True)

    def enter(self, line):
        """Types a line at the prompt and waits for the next prompt; returns what was printed."""
        mark = self.type(line + "\r")
        self.wait_for_prompt(mark)
        return plain(self.raw[mark:])

    def resize(self, columns, rows=ROWS):
        self.screen.resize(rows, columns)
        self.process.setwinsize(rows, columns)

    # Ending

    def end(self):
        """Waits for the end; returns the exit status, or minus the signal."""
        self.wait_until(lambda: not self.read(), "the end")
        self.process.wait()
        if self.process.signalstatus is not None:
            return -self.process.signalstatus
        return self.process.exitstatus

    def close(self):
        self.process.close(force=True)

    def modes(self):
        """Whether the terminal echoes, and whether it hands out whole lines."""
        flags = termios.tcgetattr(self.process.child_fd)[3]
        return bool(flags & termios.ECHO), bool(flags & termios.ICANON)


def plain(output):
    """Output without escape sequences and carriage returns."""
    output = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", output)
    return re.sub(r"\x1b.|\r|\x07", "", output)


class PromptCase(unittest.TestCase):
    """A scratch home with a project in it, and terminals that are closed at the end."""

    def setUp(self):
        self.home = tempfile.mkdtemp(prefix="scrip-home-")
        self.addCleanup(shutil.rmtree, self.home, ignore_errors=True)
        self.project = self.folder("project")
        os.mkdir(os.path.join(self.project, ".git"))

    def folder(self, name):
        path = os.path.join(self.home, name)
        os.makedirs(path, exist_ok=True)
        return path

    def open(self, arguments=(), folder=None, columns=COLUMNS, **changes):
        terminal = self.spawn([BINARY, *arguments], folder, columns, **changes)
        terminal.wait_for_prompt()
        return terminal

    def spawn(self, command, folder=None, columns=COLUMNS, **changes):
        terminal = Terminal(
            command, environment(self.home, **changes), folder or self.project, columns)
        self.addCleanup(terminal.close)
        return terminal
