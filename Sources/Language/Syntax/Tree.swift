// The tree of a script: values only, an enum of cases in a struct with a span. Passes over it (dump,
// check, execute) are extensions in their own targets.

package import Text

/// A name where it was written; `text` is canonical (`lambda` for `λ`), `spelling` is what was typed.
package struct Name: Sendable, Hashable {
  package var text: String
  package var spelling: String
  package var span: Span
  package var quoted: Bool

  package init(_ text: String, spelling: String, span: Span, quoted: Bool = false) {
    self.text = text
    self.spelling = spelling
    self.span = span
    self.quoted = quoted
  }
}

package enum BinaryOperator: String, Sendable, Hashable, CaseIterable {
  case or, and
  case equal = "=="
  case notEqual = "!="
  case less = "<"
  case lessOrEqual = "<="
  case greater = ">"
  case greaterOrEqual = ">="
  case isIn = "in"
  case plus = "+"
  case minus = "-"
  case times = "*"
  case divide = "/"
  case remainder = "%%"
  case power = "^"
}

package struct Expression: Sendable {
  package indirect enum Kind: Sendable {
    case number(Double)
    case text([TextPart])
    case boolean(Bool)
    case none
    case name(Name)
    case list([Expression])
    case record([Field])
    case negate(Expression)
    case not(Expression)
    /// The span is the operator's own.
    case binary(BinaryOperator, Span, Expression, Expression)
    case range(Expression, Expression, by: Expression?)
    /// The right side is a call, a name or a function.
    case pipe(Expression, Expression)
    case function([Name], Block)
    case conditional(Expression, then: Expression, otherwise: Expression)
    case call(Expression, [Argument])
    case field(Expression, Name)
    case index(Expression, Expression)
  }

  package var kind: Kind
  package var span: Span
  /// The span without parentheses around it.
  package var core: Span
  /// Levels below this one, itself included. The parser bounds it, so passes may recurse.
  package var height: Int
}

package enum TextPart: Sendable {
  case literal(String)
  case interpolation(Expression)
}

package struct Field: Sendable {
  package var name: Name
  package var value: Expression
}

package struct Argument: Sendable {
  /// nil when it is given by position.
  package var name: Name?
  package var value: Expression
}

/// `a = e`, or `a, b = e` when there are several names.
package struct Binding: Sendable {
  package var names: [Name]
  package var value: Expression
}

/// `param name: type in allowed = value`
package struct ScriptParameter: Sendable {
  package var name: Name
  /// The type's name, when it is given.
  package var type: Name?
  /// A range or a list of values.
  package var allowed: Expression?
  package var value: Expression
}

/// The body of a function: bindings, then the value.
package struct Block: Sendable {
  package var bindings: [Binding]
  package var result: Expression
}

package struct Statement: Sendable {
  package enum Kind: Sendable {
    case bind(Binding)
    case parameter(ScriptParameter)
    case show(Expression)
    /// Could not be parsed; it would have bound these names.
    case broken([Name])
  }

  package var kind: Kind
  package var span: Span
}

package struct Cell: Sendable {
  /// nil for statements before the first marker.
  package var marker: CellMarker?
  package var statements: [Statement]
  /// Up to the next marker: comments after the last statement are the cell's.
  package var span: Span
}

package struct Script: Sendable {
  package var cells: [Cell]
  /// Everything wrong with letters and syntax, in the order of the source.
  package var diagnostics: [Diagnostic]
  /// More input could still make it right.
  package var isIncomplete: Bool

  package var statements: [Statement] { cells.flatMap(\.statements) }
}

extension Expression {
  package var isGrouped: Bool { core != span }

  init(_ kind: Kind, _ span: Span) {
    self.kind = kind
    self.span = span
    core = span
    height = 1 + (kind.children.map(\.height).max() ?? 0)
  }
}

extension Expression.Kind {
  /// Direct parts in the order of the source.
  package var children: [Expression] {
    switch self {
    case .number, .boolean, .none, .name: []
    case .text(let parts):
      parts.compactMap { part in
        switch part {
        case .literal: nil
        case .interpolation(let expression): expression
        }
      }
    case .list(let elements): elements
    case .record(let fields): fields.map(\.value)
    case .negate(let operand), .not(let operand), .field(let operand, _): [operand]
    case .binary(_, _, let left, let right), .pipe(let left, let right),
      .index(let left, let right):
      [left, right]
    case .range(let start, let end, let step): [start, end] + (step.map { [$0] } ?? [])
    case .function(_, let block): block.bindings.map(\.value) + [block.result]
    case .conditional(let condition, let then, let otherwise): [condition, then, otherwise]
    case .call(let callee, let arguments): [callee] + arguments.map(\.value)
    }
  }
}
