// Fits a `SegmentPlan`: segments by categories as they are and numbers cut at quantiles, means by
// segment and level, and for ordered levels a smooth curve through the means. With 21 levels the best
// of so many noisy means is mostly luck; a cubic through them, weighted by counts, is not.

public import Data
import Foundation

public struct SegmentSettings: Sendable, Hashable {
  /// State columns that make the segments; nil for all categories, or one segment where there is none.
  public var columns: [String]?
  /// Parts that a number is cut into, at quantiles of the decisions.
  public var bins = 4
  /// A level with fewer decisions in a segment is not chosen there.
  public var minimumCount = 30
  /// Discount per time unit.
  public var gamma = 0.99
  /// Legendre polynomials through the means of ordered levels; 0 takes the means as they are.
  public var terms = 4

  public init() {}
}

extension Policy {
  /// For each segment and λ the level whose constant use is worth most under the one-state model.
  public static func segments(
    from data: GeneralizedDataset, settings: SegmentSettings = .init()
  ) throws -> Policy {
    let plan = try SegmentFit(data, settings).plan()
    let entries = StateEncoder(data.dataset).entries
    var policy = Policy(
      name: "segments", levels: data.dataset.levels,
      encoder: StateEncoder(
        entries: plan.keys.compactMap { key in entries.first { $0.name == key.name } }),
      rule: .segments(plan), lambdas: data.lambdas)
    policy.learnedFrom = data.dataset.histories
    return policy
  }
}

private struct SegmentFit {
  let dataset: Dataset
  let settings: SegmentSettings
  /// Decisions with an outcome: all but those that the log cuts off before their next state.
  let rows: [Int]

  init(_ data: GeneralizedDataset, _ settings: SegmentSettings) throws(LearningError) {
    dataset = data.dataset
    self.settings = settings
    guard dataset.count > 0 else { throw .emptyDataset }
    let dataset = data.dataset
    rows = (0..<dataset.count).filter { dataset.terminated[$0] || dataset.next[$0] >= 0 }
    guard !rows.isEmpty else { throw .nothingToLearnFrom(decisions: dataset.count) }
    guard !data.lambdas.values.isEmpty else { throw .invalidLambda(nil) }
    for value in data.lambdas.values where !(value >= 0 && value.isFinite) {
      throw .invalidLambda(value)
    }
    for row in rows {
      guard dataset.rewards[row].isFinite else { throw .notFinite(what: "reward", row: row) }
      guard dataset.costs[row].isFinite else { throw .notFinite(what: "cost", row: row) }
    }
    try Self.require("bins", Double(settings.bins), "between 1 and 100", 1...100)
    try Self.require("gamma", settings.gamma, "between 0 and 1", 0...1)
    try Self.require("terms", Double(settings.terms), "between 0 and 64", 0...64)
  }

  private static func require(
    _ name: String, _ value: Double, _ expected: String, _ range: ClosedRange<Double>
  ) throws(LearningError) {
    guard range.contains(value) else {
      throw .setting(name: name, value: value, expected: expected)
    }
  }

  func plan() throws -> SegmentPlan {
    let keys = try keys()
    let levels = dataset.levels.count
    guard let segments = SegmentPlan.segments(keys) else {
      throw LearningError.setting(
        name: "by", value: keys.reduce(1.0) { $0 * Double($1.parts) },
        expected: "columns that make at most \(SegmentPlan.limit) segments together")
    }
    let empty = SegmentPlan.Cell(
      count: 0, reward: 0, cost: 0, discount: 0, isChoosable: false)
    var plan = SegmentPlan(
      keys: keys, levels: levels,
      cells: [SegmentPlan.Cell](repeating: empty, count: (segments + 1) * levels))
    let places = try plan.segments(of: dataset.stateBatch)
    for row in rows {
      let level = Int(dataset.actions[row])
      add(row, to: &plan.cells[segments * levels + level])
      // A category that no label names belongs to everybody alone.
      if places[row] < segments { add(row, to: &plan.cells[places[row] * levels + level]) }
    }
    for segment in 0...segments {
      try finish(&plan.cells[(segment * levels)..<((segment + 1) * levels)])
    }
    guard plan.cells.suffix(levels).contains(where: \.isChoosable) else {
      let most = plan.cells.suffix(levels).map(\.count).max() ?? 0
      throw LearningError.setting(
        name: "min_count", value: Double(settings.minimumCount),
        expected: "at most \(most), the decisions of the commonest level")
    }
    return plan
  }

  private func keys() throws -> [SegmentPlan.Key] {
    let kinds = zip(dataset.stateNames, dataset.stateKinds)
    let names =
      settings.columns
      ?? kinds.compactMap { name, kind in if case .category = kind { name } else { nil } }
    var keys: [SegmentPlan.Key] = []
    for name in names where !keys.contains(where: { $0.name == name }) {
      guard let column = dataset.stateNames.firstIndex(of: name) else {
        throw PolicyError.missingColumn(name, found: dataset.stateNames)
      }
      switch dataset.stateKinds[column] {
      case .category(let labels): keys.append(.init(name: name, rule: .labels(labels)))
      case .number: keys.append(.init(name: name, rule: .cuts(cuts(column))))
      }
    }
    return keys
  }

  /// Quantiles of the decisions, without repetitions and without one that leaves nobody above.
  private func cuts(_ column: Int) -> [Double] {
    let values = rows.map { Double(dataset.states[$0 * dataset.width + column]) }.sorted()
    var cuts: [Double] = []
    for part in 1..<max(settings.bins, 1) {
      let cut = quantile(sorted: values, Double(part) / Double(settings.bins)) ?? 0
      if cut > cuts.last ?? -.infinity, cut < values.last ?? cut { cuts.append(cut) }
    }
    return cuts
  }

  /// Sums until `finish` divides them.
  private func add(_ row: Int, to cell: inout SegmentPlan.Cell) {
    cell.count += 1
    cell.reward += dataset.rewards[row]
    cell.cost += dataset.costs[row]
    if !dataset.terminated[row] { cell.discount += pow(settings.gamma, Double(dataset.gaps[row])) }
  }

  /// Means, which levels are choosable, and the curve through those.
  private func finish(_ cells: inout ArraySlice<SegmentPlan.Cell>) throws(LearningError) {
    for index in cells.indices where cells[index].count > 0 {
      let count = Double(cells[index].count)
      cells[index].reward /= count
      cells[index].cost /= count
      cells[index].discount /= count
      cells[index].isChoosable = cells[index].count >= settings.minimumCount
    }
    let chosen = cells.indices.filter { cells[$0].isChoosable }
    for index in chosen where cells[index].discount >= 1 {
      throw .setting(
        name: "gamma", value: settings.gamma,
        expected: "below 1 where customers of a segment never end")
    }
    guard dataset.levelsAreOrdered, settings.terms > 0, !chosen.isEmpty else { return }
    let first = cells.startIndex
    let curve = WeightedCurve(
      points: chosen.map { dataset.levels[$0 - first].value },
      weights: chosen.map { Double(cells[$0].count) }, terms: settings.terms)
    let rewards = curve.smoothed(chosen.map { cells[$0].reward })
    let costs = curve.smoothed(chosen.map { cells[$0].cost })
    let discounts = curve.smoothed(chosen.map { cells[$0].discount })
    for (place, index) in chosen.enumerated() {
      cells[index].reward = rewards[place]
      cells[index].cost = costs[place]
      cells[index].discount = discounts[place]
    }
  }
}
