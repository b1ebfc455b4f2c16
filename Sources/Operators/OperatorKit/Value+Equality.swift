// Equality of the language. A list that holds itself many times over has more elements than anybody can
// compare, so the work is bounded.
import Data

extension Value {
  /// More elements than this are not compared.
  package static let mostCompared = 50_000_000

  /// Functions and native values equal nothing; nil when it would take too long to know.
  package func equals(_ other: Value) -> Bool? {
    var work = Self.mostCompared
    let same = equals(other, &work)
    return work > 0 ? same : nil
  }

  private func equals(_ other: Value, _ work: inout Int) -> Bool {
    work -= 1
    guard work > 0 else { return false }
    switch (self, other) {
    case (.none, .none): return true
    // A missing cell of a column of numbers.
    case (.none, .number(let number)), (.number(let number), .none): return number.isNaN
    case (.number(let a), .number(let b)): return a == b
    case (.text(let a), .text(let b)): return a == b
    case (.boolean(let a), .boolean(let b)): return a == b
    case (.date(let a), .date(let b)): return a == b
    case (.record(let a), .record(let b)):
      guard a.names.sorted() == b.names.sorted() else { return false }
      for name in a.names {
        guard let left = a[name], let right = b[name], left.equals(right, &work) else {
          return false
        }
      }
      return true
    case (.table(let a), .table(let b)): return a.hasCells(of: b)
    default:
      guard let a = elements, let b = other.elements, a.count == b.count else { return false }
      for (left, right) in zip(a, b) where !left.equals(right, &work) { return false }
      return true
    }
  }
}
