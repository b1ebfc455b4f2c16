"""What was learned before is there at once: after a crash, in a script, for a changed last line."""

import os
import signal
import subprocess
import unittest

from terminal import BINARY, LONG_WORK, TIMEOUT, PromptCase, environment, plain

DATA = "user,day,coupon,visit,cost,last\n" + "".join(
    f"{user},{day},{(user * 7 + day * 5) % 3},{user % 2},{(user * 7 + day * 5) % 3},{day // 2}\n"
    for user in range(30) for day in range(3))
LOG = (
    'log = load("visits.csv") |> dataset(user: user, time: day, state: [day], action: coupon, '
    "reward: visit, cost: cost, terminated: last, uniform: true)")
LEARN = "policy = log |> generalize(λ: [0, 1]) |> rbcq(steps: 40, batch: 16, seed: 1)"
JUDGE = "value = log |> reme(policy, steps: 40, batch: 16, seed: 1)"


class Stages(PromptCase):
    def setUp(self):
        super().setUp()
        self.write("visits.csv", DATA)

    def write(self, name, text):
        with open(os.path.join(self.project, name), "w") as file:
            file.write(text)

    def scrip(self, *arguments):
        done = subprocess.run(
            [BINARY, *arguments], capture_output=True, text=True, timeout=TIMEOUT,
            cwd=self.project, env=environment(self.home))
        self.assertEqual(done.returncode, 0, done.stderr)
        return done

    def test_what_was_learned_outlives_a_kill(self):
        terminal = self.open()
        terminal.enter(LOG)
        first = terminal.enter(LEARN)
        self.assertNotIn("from the cache", first)
        shown = terminal.enter("policy")
        mark = terminal.type("other = log |> generalize(λ: [0, 1]) |> rbcq(steps: 10_000_000)\r")
        terminal.wait_for(r"\d+%", mark)
        os.kill(terminal.process.pid, signal.SIGKILL)
        self.assertEqual(terminal.end(), -signal.SIGKILL)

        again = self.open()
        again.enter(LOG)
        self.assertIn("  from the cache: rbcq", again.enter(LEARN))
        self.assertEqual(again.enter("policy"), shown)
        self.assertIn("nothing that it depends on has changed", again.enter(":why policy"))
        self.assertIn("no learner", again.enter(":why log"))
        self.assertIn("nothing is bound", again.enter(":why other"))
        again.enter(LEARN.replace("seed: 1", "seed: 2"))
        self.assertIn("`seed` changed: 1 → 2", again.enter(":why policy"))
        again.enter(":set cache off")
        self.assertNotIn("from the cache", again.enter(LEARN))

    def test_a_saved_session_runs_from_what_is_kept(self):
        terminal = self.open()
        for line in (LOG, LEARN, JUDGE):
            terminal.enter(line)
        terminal.enter(":save out.scrip")
        with open(os.path.join(self.project, "out.scrip"), "a") as file:
            file.write("\nvalue.table\npolicy\n")
        kept = self.scrip("run", "out.scrip")
        self.assertEqual(kept.stderr, "from the cache: rbcq, reme\n")
        fresh = self.scrip("run", "--no-cache", "out.scrip")
        self.assertEqual(fresh.stderr, "")
        self.assertEqual(kept.stdout, fresh.stdout)
        self.assertEqual(self.scrip("run", "--quiet", "out.scrip").stderr, "")
        for to in ("html", "md", "ipynb"):
            pages = [
                self.scrip("report", "out.scrip", "--to", to, "-o", "-", *more).stdout
                for more in ((), ("--no-cache",))]
            self.assertEqual(*pages)

        # The same bytes written again are the same data; one other digit is not.
        self.write("visits.csv", DATA)
        why = self.scrip("run", "--why", "out.scrip").stderr
        self.assertEqual(why.count("nothing that it depends on has changed"), 2, why)
        self.write("visits.csv", DATA[:-4] + "5,1\n")
        why = self.scrip("run", "--why", "out.scrip").stderr
        self.assertEqual(why.count("`visits.csv` changed"), 2, why)
        self.assertIn("rbcq ran: `data` changed", why)

        self.assertIn("4 results", self.scrip("cache").stdout)
        self.assertIn("removed 4 results", self.scrip("cache", "clear").stdout)
        self.assertIn("nothing is kept", self.scrip("cache").stdout)


if __name__ == "__main__":
    unittest.main()
