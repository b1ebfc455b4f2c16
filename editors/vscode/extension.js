// Scrip in VS Code. No packages are needed: the server does the work, and this file hands its answers on.

const vscode = require("vscode");
const { Client } = require("./client.js");

let client;

function activate(context) {
  const problems = vscode.languages.createDiagnosticCollection("scrip");
  const command = vscode.workspace.getConfiguration("scrip").get("command");
  client = new Client(
    command,
    (method, params) => {
      if (method !== "textDocument/publishDiagnostics") return;
      problems.set(vscode.Uri.parse(params.uri), params.diagnostics.map(diagnostic));
    },
    (reason) => {
      if (!client) return;
      client = undefined;
      vscode.window.showWarningMessage(`${reason}. Is \`${command}\` installed? See the setting scrip.command.`);
    });
  const ready = client
    .request("initialize", { processId: process.pid, rootUri: null, capabilities: {} })
    .then(() => client.notify("initialized", {}));

  const tell = (method, document, rest) => {
    if (document.languageId !== "scrip") return;
    ready.then(() => client && client.notify(method, rest), () => {});
  };
  const opened = (document) => tell("textDocument/didOpen", document, {
    textDocument: {
      uri: document.uri.toString(), languageId: "scrip", version: document.version, text: document.getText(),
    },
  });
  const ask = (method, document, position) => ready.then(() => client && client.request(method, {
    textDocument: { uri: document.uri.toString() }, position,
  }));

  vscode.workspace.textDocuments.forEach(opened);
  context.subscriptions.push(
    problems,
    vscode.workspace.onDidOpenTextDocument(opened),
    vscode.workspace.onDidChangeTextDocument(({ document }) => tell("textDocument/didChange", document, {
      textDocument: { uri: document.uri.toString(), version: document.version },
      contentChanges: [{ text: document.getText() }],
    })),
    vscode.workspace.onDidCloseTextDocument((document) => tell("textDocument/didClose", document, {
      textDocument: { uri: document.uri.toString() },
    })),
    vscode.languages.registerCompletionItemProvider("scrip", {
      provideCompletionItems: async (document, position) => {
        const found = await ask("textDocument/completion", document, position);
        return found && found.items.map(completion);
      },
    }, ".", "(", ","),
    vscode.languages.registerHoverProvider("scrip", {
      provideHover: async (document, position) => {
        const found = await ask("textDocument/hover", document, position);
        return found && new vscode.Hover(new vscode.MarkdownString(found.contents.value), range(found.range));
      },
    }),
    vscode.languages.registerDefinitionProvider("scrip", {
      provideDefinition: async (document, position) => {
        const found = await ask("textDocument/definition", document, position);
        return found && new vscode.Location(vscode.Uri.parse(found.uri), range(found.range));
      },
    }),
    vscode.languages.registerDocumentFormattingEditProvider("scrip", {
      provideDocumentFormattingEdits: async (document) => {
        const edits = await ask("textDocument/formatting", document);
        return edits && edits.map((edit) => vscode.TextEdit.replace(range(edit.range), edit.newText));
      },
    }));
}

function range({ start, end }) {
  return new vscode.Range(start.line, start.character, end.line, end.character);
}

// The protocol counts severities and kinds from 1, the editor from 0.
function diagnostic(found) {
  const result = new vscode.Diagnostic(range(found.range), found.message, found.severity - 1);
  result.code = found.code;
  result.source = found.source;
  return result;
}

function completion(found) {
  const item = new vscode.CompletionItem(found.label, found.kind - 1);
  item.detail = found.detail;
  item.insertText = found.textEdit.newText;
  item.range = range(found.textEdit.range);
  return item;
}

async function deactivate() {
  const leaving = client;
  client = undefined;
  if (!leaving) return;
  await leaving.request("shutdown").catch(() => {});
  leaving.notify("exit");
}

module.exports = { activate, deactivate };
