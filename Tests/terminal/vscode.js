// The extension in an editor that is only a shell: `vscode` is what it asks of the editor and no more. A document is
// opened and changed, each provider asked once, and what came back is printed as JSON for test_vscode.py.
// usage: node vscode.js EXTENSION COMMAND

const Module = require("module");
const path = require("path");
const [extension, command] = process.argv.slice(2);

class Range {
  constructor(...numbers) {
    if (!numbers.every(Number.isInteger)) throw new Error(`a range of ${numbers}`);
    [this.startLine, this.startCharacter, this.endLine, this.endCharacter] = numbers;
  }
}
class Diagnostic {
  constructor(range, message, severity) {
    Object.assign(this, { range, message, severity });
  }
}
class CompletionItem {
  constructor(label, kind) {
    Object.assign(this, { label, kind });
  }
}
class Hover {
  constructor(contents, range) {
    Object.assign(this, { contents, range });
  }
}
class MarkdownString {
  constructor(value) {
    this.value = value;
  }
}
class Location {
  constructor(uri, range) {
    Object.assign(this, { uri, range });
  }
}

const providers = {};
const listeners = {};
const warnings = [];
let published;
const register = (name) => (language, provider) => {
  if (language !== "scrip") throw new Error(`${name} for ${language}`);
  providers[name] = provider;
  return { dispose() {} };
};
const listen = (name) => (listener) => {
  listeners[name] = listener;
  return { dispose() {} };
};
const vscode = {
  Range, Diagnostic, CompletionItem, Hover, MarkdownString, Location,
  TextEdit: { replace: (range, newText) => ({ range, newText }) },
  Uri: { parse: (text) => ({ toString: () => text }) },
  window: { showWarningMessage: (text) => warnings.push(text) },
  workspace: {
    textDocuments: [],
    getConfiguration: () => ({ get: () => command }),
    onDidOpenTextDocument: listen("open"),
    onDidChangeTextDocument: listen("change"),
    onDidCloseTextDocument: listen("close"),
  },
  languages: {
    createDiagnosticCollection: () => ({
      set: (uri, found) => published && published({ uri: uri.toString(), found }),
      dispose() {},
    }),
    registerCompletionItemProvider: register("completion"),
    registerHoverProvider: register("hover"),
    registerDefinitionProvider: register("definition"),
    registerDocumentFormattingEditProvider: register("formatting"),
  },
};
const load = Module._load;
Module._load = (name, ...rest) => (name === "vscode" ? vscode : load(name, ...rest));

async function main() {
  const { activate, deactivate } = require(path.resolve(extension, "extension.js"));
  let text = "total = 1+1\ntotl";
  const document = {
    uri: { toString: () => "file:///a.scrip" }, languageId: "scrip", version: 1, getText: () => text,
  };
  const other = { uri: { toString: () => "file:///b.py" }, languageId: "python", getText: () => "x = = 1" };
  const next = () => new Promise((resolve) => { published = resolve; });

  activate({ subscriptions: [] });
  let answer = next();
  listeners.open(other);
  listeners.open(document);
  const mistake = await answer;

  text = "total = 1+1\ntotal";
  document.version = 2;
  answer = next();
  listeners.change({ document });
  const mended = await answer;

  const position = { line: 1, character: 2 };
  const result = {
    mistake, mended,
    completion: await providers.completion.provideCompletionItems(document, { line: 1, character: 3 }),
    hover: await providers.hover.provideHover(document, position),
    definition: await providers.definition.provideDefinition(document, position),
    formatting: await providers.formatting.provideDocumentFormattingEdits(document),
  };
  listeners.close(document);
  await deactivate();
  console.log(JSON.stringify({ ...result, warnings }));
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
