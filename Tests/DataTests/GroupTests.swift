// Groups of rows: five visits of two customers, with every result worked out by hand.
import Data
import Testing

@Suite struct GroupTests {
  /// Customer 1 on days 1, 5 and 3, customer 2 on days 1 and 9.
  static let visits = Table(
    names: ["user", "day", "cost", "city"],
    columns: [
      .number([1, 2, 1, 1, 2]), .number([1, 1, 5, 3, 9]), .number([2, 1, .nan, 4, 3]),
      .text(TextColumn(["A", "B", "A", "B", nil])),
    ])
  static let cost: [Double] = [2, 1, .nan, 4, 3]

  @Test("groups are numbered by first appearance, over one column or two, and missing is a key")
  func codes() throws {
    #expect(try RowGroups(Self.visits, by: ["user"]).groupOf == [0, 1, 0, 0, 1])
    let pairs = try RowGroups(Self.visits, by: ["user", "city"])
    #expect(pairs.groupOf == [0, 1, 0, 2, 3])
    #expect(pairs.firstRows == [0, 1, 3, 4])
    let odd = Table(names: ["x"], columns: [.number([.nan, 0, -0.0, .nan, 1])])
    #expect(try RowGroups(odd, by: ["x"]).groupOf == [0, 1, 1, 0, 2])
  }

  @Test("sums, means, extremes and counts leave missing cells out")
  func aggregates() throws {
    let users = try RowGroups(Self.visits, by: ["user"], order: ["day"])
    #expect(users.sums(Self.cost) == [6, 4])
    #expect(users.means(Self.cost) == [3, 2])
    #expect(users.counts(Self.cost) == [2, 2])
    #expect(users.sizes == [3, 2])
    #expect(users.extremes(Self.cost) { max($0, $1) } == [4, 3])
    #expect(users.counts(where: [true, false, true, false, false]) == [2, 0])
    let city = try Self.visits.column("city")
    #expect(users.distinct(city) == [2, 1])
    let ends = [false, true].map { last in
      (0..<2).map { users.ends(city, last: last).cell($0) }
    }
    #expect(ends == [["A", "B"], ["A", nil]], "by day, not by row")
    let none = RowGroups(whole: 2)
    #expect(none.sums([.nan, .nan]) == [0])
    #expect(none.means([.nan, .nan])[0].isNaN)
  }

  @Test(
    "quantiles and deviations of a group, missing cells left out: 2 and 4, 1 and 3, then one alone")
  func spread() throws {
    let users = try RowGroups(Self.visits, by: ["user"])
    #expect(users.quantiles(Self.cost, 0.5) == [3, 2])
    #expect(users.quantiles(Self.cost, 0.25) == [2.5, 1.5])
    #expect(users.quantiles(Self.cost, 1) == [4, 3])
    // Both lie 1 from their mean: √((1 + 1) / (2 − 1)).
    #expect(users.deviations(Self.cost) == [Double(2).squareRoot(), Double(2).squareRoot()])
    let alone = RowGroups(whole: 2)
    #expect(alone.deviations([.nan, 7])[0].isNaN)
    #expect(alone.quantiles([.nan, 7], 0.9) == [7])
    #expect(alone.quantiles([.nan, .nan], 0.9)[0].isNaN)
  }

  @Test("a group without rows counts and adds up to 0, and has no mean")
  func void() {
    let none = RowGroups.void
    #expect(none.sizes == [0])
    #expect(none.counts(where: [true]) == [0])
    #expect(none.distinct(.boolean([false])) == [0])
    #expect(none.sums([.nan]) == [0])
    #expect(none.means([.nan])[0].isNaN)
  }

  @Test("running sums follow the order within a group, and a window forgets what is old")
  func running() throws {
    let users = try RowGroups(Self.visits, by: ["user"], order: ["day"])
    #expect(try users.runningSums(Self.cost) == [2, 1, 6, 6, 4])
    #expect(try users.runningSums(Self.cost, within: 3) == [2, 1, 4, 6, 3])
    #expect(try users.runningSums(Self.cost, within: 2) == [2, 1, 0, 4, 3])
    let unordered = try RowGroups(Self.visits, by: ["user"])
    #expect(throws: TableError.noTimes) { try unordered.runningSums(Self.cost, within: 3) }
  }

  @Test("what has left a window leaves no rounding behind")
  func exactWindows() throws {
    let values = (0..<1000).map { Double($0) * 0.1 + 1e6 }
    let table = Table(names: ["t"], columns: [.number((0..<1000).map { Double($0) })])
    let rows = try RowGroups(table, by: [], order: ["t"])
    #expect(try rows.runningSums(values, within: 1) == values)
    let pairs = try rows.runningSums(values, within: 2)
    #expect((1..<1000).allSatisfy { pairs[$0] == values[$0 - 1] + values[$0] })
  }

  @Test("dates are windows' days, and a row without a time sees itself only")
  func dates() throws {
    let day = Moment.secondsOfDay
    let table = Table(names: ["at"], columns: [.date([0, 2 * day, 1.5 * day, .nan])])
    let rows = try RowGroups(table, by: [], order: ["at"])
    #expect(try rows.runningSums([1, 1, 1, 1], within: 1) == [1, 2, 1, 1])
  }

  @Test("the row before and after, within the group")
  func neighbours() throws {
    let users = try RowGroups(Self.visits, by: ["user"], order: ["day"])
    guard case .number(let before) = users.shifted(try Self.visits.column("day"), by: 1),
      case .number(let after) = users.shifted(try Self.visits.column("day"), by: -1),
      case .number(let flags) = users.shifted(.boolean([true, true, true, false, false]), by: 1)
    else {
      Issue.record("expected numbers")
      return
    }
    #expect(before.map { $0.isNaN ? 0 : $0 } == [0, 0, 3, 1, 1])
    #expect(after.map { $0.isNaN ? 0 : $0 } == [3, 9, 0, 5, 0])
    #expect(flags.map { $0.isNaN ? -1 : $0 } == [-1, -1, 0, 1, 1])
  }

  // MARK: Joining

  static let users = Table(
    names: ["user", "segment", "since"],
    columns: [.number([2, 7]), .text(TextColumn(["new", "old"])), .number([10, 20])])

  @Test("each row gets its partner's columns, missing without one, or goes")
  func joins() throws {
    let joined = try Self.visits.joined(with: Self.users, by: ["user"])
    #expect(joined.names == ["user", "day", "cost", "city", "segment", "since"])
    #expect((0..<5).map { joined["segment"]?.cell($0) } == [nil, "new", nil, nil, "new"])
    let matched = try Self.visits.joined(with: Self.users, by: ["user"], dropsUnmatched: true)
    #expect(matched["user"] == .number([2, 2]))
    #expect(matched["since"] == .number([10, 10]))
  }

  @Test("texts are matched by what they say, over several keys, and a missing key by nothing")
  func joinsTexts() throws {
    let places = Table(
      names: ["city", "user", "rent"],
      columns: [
        .text(TextColumn(["B", "A", nil])), .number([1, 1, 2]), .number([5, 6, 7]),
      ])
    let joined = try Self.visits.joined(with: places, by: ["user", "city"])
    #expect((0..<5).map { joined["rent"]?.cell($0) } == ["6", nil, "6", "5", nil])
  }

  @Test("a join that could double rows, lose a boolean or mix names is refused")
  func joinErrors() throws {
    #expect(
      throws: TableError.repeatedKey(cells: "user 1", first: 1, second: 3)
    ) { try Self.users.joined(with: Self.visits, by: ["user"]) }
    let clash = Table(names: ["user", "day"], columns: [.number([1]), .number([1])])
    #expect(throws: TableError.duplicateColumn(name: "day")) {
      try Self.visits.joined(with: clash, by: ["user"])
    }
    let flags = Table(names: ["user", "vip"], columns: [.number([1]), .boolean([true])])
    #expect(throws: TableError.missingBoolean(name: "vip")) {
      try Self.visits.joined(with: flags, by: ["user"])
    }
    let texts = Table(names: ["user", "x"], columns: [.text(TextColumn(["1"])), .number([1])])
    #expect(
      throws: TableError.typesDiffer(name: "user", first: .number, second: .text)
    ) { try Self.visits.joined(with: texts, by: ["user"]) }
  }

  @Test("the codes of many groups agree with a dictionary's")
  func manyGroups() throws {
    let keys = (0..<5000).map { Double(($0 * 7919) % 1009) }
    let flags = (0..<5000).map { $0 % 3 == 0 }
    let table = Table(names: ["a", "b"], columns: [.number(keys), .boolean(flags)])
    var known: [String: Int32] = [:]
    let expected = (0..<5000).map { row -> Int32 in
      let key = "\(keys[row]) \(flags[row])"
      if let code = known[key] { return code }
      known[key] = Int32(known.count)
      return Int32(known.count - 1)
    }
    #expect(try RowGroups(table, by: ["a", "b"]).groupOf == expected)
  }
}
