// Behaviour policies that write a log. Both have every level's probability above zero, known exactly,
// so that a log's propensities can be checked and not only estimated.

import Foundation

public enum Behaviour: String, Sendable, Hashable, CaseIterable {
  /// Every level with the same probability, whatever the state.
  case uniform
  /// Depends on the user's type: level value v of type t has probability proportional to
  /// 0.05 + exp(−((v − m)/0.45)²/2), with m at 4/21, 11/21 and 18/21 of the largest value for types
  /// low, spread and high (0.4, 1.1 and 1.8 of 2.1).
  /// Probabilities of 21 levels lie between 0.005 and 0.106.
  case tilted
}

extension CouponMarket {
  /// (types, levels) row-major: the probability of each level for each type.
  public func probabilities(_ behaviour: Behaviour) -> [Double] {
    switch behaviour {
    case .uniform:
      return [Double](
        repeating: 1 / Double(levelCount), count: UserType.allCases.count * levelCount)
    case .tilted:
      return [4.0, 11.0, 18.0].flatMap { tilted(around: $0 / 21 * value(level: levelCount - 1)) }
    }
  }

  private func tilted(around favourite: Double) -> [Double] {
    let width = 0.45 / 2.1 * value(level: levelCount - 1)
    let weights = (0..<levelCount).map { level -> Double in
      let distance = (value(level: level) - favourite) / width
      return 0.05 + exp(-distance * distance / 2)
    }
    let sum = weights.reduce(0, +)
    return weights.map { $0 / sum }
  }
}

/// Draws from cumulative probabilities by one uniform number.
struct LevelDraw: Sendable {
  /// (rows, levels) row-major, the last of each row is 1.
  private let cumulative: [Double]
  private let levels: Int

  init(_ probabilities: [Double], levels: Int) {
    var cumulative = probabilities
    for row in stride(from: 0, to: probabilities.count, by: levels) {
      for level in 1..<levels { cumulative[row + level] += cumulative[row + level - 1] }
    }
    self.cumulative = cumulative
    self.levels = levels
  }

  func level(row: Int, draw: Double) -> Int8 {
    let start = row * levels
    for level in 0..<(levels - 1) where draw < cumulative[start + level] { return Int8(level) }
    return Int8(levels - 1)
  }
}
