// Whether the points in a column's numbers may stand between thousands: 1.234 is a thousand and more in half of
// Europe. Only when every point stands before exactly three digits, and never after a zero, can it be so.

enum GroupingLook: Sendable {
  /// No cell with a point, or one only.
  case none
  case once
  /// Several, all of which may be thousands.
  case thousands
  /// A cell that has decimals for sure.
  case decimals

  /// Digits before and after a point, and the first of them.
  mutating func see(whole: Int, fraction: Int, first: UInt8) {
    guard fraction == 3, (1...3).contains(whole), first != 48 else {
      self = .decimals
      return
    }
    switch self {
    case .none: self = .once
    case .once: self = .thousands
    case .thousands, .decimals: break
    }
  }

  mutating func see(_ number: ArraySlice<UInt8>) {
    guard let point = number.firstIndex(of: 46) else { return }
    let digits = number.drop { $0 == 43 || $0 == 45 }
    let rest = number[number.index(after: point)...]
    let groups = rest.split(separator: 46, omittingEmptySubsequences: false)
    guard groups.allSatisfy({ $0.count == 3 && $0.allSatisfy { $0 &- 48 < 10 } }) else {
      self = .decimals
      return
    }
    see(whole: point - digits.startIndex, fraction: 3, first: digits.first ?? 48)
  }
}
