// What the command and the prompt tell about the language and its operators.
package import OperatorKit
import Operators
package import Reporting
import Syntax
package import Text

/// The manual of an operator, or what mentions a topic; everything for an empty one; nil when nothing
/// does.
package func manual(of topic: String, in catalogue: Catalogue = .standard) -> Report? {
  if topic.isEmpty { return catalogue.contents() }
  if let operation = catalogue[Names.canonical(topic)] { return operation.manual() }
  let found = catalogue.search(topic)
  guard !found.isEmpty else { return nil }
  return Report([
    .table(
      TableBlock(
        columns: [.init("operator", alignment: .left), .init("does", alignment: .left)],
        rows: found.map { [$0.name, $0.summary] }, caption: "operators that mention \(topic)"))
  ])
}

/// The operator that was probably meant.
package func nearestOperator(to name: String, in catalogue: Catalogue = .standard) -> String? {
  Names.nearest(to: Names.canonical(name), in: catalogue.names)
}

/// The reference pages of the language's own operators.
package func referencePages() -> [(name: String, text: String)] { referencePages(.standard) }

package func dumpTokens(of source: SourceText) -> String { dump(tokenize(source), of: source) }

package func dumpTree(of source: SourceText) -> String { dump(parse(source)) }

/// Whether more lines are needed before `text` can be judged.
package func isIncomplete(_ text: String) -> Bool { completeness(of: text) == .incomplete }

extension ScripSession {
  /// What could stand at the end of `text`.
  package func suggestions(for text: String) -> Suggestions {
    Session.suggestions(for: text, catalogue: catalogue, bindings: bindings)
  }

  /// Every bound name with its value in one line.
  package var summaries: [(name: String, summary: String)] {
    bindings.map { (Greek.spelling(of: $0.name), summary(of: $0.value)) }
  }
}
