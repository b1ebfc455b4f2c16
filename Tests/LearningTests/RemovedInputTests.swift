// What shrinkage removed is exactly gone from the deployed policy, not merely small.
import Compute
import Data
import Learning
import Market
import Testing

@Test("a state column that did not survive cannot move a decision")
func removedInputsAreGone() throws {
  let market = try CouponMarket(users: 400, seed: 3)
  var roles = market.roles(propensities: .uniform)
  roles.state = ["day", "user_type", "h_0", "h_5", "h_10", "l_3"]
  let dataset = try Dataset(table: market.simulate(), roles: roles)
  var settings = Configuration()
  settings.choices = []
  settings.shrinkage = 5
  settings.steps = 600
  settings.batch = 200
  settings.generative.steps = 100
  let policy = try Policy.learn(
    from: GeneralizedDataset(dataset: dataset, lambdas: LambdaGrid([0, 0.1, 0.3])),
    configuration: settings)
  let gone = try #require(policy.summary).inputs.filter { !$0.survived }.map(\.column)
  #expect(!gone.isEmpty && gone.count < 6)
  var moved = dataset.stateBatch
  for name in gone {
    guard let column = moved.names.firstIndex(of: name), case .number = moved.kinds[column] else {
      continue
    }
    for row in 0..<moved.count { moved.values[row * moved.names.count + column] += 1000 }
  }
  let before = try policy.qValues(dataset.stateBatch, lambda: 0.1)
  #expect(try policy.qValues(moved, lambda: 0.1) == before)
}
