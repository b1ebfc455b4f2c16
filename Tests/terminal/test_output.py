"""What is written where: colour, pipes, progress, saved scripts."""

import os
import re
import subprocess
import time
import unittest

from terminal import BINARY, LONG_SETUP, LONG_WORK, TIMEOUT, PromptCase, environment


class Escapes(PromptCase):
    def test_a_coloured_prompt_only_where_colour_is_welcome(self):
        terminal = self.open(columns=80)
        self.assertRegex(terminal.raw, r"\x1b\[[0-9;]*mscrip>")
        terminal.type("9" * 70)
        terminal.wait_until(
            lambda: terminal.screen.display[terminal.screen.cursor.y - 1].rstrip()
            == "scrip> " + "9" * 70 or terminal.cursor_line() == "scrip> " + "9" * 70,
            "seventy digits on one row")
        terminal.type("8" * 10)
        terminal.wait_for_line("8" * 7)

    def test_no_color_is_respected(self):
        terminal = self.open(NO_COLOR="1")
        terminal.enter("nothing_has_this_name")
        self.assertNotRegex(terminal.raw, r"\x1b\[[0-9;]*m")

    def test_a_dumb_terminal_gets_no_escape(self):
        terminal = self.open(TERM="dumb")
        terminal.enter("1 + 1")
        terminal.enter("nothing_has_this_name")
        terminal.type("\x04")
        self.assertEqual(terminal.end(), 0)
        self.assertNotIn("\x1b", terminal.raw)

    def test_data_sends_no_escape(self):
        with open(os.path.join(self.project, "evil.csv"), "w") as file:
            file.write('c,"b\x1b[31mad"\n"a\x1b]0;title\x07b",2\n')
        open(os.path.join(self.project, "e\x1b[32mvil.txt"), "w").close()
        terminal = self.open()
        terminal.enter('t = load("evil.csv")')
        terminal.enter("evil_a = t.c[0]")
        terminal.enter("evil_b = t.c[0]")
        terminal.enter(":names")
        mark = terminal.type("evi\t\t\t")
        terminal.wait_for(r"evil_a  .*\n.*evil_b  ", mark)
        terminal.type('\x15note("e\t')
        terminal.wait_for_line('scrip> note("evil.csv"')
        for sent in ("\x1b]0;", "\x1b[31mad", "\x1b[32m"):
            self.assertNotIn(sent, terminal.raw)
        self.assertIn("\ufffd]0;title", terminal.raw)

    def test_an_unknown_terminal_works_without_an_editor(self):
        terminal = self.open(TERM="no-such-terminal")
        self.assertIn("2\n", terminal.enter("1 + 1"))


class Pipes(PromptCase):
    def pipe(self, source, arguments=(), **changes):
        if isinstance(source, str):
            source = source.encode()
        return subprocess.run(
            [BINARY, *arguments], input=source, capture_output=True, cwd=self.project,
            env=environment(self.home, **changes), timeout=TIMEOUT * 3)

    def test_results_only(self):
        for source in ("a = 2\na * 3\n", "a = 2\r\na * 3", "λ = 2\nλ * 3"):
            for locale in ("C", "C.UTF-8"):
                with self.subTest(source=source, locale=locale):
                    done = self.pipe(source, LANG=locale)
                    self.assertEqual(done.stdout.decode(), "6\n")
                    self.assertEqual(done.stderr.decode(), "")
                    self.assertEqual(done.returncode, 0)

    def test_the_first_error_ends_it(self):
        done = self.pipe("nothing_has_this_name\n1 + 1\n")
        self.assertEqual(done.returncode, 1)
        self.assertNotIn("2", done.stdout.decode())
        self.assertIn("nothing_has_this_name", done.stderr.decode())
        self.assertNotIn("\x1b", done.stderr.decode())

    def test_bytes_that_are_no_text_are_an_error(self):
        done = self.pipe(b"a = \xff\xfe\n")
        self.assertEqual(done.returncode, 1)

    def test_output_to_a_file_keeps_the_editor_away(self):
        path = os.path.join(self.home, "out.txt")
        terminal = self.spawn(["sh", "-c", f'"{BINARY}" > "{path}"'])
        terminal.wait_for("scrip> ")
        terminal.type("1 + 1\n")
        terminal.wait_for(r"scrip> [^>]*scrip> ")
        terminal.type("\x04")
        self.assertEqual(terminal.end(), 0)
        with open(path) as file:
            self.assertEqual(file.read(), "2\n")


class Progress(PromptCase):
    def test_a_line_on_the_terminal_that_goes_away(self):
        terminal = self.open()
        terminal.enter(LONG_SETUP)
        terminal.type(f"{LONG_WORK}\r")
        terminal.wait_for(r"\d+%.*left")
        self.assertRegex(terminal.text(), r"\d+%")
        mark = terminal.type("\x03")
        terminal.wait_for_prompt(mark)
        self.assertNotRegex(terminal.text(), r"\d+%")

    def test_it_waits_a_second_and_leaves_no_trace(self):
        terminal = self.open()
        terminal.enter(LONG_SETUP)
        start = time.monotonic()
        mark = terminal.type(f"{LONG_WORK}\r")
        terminal.wait_for(r"\d+%", mark)
        self.assertGreater(time.monotonic() - start, 0.9)
        end = terminal.type("\x03")
        terminal.wait_for_prompt(end)
        # What is on the screen now: the statement, what became of it, the prompt.
        lines = [line for line in terminal.text().splitlines() if line.strip()]
        place = max(index for index, line in enumerate(lines) if "10_000_000" in line)
        self.assertNotIn("steps/s", "".join(lines[place:]))
        self.assertRegex("\n".join(lines[place + 1:]), r"^\^C\n  interrupted[^\n]*\nscrip>$")

    def test_what_goes_to_a_file_is_complete(self):
        with open(os.path.join(self.project, "all.scrip"), "w") as file:
            file.write(
                "log = market(users: 300, seed: 1) |> simulate()\n"
                'log |> save("all.csv")\nlength(log)\nlog\n')
        # The terminal is narrow, and standard output is not it.
        terminal = self.spawn(
            ["sh", "-c", f'"{BINARY}" run all.scrip > all.txt 2> errors.txt'], columns=40)
        self.assertEqual(terminal.end(), 0)
        self.assertEqual(terminal.raw, "")
        text = {}
        for name in ("all.csv", "all.txt", "errors.txt"):
            with open(os.path.join(self.project, name)) as file:
                text[name] = file.read()
        self.assertEqual(text["errors.txt"], "")
        count = int(re.search(r"(?m)^([\d,]+)$", text["all.txt"]).group(1).replace(",", ""))
        self.assertGreater(count, 1000)
        rows = text["all.csv"].splitlines()
        self.assertEqual(len(rows), count + 1)
        self.assertEqual({row.count(",") for row in rows}, {rows[0].count(",")})
        shown = [line for line in text["all.txt"].splitlines() if line.startswith("│")]
        # Names, what they hold, and every row, with every column.
        self.assertEqual(len(shown), count + 2)
        self.assertEqual({line.count("│") for line in shown}, {rows[0].count(",") + 2})
        self.assertNotIn("shown", text["all.txt"])
        self.assertNotRegex(text["all.txt"], r"[\r\x1b]")

    def test_nothing_moves_in_a_file(self):
        path = os.path.join(self.home, "errors.txt")
        terminal = self.spawn(["sh", "-c", f'"{BINARY}" 2> "{path}"'])
        terminal.wait_for_prompt()
        terminal.enter(LONG_SETUP)
        terminal.enter("small |> rbcq(steps: 300)")
        terminal.type("\x04")
        self.assertEqual(terminal.end(), 0)
        with open(path) as file:
            self.assertNotRegex(file.read(), r"[\r\x1b]")


class Errors(PromptCase):
    WRONG = "λ = 1; market(seed: λ, usres: 3)"

    def excerpt(self, output):
        """The rows from the source excerpt on, without the line number."""
        lines = [line.rstrip() for line in output.splitlines()]
        start = next(i for i, line in enumerate(lines) if re.match(r"\d+ \|", line))
        return lines[start:start + 2]

    def test_the_prompt_and_the_command_show_the_same_carets(self):
        terminal = self.open()
        shown = self.excerpt(terminal.enter(self.WRONG))
        caret = shown[1].index("^")
        self.assertEqual(shown[0][caret:caret + 5], "usres")
        self.assertIn("`users`", shown[1])
        self.assertIn("2\n", terminal.enter("1 + 1"))

        with open(os.path.join(self.project, "wrong.scrip"), "w") as file:
            file.write(self.WRONG + "\n")
        done = subprocess.run(
            [BINARY, "run", "wrong.scrip"], capture_output=True, cwd=self.project,
            env=environment(self.home, LANG="C"), timeout=TIMEOUT)
        self.assertEqual(done.returncode, 1)
        self.assertIn("wrong.scrip:1:24: error:", done.stderr.decode())
        self.assertEqual(self.excerpt(done.stderr.decode()), shown)


class Saving(PromptCase):
    def test_a_saved_session_runs_as_a_script(self):
        terminal = self.open()
        for line in ("a = 2", "a = a * 3", "b = a + 1", "nothing_has_this_name", "b"):
            terminal.enter(line)
        self.assertIn("wrote spring.scrip: 3 statements", terminal.enter(":save spring"))
        again = self.open()
        again.enter(":run spring.scrip")
        self.assertIn("7\n", again.enter("b"))
        done = subprocess.run(
            [BINARY, "check", "spring.scrip"], capture_output=True, cwd=self.project,
            env=environment(self.home), timeout=TIMEOUT)
        self.assertEqual((done.returncode, done.stderr), (0, b""))

    def saved(self, *names):
        with open(os.path.join(self.project, *names)) as file:
            return file.read()

    def scrip(self, *arguments, folder="."):
        done = subprocess.run(
            [BINARY, *arguments], capture_output=True, text=True, timeout=TIMEOUT,
            cwd=os.path.join(self.project, folder), env=environment(self.home))
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout

    def test_columns_and_what_a_function_binds_keep_their_names(self):
        with open(os.path.join(self.project, "nan.csv"), "w") as file:
            file.write("x,y\n1,2\n3,4\n5,6\n")
        terminal = self.open(columns=120)
        for line in (
                't = load("nan.csv")', "x = 1", "y2 = x + 1", "u = t |> where(x > y2 - 1)",
                "v = t |> select([x]) |> sort(-x)", "f = x -> x * y2", "w = f(x) + length(u)",
                "k = t |> derive(z: x * 2) |> summarize(m: sum(z), by: [x])", "x = 5"):
            self.assertNotIn("error", terminal.enter(line))
        terminal.enter(":save sv")
        saved = self.saved("sv.scrip")
        for line in (
                "x_1 = 1", "y2 = x_1 + 1", "u = t |> where(x > y2 - 1)",
                "v = t |> select([x]) |> sort(-x)", "f = x -> x * y2", "w = f(x_1) + length(u)",
                "k = t |> derive(z: x * 2) |> summarize(m: sum(z), by: [x])", "x = 5"):
            self.assertIn(line + "\n", saved)
        with open(os.path.join(self.project, "sv.scrip"), "a") as file:
            file.write("\n[length(u), w, x, sum(k.m)]\n")
        self.assertEqual(self.scrip("run", "sv.scrip"), "[2, 4, 5, 18]\n")

    def test_paths_are_those_of_the_saved_script(self):
        for folder in ("sub", "d"):
            os.mkdir(os.path.join(self.project, folder))
        with open(os.path.join(self.project, "sub", "on{l}y.csv"), "w") as file:
            file.write("a\n1\n2\n")
        with open(os.path.join(self.project, "sub", "lib.scrip"), "w") as file:
            file.write("half = x -> x / 2\n")
        with open(os.path.join(self.project, "sub", "s.scrip"), "w") as file:
            file.write(
                'w = load("on\\{l\\}y.csv")\nlib = use("lib.scrip")\nn = lib.half(length(w))\n')
        terminal = self.open(columns=120)
        terminal.enter(":run sub/s.scrip")
        terminal.enter(":save here")
        self.assertIn('load("sub/on\\{l\\}y.csv")', self.saved("here.scrip"))
        terminal.enter(":save d/there")
        self.assertIn('use("../sub/lib.scrip")', self.saved("d", "there.scrip"))
        terminal.enter(":save sub/beside")
        self.assertIn('load("on\\{l\\}y.csv")', self.saved("sub", "beside.scrip"))
        for script in ("here", "d/there", "sub/beside"):
            with open(os.path.join(self.project, script + ".scrip"), "a") as file:
                file.write("\nn\n")
            self.assertEqual(self.scrip("run", script + ".scrip"), "1\n")
        terminal.enter('name = "here.csv"')
        terminal.enter('save(w, "here.csv")')
        terminal.enter("z = load(name)")
        self.assertIn("makes a path that starts at", terminal.enter(":save d/other"))
        self.assertFalse(os.path.exists(os.path.join(self.project, "d", "other.scrip")))

    def test_only_scripts_are_written_and_a_replacement_is_told(self):
        with open(os.path.join(self.project, "nan.csv"), "w") as file:
            file.write("data")
        os.mkdir(os.path.join(self.project, "d"))
        terminal = self.open()
        terminal.enter("a = 2")
        self.assertIn("ends with .scrip", terminal.enter(":save nan.csv"))
        self.assertEqual(self.saved("nan.csv"), "data")
        self.assertIn("ends with .scrip", terminal.enter(":save d/"))
        self.assertIn("wrote ./d/zz.scrip", terminal.enter(":save ./d/zz"))
        self.assertIn("replaced ./d/zz.scrip", terminal.enter(":save ./d/zz"))
        self.assertEqual(self.saved("d", "zz.scrip"), "# %%\na = 2\n")

    def test_undo_takes_a_binding_back(self):
        terminal = self.open()
        for line in ("a = 2", "a = 3"):
            terminal.enter(line)
        self.assertIn("`a`", terminal.enter(":undo"))
        self.assertIn("2\n", terminal.enter("a"))
        self.assertIn("1 statement", terminal.enter(":save undone"))
        with open(os.path.join(self.project, "undone.scrip")) as file:
            self.assertEqual(file.read(), "# %%\na = 2\n")
        terminal.enter(":redo")
        self.assertIn("3\n", terminal.enter("a"))


if __name__ == "__main__":
    unittest.main()
