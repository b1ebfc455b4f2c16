"""An editor's session with `scrip lsp`, through real pipes."""

import json
import os
import subprocess
import tempfile
import unittest

from terminal import BINARY, TIMEOUT


class Editor:
    def __init__(self):
        self.process = subprocess.Popen([BINARY, "lsp"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.number = 0

    def send(self, method, params=None, number=None):
        message = {"jsonrpc": "2.0", "method": method, "params": params}
        if number is not None:
            message["id"] = number
        body = json.dumps(message, ensure_ascii=False).encode()
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        self.process.stdin.flush()

    def receive(self):
        length = 0
        while (line := self.process.stdout.readline().strip()):
            name, value = line.split(b":")
            if name.lower() == b"content-length":
                length = int(value)
        return json.loads(self.process.stdout.read(length))

    def ask(self, method, params=None):
        self.number += 1
        self.send(method, params, self.number)
        answer = self.receive()
        assert answer["id"] == self.number, answer
        return answer.get("result")


class Session(unittest.TestCase):
    def test_a_session_from_initialize_to_exit(self):
        with tempfile.TemporaryDirectory() as folder:
            with open(os.path.join(folder, "visits.csv"), "w") as file:
                file.write("user,tenure\na,3\n")
            editor = Editor()
            self.addCleanup(editor.process.kill)
            capabilities = editor.ask("initialize", {"capabilities": {}})["capabilities"]
            self.assertTrue(capabilities["hoverProvider"])
            editor.send("initialized", {})
            document = {"uri": "file://%s/spring.scrip" % folder}
            text = "visits = load(\"visits.csv\")\n\"😀λ\" + text(visits.tenur[0])\n"
            editor.send("textDocument/didOpen", {"textDocument": dict(document, text=text)})
            published = editor.receive()
            self.assertEqual(published["method"], "textDocument/publishDiagnostics")
            (found,) = published["params"]["diagnostics"]
            # The column is misspelt: the file's head was read, and the emoji counts twice.
            self.assertEqual(found["range"]["start"], {"line": 1, "character": 20})
            text = text.replace("tenur[", "tenure[")
            editor.send("textDocument/didChange", {
                "textDocument": dict(document, version=2), "contentChanges": [{"text": text}]})
            self.assertEqual(editor.receive()["params"]["diagnostics"], [])
            place = {"textDocument": document, "position": {"line": 1, "character": 14}}
            self.assertIn("Table of 2 columns", editor.ask("textDocument/hover", place)["contents"]["value"])
            start = editor.ask("textDocument/definition", place)["range"]["start"]
            self.assertEqual(start, {"line": 0, "character": 0})
            editor.send("textDocument/didChange", {
                "textDocument": dict(document, version=3), "contentChanges": [{"text": "x=1"}]})
            editor.receive()
            (edit,) = editor.ask("textDocument/formatting", {"textDocument": document})
            self.assertEqual(edit["newText"], "x = 1\n")
            items = editor.ask("textDocument/completion", {
                "textDocument": document, "position": {"line": 0, "character": 3}})["items"]
            self.assertIn("rbcq(", [item["label"] for item in items])
            self.assertIsNone(editor.ask("shutdown"))
            editor.send("exit")
            self.assertEqual(editor.process.wait(TIMEOUT), 0)

    def test_an_editor_that_goes_away_ends_the_server(self):
        editor = Editor()
        editor.process.stdin.close()
        self.assertEqual(editor.process.wait(TIMEOUT), 1)
        editor.process.stdout.close()


if __name__ == "__main__":
    unittest.main()
