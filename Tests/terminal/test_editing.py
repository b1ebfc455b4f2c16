"""Typing, completing, recalling: what the keys do."""

import os
import time
import unittest

from terminal import PromptCase, plain

LEFT, UP, DOWN = "\x1b[D", "\x1b[A", "\x1b[B"
BACKSPACE, HOME, KILL, UNDO, SEARCH = "\x7f", "\x01", "\x15", "\x1f", "\x12"


class Editing(PromptCase):
    def test_prompt_comes_soon_and_answers(self):
        start = time.monotonic()
        terminal = self.open()
        self.assertLess(time.monotonic() - start, 5)
        self.assertIn("2\n", terminal.enter("1 + 1"))
        self.assertIn("Ctrl-D quits", terminal.text())

    def test_lambda_in_every_locale(self):
        for locale in (
            {"LANG": "C.UTF-8"}, {"LANG": "C"}, {"LC_ALL": "POSIX"}, {"LANG": None},
            {"LANG": "en_US.UTF-8"}, {"LC_ALL": "xx_XX.UTF-8"},
        ):
            with self.subTest(locale=locale):
                terminal = self.open(**locale)
                terminal.type("λ = 3")
                terminal.wait_for_line("scrip> λ = 3")
                terminal.type(LEFT + BACKSPACE + BACKSPACE + BACKSPACE)
                terminal.wait_for_line("scrip> λ3")
                terminal.enter(" = 1")
                self.assertIn("13\n", terminal.enter("λ"))
                terminal.close()

    def test_bytes_that_are_no_text_do_no_harm(self):
        terminal = self.open()
        os.write(terminal.process.child_fd, b"a\xffb\xc3(")
        terminal.wait_for_line("scrip> a\ufffdb\ufffd(")
        terminal.type(KILL)
        terminal.wait_for_line("scrip>")
        self.assertIn("2\n", terminal.enter("1 + 1"))

    def test_tab_completes_lists_and_writes_greek(self):
        terminal = self.open()
        terminal.type("x = \\lambda\t")
        terminal.wait_for_line("scrip> x = λ")
        terminal.type(KILL + "rbc\t")
        terminal.wait_for_line("scrip> rbcq(")
        mark = terminal.type(KILL + "r\t")
        terminal.wait_for("\x07", mark)
        terminal.wait_for_line("scrip> r")
        terminal.type("\t")
        terminal.wait_for_screen("reme")
        terminal.wait_for_line("scrip> r")
        mark = terminal.type("zzz\t")
        terminal.wait_for("\x07", mark)
        terminal.wait_for_line("scrip> rzzz")

    def test_tab_completes_paths_in_texts(self):
        os.makedirs(os.path.join(self.project, "data"))
        for name in ("visits.csv", "users.csv"):
            open(os.path.join(self.project, "data", name), "w").close()
        terminal = self.open()
        terminal.type('load("da\t')
        terminal.wait_for_line('scrip> load("data/')
        terminal.type("v\t")
        terminal.wait_for_line('scrip> load("data/visits.csv"')

    def test_tab_spells_paths_as_texts_do(self):
        os.makedirs(os.path.join(self.project, "pc"))
        for name in ("a{b}.csv", 'q"x.csv', "back\\slash.csv", "zz.png"):
            with open(os.path.join(self.project, "pc", name), "w") as file:
                file.write("x\n1\n")
        terminal = self.open()
        for typed, whole in (
                ("a", "a\\{b\\}.csv"), ("q", 'q\\"x.csv'), ("back", "back\\\\slash.csv")):
            terminal.type(f'{KILL}length(load("pc/{typed}\t')
            terminal.wait_for_line(f'scrip> length(load("pc/{whole}"')
            self.assertIn("1\n", terminal.enter("))"))
        # A quote and a bracket that are there do not come twice.
        terminal.type('loa("pc/")' + LEFT * 7 + "\t")
        terminal.wait_for_line('scrip> load("pc/")')

    def test_tab_completes_arguments_and_columns(self):
        terminal = self.open()
        terminal.enter("visits = market(users: 50, seed: 1) |> simulate()")
        mark = terminal.type("market(\t\t")
        terminal.wait_for(r"users:\s+\w+", mark)
        terminal.wait_for_line("scrip> market(")
        terminal.type(KILL + "visits |> where(ret\t")
        terminal.wait_for_line("scrip> visits |> where(returned")
        terminal.type(KILL + "vis\t")
        terminal.wait_for_line("scrip> visits")

    def test_a_name_is_explained(self):
        terminal = self.open()
        self.assertIn("dataset(", terminal.enter("?dataset"))
        terminal.type("market(\x1bh")
        terminal.wait_for_screen("market(users")
        terminal.wait_for_line("scrip> market(")

    def test_several_lines_are_one_statement(self):
        terminal = self.open()
        terminal.type("total = (\r")
        terminal.wait_for_line("  ...>")
        terminal.type("20 +\r")
        terminal.wait_for_line("  ...>")
        terminal.enter("1)")
        self.assertIn("21\n", terminal.enter("total"))
        terminal.type("tot" + UP)
        terminal.wait_for_line("scrip> total")
        terminal.type(UP)
        terminal.wait_for_line("1)")
        # To the first row, where the name gets another letter.
        terminal.type(UP + UP)
        terminal.type(LEFT)
        terminal.wait_until(lambda: terminal.screen.cursor.x < 16, "the first rows")
        mark = terminal.type(HOME + "sub\r")
        terminal.wait_for_prompt(mark)
        self.assertIn("21\n", terminal.enter("subtotal"))

    def test_a_line_that_begins_with_a_pipe_goes_on_with_the_statement_before_it(self):
        terminal = self.open()
        terminal.enter("numbers = [3, 1, 2]")
        self.assertIn("numbers: list of 3", terminal.enter("|> map(x -> x * 2)"))
        self.assertIn("[2, 4, 6]", terminal.enter("numbers |> sort_by(x -> x)"))
        self.assertIn("12\n", terminal.enter("|> sum()"))
        # After a mistake, with the statement before it.
        self.assertIn("error", terminal.enter("|> sqroot()"))
        self.assertIn("3.464\n", terminal.enter("|> sqrt()"))
        # What was typed and what it went on with come back as one statement.
        terminal.type(UP)
        terminal.wait_for_line("    |> sqrt()")

    def test_an_empty_line_ends_a_statement_that_cannot_be_closed(self):
        terminal = self.open()
        terminal.type("x = (\r")
        terminal.wait_for_line("  ...>")
        self.assertIn("error", terminal.enter(""))

    def test_up_walks_over_statements_that_start_alike(self):
        terminal = self.open()
        for line in ("alpha_1 = 1", "beta_1 = 2", "alpha_2 = 3"):
            terminal.enter(line)
        terminal.type("al" + UP)
        terminal.wait_for_line("scrip> alpha_2 = 3")
        terminal.type("\x1bOA")
        terminal.wait_for_line("scrip> alpha_1 = 1")
        terminal.type(DOWN + "\x1bOB")
        terminal.wait_for_line("scrip> al")
        terminal.type(KILL + SEARCH + "beta")
        terminal.wait_for_screen("beta_1 = 2")
        mark = terminal.type("\r")
        terminal.wait_for_prompt(mark)
        self.assertIn("2\n", terminal.enter("beta_1"))

    def test_undo_brings_a_killed_line_back(self):
        terminal = self.open()
        terminal.type("12345" + KILL)
        terminal.wait_for_line("scrip>")
        terminal.type(UNDO)
        terminal.wait_for_line("scrip> 12345")

    def test_resizing_keeps_the_line(self):
        terminal = self.open()
        line = '"' + "a" * 30 + " + " + "b" * 34 + ' c"'
        terminal.type(line)
        terminal.wait_for_screen(' c"')
        terminal.resize(40)
        terminal.wait_until(
            lambda: line in "".join(terminal.screen.display), "the line on 40 columns")
        terminal.resize(100)
        terminal.wait_for_line("scrip> " + line)
        mark = terminal.type("\r")
        terminal.wait_for_prompt(mark)
        terminal.type(UP)
        terminal.wait_for_line("scrip> " + line)

    def test_a_bracketed_paste_runs_at_enter(self):
        terminal = self.open()
        lines = ["scrip> pasted_1 = 1", "scrip> pasted_2 = (", "  ...> \t20", "  ...> )"]
        mark = terminal.type("\x1b[200~" + "\r".join(lines) + "\r\x1b[201~")
        terminal.wait_for_line(")")
        self.assertNotIn("error", plain(terminal.raw[mark:]))
        mark = terminal.type("\r")
        terminal.wait_for_prompt(mark)
        self.assertIn("21\n", terminal.enter("pasted_1 + pasted_2"))

    def test_a_paste_of_twenty_lines_is_one_list_of_statements(self):
        terminal = self.open()
        lines = []
        for number in range(4):
            lines += [
                f"scrip> part_{number} = [", f"  ...> \t{number},", f"  ...> \t\t{number + 1},",
                "  ...> ]", f"scrip> total_{number} = sum(part_{number})  # \tto here"]
        self.assertEqual(len(lines), 20)
        mark = terminal.type("\x1b[200~" + "\r".join(lines) + "\x1b[201~")
        terminal.wait_until(lambda: "total_3 = sum(part_3)" in terminal.text(), "the last line")
        # Nothing has run: no value is told, and no prompt came after the paste's own.
        self.assertNotIn("total_0: ", plain(terminal.raw[mark:]))
        mark = terminal.type("\r")
        terminal.wait_for_prompt(mark)
        told = plain(terminal.raw[mark:])
        for number in range(4):
            self.assertIn(f"  total_{number}: {2 * number + 1}\n", told)
        self.assertEqual(told.count("scrip>"), 1)
        # One entry: recalled as a whole, without prompts and tabs.
        mark = terminal.type(UP)
        terminal.wait_until(lambda: "total_3" in plain(terminal.raw[mark:]), "the entry")
        recalled = plain(terminal.raw[mark:])
        self.assertIn("part_0 = [", recalled)
        self.assertNotIn("\t", recalled)
        self.assertNotIn("...> ...>", recalled)
        terminal.type("\x03")
        terminal.wait_for_line("scrip>")

    def test_a_plain_paste_of_many_lines_loses_none(self):
        terminal = self.open()
        terminal.enter("sum_of_lines = 0")
        count = 400
        mark = terminal.type("sum_of_lines = sum_of_lines + 1\r" * count)
        terminal.wait_until(
            lambda: terminal.raw[mark:].count("scrip>") >= count, f"{count} prompts")
        self.assertIn(f"{count}\n", terminal.enter("sum_of_lines"))


class History(PromptCase):
    def test_it_survives_the_session_within_its_project(self):
        terminal = self.open()
        terminal.type("λ = (\r")
        terminal.wait_for_line("  ...>")
        terminal.enter("7)")
        terminal.type("\x04")
        self.assertEqual(terminal.end(), 0)

        again = self.open(folder=self.project)
        again.type(UP)
        again.wait_for_screen("scrip> λ = (\n7)")
        again.type("\r")
        again.wait_for_line("scrip>")
        self.assertIn("7\n", again.enter("λ"))

        elsewhere = self.open(folder=self.folder("elsewhere"))
        mark = elsewhere.type(UP)
        elsewhere.wait_for("\x07", mark)
        elsewhere.wait_for_line("scrip>")

    def test_two_sessions_keep_each_other_s_lines(self):
        one, two = self.open(), self.open()
        one.enter("first = 1")
        two.enter("second = 2")
        one.enter("third = 3")
        for terminal in (one, two):
            terminal.type("\x04")
            self.assertEqual(terminal.end(), 0)
        three = self.open()
        for line in ("third = 3", "second = 2", "first = 1"):
            three.type(UP)
            three.wait_for_line("scrip> " + line)


if __name__ == "__main__":
    unittest.main()
