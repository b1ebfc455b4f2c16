// What the support filter does to customers that it has not seen, against the probabilities that the
// simulator gave its coupons with.

import Compute
import Data
import Learning
import Market
import Testing

@Suite("The support filter on new customers")
struct FilterQualityTests {
  /// Shares of (state, level) pairs of new customers, by the level's true probability against the
  /// likeliest: kept among those below 0.2, removed among those above 0.4.
  private func shares(_ behaviour: Behaviour) throws -> (kept: Double, removed: Double) {
    let market = try CouponMarket(users: 10_000, seed: 1)
    let log = try Dataset(table: market.simulate(behaviour: behaviour), roles: market.roles())
    var settings = Configuration()
    settings.choices = []
    settings.shaping = false
    settings.steps = 1
    let policy = try Policy.learn(
      from: GeneralizedDataset(dataset: log, lambdas: LambdaGrid([0])), configuration: settings)

    let fresh = try market.fresh(users: 2_000, seed: 2_001)
    let names = (0..<market.levelCount).map { "p_\($0)" }
    let new = try Dataset(
      table: fresh.simulate(behaviour: behaviour, propensities: true),
      roles: fresh.roles(propensities: .perLevel(names)))
    let truth = try #require(new.propensities)
    let allowed = try policy.allowed(new.stateBatch)
    let levels = market.levelCount
    var (low, kept, high, removed) = (0.0, 0.0, 0.0, 0.0)
    for row in 0..<new.count {
      let cells = (row * levels)..<((row + 1) * levels)
      let top = truth[cells].max() ?? 1
      for cell in cells {
        if truth[cell] / top < 0.2 {
          low += 1
          if allowed[cell] != 0 { kept += 1 }
        } else if truth[cell] / top > 0.4 {
          high += 1
          if allowed[cell] == 0 { removed += 1 }
        }
      }
    }
    return (low > 0 ? kept / low : 0, removed / high)
  }

  @Test("Of a uniform log's levels at most a hundredth is removed")
  func uniform() throws {
    #expect(try shares(.uniform).removed <= 0.01)
  }

  @Test("Of a tilted log's levels hardly any that it avoids is kept, and hardly any other removed")
  func tilted() throws {
    let (kept, removed) = try shares(.tilted)
    #expect(kept <= 0.03)
    #expect(removed <= 0.02)
  }
}
