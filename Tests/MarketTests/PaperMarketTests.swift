// The paper's market to the bit, as it was before markets had kinds: logs and bounds that somebody has
// written down must stay what they are.

import Compute
import Data
import Market
import Testing

@Suite("Paper's market")
struct PaperMarketTests {
  @Test("its log is the same to the bit")
  func log() throws {
    let market = try CouponMarket(users: 200, seed: 7)
    #expect(market.kind == .paper && market.noise == 0)
    #expect("\(market.simulate().digest)" == "b9142a25e1cc777602696f5d94b7e0ca")
    let tilted = market.simulate(behaviour: .tilted, propensities: true)
    #expect("\(tilted.digest)" == "4414c49f00bbd7460bfb6fdb3b6c9e50")
  }

  @Test(
    "its oracle is the same to the bit",
    arguments: [
      (
        MarketReward.returned, 4_659_828_954_441_470_484 as UInt64,
        4_659_267_321_295_030_079 as UInt64, -319_650_017_416_413_385
      ),
      (.published, 4_659_839_436_269_854_941, 4_659_054_430_706_074_253, 7_723_871_890_285_847_841),
      (.visits, 4_660_132_514_779_393_087, 4_660_280_867_550_583_600, 2_200_531_249_297_957_658),
    ])
  func oracle(reward: MarketReward, visits: UInt64, cost: UInt64, levels: Int) throws {
    let market = try CouponMarket(users: 200, seed: 7)
    let oracle = market.oracle(lambda: 0.15, reward: reward, gamma: 0.9)
    #expect(oracle.totalVisits.bitPattern == visits)
    #expect(oracle.totalCost.bitPattern == cost)
    #expect(oracle.levels.reduce(0) { $0 &* 31 &+ Int($1) } == levels)
  }

  @Test("its constants and its behaviour are the same to the bit")
  func others() throws {
    let market = try CouponMarket(users: 200, seed: 7)
    let constant = market.expectation(constant: 12)
    #expect(constant.totalVisits.bitPattern == 4_659_140_345_573_025_041)
    #expect(constant.totalCost.bitPattern == 4_661_216_924_722_815_850)
    let played = market.rollout(behaviour: .uniform)
    #expect(played.totalVisits == 2992 && played.totalReturned == -870)
    #expect(try market.rollout(constant: 3).totalVisits == 2636)
  }
}
