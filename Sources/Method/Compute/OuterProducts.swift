// Sums of outer products of sparse vectors, for linear systems whose functions are mostly zero, such as one
// hat function of the day and a few covariates among a hundred.

/// Values at some places of a long vector; places may repeat, and then add up.
public struct SparseVector: Sendable {
  public private(set) var places: [Int] = []
  public private(set) var values: [Double] = []

  public init() {}

  public var count: Int { places.count }

  /// Keeps its memory, so that one vector serves a whole loop.
  public mutating func removeAll() {
    places.removeAll(keepingCapacity: true)
    values.removeAll(keepingCapacity: true)
  }

  public mutating func append(_ value: Double, at place: Int) {
    places.append(place)
    values.append(value)
  }

  public mutating func append(_ other: SparseVector, times factor: Double) {
    for index in 0..<other.count { append(factor * other.values[index], at: other.places[index]) }
  }

  /// Σ value · dense[start + place].
  public func dot(_ dense: [Double], from start: Int = 0) -> Double {
    var sum = 0.0
    for index in 0..<places.count { sum += values[index] * dense[start + places[index]] }
    return sum
  }

  /// Adds factor · self to `dense` from `start` on.
  public func add(to dense: inout [Double], from start: Int = 0, times factor: Double) {
    for index in 0..<places.count { dense[start + places[index]] += factor * values[index] }
  }
}

public struct OuterProducts: Sendable {
  public let size: Int
  /// (size, size) column-major: Σ left · rightᵀ.
  public private(set) var matrix: [Double]

  public init(size: Int) {
    self.size = size
    matrix = [Double](repeating: 0, count: size * size)
  }

  /// Adds factor · left · rightᵀ.
  ///
  /// - Precondition: places lie in 0..<size.
  public mutating func add(_ left: SparseVector, _ right: SparseVector, times factor: Double = 1) {
    for column in 0..<right.count {
      let start = right.places[column] * size
      left.add(to: &matrix, from: start, times: factor * right.values[column])
    }
  }

  public mutating func add(_ other: OuterProducts) {
    for place in matrix.indices { matrix[place] += other.matrix[place] }
  }

  /// self − other.
  public func subtracting(_ other: OuterProducts) -> OuterProducts {
    var result = self
    for place in matrix.indices { result.matrix[place] -= other.matrix[place] }
    return result
  }

  /// Adds `amounts` (size) to the diagonal.
  public mutating func addDiagonal(_ amounts: [Double]) {
    for (index, amount) in amounts.enumerated() { matrix[index * size + index] += amount }
  }
}
