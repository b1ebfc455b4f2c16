// Columns that run as time does: one that shows the same to everybody is the time, one that began at another moment
// for each customer tells customers apart.

import Data
import Estimation
import Learning
import Testing

/// Three decisions for each of 200 customers, whose `age` is ahead of the day by what `lead` says.
private func state(lead: (Int) -> Int) throws -> [String] {
  let rows = (0..<200).flatMap { user in
    (0..<3).map { day in "\(user),\(day),\(day + lead(user)),\((user >> day) % 2),1,0" }
  }
  let table = try Table.read(
    csv: "user,day,age,coupon,r,c\n" + rows.joined(separator: "\n"), name: "log.csv")
  var roles = DatasetRoles(
    user: "user", time: "day", state: ["age"], action: "coupon", reward: "r", cost: "c")
  roles.propensities = .uniform
  roles.end = .terminated
  let data = try Dataset(table: table, roles: roles)
  return try dr(Policy.constant(level: 1, levels: data.levels), on: data).state
}

@Test("how far a clock is ahead of time is a trait of the customer, unless it is the same for all")
func leads() throws {
  #expect(try state { _ in 7 } == ["the time of the decision"])
  #expect(try state { $0 % 50 } == ["the time of the decision", "age"])
}
