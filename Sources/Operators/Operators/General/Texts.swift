// What the functions of texts share: each works on a text, on a list and on a whole column. A column
// is changed through its distinct values, so that a million rows cost what their levels cost.
import Data
import Foundation
import OperatorKit
import Reporting

/// A text, a list of texts or a column of texts.
enum Texts: ValueConvertible {
  case one(String)
  case list([String])
  case column(TextColumn)

  static var valueType: ValueType {
    .oneOf([.text, .list(.text), .column(.text)])
  }

  init?(_ value: Value) {
    switch value {
    case .text(let text): self = .one(text)
    case .column(.text(let column), _): self = .column(column)
    case .list:
      guard let texts = [String](value) else { return nil }
      self = .list(texts)
    case .none, .number, .boolean, .date, .range, .record, .function, .table, .column, .native:
      return nil
    }
  }

  func map(_ change: (String) -> String) -> Value {
    switch self {
    case .one(let text): .text(change(text))
    case .list(let texts): .list(texts.map { .text(change($0)) })
    case .column(let column): .column(.text(Self.recode(column, change)))
    }
  }

  func test(_ holds: (String) -> Bool) -> Value {
    switch self {
    case .one(let text): return .boolean(holds(text))
    case .list(let texts): return .list(texts.map { .boolean(holds($0)) })
    case .column(let column):
      let levels = column.levels.map(holds)
      return .column(.boolean(column.codes.map { $0 >= 0 && levels[Int($0)] }))
    }
  }

  private static func recode(_ column: TextColumn, _ change: (String) -> String) -> TextColumn {
    var levels: [String] = []
    var index: [String: Int32] = [:]
    let codes = column.levels.map { level -> Int32 in
      let text = change(level)
      if let code = index[text] { return code }
      index[text] = Int32(levels.count)
      levels.append(text)
      return Int32(levels.count - 1)
    }
    return TextColumn(
      codes: column.codes.map { $0 < 0 ? -1 : codes[Int($0)] }, levels: levels)
  }
}

extension TextColumn {
  /// Each cell as what `read` makes of it, NaN where that is nothing; says how many cells that are.
  func read(
    as kind: String, in context: RunContext, _ read: (String) -> Double?
  ) -> [Double] {
    let values = levels.map { read($0.trimmingCharacters(in: .whitespaces)) }
    var failures = 0
    var first: String?
    let cells = codes.map { code -> Double in
      guard code >= 0 else { return .nan }
      if let value = values[Int(code)] { return value }
      failures += 1
      first = first ?? levels[Int(code)]
      return .nan
    }
    if let first {
      let message =
        failures == 1
        ? "1 of \(NumberText.display(cells.count)) texts is no \(kind) and is missing now: `\(first)`"
        : "\(NumberText.display(failures)) of \(NumberText.display(cells.count)) texts are no \(kind)s and are "
          + "missing now, the first is `\(first)`"
      context.emit(Report([.message(message, severity: .note)]))
    }
    return cells
  }
}

private let text = Parameter<Texts>("text", "a text, a list or a column of texts")
private let part = Parameter<String>("part", "the text to look for")

extension Operator {
  /// A function that changes one text.
  static func textChange(
    _ name: String, _ summary: String, examples: [Example],
    _ change: @escaping @Sendable (String) -> String
  ) -> Operator {
    Operator(
      name, .general, summary, parameters: [text.declaration], returns: .any,
      refine: { $0.types["text"] ?? .any }, examples: examples
    ) { arguments, _ in try arguments[text].map(change) }
  }

  /// A question about one text and another.
  static func textTest(
    _ name: String, _ summary: String, examples: [Example],
    _ holds: @escaping @Sendable (String, String) -> Bool
  ) -> Operator {
    Operator(
      name, .general, summary, parameters: [text.declaration, part.declaration], positional: 2,
      returns: .any,
      refine: { call in
        if call.types["text"] == .text { return .boolean }
        if case .column = call.types["text"] { return .column(.boolean) }
        return .any
      },
      examples: examples
    ) { arguments, _ in
      let part = try arguments[part]
      return try arguments[text].test { holds($0, part) }
    }
  }
}
