"""Reports as the command writes them: the same bytes everywhere, exit codes, batches, comparisons."""

import os
import shutil
import subprocess

from terminal import BINARY, TIMEOUT, PromptCase, environment

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
