// Grids of λ: even steps, a list, or denser where policies change. A λ is found by its integer index,
// never by dividing floats: 0.35 / 0.05 truncates to 6.

/// Why numbers are no grid of λ.
public enum LambdaGridError: Error, Sendable, Hashable {
  case empty
  case negative(Double)
  case notFinite(Double)
  case badStep(Double)
  case backwards(from: Double, to: Double)
  case tooMany(count: Int, limit: Int)
  case notOnGrid(lambda: Double, nearest: Double)

  public var message: String {
    switch self {
    case .empty: "a grid of λ needs at least one value"
    case .negative(let value): "λ is a price, so it is never negative: found \(formatted(value))"
    case .notFinite(let value): "λ must be a finite number: found \(value)"
    case .badStep(let step): "the step between λ is \(formatted(step)), expected more than 0"
    case .backwards(let from, let to):
      "the range of λ runs backwards, from \(formatted(from)) to \(formatted(to))"
    case .tooMany(let count, let limit): "\(count) values of λ, more than \(limit)"
    case .notOnGrid(let lambda, let nearest):
      "λ = \(formatted(lambda)) is not on the grid, the nearest is \(formatted(nearest))"
    }
  }
}

extension LambdaGrid {
  static let limit = 10_000

  /// Checked, sorted, without repetitions.
  public static func list(_ values: [Double]) throws(LambdaGridError) -> LambdaGrid {
    guard !values.isEmpty else { throw .empty }
    for value in values {
      guard value.isFinite else { throw .notFinite(value) }
      guard value >= 0 else { throw .negative(value) }
    }
    var distinct: [Double] = []
    for value in values.sorted() where !distinct.contains(where: { isSame($0, value) }) {
      distinct.append(value)
    }
    guard distinct.count <= limit else { throw .tooMany(count: distinct.count, limit: limit) }
    return LambdaGrid(distinct)
  }

  /// from + i · by, up to `to`, which is included when it is a whole number of steps away.
  public static func uniform(
    from: Double, to: Double, by step: Double
  ) throws(LambdaGridError) -> LambdaGrid {
    for value in [from, to, step] where !value.isFinite { throw .notFinite(value) }
    guard step > 0 else { throw .badStep(step) }
    guard from <= to else { throw .backwards(from: from, to: to) }
    let steps = ((to - from) / step + 1e-9).rounded(.down)
    guard steps < Double(limit) else {
      throw .tooMany(count: steps < 1e15 ? Int(steps) + 1 : Int.max, limit: limit)
    }
    return try list((0...Int(steps)).map { from + Double($0) * step })
  }

  /// Thirteen values for a dataset, wide enough to begin with. One unit of cost buys about
  /// σ = (spread of rewards) / (spread of costs), both from their 1% to their 99% quantile (or the
  /// size of a reward where that is more), at once, and more where one visit leads to others. So
  /// the grid is 0, then even steps of σ/8 up to σ, then wider ones up to 3σ; a learner narrows it to
  /// where its policy changes.
  public static func adaptive(for dataset: Dataset) -> LambdaGrid {
    let costs = dataset.costs.sorted()
    let rewards = dataset.rewards.sorted()
    func at(_ values: [Double], _ share: Double) -> Double { quantile(sorted: values, share) ?? 0 }
    var spread = at(costs, 0.99) - at(costs, 0.01)
    if spread <= 0 { spread = (costs.last ?? 0) - (costs.first ?? 0) }
    if spread <= 0 { spread = max(costs.last ?? 0, 0) }
    let low = at(rewards, 0.01)
    let high = at(rewards, 0.99)
    let size = max(high - low, abs(high), abs(low))
    guard spread > 0, size > 0 else { return LambdaGrid([0]) }
    let scale = size / spread
    let shares = (0...8).map { Double($0) / 8 } + [1.25, 1.5, 2, 3]
    var grid = LambdaGrid(shares.map { $0 * scale })
    grid.isAdaptive = true
    return grid
  }

  /// The index of λ, or nil when it is not on the grid (within rounding).
  public func index(of lambda: Double) -> Int? {
    guard let nearest = nearestIndex(to: lambda), Self.isSame(values[nearest], lambda) else {
      return nil
    }
    return nearest
  }

  /// The index of the value closest to λ, the lower one of two; nil for an empty grid or a NaN.
  public func nearestIndex(to lambda: Double) -> Int? {
    guard !lambda.isNaN else { return nil }
    return values.indices.min { abs(values[$0] - lambda) < abs(values[$1] - lambda) }
  }

  private static func isSame(_ a: Double, _ b: Double) -> Bool {
    abs(a - b) <= 1e-6 * max(abs(a), abs(b), 1e-6)
  }
}
