// The state that a policy sees at the start of a day: the columns of the log and of a roll-out's batches,
// in one order and from one description, so that the two cannot differ.

import Compute
import Data

/// Where a state column comes from.
enum StateSource: Sendable {
  case day
  case type
  /// Index into h_0…, l_0….
  case count(Int)
  /// The memory, plus what the column shows for a memory of 0.
  case memory(offset: Int)
  /// Says nothing: the seed of a column of U(0, 1) per user and day.
  case noise(seed: UInt64)
}

extension CouponMarket {
  /// day, user_type, h_0…, l_0…, the memory's column (`MarketKind.memoryName`), noise_0…: the columns of
  /// the state at the start of a day.
  public var stateNames: [String] {
    Self.stateNames(levels: levelCount, kind: kind, noise: noise)
  }

  private static func stateNames(levels: Int, kind: MarketKind, noise: Int) -> [String] {
    ["day", "user_type"] + (0..<levels).map { "h_\($0)" } + (0..<levels).map { "l_\($0)" }
      + (kind.memoryName.map { [$0] } ?? []) + (0..<noise).map { "noise_\($0)" }
  }

  /// The columns of the log of such a market.
  public static func logNames(levels: Int, kind: MarketKind, noise: Int) -> [String] {
    ["user"] + stateNames(levels: levels, kind: kind, noise: noise) + resultNames
  }

  /// What a row of the log says about the decision itself.
  static let resultNames = ["coupon", "returned", "visit", "cost", "terminated"]

  /// In the order of `stateNames`.
  var stateSources: [StateSource] {
    [.day, .type] + (0..<2 * levelCount).map { .count($0) }
      + (kind.memoryName == nil ? [] : [.memory(offset: kind.memoryOffset)])
      + noiseSeeds.map { .noise(seed: $0) }
  }

  /// One seed for each noise column; the columns do not depend on how many there are.
  var noiseSeeds: [UInt64] {
    let stage = mixed(seed ^ stableHash("market.noise"))
    return (0..<noise).map { mixed(stage &+ UInt64($0)) }
  }

  func sources(of names: [String]) throws(MarketError) -> [StateSource] {
    let known = stateNames
    let sources = Dictionary(uniqueKeysWithValues: zip(known, stateSources))
    var found: [StateSource] = []
    for name in names {
      guard let source = sources[name] else { throw .unknownState(name: name, known: known) }
      found.append(source)
    }
    return found
  }
}

/// Fills batches of states.
struct StateReader: Sendable {
  let names: [String]
  let sources: [StateSource]

  /// Category codes of types as a table of the log has them: labels sorted.
  private static let typeLevels = UserType.allCases.map(\.rawValue).sorted()
  private static let typeCodes = UserType.allCases.map { type in
    Float(typeLevels.firstIndex(of: type.rawValue) ?? 0)
  }

  init(_ market: CouponMarket, names: [String]) throws(MarketError) {
    self.names = names
    sources = try market.sources(of: names)
  }

  /// States of `users` at the start of `day`, the first day that `histories` have not recorded.
  func batch(_ users: [Int], day: Int, _ people: MarketUsers, _ histories: Histories) -> StateBatch
  {
    var values = [Float](repeating: 0, count: users.count * sources.count)
    var slot = 0
    for user in users {
      for source in sources {
        switch source {
        case .day: values[slot] = Float(day)
        case .type: values[slot] = Self.typeCodes[Int(people.types[user])]
        case .count(let index): values[slot] = Float(histories.countAt(user, index))
        case .memory(let offset): values[slot] = Float(Int(histories.memory(user)) + offset)
        case .noise(let seed): values[slot] = Float(keyedUniform(seed, user, day))
        }
        slot += 1
      }
    }
    let kinds = sources.map { source -> StateKind in
      switch source {
      case .type: .category(levels: Self.typeLevels)
      case .day, .count, .memory, .noise: .number
      }
    }
    return StateBatch(names: names, kinds: kinds, values: values, count: users.count)
  }
}
