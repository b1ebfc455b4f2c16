// A script that is right comes back from the formatter with its tree, in a layout that stays.

import Formatting
import Syntax
import Text

/// What does not hold of a script; nil when everything does.
func whatBreaks(_ source: SourceText) -> String? {
  let script = parse(source)
  guard script.diagnostics.isEmpty else {
    return "does not parse\n\(script.diagnostics.render(in: source))"
  }
  guard let text = try? format(source) else {
    let printed = SourceText(unchecked(source))
    let script = parse(printed)
    let text = printed.text(Span(0, printed.bytes.count))
    let problem = script.diagnostics.first.map { "\n" + $0.render(in: printed) } ?? ""
    return "is printed as\n\(text)\nwhich is\n\(dump(script))\nand was\(problem)"
  }
  let printed = SourceText(text)
  guard dump(parse(printed)) == dump(script) else { return "says something else:\n\(text)" }
  guard unchecked(printed) == text else {
    return "has no layout that stays:\n\(text)"
  }
  return nil
}
