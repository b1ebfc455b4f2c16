"""The session in docs/session.md, typed again: what it shows there has to come here.

Each line behind `scrip>` (and `...>`) in its blocks is typed; what the prompt prints up to the next prompt has to be what
the page shows. Times differ from run to run and are left out on both sides. With RECORD=1 the page is
written again."""

import os
import re
import unittest

from terminal import PromptCase, plain

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
PAGE = os.path.join(ROOT, "docs", "session.md")
PROMPT = re.compile(r"^(scrip>|  \.\.\.>) ?(.*)$")


def without_times(text):
    lines = (re.sub(r" +\d+\.\d+ s$", "", line).rstrip() for line in text.splitlines())
    return "\n".join(line for line in lines if line)


class Session(PromptCase):
    def entries(self, block):
        """Statements of a block, each with its lines and what follows."""
        found = []
        for line in block.splitlines():
            typed = PROMPT.match(line)
            if typed and typed.group(1) == "scrip>":
                found.append(([typed.group(2)], []))
            elif typed:
                found[-1][0].append(typed.group(2))
            else:
                found[-1][1].append(line)
        return found

    def answer(self, terminal, lines):
        for line in lines[:-1]:
            terminal.type(line + "\r")
            terminal.wait_for_line("  ...>")
        mark = terminal.type(lines[-1] + "\r")
        terminal.wait_for(r"\n", mark)
        mark = terminal.raw.index("\n", mark) + 1
        terminal.wait_for_prompt(mark)
        return plain(terminal.raw[mark:]).rsplit("scrip>", 1)[0]

    def test_the_session_in_the_documents_goes_as_it_says(self):
        with open(PAGE) as file:
            page = file.read()
        # Wide enough that no typed line wraps.
        terminal = self.open(columns=100, NO_COLOR="1")
        for block in re.findall(r"```text\n(.*?)```", page, re.DOTALL):
            if not block.startswith("scrip>"):
                continue
            again = ""
            for lines, shown in self.entries(block):
                with self.subTest(entry=lines[0]):
                    answer = self.answer(terminal, lines)
                    again += "scrip> " + "\n  ...> ".join(lines) + "\n" + "".join(
                        line.rstrip() + "\n" for line in re.sub(r" +\d+\.\d+ s\n", "\n", answer)
                        .splitlines())
                    if not os.environ.get("RECORD"):
                        self.assertEqual(without_times(answer), without_times("\n".join(shown)))
            page = page.replace(block, again)
        with open(os.path.join(self.project, "spring.scrip")) as file:
            saved = file.read()
        if os.environ.get("RECORD"):
            page = re.sub(r"```scrip\n.*?```", lambda _: f"```scrip\n{saved}```", page, flags=re.DOTALL)
            with open(PAGE, "w") as file:
                file.write(page)
        self.assertIn("```scrip\n" + saved + "```", page)


if __name__ == "__main__":
    unittest.main()
