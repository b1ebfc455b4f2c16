// How tightly each form binds, as in the grammar: an operand that binds more loosely than its place
// asks for needs parentheses.

import Syntax

enum Tightness: Int, Comparable {
  case expression, pipeline, conditional, disjunction, conjunction, negation, comparison, range, sum
  case product, negative, power, postfix, primary

  static func < (left: Tightness, right: Tightness) -> Bool { left.rawValue < right.rawValue }
}

extension Expression {
  var tightness: Tightness {
    switch kind {
    case .function: .expression
    case .pipe: .pipeline
    case .conditional: .conditional
    case .not: .negation
    case .range: .range
    case .negate: .negative
    case .binary(let operation, _, _, _): operation.tightness
    case .call, .field, .index: .postfix
    case .number, .text, .boolean, .none, .name, .list, .record: .primary
    }
  }
}

extension BinaryOperator {
  var tightness: Tightness {
    switch self {
    case .or: .disjunction
    case .and: .conjunction
    case .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual, .isIn: .comparison
    case .plus, .minus: .sum
    case .times, .divide, .remainder: .product
    case .power: .power
    }
  }

  /// What the operands' places ask for.
  var operands: (left: Tightness, right: Tightness) {
    switch self {
    case .or: (.disjunction, .conjunction)
    case .and: (.conjunction, .negation)
    case .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual, .isIn: (.range, .range)
    case .plus, .minus: (.sum, .product)
    case .times, .divide, .remainder: (.product, .negative)
    case .power: (.postfix, .negative)
    }
  }
}
