#!/usr/bin/env python3
"""Opens reports in a browser, as their readers do, and says what is wrong with them.

Renders everything.scrip and the quick examples, and checks: axe-core finds nothing, in light and in dark; nothing is
wider than the window; no two labels of a figure meet, measured by the browser's own fonts; tables sort and figures
are read off by keyboard; nothing is missing without scripts; nothing is fetched; the print fits its paper; notebooks
are valid and nbconvert renders them. Pages, screenshots and prints stay in the folder. Started by run.sh.
"""

import argparse
import json
import subprocess
import sys
from pathlib import Path

import nbconvert
import nbformat
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright

HERE = Path(__file__).resolve().parent
EXAMPLES = HERE.parent.parent / "examples"
SCRIPTS = {
    HERE / "everything.scrip": 1,
    EXAMPLES / "01-quickstart.scrip": 0,
    EXAMPLES / "02-language.scrip": 0,
    EXAMPLES / "03-log.scrip": 0,
}
WIDTHS = {"tiny": 320, "phone": 390, "tablet": 768, "desk": 1280}
# A4 between margins of 15 mm, at 96 pixels an inch.
PRINT_WIDTH = 680

MEETING_LABELS = """() => {
  const boxes = [];
  for (const svg of document.querySelectorAll("svg.scrip-figure")) {
    if (!svg.getClientRects().length) continue;
    const texts = Array.from(svg.querySelectorAll("text")).map((text) => {
      const box = text.getBBox(), matrix = text.getScreenCTM();
      // Letters stand within three quarters of the line's height.
      const inset = box.height * 0.15;
      const corner = (x, y) => new DOMPoint(x, y).matrixTransform(matrix);
      const [top, bottom] = [box.y + inset, box.y + box.height - inset];
      return { text: text.textContent, corners: [
        corner(box.x, top), corner(box.x + box.width, top),
        corner(box.x + box.width, bottom), corner(box.x, bottom)] };
    });
    const apart = (a, b) => [a, b].some(({ corners }) => corners.some((from, index) => {
      const to = corners[(index + 1) % 4], normal = { x: to.y - from.y, y: from.x - to.x };
      const along = (box) => box.corners.map((c) => c.x * normal.x + c.y * normal.y);
      const [one, other] = [along(a), along(b)];
      return Math.max(...one) <= Math.min(...other) || Math.max(...other) <= Math.min(...one);
    }));
    texts.forEach((a, index) => texts.slice(index + 1).forEach((b) => {
      if (!apart(a, b)) boxes.push(`${a.text} / ${b.text}`);
    }));
  }
  return boxes;
}"""

TOO_WIDE = """() => Array.from(document.querySelectorAll("main *, header *, footer *, nav *"))
  .filter((part) => part.getBoundingClientRect().right > document.documentElement.clientWidth + 1
    && !part.closest(".scrip-table, pre, .scrip-plot"))
  .map((part) => `${part.tagName} ${part.textContent.slice(0, 40)}`)"""

TORN = """() => Array.from(document.querySelectorAll(".scrip-table, .scrip-plot, pre"))
  .filter((part) => part.scrollWidth > part.clientWidth + 1)
  .map((part) => `${part.className} ${part.textContent.slice(0, 40)}`)"""


class Check:
    def __init__(self, folder):
        self.folder = folder
        self.problems = []
        self.count = 0

    def expect(self, holds, words):
        self.count += 1
        if not holds:
            self.problems.append(words)
            print(f"  {words}", flush=True)


def render(check, scrip, script, code):
    for form in ("html", "md", "ipynb"):
        command = [scrip, "report", script, "--to", form, "-q", "-o", f"{check.folder}/"]
        if code == 0 and script.name.startswith("01"):
            command += ["--set", "steps=200"]
        done = subprocess.run(command, capture_output=True, text=True)
        check.expect(done.returncode == code, f"{script.name} as {form} ends with {done.returncode}: {done.stderr}")


def look(check, browser, name, scheme):
    """The page at every width: accessible, no wider than the window, labels apart."""
    for size, width in WIDTHS.items():
        context = browser.new_context(
            color_scheme=scheme, viewport={"width": width, "height": 900}, bypass_csp=True)
        page = context.new_page()
        said = []
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.on("request", lambda request: said.append(request.url) if not request.url.startswith("file:") else None)
        page.goto(f"file://{check.folder}/{name}.html")
        where = f"{name}, {scheme}, {size}"
        wide = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
        check.expect(not wide, f"{where}: the page scrolls sideways, {page.evaluate(TOO_WIDE)}")
        meeting = page.evaluate(MEETING_LABELS)
        check.expect(not meeting, f"{where}: labels meet: {meeting[:5]}")
        for found in Axe().run(page).response["violations"]:
            check.expect(False, f"{where}: {found['impact']}: {found['help']}: {found['nodes'][0]['html'][:200]}")
        check.expect(not said, f"{where}: the page said or fetched {said[:3]}")
        page.screenshot(path=f"{check.folder}/{name}-{scheme}-{size}.png", full_page=True)
        context.close()


def read_without_scripts(check, browser, name):
    texts = []
    for scripts in (True, False):
        context = browser.new_context(java_script_enabled=scripts)
        page = context.new_page()
        page.goto(f"file://{check.folder}/{name}.html")
        texts.append(page.locator("main").inner_text().split())
        context.close()
    check.expect(texts[0] == texts[1], f"{name}: the text is another without scripts")


def use(check, browser, name):
    """Sorts the first table that has heads to sort by, and reads the first figure off, both by keyboard."""
    page = browser.new_page()
    page.goto(f"file://{check.folder}/{name}.html")
    heads = page.locator("th button")
    if heads.count():
        for order in ("ascending", "descending"):
            heads.first.focus()
            page.keyboard.press("Enter")
            state = page.locator("th[aria-sort]").first.get_attribute("aria-sort")
            check.expect(state == order, f"{name}: a head says {state}, not {order}")
        check.expect(page.locator("th[aria-sort]").count() == 1, f"{name}: two heads say that they sort")
    plot = page.locator(".scrip-plot[tabindex]")
    if plot.count():
        plot.first.focus()
        page.keyboard.press("ArrowRight")
        said = plot.first.locator(".scrip-readout").inner_text()
        check.expect(any(c.isdigit() for c in said), f"{name}: a figure says `{said}` when it is asked")
    page.close()


def print_page(check, browser, name):
    context = browser.new_context(color_scheme="dark", viewport={"width": PRINT_WIDTH, "height": 1000})
    page = context.new_page()
    page.goto(f"file://{check.folder}/{name}.html")
    page.emulate_media(media="print")
    torn = page.evaluate(TORN)
    check.expect(not torn, f"{name}: wider than the paper: {torn[:3]}")
    ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
    check.expect(ground == "rgb(255, 255, 255)", f"{name}: prints on {ground}")
    margin = dict.fromkeys(("top", "right", "bottom", "left"), "15mm")
    page.pdf(path=f"{check.folder}/{name}.pdf", format="A4", margin=margin)
    context.close()


def notebook(check, name):
    path = check.folder / f"{name}.ipynb"
    book = nbformat.read(path, as_version=nbformat.NO_CONVERT)
    try:
        nbformat.validate(book)
    except nbformat.ValidationError as error:
        check.expect(False, f"{name}.ipynb: {error}")
    html, _ = nbconvert.HTMLExporter().from_notebook_node(book)
    figures = sum(
        "image/svg+xml" in output.get("data", {}) for cell in book.cells for output in cell.get("outputs", []))
    check.expect(html.count("data:image/svg+xml") >= figures, f"{name}.ipynb: nbconvert shows fewer than {figures} figures")
    tables = sum(cell["source"].count("<table") for cell in book.cells)
    check.expect(html.count("<table") >= tables, f"{name}.ipynb: nbconvert shows fewer than {tables} tables")


def markdown(check, name):
    text = (check.folder / f"{name}.md").read_text()
    for line in text.splitlines():
        if line.startswith("!["):
            target = line.rsplit("](<", 1)[-1].rstrip(">)")
            check.expect((check.folder / target).is_file(), f"{name}.md: no figure {target}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--scrip", required=True)
    parser.add_argument("--browser", required=True)
    parser.add_argument("--folder", required=True, type=Path)
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    check = Check(options.folder.resolve())
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=options.browser, args=["--no-sandbox"])
        for script, code in SCRIPTS.items():
            name = script.stem
            print(name, flush=True)
            render(check, options.scrip, script, code)
            for scheme in ("light", "dark"):
                look(check, browser, name, scheme)
            read_without_scripts(check, browser, name)
            use(check, browser, name)
            print_page(check, browser, name)
            notebook(check, name)
            markdown(check, name)
        browser.close()
    print(json.dumps({"checks": check.count, "problems": len(check.problems)}))
    return 1 if check.problems else 0


if __name__ == "__main__":
    sys.exit(main())
