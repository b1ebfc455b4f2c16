"""The folder for VS Code, as far as it can be tried without the editor: its files say what the editor wants to
read, and the extension works in a shell that has the same functions (vscode.js)."""

import json
import os
import re
import shutil
import subprocess
import unittest

from terminal import BINARY, TIMEOUT

HERE = os.path.dirname(os.path.abspath(__file__))
FOLDER = os.path.normpath(os.path.join(HERE, "..", "..", "editors", "vscode"))


def read(name):
    with open(os.path.join(FOLDER, name), encoding="utf-8") as file:
        return json.load(file)


class Files(unittest.TestCase):
    def test_the_manifest_names_what_is_there(self):
        manifest = read("package.json")
        for field in ("name", "publisher", "version", "engines", "main", "contributes"):
            self.assertIn(field, manifest)
        self.assertRegex(manifest["name"], r"^[a-z0-9][a-z0-9-]*$")
        self.assertRegex(manifest["version"], r"^\d+\.\d+\.\d+$")
        self.assertRegex(manifest["engines"]["vscode"], r"^\^\d+\.\d+\.\d+$")
        contributes = manifest["contributes"]
        (language,), (grammar,) = contributes["languages"], contributes["grammars"]
        paths = [manifest["main"], language["configuration"], grammar["path"]]
        for path in paths:
            self.assertTrue(path.startswith("./") and os.path.isfile(os.path.join(FOLDER, path)), path)
        self.assertEqual(language["id"], grammar["language"])
        self.assertEqual(manifest["activationEvents"], ["onLanguage:" + language["id"]])
        self.assertTrue(all(extension.startswith(".") for extension in language["extensions"]))
        self.assertEqual(read(grammar["path"])["scopeName"], grammar["scopeName"])
        for setting in contributes["configuration"]["properties"].values():
            self.assertIn(setting["type"], ("string", "boolean", "number", "array", "object"))
            self.assertTrue(setting["description"])

    def test_the_language_s_configuration_pairs_its_brackets(self):
        configuration = read("language-configuration.json")
        self.assertEqual(configuration["comments"]["lineComment"], "#")
        for opening, closing in configuration["brackets"] + configuration["surroundingPairs"]:
            self.assertEqual((len(opening), len(closing)), (1, 1))
        for pair in configuration["autoClosingPairs"]:
            self.assertLessEqual(set(pair), {"open", "close", "notIn"})

    def test_every_rule_of_the_grammar_is_there_and_used(self):
        grammar = read("scrip.tmLanguage.json")
        rules = grammar["repository"]
        used = set()

        def visit(rule):
            keys = set(rule) - {"name", "contentName"}
            known = [{"include"}, {"match"}, {"match", "captures"}, {"patterns"}]
            if "begin" in rule:
                self.assertIn("end", rule)
                self.assertLessEqual(keys, {"begin", "end", "beginCaptures", "endCaptures", "patterns"})
            else:
                self.assertIn(keys, known, rule)
            if "include" in rule:
                used.add(rule["include"].removeprefix("#"))
            for inner in rule.get("patterns", []):
                visit(inner)

        for rule in grammar["patterns"] + list(rules.values()):
            visit(rule)
        self.assertEqual(used, set(rules))


@unittest.skipUnless(shutil.which("node"), "there is no node")
class Extension(unittest.TestCase):
    def run_node(self, *arguments):
        done = subprocess.run(["node", *arguments], capture_output=True, text=True, timeout=TIMEOUT * 2)
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout

    def test_the_patterns_are_regular_expressions(self):
        check = """
          const read = (name) => JSON.parse(require("fs").readFileSync(process.argv[1] + "/" + name, "utf8"));
          const visit = (value) => {
            for (const [key, inner] of Object.entries(value)) {
              if (["match", "begin", "end", "increaseIndentPattern", "decreaseIndentPattern", "start"].includes(key)
                && typeof inner === "string") new RegExp(inner);
              else if (inner && typeof inner === "object") visit(inner);
            }
          };
          visit(read("scrip.tmLanguage.json"));
          const { folding, indentationRules } = read("language-configuration.json");
          visit({ folding, indentationRules });
        """
        self.run_node("-e", check, FOLDER)

    def test_a_document_is_opened_mended_and_asked_about(self):
        answers = json.loads(self.run_node(os.path.join(HERE, "vscode.js"), FOLDER, BINARY))
        (mistake,) = answers["mistake"]["found"]
        self.assertEqual(answers["mistake"]["uri"], "file:///a.scrip")
        self.assertEqual((mistake["code"], mistake["severity"], mistake["source"]), ("E0301", 0, "scrip"))
        self.assertEqual(mistake["range"], {
            "startLine": 1, "startCharacter": 0, "endLine": 1, "endCharacter": 4})
        self.assertEqual(answers["mended"]["found"], [])
        self.assertIn("total", [item["label"] for item in answers["completion"]])
        self.assertTrue(all(item["insertText"] and item["range"] for item in answers["completion"]))
        self.assertIn("number", answers["hover"]["contents"]["value"])
        self.assertEqual(answers["definition"]["range"]["startLine"], 0)
        (edit,) = answers["formatting"]
        self.assertEqual(edit["newText"], "total = 1 + 1\ntotal\n")
        self.assertEqual(answers["warnings"], [])


if __name__ == "__main__":
    unittest.main()
