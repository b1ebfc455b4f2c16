// How a market's memory moves and what it does to the answer to a coupon, as two small tables: so that
// simulation, roll-out, dynamic programming and expectation are written once for all kinds.

package struct MarketMemory: Sendable {
  /// Memories are 0..<count.
  package let count: Int
  /// (count) share of a coupon's effect, p[k] − p[0], that is left. 1 where nothing is taken away.
  package let strengths: [Double]
  /// The memory of somebody of whom nothing is known.
  package let start: UInt8
  /// (count, levels + 1) row-major: the memory of the next day, after no visit and after each level.
  private let next: [UInt8]
  private let width: Int

  private static let longestWait = 5
  private static let fatigueDepth = 0.8

  package init(_ kind: MarketKind, levels: Int) {
    let last = levels - 1
    switch kind {
    case .paper, .personal:
      self.init(strengths: [1], start: 0, levels: levels) { _, _ in 0 }
    case .fatigue:
      let most = 3 * last / 2
      let recovery = max(1, 3 * last / 20)
      let strengths = (0...most).map { 1 - Self.fatigueDepth * Double($0) / Double(most) }
      self.init(strengths: strengths, start: 0, levels: levels) { memory, level in
        min(most, max(0, memory - recovery) + (level ?? 0))
      }
    case .waiting:
      let longest = Self.longestWait
      let strengths = (1...longest).map { Double($0 * $0) / Double(longest * longest) }
      self.init(strengths: strengths, start: longest - 1, levels: levels) { memory, level in
        (level ?? 0) > 0 ? 0 : min(longest - 1, memory + 1)
      }
    }
  }

  /// `next` takes a memory and the level given, nil on a day without a visit.
  private init(strengths: [Double], start: Int, levels: Int, next: (Int, Int?) -> Int) {
    count = strengths.count
    self.strengths = strengths
    self.start = UInt8(start)
    width = levels + 1
    self.next = strengths.indices.flatMap { memory in
      (-1..<levels).map { UInt8(next(memory, $0 < 0 ? nil : $0)) }
    }
  }

  /// The memory after a day that began with `memory` and on which `given` was given (−1: no visit).
  @inline(__always)
  package func after(_ memory: UInt8, given: Int8) -> UInt8 {
    next[Int(memory) * width + Int(given) + 1]
  }
}
