// Intervals, mixtures and bands against closed forms of the normal distribution.

import Estimation
import Testing

@Test(
  "normal quantiles to ten digits",
  arguments: [
    (0.5, 0.0), (0.975, 1.959963984540054), (0.95, 1.6448536269514722),
    (0.005, -2.5758293035489004), (1e-9, -5.9978070150076865),
  ])
func normalQuantiles(probability: Double, expected: Double) {
  #expect(abs(NormalDistribution.quantile(probability) - expected) < 1e-10)
  #expect(abs(NormalDistribution.probability(below: expected) - probability) < 1e-12)
}

@Test("the interval of a mixture follows from the covariance, by hand")
func mixtureInterval() {
  // Var = 0.25·4 + 0.25·1 + 2·0.25·(−1) = 0.75 for half and half.
  let curve = Uncertainty(centres: [10, 6], covariance: [4, -1, -1, 1])
  let parts = [Evaluation.Part(index: 0, share: 0.5), Evaluation.Part(index: 1, share: 0.5)]
  let bounds = curve.interval(of: parts, around: 8)
  #expect(abs((bounds?.upperBound ?? 0) - (8 + 1.959963984540054 * 0.75.squareRoot())) < 1e-9)
  let upper = curve.upper(of: parts, value: 8, confidence: 0.9, simultaneous: false)
  #expect(abs((upper ?? 0) - (8 + 1.2815515655446004 * 0.75.squareRoot())) < 1e-9)
}

@Test(
  "a value outside the bounds of its correction draws them out, and widening adds to both sides")
func widenedInterval() {
  let curve = Uncertainty(centres: [10], covariance: [1], widening: [0.5])
  let bounds = curve.interval(at: 0, around: 14, critical: 2)
  #expect(bounds == 7.5...14)
}

@Test("a band over independent errors is Šidák's, over equal errors the interval itself")
func bands() {
  // P(max of two |Z| ≤ z) = 0.95 at Φ(z) = (1 + √0.95)/2: z = 2.2365.
  let independent = Uncertainty(centres: [0, 0], covariance: [4, 0, 0, 9])
  #expect(abs(independent.bandCritical(confidence: 0.95, sides: 2) - 2.2365) < 0.03)
  // One-sided: Φ(z) = √0.95, z = 1.9545.
  #expect(abs(independent.bandCritical(confidence: 0.95, sides: 1) - 1.9545) < 0.03)
  let equal = Uncertainty(centres: [0, 0, 0], covariance: [4, 4, 0, 4, 4, 0, 0, 0, 0])
  #expect(abs(equal.bandCritical(confidence: 0.95, sides: 2) - 1.96) < 0.03)
  let band = independent.band(around: [0, 0])
  #expect((band[1]?.upperBound ?? 0) > 3 * 1.96)
}
