// Splits by user, and grids of λ addressed by integers.

import Data
import Testing

@Suite("Split and λ grid")
struct SplitTests {
  /// 50 users with 1 to 5 rows each, and one state after the last decision of every tenth user.
  static func sample() throws -> Dataset {
    var lines = ["user,day,x,coupon,r,c"]
    for user in 0..<50 {
      for day in 0...(user % 5) {
        lines.append("u\(user),\(day),\(user * 10 + day),\(day % 3),0,1")
      }
      if user % 10 == 0 { lines.append("u\(user),9,\(user * 10 + 9),,,") }
    }
    let table = try Table.read(csv: lines.joined(separator: "\n"), name: "log.csv")
    let roles = DatasetRoles(
      user: "user", time: "day", state: ["x"], action: "coupon", reward: "r", cost: "c",
      population: 60)
    return try Dataset(table: table, roles: roles)
  }

  @Test("what was found in the whole log is marked as such in its parts, once")
  func findings() throws {
    var data = try Self.sample()
    data.warnings = ["2 users have one decision only"]
    data.timesAreDates = true
    let part = try data.split([0.5], seed: 1)[0]
    #expect(part.warnings == ["before the split: 2 users have one decision only"])
    #expect(part.timesAreDates)
    #expect(try part.split([0.5], seed: 1)[0].warnings == part.warnings)
  }

  @Test("no user is in two parts, none is lost, and sizes are as asked")
  func split() throws {
    let data = try Self.sample()
    let parts = try data.split([0.8], seed: 7)
    #expect(parts.map(\.userNames.count) == [40, 10])
    #expect(parts.map(\.populationSize) == [48, 12])
    #expect(Set(parts[0].userNames).isDisjoint(with: parts[1].userNames))
    #expect(Set(parts.flatMap(\.userNames)) == Set(data.userNames))
    #expect(parts.map(\.count).reduce(0, +) == data.count)
    #expect(try data.split([0.8], seed: 7)[0].digest == parts[0].digest)
    #expect(try data.split([0.8], seed: 8)[0].userNames != parts[0].userNames)
  }

  @Test("a part's rows keep their state, successor, episode and user")
  func links() throws {
    let data = try Self.sample()
    for part in try data.split([0.5, 0.3], seed: 1) {
      #expect(part.episodes.map(\.count).reduce(0, +) == part.count)
      for row in 0..<part.count {
        let user = Int(part.userNames[Int(part.users[row])].dropFirst()) ?? -1
        #expect(Double(part.states[row]) == Double(user * 10) + part.times[row])
        let last = row + 1 == part.count || part.users[row + 1] != part.users[row]
        if !last { #expect(part.next[row] == Int32(row + 1)) }
        if last, user % 10 == 0 {
          #expect(part.states[Int(part.next[row])] == Float(user * 10 + 9))
        }
        if last, user % 10 != 0 { #expect(part.next[row] == -1) }
      }
    }
  }

  @Test("a fraction that is no share of the users is refused", arguments: [0, -0.1, 1.2])
  func badFraction(fraction: Double) throws {
    let data = try Self.sample()
    #expect(throws: DatasetError.badFraction(fraction)) { try data.split([fraction], seed: 1) }
  }

  @Test("every λ of 0 … 1 by 0.05 finds its own index, as a float too")
  func indexRoundTrip() throws {
    let grid = try LambdaGrid.uniform(from: 0, to: 1, by: 0.05)
    #expect(grid.count == 21 && grid.values.last == 1)
    for index in 0..<21 {
      #expect(grid.index(of: Double(Float(grid.values[index]))) == index)
      #expect(grid.index(of: Double(index) / 20) == index)
    }
    #expect(grid.index(of: 0.07) == nil && grid.nearestIndex(to: 0.07) == 1)
  }

  @Test("lists are sorted and free of repetitions, bad ones are refused")
  func lists() throws {
    #expect(try LambdaGrid.list([0.3, 0.1, 0.30000000000000004]).values == [0.1, 0.3])
    #expect(throws: LambdaGridError.empty) { try LambdaGrid.list([]) }
    #expect(throws: LambdaGridError.negative(-1)) { try LambdaGrid.list([0, -1]) }
    #expect(throws: LambdaGridError.badStep(0)) {
      try LambdaGrid.uniform(from: 0, to: 1, by: 0)
    }
    #expect(throws: LambdaGridError.backwards(from: 1, to: 0)) {
      try LambdaGrid.uniform(from: 1, to: 0, by: 0.1)
    }
    #expect(throws: LambdaGridError.self) { try LambdaGrid.uniform(from: 0, to: 1, by: 1e-300) }
  }

  @Test("the adaptive grid scales with rewards over costs")
  func adaptive() throws {
    var data = try Self.sample()
    data.rewards = (0..<data.count).map { $0 % 2 == 0 ? 0 : -1 }
    data.costs = (0..<data.count).map { $0 % 3 == 0 ? 0.1 : 2.1 }
    let grid = LambdaGrid.adaptive(for: data)
    #expect(grid.count == 13 && grid.values.first == 0)
    #expect(abs((grid.values.last ?? 0) - 1.5) < 1e-12)
    #expect(grid.values == grid.values.sorted())
    data.costs = data.costs.map { $0 * 100 }
    let cents = LambdaGrid.adaptive(for: data)
    for (a, b) in zip(grid.values, cents.values) { #expect(abs(a - 100 * b) < 1e-12) }
  }
}
