// The manual of one operator as a report: the prompt's `?name`, `scrip doc name` and docs/reference are
// renderings of this one text.
import Data
package import Reporting

extension Operator {
  /// `rbcq(data, λ: …)` as a person would write the call.
  package var signature: String {
    let parts = parameters.enumerated().map { index, parameter -> String in
      if parameter.kind == .namedRows || parameter.kind == .namedValues {
        return "\(parameter.name): …"
      }
      var part =
        index < positional ? parameter.spelling : "\(parameter.spelling): \(parameter.shape)"
      if let value = parameter.defaultText { part += " = \(value)" }
      return parameter.isRequired ? part : "[\(part)]"
    }
    return "\(name)(\(parts.joined(separator: ", ")))"
  }

  /// Summary, signature, arguments, details and examples.
  package func manual(headingLevel: Int = 1) -> Report {
    var blocks: [Block] = [
      .heading(level: headingLevel, text: name),
      .prose(summary.prefix(1).uppercased() + summary.dropFirst() + "."),
      .code("\(signature) → \(returns.name)", language: "text"),
    ]
    if !parameters.isEmpty { blocks.append(.table(parameterTable)) }
    if !details.isEmpty { blocks.append(.prose(details)) }
    for example in examples {
      switch example {
      case .prints(let script, let output):
        blocks.append(.code(script, language: "scrip"))
        if !output.isEmpty { blocks.append(.code(output, language: "text")) }
      case .fails(let script, let message):
        blocks.append(.code(script, language: "scrip"))
        blocks.append(.code("error: … \(message)", language: "text"))
      }
    }
    return Report(blocks)
  }

  private var parameterTable: TableBlock {
    TableBlock(
      columns: [
        .init("argument", alignment: .left), .init("takes", alignment: .left),
        .init("default", alignment: .left), .init("meaning", alignment: .left),
      ],
      rows: parameters.map { parameter in
        [
          parameter.spelling, parameter.shape,
          parameter.isRequired ? "required" : parameter.defaultText ?? "none",
          parameter.unit.isEmpty
            ? parameter.meaning : "\(parameter.meaning) (\(parameter.unit))",
        ]
      }, wraps: true)
  }
}

extension ParameterDeclaration {
  /// What the argument takes, in a word or two.
  package var shape: String {
    switch kind {
    case .value: return choices.isEmpty ? (isInteger ? "whole number" : type.name) : expectation
    case .row(.none): return "row expression"
    case .row(.some(let column)): return "row expression (\(column.rawValue))"
    case .namedRows: return "named row expressions"
    case .namedValues: return "named values: \(type.name)"
    case .columns: return takesDirections ? "columns, -column for largest first" : "columns"
    case .column: return "column"
    }
  }
}

extension Catalogue {
  /// The manual's contents: every operator with its summary, by family.
  package func contents() -> Report {
    var blocks: [Block] = []
    for family in OperatorFamily.allCases {
      let members = operators.filter { $0.family == family }
      guard !members.isEmpty else { continue }
      blocks.append(.heading(level: 2, text: family.rawValue))
      blocks.append(
        .table(
          TableBlock(
            columns: [.init("operator", alignment: .left), .init("does", alignment: .left)],
            rows: members.map { [$0.name, $0.summary] }, wraps: true)))
    }
    return Report(blocks)
  }

  /// Operators whose name, summary or details mention a word, for `?topic`.
  package func search(_ topic: String) -> [Operator] {
    let word = topic.lowercased()
    guard !word.isEmpty else { return [] }
    return operators.filter {
      $0.name.contains(word) || $0.summary.lowercased().contains(word)
        || $0.details.lowercased().contains(word)
        || $0.parameters.contains {
          $0.name.contains(word) || $0.meaning.lowercased().contains(word)
            || $0.choices.contains { $0.contains(word) }
        }
    }
  }
}
