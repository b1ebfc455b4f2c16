// What the command and the prompt tell about the language and its operators.
import Formatting
package import OperatorKit
import Operators
package import Reporting
import Syntax
package import Text

/// The manual of an operator, or what mentions a topic; everything for an empty one; nil when nothing
/// does.
package func manual(of topic: String, in catalogue: Catalogue = .standard) -> Report? {
  if topic.isEmpty { return catalogue.contents() }
  if let operation = catalogue[Names.canonical(topic)] {
    return operation.manual().withFormattedScripts
  }
  let habit = Habits.hint(for: topic).map { [Block.prose("`\(topic)`: \($0).")] } ?? []
  let found = search(topic, in: catalogue)
  guard !found.isEmpty else { return habit.isEmpty ? nil : Report(habit) }
  return Report(
    habit + [
      .table(
        TableBlock(
          columns: [.init("operator", alignment: .left), .init("does", alignment: .left)],
          rows: found.map { [$0.name, $0.summary] }, caption: "operators that mention \(topic)"))
    ])
}

/// Operators that mention every word of a topic.
private func search(_ topic: String, in catalogue: Catalogue) -> [Operator] {
  let words = topic.split(separator: " ").map { Greek.spelling(of: String($0)) }
  guard let first = words.first else { return [] }
  return words.dropFirst().reduce(catalogue.search(first)) { found, word in
    let names = Set(catalogue.search(word).map(\.name))
    return found.filter { names.contains($0.name) }
  }
}

/// The operator that was probably meant.
package func nearestOperator(to name: String, in catalogue: Catalogue = .standard) -> String? {
  Names.nearest(to: Names.canonical(name), in: catalogue.names)
}

/// The reference pages of the language's own operators.
package func referencePages() -> [(name: String, text: String)] { referencePages(.standard) }

package func dumpTokens(of source: SourceText) -> String { dump(tokenize(source), of: source) }

package func dumpTree(of source: SourceText) -> String { dump(parse(source)) }

/// A script in the one layout; what stands in the way instead.
package enum Formatted: Sendable {
  case text(String)
  case mistakes([Diagnostic])
  /// A mistake of the formatter: the text would say something else.
  case refused
}

package func formatted(_ source: SourceText) -> Formatted {
  do throws(FormatFailure) {
    return .text(try format(source))
  } catch {
    switch error {
    case .mistakes(let diagnostics): return .mistakes(diagnostics)
    case .changed: return .refused
    }
  }
}

/// Whether more lines are needed before `text` can be judged.
package func isIncomplete(_ text: String) -> Bool { completeness(of: text) == .incomplete }

extension ScripSession {
  /// What could stand at the end of `text`.
  package func suggestions(for text: String) -> Suggestions {
    Session.suggestions(
      for: text, catalogue: catalogue, bindings: bindings.map { Completable($0.name, $0.value) })
  }

  /// What `?topic` answers: an operator's page, what a name is bound to, the story of a code, or the
  /// operators that mention the topic; nil when nothing does.
  package func help(_ topic: String) -> Report? {
    let name = Names.canonical(topic)
    if catalogue[name] == nil, let value = bindings.first(where: { $0.name == name })?.value {
      var facts = [Card.Fact("is", summary(of: value))]
      if case .native(let native) = value {
        facts += type(of: native).nativeType.fields.map {
          Card.Fact(".\(Greek.spelling(of: $0.name))", $0.meaning)
        }
      }
      return Report([.card(Card(title: Greek.spelling(of: name), facts: facts))])
    }
    return explanation(of: topic.uppercased()) ?? manual(of: topic, in: catalogue)
  }

  /// Every bound name with its value in one line.
  package var summaries: [(name: String, summary: String)] {
    bindings.map { (Greek.spelling(of: $0.name), summary(of: $0.value)) }
  }
}
