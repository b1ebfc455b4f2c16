"""Reports as the command writes them: the same bytes everywhere, exit codes, batches, comparisons."""

import os
import shutil
import subprocess

from terminal import BINARY, LONG_SETUP, LONG_WORK, TIMEOUT, PromptCase, environment

SCRIPT = """# %% [markdown]
# # Small
# %% Count
param n = 3
table = load("small.csv")
table |> plot(x: day, y: cost)
sum(1..n)
"""
TABLE = "day,cost\n1,2\n2,3.5\n3,1\n"


class Reports(PromptCase):
    def study(self, name, script=SCRIPT):
        path = os.path.join(self.project, name)
        os.makedirs(path)
        for file, text in (("small.csv", TABLE), ("small.scrip", script)):
            with open(os.path.join(path, file), "w", encoding="utf-8") as out:
                out.write(text)
        return path

    def write(self, name, text, folder=None):
        path = os.path.join(folder or self.project, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", encoding="utf-8", newline="") as file:
            file.write(text)
        return path

    def text(self, *names):
        with open(os.path.join(self.project, *names), encoding="utf-8") as file:
            return file.read()

    def scrip(self, *arguments, at=None, code=0, source=b""):
        done = subprocess.run(
            [BINARY, *arguments], input=source, capture_output=True, cwd=at or self.project,
            env=environment(self.home), timeout=TIMEOUT * 3)
        self.assertEqual(done.returncode, code, done.stderr.decode())
        return done.stdout.decode(), done.stderr.decode()

    def test_two_places_two_thread_counts_the_same_bytes(self):
        first, second = self.study("first"), self.study("second/deeper")
        for form in ("html", "md", "ipynb", "json"):
            self.scrip("report", "small.scrip", "--to", form, "--threads", "1", at=first)
            self.scrip("report", os.path.join(second, "small.scrip"), "--to", form, "--threads", "2")
        files = sorted(os.listdir(first))
        self.assertEqual(files, sorted(os.listdir(second)))
        self.assertEqual(len(files), 2 + 4 + 1)
        for file in files:
            with open(os.path.join(first, file), "rb") as one, \
                    open(os.path.join(second, file), "rb") as two:
                content = one.read()
                self.assertEqual(content, two.read(), file)
            self.assertNotIn(self.project.encode(), content)

    def test_a_failed_cell_is_in_the_report_and_in_the_exit_code(self):
        folder = self.study("wrong", SCRIPT + "# %% Wrong\n[1][4]\n# %% After\n1\n")
        _, problems = self.scrip("report", "small.scrip", "-o", "-", "--to", "md", at=folder, code=1)
        self.assertIn("there is no element 4", problems)
        text, _ = self.scrip("report", "small.scrip", "-o", "-", "--to", "md", at=folder, code=1)
        self.assertIn("*This section failed.*", text)
        self.assertIn("*This section was not run.*", text)
        self.assertLess(text.index("there is no element 4"), text.index("## After"))
        self.scrip("report", "-", "-o", "-", code=3, source=b"expect(1 > 2)\n")

    def test_a_batch_overwrites_nothing_and_has_an_index(self):
        folder = self.study("batch")
        self.scrip("report", "small.scrip", "--set", "n=3,4", "-o", "pages/", at=folder)
        pages = os.path.join(folder, "pages")
        self.assertEqual(
            sorted(os.listdir(pages)), ["small-n-3.html", "small-n-4.html", "small.html"])
        with open(os.path.join(pages, "small.html"), encoding="utf-8") as index:
            text = index.read()
        for piece in ("small-n-3.html", "small-n-4.html", "<td class=\"right\" style"):
            self.assertIn(piece, text)

    def test_an_interruption_ends_the_command_and_spares_the_other_reports(self):
        for name in ("b", "c"):
            self.write(f"{name}.scrip", "1 + 1\n")
            self.scrip("report", f"{name}.scrip")
        before = self.text("b.html"), self.text("c.html")
        self.write("a.scrip", f"{LONG_SETUP}\n{LONG_WORK}\n")
        terminal = self.spawn([BINARY, "report", "a.scrip", "b.scrip", "c.scrip"])
        terminal.wait_for(r"\d+%")
        terminal.type("\x03")
        self.assertEqual(terminal.end(), 130)
        self.assertEqual((self.text("b.html"), self.text("c.html")), before)
        self.assertIn("not run", self.text("a.html"))

    def test_an_interruption_before_anything_ran_spares_the_report_of_yesterday(self):
        self.write(
            "a.scrip", LONG_WORK.replace("small", LONG_SETUP.removeprefix("small = ")) + "\n")
        self.write("a.html", "yesterday")
        terminal = self.spawn([BINARY, "report", "a.scrip"])
        terminal.wait_for(r"\d+%")
        terminal.type("\x03")
        self.assertEqual(terminal.end(), 130)
        self.assertEqual(self.text("a.html"), "yesterday")

    def test_only_drawings_of_the_last_report_are_removed(self):
        plot = 'table({c: ["Kiel", "Bonn"], n: [1, 2]}) |> plot(x: c, y: n)\n'
        # The script's own file.
        self.write("fig.scrip", f'f = {plot}save(f, "fig-1.svg")\n')
        self.scrip("report", "fig.scrip", "--to", "md")
        self.scrip("report", "fig.scrip", "--to", "md")
        self.assertIn("<svg", self.text("fig-1.svg"))
        # Somebody else's, beside a script without figures.
        self.write("plain-1.svg", "mine")
        self.write("plain.scrip", "1\n")
        self.scrip("report", "plain.scrip", "--to", "md")
        self.scrip("report", "plain.scrip", "--to", "md")
        self.assertEqual(self.text("plain-1.svg"), "mine")
        # Two figures, then one; and a third that no page has linked to.
        self.write("two.scrip", plot + plot)
        self.scrip("report", "two.scrip", "--to", "md")
        self.write("two-3.svg", "mine")
        self.write("two.scrip", plot)
        self.scrip("report", "two.scrip", "--to", "md")
        files = [name for name in sorted(os.listdir(self.project)) if name.startswith("two-")]
        self.assertEqual(files, ["two-1.svg", "two-3.svg"])
        # The run saves what the last report had drawn.
        self.write("two.scrip", f'f = {plot}save(f, "two-1.svg")\n')
        self.scrip("report", "two.scrip", "--to", "md")
        self.assertIn("<svg", self.text("two-1.svg"))

    def test_a_report_keeps_modes_links_and_names(self):
        self.write("q.scrip", "1\n")
        path = self.write("q.html", "old")
        os.chmod(path, 0o600)
        self.scrip("report", "q.scrip")
        self.assertEqual(os.stat(path).st_mode & 0o777, 0o600)
        self.write("target.html", "old")
        link = os.path.join(self.project, "link.html")
        os.symlink("target.html", link)
        self.scrip("report", "q.scrip", "-o", "link.html")
        self.assertTrue(os.path.islink(link))
        self.assertIn("<html", self.text("target.html"))
        self.scrip("report", "q.scrip", "-o", "out.HTML")
        self.assertIn("out.HTML", os.listdir(self.project))
        self.assertNotIn("out.HTML.html", os.listdir(self.project))

    def test_two_scripts_of_one_name_do_not_share_a_report(self):
        for folder in ("p", "q"):
            self.write(f"{folder}/x.scrip", "1\n")
        _, problems = self.scrip(
            "report", "p/x.scrip", "q/x.scrip", "-o", "both/", "--to", "md", code=2)
        self.assertIn("`p/x.scrip` and `q/x.scrip` would both be written to both/x.md", problems)
        self.assertFalse(os.path.exists(os.path.join(self.project, "both")))
        self.scrip("report", "p/x.scrip", "q/x.scrip")

    def test_figures_on_standard_output_are_text(self):
        script = b'table({c: ["Kiel", "Bonn"], n: [1, 2]}) |> plot(x: c, y: n)\n'
        text, _ = self.scrip("report", "-", "-o", "-", "--to", "md", source=script)
        self.assertNotIn(".svg", text)
        self.assertIn("Kiel", text)

    def test_what_did_not_run_to_its_end_is_not_compared(self):
        self.write("good.scrip", "1\n")
        self.scrip("report", "good.scrip")
        for name, script, code in (
                ("failed", "1\n[1][4]\n", 1), ("expects", "1\nexpect(1 > 2)\n", 3)):
            self.write(f"{name}.scrip", script)
            for form in ("html", "md", "json", "ipynb"):
                self.scrip("report", f"{name}.scrip", "--to", form, code=code)
                _, problems = self.scrip("diff", "good.html", f"{name}.{form}", code=2)
                self.assertIn("did not come to its end", problems)
            self.scrip("diff", f"{name}.scrip", "good.html", code=2)

    def test_a_report_equals_its_own_script(self):
        self.write("nn.csv", "x,y\n1,2\n2,\n3,4\n")
        self.write(
            "nn.scrip", '"see the scrip-values block {1}"\nload("nn.csv") |> plot(x: x, y: y)\n'
            'note("<!-- scrip-values")\n')
        for form in ("html", "md", "json", "ipynb"):
            self.scrip("report", "nn.scrip", "--to", form)
            shown, _ = self.scrip("diff", f"nn.{form}", "nn.scrip")
            self.assertIn("no difference", shown)

    def test_pipes_are_files_too(self):
        self.write("q.scrip", "1 + 1\n")
        self.scrip("report", "q.scrip", "--to", "md")
        for command, code in (
                ('"$0" run <(cat q.scrip)', 0), ('cat q.scrip | "$0" run /dev/stdin', 0),
                ('"$0" diff <(cat q.md) q.md', 0), ('"$0" run <(echo nothing)', 1)):
            done = subprocess.run(
                ["bash", "-c", command, BINARY], capture_output=True, cwd=self.project,
                env=environment(self.home), timeout=TIMEOUT)
            self.assertEqual(done.returncode, code, (command, done.stderr))

    def test_what_cannot_be_written_is_a_failure(self):
        if not os.path.exists("/dev/full"):
            self.skipTest("no /dev/full")
        self.write("q.scrip", "1 + 1\n")
        for arguments in (
                ("man",), ("config",), ("config", "--path"), ("params", "q.scrip"), ("--help",),
                ("--version",), ("run", "q.scrip", "--dump", "tree")):
            with open("/dev/full", "w", encoding="utf-8") as full:
                done = subprocess.run(
                    [BINARY, *arguments], stdout=full, stderr=subprocess.PIPE, cwd=self.project,
                    env=environment(self.home), timeout=TIMEOUT)
            self.assertEqual(done.returncode, 1, arguments)

    def test_the_formatter_takes_scripts_only_and_sees_line_breaks(self):
        self.write("q.scrip", "x = 1\n")
        self.write(".scrip/history", "not a script")
        self.scrip("fmt", "--check", ".")
        self.scrip("fmt", "--check", "-", source=b"x = 1\n")
        self.scrip("fmt", "--check", "-", source=b"x = 1\r\n", code=1)

    def test_a_comparison_tells_what_changed_and_mixes_forms(self):
        folder = self.study("compare")
        self.scrip("report", "small.scrip", "-o", "a.html", at=folder)
        self.scrip("report", "small.scrip", "-o", "b.md", at=folder)
        self.scrip("report", "small.scrip", "-o", "c.ipynb", "--set", "n=4", at=folder)
        self.scrip("diff", "a.html", "b.md", at=folder)
        self.scrip("diff", "b.md", "small.scrip", at=folder)
        shown, _ = self.scrip("diff", "a.html", "c.ipynb", at=folder, code=1)
        self.assertIn("parameter n", shown)
        self.assertIn("+4 (+66.7%)", shown)
        self.assertEqual(shown.count("Count › value"), 1)
        shutil.copy(os.path.join(folder, "small.csv"), os.path.join(folder, "no.html"))
        self.scrip("diff", "a.html", "no.html", at=folder, code=2)
        self.scrip("diff", "a.html", "absent.html", at=folder, code=2)

    def test_wrong_usage(self):
        folder = self.study("usage")
        for arguments in (
                ("-o", "report"), ("--to", "pdf"), ("--set", "n"), ("-o", "-", "--set", "n=1,2")):
            self.scrip("report", "small.scrip", *arguments, at=folder, code=2)
