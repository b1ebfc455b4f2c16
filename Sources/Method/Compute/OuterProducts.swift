// Sums of outer products of sparse vectors, for linear systems whose functions are mostly zero, such as one
// hat function of the day and a few covariates among a hundred.
//
// SAFETY: pointers live inside the closures that lend them. Runs and places are made by `append`, which refuses
// negative ones; `add` checks that the furthest lies in the matrix.

import CKernels

/// Values at some places of a long vector; places may repeat, and then add up.
public struct SparseVector: Sendable {
  public private(set) var places: [Int] = []
  public private(set) var values: [Double] = []
  /// Where neighbouring places begin, and how many they are: they are worked on together.
  fileprivate private(set) var starts: [Int] = []
  fileprivate private(set) var lengths: [Int] = []
  /// One more than the largest place.
  fileprivate private(set) var end = 0

  public init() {}

  public var count: Int { places.count }

  /// Keeps its memory, so that one vector serves a whole loop.
  public mutating func removeAll() {
    places.removeAll(keepingCapacity: true)
    values.removeAll(keepingCapacity: true)
    starts.removeAll(keepingCapacity: true)
    lengths.removeAll(keepingCapacity: true)
    end = 0
  }

  public mutating func append(_ value: Double, at place: Int) {
    extend(place, by: 1)
    places.append(place)
    values.append(value)
  }

  /// value · factors at `start` and the places after it.
  public mutating func append(_ value: Double, times factors: [Double], at start: Int) {
    extend(start, by: factors.count)
    for index in factors.indices {
      places.append(start + index)
      values.append(value * factors[index])
    }
  }

  private mutating func extend(_ place: Int, by count: Int) {
    precondition(place >= 0, "a place is an index")
    guard count > 0 else { return }
    if let last = places.last, last + 1 == place {
      lengths[lengths.count - 1] += count
    } else {
      starts.append(place)
      lengths.append(count)
    }
    end = max(end, place + count)
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
    precondition(left.end <= size && right.end <= size, "places inside the matrix")
    unsafe matrix.withUnsafeMutableBufferPointer { matrix in
      unsafe left.values.withUnsafeBufferPointer { values in
        unsafe left.starts.withUnsafeBufferPointer { starts in
          unsafe left.lengths.withUnsafeBufferPointer { lengths in
            unsafe right.values.withUnsafeBufferPointer { others in
              unsafe right.places.withUnsafeBufferPointer { places in
                var outer = unsafe scrip_outer(
                  matrix: matrix.baseAddress, size: size, left: values.baseAddress,
                  starts: starts.baseAddress, lengths: lengths.baseAddress, runs: starts.count,
                  right: others.baseAddress, places: places.baseAddress, columns: places.count,
                  factor: factor)
                unsafe scrip_add_outer(&outer)
              }
            }
          }
        }
      }
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
