// Random scripts from grammar/scrip.ebnf: what the grammar allows, the parser reads, and the formatter
// prints back. `make generate COUNT=10000` tries more of them than there is time for here.

import Formatting
import Generation
import Syntax
import Testing
import Text

struct GeneratedScriptTests {
  @Test(
    "A derived script parses, prints back to the same tree and keeps its layout",
    arguments: 0..<8)
  func derived(_ seed: Int) throws {
    let grammar = try Grammar(Repository.text("grammar/scrip.ebnf"))
    var generator = ScriptGenerator(grammar, seed: UInt64(seed))
    for _ in 0..<50 {
      let source = SourceText(generator.script(), name: "seed \(seed)")
      let script = parse(source)
      #expect(script.diagnostics.render(in: source) == "")
      let printed = SourceText(try format(source))
      #expect(dump(parse(printed)) == dump(script))
      #expect(try format(printed) == printed.text(Span(0, printed.bytes.count)))
    }
  }

  @Test("The derived scripts use every production of the grammar")
  func covers() throws {
    let grammar = try Grammar(Repository.text("grammar/scrip.ebnf"))
    var generator = ScriptGenerator(grammar, seed: 1)
    var kinds: Set<String> = []
    for _ in 0..<200 {
      let tree = dump(parse(SourceText(generator.script())))
      kinds.formUnion(tree.matches(of: /\((\S+)/).map { String($0.1) })
    }
    let wanted: Set<String> = [
      "bind", "param", "cell", "prose", "text", "list", "record", "-", "not", "or", "and", "==",
      "in", "+", "*", "%%", "^", "..", "|>", "->", "if", "call", ".", "index",
    ]
    #expect(wanted.isSubset(of: kinds))
  }
}
