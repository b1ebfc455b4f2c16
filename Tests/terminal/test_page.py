"""The script of an HTML report, in a page that is only a table (page.js): heads sort their own column, numbers by
their size, dates and other texts by their letters."""

import json
import os
import re
import shutil
import subprocess
import unittest

from terminal import BINARY, TIMEOUT, PromptCase, environment

HERE = os.path.dirname(os.path.abspath(__file__))


@unittest.skipUnless(shutil.which("node"), "needs node")
class Sorting(PromptCase):
    def setUp(self):
        super().setUp()
        self.path = os.path.join(self.project, "s.scrip")
        with open(self.path, "w") as file:
            file.write("1\n")
        subprocess.run(
            [BINARY, "report", "s.scrip"], cwd=self.project, env=environment(self.home), check=True,
            capture_output=True, timeout=TIMEOUT)
        with open(os.path.join(self.project, "s.html"), encoding="utf-8") as file:
            script = re.search(r"<script>(.*?)</script>", file.read(), re.DOTALL).group(1)
        self.path = os.path.join(self.project, "script.js")
        with open(self.path, "w", encoding="utf-8") as file:
            file.write(script)

    def column(self, heads, rows, column, clicks=1):
        """The cells of a column after clicks on its head."""
        done = subprocess.run(
            ["node", os.path.join(HERE, "page.js"), self.path],
            input=json.dumps({"heads": heads, "rows": rows, "click": [heads[column]] * clicks}),
            capture_output=True, text=True, timeout=TIMEOUT)
        self.assertEqual(done.returncode, 0, done.stderr)
        return [row[column] for row in json.loads(done.stdout)]

    def sorted(self, cells, clicks=1):
        return self.column(["", "value"], [["row", cell] for cell in cells], 1, clicks)

    def test_a_head_sorts_its_own_column(self):
        rows = [["c", "3", "10"], ["a", "1", "9"], ["b", "2", "11"]]
        self.assertEqual(self.column(["", "budget 8", "budget 12"], rows, 1), ["1", "2", "3"])
        self.assertEqual(self.column(["", "budget 8", "budget 12"], rows, 2), ["9", "10", "11"])
        self.assertEqual(self.column(["", "budget 8", "budget 12"], rows, 2, 2), ["11", "10", "9"])

    def test_numbers_sort_by_size_with_unit_and_interval(self):
        for cells in (
                ["-3", "0.5", "2", "1,200"], ["9 (1 … 90)", "10 (2 … 11)", "100"],
                ["9%", "10%", "11 %"], ["9 … 10 €", "10 … 11 €"], ["9 €", "10 €", "€100"],
                ["-5 (-1.0%)", "+4 (+66.7%)", "+12 (+1%)"], ["1e-5", "0.001", "1e3"]):
            cells = cells + [""]
            self.assertEqual(self.sorted(cells[::-1]), cells)

    def test_dates_and_texts_sort_by_letters(self):
        for cells in (
                ["2024-01-09", "2024-02-01", "2024-03-01", "2025-01-01"],
                ["2024-03-01 09:00:00", "2024-03-01 12:30:00", "2024-03-02 00:00:00"],
                ["1 of 3 rows", "12 of 3 rows", "2 of 3 rows"], ["a 2", "b 1", "c 0"]):
            self.assertEqual(self.sorted(cells[::-1]), cells)
            self.assertEqual(self.sorted(cells, 2), cells[::-1])


if __name__ == "__main__":
    unittest.main()
