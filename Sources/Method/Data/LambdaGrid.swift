// λ prices one unit of cost. D′ = {(s, a, r − λc, c, s′, λ)} for every λ of a grid is a view: a learner
// draws a row and a grid index, independently, and nothing of size |D|·L ever exists.

/// A sorted set of prices λ ≥ 0, addressed by integer index.
public struct LambdaGrid: Sendable, Hashable {
  public var values: [Double]
  /// True when the values are the machine's own choice, which a learner may refine.
  public var isAdaptive = false

  public init(_ values: [Double]) {
    self.values = values
  }

  public var count: Int { values.count }
}

/// D′: a dataset under every λ of a grid.
public struct GeneralizedDataset: Sendable {
  public var dataset: Dataset
  public var lambdas: LambdaGrid

  public init(dataset: Dataset, lambdas: LambdaGrid) {
    self.dataset = dataset
    self.lambdas = lambdas
  }

  /// |D′| = L·|D|, never materialised.
  public var count: Int { dataset.count * lambdas.count }
}
