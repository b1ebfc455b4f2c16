// Texts with values in them. In a row expression a column among these makes a text for every row.

import Checking
import Data
import OperatorKit
import Syntax
import Text

extension Evaluator {
  func text(
    _ parts: [CheckedTextPart], _ span: Span, _ environment: Environment
  ) throws -> Value {
    var values: [Value] = []
    for part in parts {
      switch part {
      case .literal(let text): values.append(.text(text))
      case .value(let expression): values.append(try evaluate(expression, in: environment))
      }
    }
    if let rows, values.contains(where: \.isColumn) {
      return try texts(of: values, count: rows.count, span)
    }
    var result = ""
    for value in values {
      result += inline(value)
      guard result.utf8.count <= Scalars.longestText else {
        throw failure(.tooLongText(result.utf8.count), at: span)
      }
    }
    return .text(result)
  }

  private func texts(of values: [Value], count: Int, _ span: Span) throws -> Value {
    var texts = [String](repeating: "", count: count)
    for value in values {
      try pollCancellation()
      guard case .column(let column, _) = value else {
        let text = inline(value)
        for row in texts.indices { texts[row] += text }
        continue
      }
      guard column.count == count else {
        throw failure(.rowCount(name: "{…}", expected: count, found: column.count), at: span)
      }
      for (row, text) in shown(column).enumerated() { texts[row] += text }
    }
    return .column(
      .text(TextColumn(texts)), isGrouped: values.contains(where: \.isGrouped))
  }
}
