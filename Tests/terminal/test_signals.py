"""Ctrl-C, Ctrl-D, Ctrl-Z and the signals of other processes."""

import os
import re
import signal
import time
import unittest

from terminal import BINARY, LONG_SETUP, LONG_WORK, PromptCase, plain

INTERRUPT, END = "\x03", "\x04"


class Interrupts(PromptCase):
    def test_at_the_prompt_it_drops_the_line(self):
        terminal = self.open()
        terminal.enter("kept = 5")
        mark = terminal.type("half a line")
        terminal.wait_for_line("scrip> half a line")
        terminal.type(INTERRUPT)
        terminal.wait_for_prompt(mark)
        terminal.wait_for_line("scrip>")
        self.assertIn("5\n", terminal.enter("kept"))
        terminal.type("open = (\r")
        terminal.wait_for_line("  ...>")
        terminal.type(INTERRUPT)
        terminal.wait_for_line("scrip>")
        self.assertIn("5\n", terminal.enter("kept"))

    def test_it_stops_work_and_keeps_the_session(self):
        terminal = self.open()
        terminal.enter(LONG_SETUP)
        terminal.enter("result = 5")
        terminal.type(f"result = {LONG_WORK}\r")
        terminal.wait_until(lambda: terminal.modes() == (True, True), "the usual modes")
        terminal.wait_for(r"\d+%")
        start = time.monotonic()
        mark = terminal.type(INTERRUPT)
        terminal.wait_for_prompt(mark)
        self.assertLess(time.monotonic() - start, 2.5)
        self.assertIn("interrupted", terminal.text())
        self.assertIn("5\n", terminal.enter("result"))
        self.assertIn("2\n", terminal.enter("1 + 1"))

    def test_three_in_a_row_stop_three_statements(self):
        terminal = self.open()
        terminal.enter(LONG_SETUP)
        start = time.monotonic()
        for _ in range(3):
            self.start_work(terminal)
            mark = terminal.type(INTERRUPT)
            terminal.wait_for_prompt(mark)
        self.assertLess(time.monotonic() - start, 10)
        self.assertIn("2\n", terminal.enter("1 + 1"))

    def test_a_hundred_rounds_leave_nothing_behind(self):
        terminal = self.open()
        terminal.enter(LONG_SETUP)
        held = []
        for number in range(100):
            self.start_work(terminal)
            mark = terminal.type(INTERRUPT)
            terminal.wait_for_prompt(mark)
            self.assertIn(f"{number + 100}\n", terminal.enter(f"{number} + 100"))
            held.append(self.held(terminal))
        if held[0]:
            descriptors, memory = zip(*held)
            # The first rounds fill what is bounded: buffers, threads, kept results.
            self.assertLessEqual(max(descriptors[20:]), max(descriptors[:20]))
            self.assertLess(memory[-1] - max(memory[:50]), 2_000)

    def start_work(self, terminal):
        mark = terminal.type(f"{LONG_WORK}\r")
        terminal.wait_for("\n", mark)
        terminal.wait_until(lambda: terminal.modes() == (True, True), "the usual modes")

    def held(self, terminal):
        """Open descriptors, and kilobytes of memory; nothing where the system does not tell."""
        process = f"/proc/{terminal.process.pid}"
        if not os.path.isdir(process):
            return None
        with open(f"{process}/status") as file:
            [memory] = [int(line.split()[1]) for line in file if line.startswith("RssAnon")]
        return len(os.listdir(f"{process}/fd")), memory


class Ending(PromptCase):
    def test_ctrl_d_leaves_on_an_empty_line_only(self):
        terminal = self.open()
        terminal.type("1 + 1" + END)
        terminal.wait_for_line("scrip> 1 + 1")
        self.assertIn("2\n", terminal.enter(""))
        terminal.type(END)
        self.assertEqual(terminal.end(), 0)
        # Bracketed paste is off again.
        self.assertGreater(terminal.raw.rfind("\x1b[?2004l"), terminal.raw.rfind("\x1b[?2004h"))

    def test_quit_leaves(self):
        terminal = self.open()
        terminal.type(":quit\r")
        self.assertEqual(terminal.end(), 0)

    def test_a_termination_repairs_the_terminal_and_spares_the_neighbours(self):
        # In a script all processes share a group, and sleep is the neighbour.
        script = f'sleep 100 & echo "neighbour $!."; "{BINARY}"; echo "status $?."; stty -a; '
        terminal = self.spawn(["sh", "-c", script + "kill $! && echo alive"])
        terminal.wait_for_prompt()
        terminal.type("unfinished")
        terminal.wait_for_line("scrip> unfinished")
        self.assertEqual(terminal.modes(), (False, False))
        children = f"/proc/{terminal.process.pid}/task/{terminal.process.pid}/children"
        with open(children) as file:
            pids = [int(pid) for pid in file.read().split()]
        neighbour = int(re.search(r"neighbour (\d+)\.", terminal.raw).group(1))
        [scrip] = [pid for pid in pids if pid != neighbour]
        mark = len(terminal.raw)
        os.kill(scrip, signal.SIGTERM)
        terminal.wait_for(r"alive", mark)
        output = plain(terminal.raw[mark:])
        self.assertIn("status 143.", output)
        self.assertRegex(output, r"(?<!-)icanon")
        self.assertRegex(output, r"(?<!-)echo\b")

    def test_a_termination_during_work_leaves_the_terminal_as_it_was(self):
        path = os.path.join(self.project, "long.csv")
        with open(path, "w") as file:
            file.write("a,b,c\n" + "1,2.5,word\n" * 2_000_000)
        for work in (LONG_WORK, 'load("long.csv")'):
            for name, status in ((signal.SIGTERM, 143), (signal.SIGHUP, 129)):
                script = f'"{BINARY}"; echo "status $?."; stty -a'
                terminal = self.spawn(["sh", "-c", script])
                terminal.wait_for_prompt()
                terminal.enter(LONG_SETUP)
                mark = terminal.type(work + "\r")
                terminal.wait_for("\n", mark)
                terminal.wait_until(lambda: terminal.modes() == (True, True), "the usual modes")
                children = f"/proc/{terminal.process.pid}/task/{terminal.process.pid}/children"
                with open(children) as file:
                    [scrip] = [int(pid) for pid in file.read().split()]
                mark = len(terminal.raw)
                os.kill(scrip, name)
                terminal.wait_for(r"speed", mark)
                terminal.end()
                output = plain(terminal.raw[mark:])
                self.assertRegex(output, rf"(?m)^status {status}\.")
                for mode in ("icanon", "echo", "isig", "icrnl", "opost"):
                    self.assertRegex(output, rf"(?<!-)\b{mode}\b", f"{work} {name}")
                # No paste mode is left on either.
                self.assertGreater(
                    terminal.raw.rfind("\x1b[?2004l"), terminal.raw.rfind("\x1b[?2004h"))

    def test_stopping_and_going_on_redraws_the_line(self):
        terminal = self.spawn(["bash", "--norc", "--noprofile", "-i"], PS1="shell$ ")
        terminal.wait_for_line("shell$")
        terminal.type(f"{BINARY}\r")
        terminal.wait_for_prompt()
        terminal.type("1 + ")
        terminal.wait_for_line("scrip> 1 +")
        terminal.type("\x1a")
        terminal.wait_for_line("shell$")
        terminal.type("fg\r")
        terminal.wait_for_line("scrip> 1 +")
        terminal.type("41")
        terminal.wait_for_line("scrip> 1 + 41")
        self.assertIn("42\n", terminal.enter(""))


if __name__ == "__main__":
    unittest.main()
