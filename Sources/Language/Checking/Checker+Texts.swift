// Texts with values in them, and texts without their quotes: `load(visits.csv)`, `where(city == Berlin)`.

import Data
import OperatorKit
import Syntax
import Text

extension Checker {
  mutating func text(_ parts: [TextPart], _ span: Span) -> CheckedExpression {
    var checked: [CheckedTextPart] = []
    var literal = ""
    var isConstant = true
    var type = ValueType.text
    for part in parts {
      switch part {
      case .literal(let text):
        checked.append(.literal(text))
        literal += text
      case .interpolation(let value):
        let value = check(value)
        checked.append(.value(value))
        isConstant = false
        // A column makes a text for every row, where there are rows.
        if TypeRules.mayBeColumn(value.type) {
          let isOfRows = scope.row != nil && TypeRules.isColumn(value.type)
          type = isOfRows ? .column(.text) : type == .text ? .any : type
        } else if value.type == .any, scope.row != nil, type == .text {
          type = .any
        }
      }
    }
    return isConstant ? constant(.text(literal), span) : made(.text(checked), type, span)
  }

  /// An expression where a text is asked for.
  mutating func checkText(_ expression: Expression) -> CheckedExpression {
    let outer = textPlace
    textPlace = expression
    defer { textPlace = outer }
    return check(expression)
  }

  /// Whether texts may stand on the right side.
  func comparesTexts(_ operation: BinaryOperator, with left: CheckedExpression) -> Bool {
    left.type != .any && !TypeRules.isArithmetic(operation) && TypeRules.isText(left.type)
  }

  /// What to write when an unknown name is all, or one element, of what should be a text.
  func quotes(around name: Name) -> String? {
    guard let place = textPlace else { return nil }
    let isElement =
      if case .list(let elements) = place.kind {
        elements.contains { $0.span == name.span }
      } else { false }
    guard isElement || Self.isWord(place, from: name) else { return nil }
    let text = source.text(isElement ? name.span : place.span)
    return "a text stands in quotes: \"\(text)\""
  }

  /// A name, or what reads like fields of it: `visits.csv`.
  private static func isWord(_ expression: Expression, from name: Name) -> Bool {
    switch expression.kind {
    case .name(let first): first.span == name.span && !first.quoted
    case .field(let value, _): isWord(value, from: name)
    case .number, .boolean, .none, .text, .list, .record, .negate, .not, .binary, .range, .pipe,
      .function, .conditional, .call, .index:
      false
    }
  }
}
