// The search itself, on numbers alone: spending and outcome of L policies by ascending λ and a limit.
// The bracket is found on the monotone curves, where it is unique; the share is then computed from the
// estimates themselves, so that the reported cost is the verified one. With a confidence, spending is the
// upper bound of each, and a mixture's bound may lie below the line between its parts'.

import Estimation

struct Curve {
  struct Answer {
    /// One index, or two with the dearer first, and their shares.
    var parts: [Evaluation.Part]
    var isFeasible = true
    var isSlack = false
    /// What mixing distant λ brings beyond mixing neighbours, when that was chosen.
    var hullGain: Double?
  }

  let spending: [Double]
  let limit: Double
  let monotoneSpending: [Double]
  let monotoneOutcomes: [Double]
  private let tolerance: Double
  /// Spending of a mixture where that is not the weighted mean of its parts'.
  private let mixed: (([Evaluation.Part]) -> Double)?

  init(
    spending: [Double], weights: [Double]?, outcomes: [Double], outcomeWeights: [Double]?,
    limit: Double, mixed: (([Evaluation.Part]) -> Double)? = nil
  ) {
    self.mixed = mixed
    self.spending = spending
    self.limit = limit
    monotoneSpending = nonIncreasing(spending, weights: weights)
    monotoneOutcomes = nonIncreasing(outcomes, weights: outcomeWeights)
    tolerance = 1e-9 * spending.reduce(max(1, abs(limit))) { max($0, abs($1)) }
  }

  func best(mix: Bool) -> Answer {
    let count = spending.count
    guard fits(monotoneSpending[count - 1]) else { return besideTheCurve(mix: mix) }
    let hull = efficientHull(costs: monotoneSpending, outcomes: monotoneOutcomes)
    let peak = hull.last ?? 0
    if fits(monotoneSpending[peak]), fits(spending[peak]) {
      return Answer(parts: [.init(index: peak, share: 1)], isSlack: true)
    }
    let single = (0..<count).first { fits(monotoneSpending[$0]) && fits(spending[$0]) } ?? count - 1
    guard mix else { return Answer(parts: [.init(index: single, share: 1)]) }

    let dear = (0..<count).last { !fits(monotoneSpending[$0]) } ?? peak
    let neighbours = (dear: dear, cheap: min(dear + 1, count - 1))
    guard let pair = hullPair(hull) else {
      return Answer(parts: verified(neighbours))
    }
    let gain = monotoneValue(pair) - monotoneValue(neighbours)
    let scale = monotoneOutcomes.reduce(1) { max($0, abs($1)) }
    guard gain > 1e-9 * scale else { return Answer(parts: verified(neighbours)) }
    return Answer(parts: verified(pair), hullGain: gain)
  }

  /// Where the smoothed curve stays above the limit an estimate may be within it all the same; the first one that is,
  /// and what mixing it with its dearer neighbour brings.
  private func besideTheCurve(mix: Bool) -> Answer {
    guard let single = spending.indices.first(where: { fits(spending[$0]) }) else {
      let cheapest = spending.indices.min { (spending[$0], $0) < (spending[$1], $1) } ?? 0
      return Answer(parts: [.init(index: cheapest, share: 1)], isFeasible: false)
    }
    guard mix, single > 0 else { return Answer(parts: [.init(index: single, share: 1)]) }
    return Answer(parts: verified((dear: single - 1, cheap: single)))
  }

  private func fits(_ amount: Double) -> Bool { amount <= limit + tolerance }

  /// The hull's neighbours around the limit.
  private func hullPair(_ hull: [Int]) -> (dear: Int, cheap: Int)? {
    guard let place = hull.firstIndex(where: { !fits(monotoneSpending[$0]) }), place > 0 else {
      return nil
    }
    return (hull[place], hull[place - 1])
  }

  /// Outcome of the mixture that meets the limit on the monotone curves.
  private func monotoneValue(_ pair: (dear: Int, cheap: Int)) -> Double {
    let share = self.share(monotoneSpending, pair)
    return share * monotoneOutcomes[pair.dear] + (1 - share) * monotoneOutcomes[pair.cheap]
  }

  /// q = (B − C₂)/(C₁ − C₂), within 0 and 1.
  private func share(_ amounts: [Double], _ pair: (dear: Int, cheap: Int)) -> Double {
    let difference = amounts[pair.dear] - amounts[pair.cheap]
    guard difference > 0 else { return 0 }
    return min(max((limit - amounts[pair.cheap]) / difference, 0), 1)
  }

  /// The pair's shares such that the estimated spending itself, not its smoothed curve, is within the
  /// limit: the cheap side moves on to one that fits, and the share is taken where the estimates
  /// bracket the limit, else from the monotone curves.
  private func verified(_ pair: (dear: Int, cheap: Int)) -> [Evaluation.Part] {
    var pair = pair
    if !fits(spending[pair.cheap]) {
      let later = (pair.cheap..<spending.count).first { fits(spending[$0]) }
      pair.cheap = later ?? spending.indices.first { fits(spending[$0]) } ?? pair.cheap
    }
    var share =
      fits(spending[pair.dear]) ? self.share(monotoneSpending, pair) : self.share(spending, pair)
    if mixed != nil, !fits(spending[pair.dear]), fits(spending[pair.cheap]) {
      share = largestShare(pair, from: share)
    }
    if share <= 1e-12 { return [.init(index: pair.cheap, share: 1)] }
    if share >= 1 - 1e-12 { return [.init(index: pair.dear, share: 1)] }
    return parts(pair, share)
  }

  private func parts(_ pair: (dear: Int, cheap: Int), _ share: Double) -> [Evaluation.Part] {
    [.init(index: pair.dear, share: share), .init(index: pair.cheap, share: 1 - share)]
  }

  /// The share of the dear side at which the mixture's own spending meets the limit. It is convex in the
  /// share (a line plus a norm), within the limit at `start` and above it at 1, so it crosses once.
  private func largestShare(_ pair: (dear: Int, cheap: Int), from start: Double) -> Double {
    guard let mixed, fits(mixed(parts(pair, start))) else { return start }
    var (low, high) = (start, 1.0)
    for _ in 0..<60 {
      let middle = 0.5 * (low + high)
      if mixed(parts(pair, middle)) <= limit { low = middle } else { high = middle }
    }
    return low
  }
}
