// What `min` and `max` share: of a list, or of two numbers or columns row by row.
import Data
import OperatorKit

private let values = Parameter<Numbers>("values", "numbers, or the first of two")
private let other = Parameter<Numbers?>.optional(
  "other", "the second of two: the result is taken pair by pair")

extension Operator {
  static func extreme(
    _ name: String, _ summary: String, examples: [Example],
    _ choose: @escaping @Sendable (Double, Double) -> Double
  ) -> Operator {
    Operator(
      name, .general, summary, parameters: [values.declaration, other.declaration], positional: 2,
      returns: .any,
      refine: { call in
        guard let second = call.types["other"] else { return .number }
        guard let first = call.types["values"] else { return .any }
        return first == .number ? second : first
      },
      details:
        "Of one list, range or column: over its numbers, missing ones left out. Of two: pair by "
        + "pair, so that it works on columns in row expressions.",
      examples: examples
    ) { arguments, _ in
      let first = try arguments[values]
      guard let second = try arguments[other] else {
        let present = first.all.filter { !$0.isNaN }
        guard let start = present.first else {
          throw OperatorError.argument("values", "`\(name)` needs at least one number, found none")
        }
        return .number(present.dropFirst().reduce(start, choose))
      }
      switch (first, second) {
      case (_, .one(let right)): return first.map { choose($0, right) }
      case (.one(let left), _): return second.map { choose(left, $0) }
      case (.list, _), (.column, _):
        let left = first.all
        let right = second.all
        guard left.count == right.count else {
          throw OperatorError.argument(
            "other",
            "`\(name)` needs as many numbers on both sides, found \(left.count) and "
              + "\(right.count)")
        }
        let pairs = Swift.zip(left, right).map(choose)
        if case .column = first { return .column(.number(pairs)) }
        return .list(pairs.map(Value.number))
      }
    }
  }
}
