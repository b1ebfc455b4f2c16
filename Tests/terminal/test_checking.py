"""`scrip explain` and `scrip check --format json` as the built command: what is printed where, and the exit codes."""

import json
import os
import re
import subprocess
import tempfile
import unittest

from terminal import BINARY, TIMEOUT, environment

PAGE = os.path.join(os.path.dirname(__file__), "..", "..", "docs", "language.md")


class Checking(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = folder.name

    def scrip(self, *arguments, source=None):
        return subprocess.run(
            [BINARY, *arguments], input=source, capture_output=True, text=True, timeout=TIMEOUT,
            cwd=self.folder, env=environment(self.folder))

    def write(self, name, content):
        with open(os.path.join(self.folder, name), "wb") as file:
            file.write(content.encode() if isinstance(content, str) else content)

    def check(self, *files):
        """The exit code, and each diagnostic as the object that its line is."""
        done = self.scrip("check", "--format", "json", *files)
        return done.returncode, [json.loads(line) for line in done.stdout.splitlines()], done.stderr


class Explaining(Checking):
    def test_every_code_of_the_language_has_a_story(self):
        with open(PAGE, encoding="utf-8") as file:
            rows = [line for line in file if re.match(r"\| [EW]0", line)]
        codes = [code for row in rows for code in re.findall(r"[EW]0\d{3}", row)]
        self.assertGreater(len(codes), 80)
        for code in codes:
            told = self.scrip("explain", code)
            self.assertEqual(told.returncode, 0, code)
            self.assertIn(code, told.stdout)
            self.assertEqual(told.stderr, "")

    def test_a_code_is_found_in_any_case_and_an_unknown_one_ends_with_2(self):
        self.assertEqual(self.scrip("explain", "e0301").stdout, self.scrip("explain", "E0301").stdout)
        for code in ("E9999", "rbcq", ""):
            told = self.scrip("explain", code)
            self.assertEqual(told.returncode, 2, code)
            self.assertEqual(told.stdout, "")
            self.assertIn("error: ", told.stderr.lower())
        for wrong in (["explain", "E0301", "E0302"], ["explain", "--loud", "E0301"]):
            self.assertEqual(self.scrip(*wrong).returncode, 2, wrong)
        everything = self.scrip("explain")
        self.assertEqual(everything.returncode, 0)
        self.assertIn("E0301", everything.stdout)


class Formatting(Checking):
    def test_a_file_of_data_that_happens_to_be_a_script_stays_as_it_is(self):
        data = "Kunde;Umsatz\nA1;10\n"
        self.write("shop.csv", data)
        self.write("a.scrip", "x=1\n")
        done = self.scrip("fmt", "shop.csv", "a.scrip")
        self.assertEqual(done.returncode, 2)
        self.assertIn("`shop.csv` stays as it is: scripts end in .scrip", done.stderr)
        for name, content in (("shop.csv", data), ("a.scrip", "x = 1\n")):
            with open(os.path.join(self.folder, name)) as file:
                self.assertEqual(file.read(), content)
        self.assertEqual(self.scrip("fmt", "-", source="x=1").stdout, "x = 1\n")


class Diagnostics(Checking):
    FIELDS = {
        "file", "line", "column", "endLine", "endColumn", "code", "severity", "message", "hint", "notes",
        "labels",
    }

    def test_a_script_without_mistakes_prints_nothing(self):
        self.write("fine.scrip", "x = 1\nx\n")
        self.assertEqual(self.check("fine.scrip"), (0, [], ""))

    def test_a_warning_is_an_object_and_no_failure(self):
        self.write("warned.scrip", "x = 1\ny = 2\ny\n")
        code, (found,), _ = self.check("warned.scrip")
        self.assertEqual(code, 0)
        self.assertEqual(set(found), self.FIELDS)
        self.assertEqual((found["severity"], found["code"], found["line"]), ("warning", "W0301", 1))

    def test_every_mistake_is_an_object_with_its_place(self):
        self.write("wrong.scrip", '"λ" + 1\nx = 1\nx = "a\\"{"\n')
        code, found, errors = self.check("wrong.scrip")
        self.assertEqual(code, 1)
        self.assertEqual(errors, "")
        self.assertEqual([(each["line"], each["code"]) for each in found], [(1, "E0407"), (3, "E0107")])
        for each in found:
            self.assertEqual(set(each), self.FIELDS)
            self.assertEqual((each["file"], each["severity"]), ("wrong.scrip", "error"))
        self.assertEqual((found[0]["column"], found[0]["endColumn"]), (1, 8))

    def test_letters_that_json_has_to_escape_come_through(self):
        self.write("odd \"name\".scrip", "x = `a\\b\t` + \"\u0001\" * 2\n")
        code, found, _ = self.check("odd \"name\".scrip")
        self.assertEqual(code, 1)
        self.assertTrue(all(each["file"] == "odd \"name\".scrip" for each in found) and found)
        self.write("latin.scrip", b'"M\xfcnchen"\n')
        code, (found,), _ = self.check("latin.scrip")
        self.assertEqual((code, found["code"]), (1, "E0101"))

    def test_a_file_that_cannot_be_read_ends_with_2_and_the_others_are_checked(self):
        self.write("wrong.scrip", "x = \n")
        os.mkdir(os.path.join(self.folder, "folder.scrip"))
        for missing in ("missing.scrip", "folder.scrip"):
            code, found, errors = self.check(missing, "wrong.scrip")
            self.assertEqual(code, 2)
            self.assertEqual([each["code"] for each in found], ["E0201"])
            self.assertIn(missing, errors)

    def test_a_setting_that_the_script_does_not_have_has_no_place(self):
        self.write("param.scrip", "param n = 1\nn\n")
        done = self.scrip("check", "--format", "json", "--set", "m=2", "param.scrip")
        found = json.loads(done.stdout)
        self.assertEqual((done.returncode, found["code"], found["line"]), (2, "E0305", None))

    def test_standard_input_and_wrong_options(self):
        done = self.scrip("check", "--format", "json", "-", source="1 +\n")
        self.assertEqual((done.returncode, json.loads(done.stdout)["file"]), (1, "<stdin>"))
        self.assertEqual(self.scrip("check", "--format", "xml", "-", source="1").returncode, 2)
        self.assertEqual(self.scrip("check").returncode, 2)


if __name__ == "__main__":
    unittest.main()
