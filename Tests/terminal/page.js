// A page that is only one table: as much of a document as the script of a report asks for. Standard input says
// what is in it and which heads are clicked; the rows as they then are go to standard output.
// usage: node page.js SCRIPT < TABLE

const fs = require("fs");
const { heads, rows, click } = JSON.parse(fs.readFileSync(0, "utf8"));

class Element {
  constructor(tag, text = "") {
    Object.assign(this, { tag, text, childNodes: [], attributes: {}, listeners: {} });
  }
  get textContent() { return this.text + this.childNodes.map((node) => node.textContent).join(""); }
  append(...nodes) {
    for (const node of nodes) {
      if (node.parent) node.parent.childNodes = node.parent.childNodes.filter((one) => one !== node);
      node.parent = this;
      this.childNodes.push(node);
    }
  }
  get rows() { return this.childNodes; }
  get cells() { return this.childNodes; }
  get cellIndex() { return this.parent.childNodes.indexOf(this); }
  getAttribute(name) { return this.attributes[name] ?? null; }
  setAttribute(name, value) { this.attributes[name] = value; }
  removeAttribute(name) { delete this.attributes[name]; }
  addEventListener(name, listener) { this.listeners[name] = listener; }
}

function row(tag, texts) {
  const line = new Element("tr");
  // A head without a name is a plain cell, as in a report.
  for (const text of texts) {
    const cell = new Element(text ? tag : "td");
    cell.append(new Element("text", text));
    line.append(cell);
  }
  return line;
}

const head = row("th", heads);
const body = new Element("tbody");
body.append(...rows.map((texts) => row("td", texts)));
const table = {
  tBodies: [body], querySelectorAll: () => head.childNodes.filter((cell) => cell.tag === "th"),
};
global.document = {
  querySelectorAll: (selector) => (selector.includes("table") ? [table] : []),
  createElement: (tag) => new Element(tag),
};
require(require("path").resolve(process.argv[2]));
for (const name of click) {
  const cell = head.childNodes.find((one) => one.textContent === name);
  cell.childNodes[0].listeners.click();
}
console.log(JSON.stringify(body.rows.map((line) => line.cells.map((cell) => cell.textContent))));
