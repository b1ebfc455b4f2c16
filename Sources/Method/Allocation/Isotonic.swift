// Isotonic regression by pooling adjacent violators. In exact optimisation cost and outcome never rise
// with λ; estimates wobble, and a wobbling curve cannot be bracketed. The regression is the nearest
// monotone curve in weighted squared error (Barlow et al. 1972).

/// The non-increasing curve nearest to `values`, in weighted squared error.
///
/// - Parameter weights: positive and as long as `values`; all equal when left out.
public func nonIncreasing(_ values: [Double], weights: [Double]? = nil) -> [Double] {
  precondition(weights.map { $0.count == values.count } ?? true, "one weight for every value")
  var pools: [(mean: Double, weight: Double, count: Int)] = []
  for (index, value) in values.enumerated() {
    pools.append((value, weights?[index] ?? 1, 1))
    while pools.count > 1, pools[pools.count - 2].mean < pools[pools.count - 1].mean {
      let last = pools.removeLast()
      let before = pools.removeLast()
      let weight = before.weight + last.weight
      let mean = (before.mean * before.weight + last.mean * last.weight) / weight
      pools.append((mean, weight, before.count + last.count))
    }
  }
  return pools.flatMap { Array(repeating: $0.mean, count: $0.count) }
}

/// Indices of the points on the efficient part of the upper concave hull of (cost, outcome), by
/// ascending cost: from the cheapest point, along decreasing slope, up to the best outcome. Every best
/// mixture for a budget is a mixture of two neighbours in this list. Equal points keep the first.
public func efficientHull(costs: [Double], outcomes: [Double]) -> [Int] {
  precondition(costs.count == outcomes.count, "a cost and an outcome for every point")
  let order = costs.indices.sorted { a, b in
    if costs[a] != costs[b] { return costs[a] < costs[b] }
    if outcomes[a] != outcomes[b] { return outcomes[a] > outcomes[b] }
    return a < b
  }
  var hull: [Int] = []
  for point in order {
    if let last = hull.last, outcomes[point] <= outcomes[last] { continue }
    while hull.count > 1 {
      let a = hull[hull.count - 2]
      let b = hull[hull.count - 1]
      let turn =
        (costs[b] - costs[a]) * (outcomes[point] - outcomes[a])
        - (outcomes[b] - outcomes[a]) * (costs[point] - costs[a])
      guard turn >= 0 else { break }
      hull.removeLast()
    }
    hull.append(point)
  }
  return hull
}
