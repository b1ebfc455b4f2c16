// Sums of outer products against plain double loops, bit for bit, on every width of vectors.

import CKernels
import Compute
import Testing

@Test(
  "outer products of sparse vectors are those of dense ones, bit for bit, on any width",
  arguments: [128, 256, 512])
func outerProducts(width: Int32) {
  let own = scrip_vector_width(width)
  defer { _ = scrip_vector_width(512) }
  var random = RandomStream(seed: 5, stage: "outer", index: Int(own))
  let size = 61
  var sums = OuterProducts(size: size)
  var expected = [Double](repeating: 0, count: size * size)
  for _ in 0..<40 {
    var vectors = [SparseVector(), SparseVector()]
    var plain: [[(place: Int, value: Double)]] = [[], []]
    for index in 0..<2 {
      // A few blocks, which may overlap, so that a place comes twice.
      for _ in 0..<4 {
        let start = Int(random.uniform() * 50)
        let factors = (0..<Int(random.uniform() * 12)).map { _ in random.uniform() - 0.5 }
        let value = random.uniform() * 3
        vectors[index].append(value, times: factors, at: start)
        plain[index] += factors.enumerated().map { (start + $0.offset, value * $0.element) }
      }
      vectors[index].append(0.25, at: 60)
      plain[index].append((60, 0.25))
    }
    let factor = random.uniform() - 2
    sums.add(vectors[0], vectors[1], times: factor)
    for (column, right) in plain[1] {
      let weight = factor * right
      for (row, left) in plain[0] { expected[column * size + row] += weight * left }
    }
  }
  #expect(sums.matrix == expected)
}

@Test("A run of no values does not draw those after it to its own place")
func emptyRun() {
  var vector = SparseVector()
  vector.append(1, at: 2)
  vector.append(2, times: [], at: 5)
  vector.append(3, at: 3)
  var sums = OuterProducts(size: 6)
  sums.add(vector, vector)
  var expected = [Double](repeating: 0, count: 36)
  expected[2 * 6 + 2] = 1
  expected[2 * 6 + 3] = 3
  expected[3 * 6 + 2] = 3
  expected[3 * 6 + 3] = 9
  #expect(sums.matrix == expected)
}
