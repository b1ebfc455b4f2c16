// A policy names coupon levels by index; a log or a market has levels of its own. They meet here, by
// label, or by value for one coupon for everybody, which may be named before any log is seen. Levels that are texts
// have no value to be found by.

public import Data

extension Policy {
  /// One coupon for everybody, before it is known which levels there are; `adapted` finds its level.
  public static func constant(_ level: ActionLevel) -> Policy {
    Policy(
      name: "constant \(level.label)", levels: [level], encoder: StateEncoder(entries: []),
      rule: .constant(level: 0))
  }

  /// The same policy in terms of `target`'s levels. Throws when they are not the levels that it was
  /// learned with, or when they lack its one coupon.
  public func adapted(to target: [ActionLevel]) throws(PolicyError) -> Policy {
    if levels == target { return self }
    guard case .constant(let level) = rule, levels.indices.contains(level) else {
      guard levels.map(\.label) == target.map(\.label) else {
        throw .differentLevels(levels.map(\.label), found: target.map(\.label))
      }
      return self
    }
    let wanted = levels[level]
    let place = target.firstIndex { $0.label == wanted.label } ?? target.firstIndex(worth: wanted)
    guard let place else { throw .noSuchLevel(wanted.label, levels: target.map(\.label)) }
    var copy = self
    copy.levels = target
    copy.rule = .constant(level: place)
    return copy
  }
}

extension [ActionLevel] {
  /// The level that is worth as much as `other`; nil where either side has no worth.
  fileprivate func firstIndex(worth other: ActionLevel) -> Int? {
    guard let wanted = other.money else { return nil }
    return firstIndex { level in
      guard let money = level.money else { return false }
      return abs(money - wanted) <= 1e-9 * Swift.max(1, abs(wanted))
    }
  }
}
