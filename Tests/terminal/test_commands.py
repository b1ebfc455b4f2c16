"""What `:` and `?` do, numbered results, settings and the manual page."""

import os
import re
import subprocess
import unittest

from terminal import BINARY, TIMEOUT, PromptCase, environment, plain

LOG = "visits = market(users: 40, seed: 1) |> simulate()"


class Results(PromptCase):
    def test_results_have_numbers(self):
        terminal = self.open()
        terminal.enter("20 + 1")
        terminal.enter("nothing_has_this_name")
        terminal.enter("_ + 1")
        self.assertIn("43\n", terminal.enter("_1 + _2"))
        self.assertIn("→ _4", terminal.enter("market(users: 40, seed: 1)"))
        terminal.enter("total = _1 * 2")
        self.assertIn("2 statements", terminal.enter(":save numbered"))
        with open(os.path.join(self.project, "numbered.scrip")) as file:
            self.assertEqual(
                file.read(), "# %%\nresult_1 = 20 + 1\n\n# %%\ntotal = result_1 * 2\n")

    def test_tables_fit_the_screen_and_say_what_they_hide(self):
        terminal = self.open(columns=100)
        terminal.enter(LOG)
        for columns in (100, 40):
            terminal.resize(columns)
            # A prompt that is drawn again after the resize is not the answer's.
            mark = terminal.type("visits\r")
            terminal.wait_for(r"rows.* shown", mark)
            end = len(terminal.raw)
            terminal.wait_for_prompt(re.search(r"rows.* shown", terminal.raw[mark:]).end() + mark)
            shown = plain(terminal.raw[mark:end])
            rows = [row for row in shown.splitlines() if "│" in row or "─" in row]
            self.assertTrue(rows)
            self.assertLessEqual(max(map(len, rows)), columns)
            self.assertRegex(shown, r"10 of [\d,]+ rows")
        self.assertRegex(shown, r"\d+ of \d+ columns shown")


class Asking(PromptCase):
    def test_a_topic_is_searched_and_a_slip_is_mended(self):
        terminal = self.open()
        self.assertIn("reme", terminal.enter("?estimate"))
        self.assertIn("did you mean `rbcq`?", terminal.enter("?rbcp"))
        self.assertIn("E0301", terminal.enter("?e0301"))
        self.assertIn(":save [--all] FILE", terminal.enter(":help :save"))
        terminal.enter(LOG)
        self.assertIn("Table, ", terminal.enter("?visits"))
        overview = terminal.enter("?")
        for command in (":type", ":undo", ":edit", ":set", ":reload", "Ctrl-R"):
            self.assertIn(command, overview)

    def test_types_are_told_without_running(self):
        terminal = self.open()
        self.assertIn("number\n", terminal.enter(":type 1 + 1"))
        self.assertRegex(terminal.enter(":type rbcq"), r"→\s+Policy\n")
        terminal.enter(LOG)
        shown = terminal.enter(":type visits |> where(day > 2)")
        self.assertIn("Table\n", shown)
        self.assertRegex(shown, r"coupon\W+\w+")
        self.assertIn("`visits`", terminal.enter(":type visit + 1"))
        terminal.type(":type (\r")
        terminal.wait_for_line("  ...>")
        self.assertIn("text\n", terminal.enter('"a")'))

    def test_names_and_times(self):
        terminal = self.open()
        self.assertIn("nothing is bound", terminal.enter(":names"))
        terminal.enter("λ = 3")
        terminal.enter("1 + 1")
        names = terminal.enter(":names")
        self.assertRegex(names, r"\n  λ +3\n")
        self.assertNotIn("_", names.replace(":names", ""))
        self.assertRegex(terminal.enter(":time 2 + 2"), r"4\n +\d+\.\d\d s")
        self.assertNotRegex(terminal.enter("2 + 2"), r"\d s\n")
        terminal.enter(":time on")
        self.assertRegex(terminal.enter("2 + 2"), r"\d s\n")


class Scripts(PromptCase):
    def write(self, name, text):
        path = os.path.join(self.project, name)
        with open(path, "w") as file:
            file.write(text)
        return path

    def test_a_script_is_run_and_run_again(self):
        terminal = self.open()
        self.assertIn("no script was run yet", terminal.enter(":reload"))
        self.write("a.scrip", "a = 1\n")
        terminal.enter(":run a.scrip")
        self.write("a.scrip", "a = 2\n")
        terminal.enter(":reload")
        self.assertIn("2\n", terminal.enter("a"))
        self.assertIn("cannot read `b.scrip`", terminal.enter(":run b.scrip"))
        self.write("a.scrip", "a = 3\na = = 4\n")
        self.assertIn("error", terminal.enter(":reload"))
        self.assertIn("2\n", terminal.enter("a"))

    def test_an_editor_changes_the_last_statement_a_name_s_and_a_script(self):
        editor = self.write("editor.sh", 'sed -i s/20/30/ "$1"; stty -a | grep -o ".icanon"\n')
        terminal = self.open(EDITOR=f"sh {editor}", VISUAL=None)
        terminal.enter("a = 20 + 1")
        terminal.enter("b = nothing_has_this_name")
        terminal.enter(":edit a")
        self.assertIn("31\n", terminal.enter("a"))
        terminal.enter("20 + 2")
        # The editor reads whole lines unless it says otherwise.
        shown = terminal.enter(":edit")
        self.assertIn(" icanon", shown)
        self.assertIn("32\n", shown)
        self.assertIn("unchanged", terminal.enter(":edit"))
        self.assertIn("no statement has bound `zzz`", terminal.enter(":edit zzz"))
        self.write("s.scrip", "c = 20\n")
        terminal.enter(":edit s.scrip")
        self.assertIn("30\n", terminal.enter("c"))
        terminal.type("\x1b[A\x1b[A\x1b[A")
        terminal.wait_until(lambda: terminal.cursor_line().startswith("scrip>"), "the history")

        without = self.open(EDITOR=None, VISUAL=None)
        self.assertIn("EDITOR=", without.enter(":edit"))
        failing = self.open(EDITOR="false", VISUAL=None)
        self.assertIn("`false` failed", failing.enter(":edit"))

    def test_many_steps_are_undone_and_redone(self):
        terminal = self.open()
        for number in range(5):
            terminal.enter(f"a = {number}")
        for _ in range(3):
            terminal.enter(":undo")
        self.assertIn("1\n", terminal.enter("a"))
        for _ in range(2):
            terminal.enter(":redo")
        self.assertIn("3\n", terminal.enter("a"))
        terminal.enter("b = 1")
        self.assertIn("nothing", terminal.enter(":redo").lower())


class Settings(PromptCase):
    def scrip(self, *arguments, **changes):
        return subprocess.run(
            [BINARY, *arguments], capture_output=True, text=True, timeout=TIMEOUT,
            cwd=self.project, env=environment(self.home, **changes))

    def test_settings_are_shown_changed_and_kept_in_a_file(self):
        terminal = self.open()
        terminal.enter(LOG)
        self.assertIn("rows: 3", terminal.enter(":set rows 3"))
        self.assertIn("3 of ", terminal.enter("visits"))
        self.assertIn("did you mean `rows`?", terminal.enter(":set row 3"))
        self.assertIn("on or off", terminal.enter(":set time maybe"))
        self.assertIn("threads", terminal.enter(":set"))
        mark = terminal.enter(":set colour never") and len(terminal.raw)
        terminal.enter("nothing_has_this_name")
        self.assertNotRegex(terminal.raw[mark:], r"\x1b\[[0-9;]*m")

        folder = os.path.join(self.home, "settings")
        written = self.scrip("config", "--write", XDG_CONFIG_HOME=folder)
        self.assertEqual(written.returncode, 0, written.stderr)
        again = self.scrip("config", "--write", XDG_CONFIG_HOME=folder)
        self.assertEqual(again.returncode, 1)
        path = os.path.join(folder, "scrip", "config")
        with open(path) as file:
            text = file.read()
        self.assertEqual(text, self.scrip("config").stdout)
        with open(path, "w") as file:
            file.write(text.replace("rows = 10", "rows = 4").replace("banner = on", "banner = off"))
        other = self.open(XDG_CONFIG_HOME=folder)
        self.assertNotIn("Ctrl-D", other.text())
        other.enter(LOG)
        self.assertIn("4 of ", other.enter("visits"))
        with open(path, "a") as file:
            file.write("rwos = 1\n")
        wrong = self.open(XDG_CONFIG_HOME=folder)
        self.assertIn("no setting `rwos`", plain(wrong.raw))

    def test_the_manual_page_and_completions_come_from_the_declarations(self):
        page = self.scrip("man").stdout
        for word in (".TH SCRIP 1", ".SH COMMANDS", r"scrip run", r"\-\-threads"):
            self.assertIn(word, page)
        for command in re.findall(r"^  ([a-z]+)  ", self.scrip("--help").stdout, re.MULTILINE):
            self.assertIn(f"scrip {command}", page)
        for shell in ("bash", "zsh", "fish"):
            script = self.scrip("--generate-completion-script", shell).stdout
            self.assertIn("report", script)
            self.assertIn("threads", script)


if __name__ == "__main__":
    unittest.main()
