// Linear systems against solutions that are known, and against themselves on every width of vectors.

import CKernels
import Compute
import Testing

/// A is (n, n) column-major, X (n, k); B = A X by plain loops.
private func system(_ size: Int, sides: Int, seed: UInt64) -> (
  matrix: [Double], solution: [Double], right: [Double]
) {
  var random = RandomStream(seed: seed, stage: "system")
  let matrix = (0..<size * size).map { _ in random.uniform() - 0.5 }
  let solution = (0..<size * sides).map { _ in random.uniform() * 4 - 2 }
  var right = [Double](repeating: 0, count: size * sides)
  for side in 0..<sides {
    for column in 0..<size {
      for row in 0..<size {
        right[side * size + row] += matrix[column * size + row] * solution[side * size + column]
      }
    }
  }
  return (matrix, solution, right)
}

@Test("a system gives back what it was made from", arguments: [1, 2, 7, 8, 9, 16, 31, 64, 150])
func solvesSystems(size: Int) throws {
  let made = system(size, sides: 3, seed: UInt64(size))
  let found = try #require(LinearSystem.solve(made.matrix, made.right, size: size))
  let error = zip(found, made.solution).map { abs($0 - $1) }.max() ?? .infinity
  #expect(error < 1e-10 * Double(size * size + 10))
}

@Test("a system is solved to the same bits on any width of vectors")
func widthsAgree() {
  let made = system(77, sides: 2, seed: 3)
  defer { _ = scrip_vector_width(512) }
  let found = [128, 256, 512].map { (width: Int32) in
    _ = scrip_vector_width(width)
    return LinearSystem.solve(made.matrix, made.right, size: 77)?.map(\.bitPattern)
  }
  #expect(found[0] != nil && found[0] == found[1] && found[1] == found[2])
}

@Test("rows are exchanged where the diagonal is zero")
func pivots() {
  // 2y = 6, 3x + y = 9.
  #expect(LinearSystem.solve([0, 3, 2, 1], [6, 9], size: 2) == [2, 3])
  // The Hilbert matrix of order 3 and the sums of its rows, by hand: x = 1, 1, 1.
  let hilbert = [1, 2, 3, 2, 3, 4, 3, 4, 5].map { 1 / Double($0) }
  let sums = [Double(11) / 6, Double(13) / 12, Double(47) / 60]
  let found = LinearSystem.solve(hilbert, sums, size: 3) ?? []
  #expect(found.count == 3 && found.allSatisfy { abs($0 - 1) < 1e-13 })
}

@Test("what has no solution, or is no number, has none")
func unsolvable() {
  #expect(LinearSystem.solve([1, 2, 2, 4], [1, 1], size: 2) == nil)
  #expect(LinearSystem.solve([0, 0, 0, 0], [1, 1], size: 2) == nil)
  #expect(LinearSystem.solve([.nan, 1, 1, 1], [1, 1], size: 2) == nil)
  #expect(LinearSystem.solve([1, 0, 0, 1], [1, .infinity], size: 2) == nil)
  #expect(LinearSystem.solve([], [], size: 0) == [])
}
