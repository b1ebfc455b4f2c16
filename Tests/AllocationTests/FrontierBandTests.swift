import Allocation
import Estimation
import Testing

/// Two λ whose errors are independent, with standard errors 0.5 and 0.25 of cost, 0.2 of outcome.
private let evaluation = Evaluation(
  policyName: "p", estimator: "dr", kind: .estimate, outcomeName: "visits", lambdas: [0, 0.1],
  outcomes: [Estimate(5, spread: 0.392), Estimate(3, spread: 0.392)],
  costs: [Estimate(6, spread: 0.98), Estimate(2, spread: 0.49)],
  outcomeUncertainty: Uncertainty(centres: [5, 3], covariance: [0.04, 0, 0, 0.04]),
  costUncertainty: Uncertainty(centres: [6, 2], covariance: [0.25, 0, 0, 0.0625]), users: 10,
  population: 10, standing: .spread(["a test"]))

@Test("a band of two independent estimates is wider than an interval, as √0.95 a side asks")
func bandByHand() throws {
  let frontier = try Frontier(evaluation)
  // Both hold with 95% when each holds with √0.95 = 97.47%: 2.2365 standard errors.
  let cost = try #require(frontier.points[0].costBand)
  #expect(abs(cost.upperBound - (6 + 2.2365 * 0.5)) < 0.02)
  #expect(abs(cost.lowerBound - (6 - 2.2365 * 0.5)) < 0.02)
  let outcome = try #require(frontier.points[1].outcomeBand)
  #expect(abs(outcome.upperBound - (3 + 2.2365 * 0.2)) < 0.01)
  #expect(frontier.points[0].cost.upper < cost.upperBound)
  #expect(frontier.standing == .spread(["a test"]))
}

@Test("the band around the frontier is the hull of neighbouring rectangles, counterclockwise")
func regionByHand() throws {
  var frontier = try Frontier(evaluation)
  frontier.points[0].costBand = 5...7
  frontier.points[0].outcomeBand = 4.5...5.5
  frontier.points[1].costBand = 1...3
  frontier.points[1].outcomeBand = 2.5...3.5
  let corners = [(1, 2.5), (3, 2.5), (7, 4.5), (7, 5.5), (5, 5.5), (1, 3.5)].map {
    Frontier.Corner(cost: $0.0, outcome: $0.1)
  }
  #expect(frontier.region == [corners])
  frontier.points.removeLast()
  #expect(frontier.region.first?.count == 4)
  frontier.points[0].costBand = nil
  #expect(frontier.region.isEmpty)
}

@Test("an exact curve has a band without width and no area to shade")
func exactCurve() throws {
  var exact = evaluation
  exact.costUncertainty = Uncertainty(centres: [6, 2], covariance: [0, 0, 0, 0])
  exact.outcomeUncertainty = Uncertainty(centres: [5, 3], covariance: [0, 0, 0, 0])
  let frontier = try Frontier(exact)
  #expect(frontier.points[1].costBand == 2...2)
  #expect(frontier.region.allSatisfy { $0.count == 2 })
}
