// Where the frontier lies when both bands hold: each λ in a rectangle of its cost and its outcome, and each
// mixture of two neighbours in the convex hull of their two rectangles, because it lies on the line
// between two points of theirs. The union of these hulls is the band around the frontier.

extension Frontier {
  public struct Corner: Sendable, Hashable {
    public var cost: Double
    public var outcome: Double

    public init(cost: Double, outcome: Double) {
      self.cost = cost
      self.outcome = outcome
    }
  }

  /// One convex polygon for every two neighbouring λ with bands, counterclockwise. A λ whose neighbours have none
  /// gives its rectangle.
  public var region: [[Corner]] {
    let runs = points.map(corners).split(separator: []).map(Array.init)
    return runs.flatMap { rectangles in
      guard rectangles.count > 1 else { return rectangles.map(convexHull) }
      return zip(rectangles, rectangles.dropFirst()).map { convexHull($0 + $1) }
    }
  }

  private func corners(_ point: Point) -> [Corner] {
    guard let cost = point.costBand, let outcome = point.outcomeBand else { return [] }
    return [cost.lowerBound, cost.upperBound].flatMap { x in
      [outcome.lowerBound, outcome.upperBound].map { Corner(cost: x, outcome: $0) }
    }
  }
}

/// The corners of the convex hull, counterclockwise from the lowest cost (Andrew's monotone chain, 1979).
func convexHull(_ corners: [Frontier.Corner]) -> [Frontier.Corner] {
  let sorted = Set(corners).sorted { ($0.cost, $0.outcome) < ($1.cost, $1.outcome) }
  guard sorted.count > 2 else { return sorted }
  func chain(_ corners: [Frontier.Corner]) -> [Frontier.Corner] {
    var chain: [Frontier.Corner] = []
    for corner in corners {
      while chain.count > 1 {
        let (a, b) = (chain[chain.count - 2], chain[chain.count - 1])
        let turn =
          (b.cost - a.cost) * (corner.outcome - a.outcome)
          - (b.outcome - a.outcome) * (corner.cost - a.cost)
        guard turn <= 0 else { break }
        chain.removeLast()
      }
      chain.append(corner)
    }
    return chain.dropLast()
  }
  return chain(sorted) + chain(sorted.reversed())
}
