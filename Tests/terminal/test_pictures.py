"""Figures as pictures: a terminal that answers, one that does not, and one that answers late."""

import base64
import os
import re
import unittest

from terminal import PromptCase, plain

PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20
QUESTION = "\x1b_Gi=31"
KITTY = "\x1b_Gi=31;OK\x1b\\"
ITERM = "\x1b]1337;ReportCellSize=17.50;8.00;2.0\x1b\\"
DEVICE = "\x1b[?62;22c"
SIXEL = "\x1b[?62;4;22c"
PLOT = "plot(table({a: [1, 2, 3], b: [2, 4, 3]}))"
BRAILLE = re.compile("[\u2801-\u28ff]")


class Pictures(PromptCase):
    def open(self, **changes):
        """A prompt whose `rsvg-convert` always draws the same, and whose `img2sixel` says how wide it should be."""
        folder = self.folder("bin")
        path = os.path.join(folder, "rsvg-convert")
        with open(os.path.join(folder, "figure.png"), "wb") as file:
            file.write(PNG)
        with open(path, "w") as file:
            file.write(f'#!/bin/sh\ncat "{folder}/figure.png" > "$4"\n')
        os.chmod(path, 0o755)
        path = os.path.join(folder, "img2sixel")
        with open(path, "w") as file:
            file.write("#!/bin/sh\nprintf '\\033Pq%s\\033\\\\' \"$2\" > \"$4\"\n")
        os.chmod(path, 0o755)
        return super().open(PATH=f"{folder}:{os.environ['PATH']}", **changes)

    def plot(self, terminal, answer, typed=""):
        """What is written for a figure when the question is answered like this."""
        mark = terminal.type(PLOT + "\r")
        if answer is not None:
            terminal.wait_for(re.escape(QUESTION) + r".*\x1b\[c", mark)
            terminal.process.send(typed + answer)
        terminal.wait_for_prompt(mark + len(PLOT))
        return terminal.raw[mark:]

    def assert_untouched(self, terminal):
        """The prompt is empty and answers: nothing has leaked onto it."""
        terminal.wait_for_line("scrip>")
        self.assertRegex(terminal.enter("20 + 1"), r"^20 \+ 1\n21\n")

    def test_kitty_is_sent_the_picture(self):
        terminal = self.open()
        shown = self.plot(terminal, KITTY + DEVICE)
        pieces = re.findall(r"\x1b_G(?:a=T,f=100,q=2,c=\d+,)?m=[01];([^\x1b]*)\x1b\\", shown)
        self.assertEqual(base64.b64decode("".join(pieces)), PNG)
        self.assertNotRegex(shown, BRAILLE)
        self.assert_untouched(terminal)
        # It is asked once.
        again = self.plot(terminal, None)
        self.assertIn("\x1b_Ga=T", again)
        self.assertNotIn(QUESTION, again)

    def test_iterm_is_sent_the_picture(self):
        terminal = self.open()
        shown = self.plot(terminal, ITERM + DEVICE)
        [code] = re.findall(r"\x1b\]1337;File=inline=1;size=5128;[^:]*:([^\x07]*)\x07", shown)
        self.assertEqual(base64.b64decode(code), PNG)
        self.assert_untouched(terminal)

    def test_a_terminal_with_sixels_is_sent_them(self):
        terminal = self.open()
        shown = self.plot(terminal, SIXEL)
        [width] = re.findall(r"\x1bPq(\d+)\x1b\\", shown)
        self.assertEqual(int(width) % 8, 0)
        self.assertNotRegex(shown, BRAILLE)
        self.assert_untouched(terminal)

    def test_others_get_dots(self):
        terminal = self.open()
        for answer in (DEVICE, None):
            shown = self.plot(terminal, answer)
            self.assertRegex(shown, BRAILLE)
            self.assertNotIn("a=T", shown)
            self.assertNotIn("File=", shown)
            self.assert_untouched(terminal)

    def test_one_that_never_answers_or_answers_late_gets_dots_and_a_clean_prompt(self):
        terminal = self.open()
        mark = terminal.type(PLOT + "\r")
        terminal.wait_for_prompt(mark + len(PLOT))
        self.assertRegex(terminal.raw[mark:], BRAILLE)
        terminal.type("1 +")
        terminal.wait_for_line("scrip> 1 +")
        # Late, in the middle of a line, and cut in pieces.
        for piece in ("\x1b", "_Gi=31;O", "K\x1b", "\\" + ITERM[:9], ITERM[9:] + DEVICE[:3], DEVICE[3:]):
            terminal.process.send(piece)
        terminal.type(" 41")
        terminal.wait_for_line("scrip> 1 + 41")
        self.assertIn("\n42\n", terminal.enter(""))
        # Keys that begin like an answer are keys.
        terminal.type("\x1b[A")
        terminal.wait_for_line("scrip> 1 + 41")
        terminal.type("\x03")
        terminal.wait_for_line("scrip>")
        self.assertNotIn("\x1b_G", self.plot(terminal, None))

    def test_keys_are_keys_while_an_answer_is_awaited(self):
        terminal = self.open()
        mark = terminal.type(PLOT + "\r")
        terminal.wait_for_prompt(mark + len(PLOT))
        terminal.type("\x1b[A")
        terminal.wait_for_line("scrip> " + PLOT)
        terminal.type("\x1b[H\x1b[3~q")
        terminal.wait_for_line("scrip> q" + PLOT[1:])
        terminal.type("\x03")
        terminal.wait_for_line("scrip>")

    def test_what_is_typed_meanwhile_is_the_next_line(self):
        terminal = self.open()
        mark = terminal.type(PLOT + "\r")
        terminal.wait_for(re.escape(QUESTION) + r".*\x1b\[c", mark)
        terminal.process.send("20 + 1" + KITTY + DEVICE + "\r")
        terminal.wait_until(lambda: "\n21\n" in plain(terminal.raw[mark:]), "the answer")
        self.assertIn("\x1b_Ga=T", terminal.raw[mark:])

    def test_who_wants_none_is_not_asked(self):
        terminal = self.open()
        terminal.enter(":set images off")
        self.assertNotIn("\x1b_G", self.plot(terminal, None))
        for changes in ({"TERM": "dumb"}, {"PATH": self.folder("empty")}):
            other = super().open(**changes)
            self.assertNotIn("\x1b_G", self.plot(other, None))


if __name__ == "__main__":
    unittest.main()
