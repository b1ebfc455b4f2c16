"""What a long day at the prompt leaves behind: nothing. A hundred interrupts, a thousand statements."""

import os
import unittest

from terminal import LONG_SETUP, LONG_WORK, PromptCase

INTERRUPT = "\x03"


class Lasting(PromptCase):
    def resident(self, terminal):
        """Kilobytes of memory that the process holds, without the pages of its own file."""
        with open(f"/proc/{terminal.process.pid}/status") as file:
            lines = dict(line.split(":", 1) for line in file)
        return int(lines["RssAnon"].split()[0])

    def test_a_hundred_interrupts_everywhere_keep_the_session(self):
        path = os.path.join(self.project, "long.csv")
        with open(path, "w") as file:
            file.write("a,b,c\n" + "1,2.5,word\n" * 400_000)
        terminal = self.open()
        terminal.enter("kept = 5")
        terminal.enter(LONG_SETUP)
        for number in range(40):
            mark = terminal.type("half a line")
            terminal.wait_for_line("scrip> half a line")
            terminal.type(INTERRUPT)
            terminal.wait_for_prompt(mark)
            terminal.wait_for_line("scrip>")
        for number in range(20):
            terminal.type("open = (\r")
            terminal.wait_for_line("  ...>")
            terminal.type(INTERRUPT)
            terminal.wait_for_line("scrip>")
        for line, count in ((f"kept = {LONG_WORK}", 30), ('kept = load("long.csv")', 10)):
            for number in range(count):
                mark = terminal.type(line + "\r")
                terminal.wait_for("\n", mark)
                terminal.wait_until(lambda: terminal.modes() == (True, True), "the usual modes")
                mark = terminal.type(INTERRUPT)
                terminal.wait_for_prompt(mark)
        self.assertIn("interrupted", terminal.text())
        self.assertIn("5\n", terminal.enter("kept"))

    def test_a_thousand_statements_hold_no_memory(self):
        if not os.path.isdir("/proc/self"):
            self.skipTest("memory is read from /proc")
        terminal = self.open()
        terminal.enter("visits = market(users: 40, seed: 1) |> simulate()")
        lines = [
            "kept = visits |> where(day > 2)", "length(kept)", "1 + 1", "total = sum(visits.cost)",
            "nothing_has_this_name",
        ]

        def rounds(count):
            for _ in range(count):
                mark = terminal.type("".join(line + "\r" for line in lines))
                terminal.wait_for("unknown name", mark)
                terminal.wait_for_prompt(terminal.raw.index("unknown name", mark))

        # The first rounds fill what is bounded: a hundred steps to undo, fifty results.
        rounds(60)
        before = self.resident(terminal)
        rounds(200)
        self.assertLess(self.resident(terminal) - before, 2_000)
        self.assertIn("2\n", terminal.enter("1 + 1"))


if __name__ == "__main__":
    unittest.main()
