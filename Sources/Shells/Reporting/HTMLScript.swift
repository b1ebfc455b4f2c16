// What a page does beyond being read. Heads of tables become buttons that sort; a pointer, a finger or the
// arrow keys on a figure say the value that is nearest. The fingerprint is the SHA-256 of the text below
// (a test computes it), so that a browser runs this script and no other.

enum HTMLScript {
  static let fingerprint = "sha256-LCDN0O4OMomb1KE8mBTm6jGQL2SFLkEPhPK85hHU6cs="

  static let text = """
    "use strict";
    (() => {
      // A number with its unit and its interval is one; a date or a sentence is not.
      const shape = new RegExp([
        /^\\p{Sc}?\\s?([-+]?\\d[\\d,]*(?:\\.\\d+)?(?:e[-+]?\\d+)?)/,
        /(?:\\s?[^\\s\\d.,:;(…-][^\\s\\d(…]*)?/,
        /(?:\\s?\\([^)]*\\)|\\s?…\\s?\\S+(?:\\s\\S+)?)?$/,
      ].map((part) => part.source).join(""), "u");
      const number = (text) => {
        const found = text.match(shape);
        return found ? Number(found[1].replace(/,/g, "")) : NaN;
      };
      const sort = (body, column, down) => {
        const rows = Array.from(body.rows);
        const key = (row) => (row.cells[column] || row).textContent.trim();
        const isNumber = rows.filter((row) => !isNaN(number(key(row)))).length * 2 > rows.length;
        rows.sort((a, b) => {
          let order = key(a).localeCompare(key(b));
          if (isNumber) {
            const x = number(key(a)), y = number(key(b));
            if (isNaN(x) || isNaN(y)) return isNaN(x) - isNaN(y);
            order = x - y;
          }
          return down ? -order : order;
        });
        body.append(...rows);
      };
      for (const table of document.querySelectorAll(".scrip-table table")) {
        const body = table.tBodies[0];
        if (!body || body.rows.length < 3) continue;
        const heads = Array.from(table.querySelectorAll("thead th"));
        heads.forEach((head) => {
          const button = document.createElement("button");
          button.append(...head.childNodes);
          if (!button.textContent.trim()) return;
          head.append(button);
          button.addEventListener("click", () => {
            const down = head.getAttribute("aria-sort") === "ascending";
            for (const other of heads) other.removeAttribute("aria-sort");
            head.setAttribute("aria-sort", down ? "descending" : "ascending");
            sort(body, head.cellIndex, down);
          });
        });
      }
      for (const plot of document.querySelectorAll(".scrip-plot")) {
        const shown = () => Array.from(plot.querySelectorAll(".value"))
          .filter((mark) => mark.getClientRects().length);
        if (!shown().length) continue;
        const say = document.createElement("p");
        say.className = "scrip-readout";
        say.setAttribute("role", "status");
        plot.append(say);
        plot.tabIndex = 0;
        let chosen = null;
        const choose = (mark) => {
          if (chosen) chosen.classList.remove("chosen");
          chosen = mark;
          chosen.classList.add("chosen");
          say.textContent = chosen.querySelector("title").textContent;
        };
        const near = (event) => {
          let best = 40, found = null;
          for (const mark of shown()) {
            const box = mark.getBoundingClientRect();
            const across = Math.max(box.left - event.clientX, 0, event.clientX - box.right);
            const along = Math.max(box.top - event.clientY, 0, event.clientY - box.bottom);
            const distance = Math.hypot(across, along);
            if (distance < best) { best = distance; found = mark; }
          }
          if (found) choose(found);
        };
        plot.addEventListener("pointermove", near);
        plot.addEventListener("pointerdown", near);
        plot.addEventListener("keydown", (event) => {
          const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
          if (!step) return;
          event.preventDefault();
          const marks = shown();
          const next = marks.indexOf(chosen) + step;
          choose(marks[(next + marks.length) % marks.length]);
        });
      }
    })();
    """
}
