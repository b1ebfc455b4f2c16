// What a param may be: the type and the values that its line names. The checker holds defaults and
// `--set` against it; a default that is only known when the script runs is held against it there.

package import OperatorKit

package struct ParamLimits: Sendable {
  /// The declared type.
  package var type: ValueType?
  /// A range or a list.
  package var allowed: Value?
  /// The range names its step: only its values will do, not what lies between them.
  package var isStepped = false

  /// The types that a declaration may name.
  package static let types: [(name: String, type: ValueType)] = [
    ("number", .number), ("text", .text), ("boolean", .boolean), ("date", .date), ("range", .range),
    ("list", .list(.any)),
  ]

  package func accepts(_ value: Value) -> Bool {
    if let type, !value.type.fits(type) { return false }
    guard let allowed else { return true }
    guard case .range(let range) = allowed else {
      return allowed.elements?.contains { $0.equals(value) == true } ?? true
    }
    guard case .number(let number) = value else { return false }
    if isStepped {
      // A tenth is no double: 0.3 is the third of its steps all the same.
      let steps = (number - range.start) / range.step
      let near = steps.rounded()
      return abs(steps - near) < 1e-9 && near >= 0 && near < Double(range.count)
    }
    return range.start <= number && number <= range.end
  }

  /// "a number from 0 to 100", "one of \"DE\", \"FR\"".
  package var phrase: String {
    guard let allowed else { return type?.phrase ?? "any value" }
    guard case .range(let range) = allowed else {
      let values = (allowed.elements ?? []).map { inline($0, quoted: true) }
      return "one of " + values.joined(separator: ", ")
    }
    let ends = [range.start, range.end].map { inline(.number($0)) }
    let step = isStepped ? " by steps of \(inline(.number(range.step)))" : ""
    return "a number from \(ends[0]) to \(ends[1])\(step)"
  }
}
