// Which segment gets what, counted by hand.

import Data
import Estimation
import Learning
import Testing

private let log = SmallLog(
  users: [
    [[Step(state: 0, action: 1), Step(state: 5, action: 2, terminated: true)]],
    [[Step(state: 0, action: 0, terminated: true)]],
  ], stateCount: 6, levels: 3)

@Test("segments count the log's decisions and what was given there")
func segmentsByHand() throws {
  let segments = try Segments(log.dataset, by: ["state"])
  #expect(segments.labels == [["0"], ["5"]])
  let policy = try Policy.constant(level: 2, levels: log.dataset.levels)
  let result = try Assignment(policy, on: log.dataset, segments: segments)
  #expect(result.counts == [2, 1])
  #expect(result.shares == [[[0, 0, 1]], [[0, 0, 1]]])
  #expect(result.logged == [[0.5, 0.5, 0], [0, 0, 1]])
  #expect(result.meanValue(result.logged[0]) == 0.5)
  let third: Double = 1.0 / 3
  #expect(result.loggedOverall == [third, third, third])
  #expect(!result.dependsOnLambda)
}

@Test("a random policy gives every level its probability")
func stochastic() throws {
  let everybody = try Segments(log.dataset)
  #expect(everybody.name(0) == "everybody")
  let policy = Policy.random(levels: log.dataset.levels)
  let result = try Assignment(policy, on: log.dataset, segments: everybody)
  for share in result.shares[0][0] { #expect(abs(share - 1.0 / 3) < 1e-6) }
  #expect(abs(result.meanValue(result.overall(0)) - 1) < 1e-6)
}

@Test("numbers are cut at quantiles of the decisions, and the labels say where")
func cuts() throws {
  let many = SmallLog(
    users: (0..<90).map { [[Step(state: $0, terminated: true)]] }, stateCount: 90)
  let segments = try Segments(many.dataset, by: ["state"])
  #expect(segments.labels == [["≤ 29"], ["29 to 59"], ["> 59"]])
  #expect(segments.codes[29] == 0)
  #expect(segments.codes[30] == 1)
  #expect(segments.codes[59] == 1)
  #expect(segments.codes[60] == 2)
  #expect(throws: EstimationError.noSuchState("age", known: ["state"])) {
    try Segments(many.dataset, by: ["age"])
  }
}

@Test("who gets the coupons: each segment's part of the value beside its part of the decisions")
func favours() throws {
  let segments = try Segments(log.dataset, by: ["state"])
  let policy = try Policy.constant(level: 2, levels: log.dataset.levels)
  let table = try Assignment(policy, on: log.dataset, segments: segments).favours()
  #expect(table["state"] == .text(TextColumn(["0", "5"])))
  #expect(table["decisions"] == .number([2, 1]))
  #expect(table["share_of_decisions"] == .number([2.0 / 3, 1.0 / 3]))
  #expect(table["share_of_value"] == .number([4.0 / 6, 2.0 / 6]))
  #expect(table["with_coupon"] == .number([1, 1]))
  #expect(table["logged"] == .number([0.5, 2]))
}

@Test("periods of time are segments, also those that repeat and those before zero")
func periods() throws {
  var data = log.dataset
  data.times = [-1, 8, 15]
  let weeks = try Segments(data, every: 7)
  #expect(weeks.labels == [["-7 to 0"], ["7 to 14"], ["14 to 21"]])
  #expect(Array(weeks.codes.prefix(3)) == [0, 1, 2])
  let days = try Segments(data, every: 1, cycle: 7)
  #expect(days.labels == [["1"], ["6"]])
  #expect(Array(days.codes.prefix(3)) == [1, 0, 0])
}

@Test(
  "periods of dates begin on Mondays and are named by their days; a cycle of seven has the weekdays"
)
func periodsOfDates() throws {
  // 2024-02-29 was a Thursday, 2024-03-04 a Monday.
  let days = ["2024-02-29", "2024-03-03", "2024-03-04", "2024-03-11"]
  var log = SmallLog(
    users: days.map { _ in [[Step(state: 0, terminated: true)]] }, stateCount: 1)
  log.dataset.times = days.map { (Moment($0)?.seconds ?? .nan) / Moment.secondsOfDay }
  log.dataset.timesAreDates = true
  #expect(
    try Segments(log.dataset, every: 7).labels == [
      ["2024-02-26 to 2024-03-03"], ["2024-03-04 to 2024-03-10"], ["2024-03-11 to 2024-03-17"],
    ])
  #expect(try Segments(log.dataset, every: 7).codes == [0, 0, 1, 2])
  #expect(try Segments(log.dataset, every: 1).labels == days.map { [$0] })
  #expect(
    try Segments(log.dataset, every: 1, cycle: 7).labels == [["Monday"], ["Thursday"], ["Sunday"]])
  #expect(
    try Segments(log.dataset, every: 0.5).labels.first
      == ["2024-02-29 to 2024-02-29 12:00:00"])
  log.dataset.timesAreDates = false
  log.dataset.times = [0, 6, 7, 14]
  #expect(try Segments(log.dataset, every: 7).labels == [["0 to 7"], ["7 to 14"], ["14 to 21"]])
}

@Test("as many columns as wanted make segments; only those that occur count")
func manyColumns() throws {
  // 40 columns of 6 values would make 6⁴⁰ segments; 12 occur.
  let names = (0..<40).map { "c\($0)" }
  let rows = (0..<24).map { user in
    "\(user),0,1,1,0," + names.indices.map { "v\((user % 12 + $0) % 6)" }.joined(separator: ",")
  }
  let table = try Table.read(
    csv: "user,day,coupon,r,c,\(names.joined(separator: ","))\n" + rows.joined(separator: "\n"),
    name: "log.csv")
  let data = try Dataset(
    table: table,
    roles: DatasetRoles(
      user: "user", time: "day", state: names, action: "coupon", reward: "r", cost: "c"))
  let segments = try Segments(data, by: names)
  #expect(segments.count == 6)
  #expect(segments.labels[0] == names.indices.map { "v\($0 % 6)" })
  #expect(segments.codes[0] == segments.codes[6] && segments.codes[0] != segments.codes[1])
}
