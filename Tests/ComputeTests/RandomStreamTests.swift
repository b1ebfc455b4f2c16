// Pinned values, published vectors and moments of the random source, and parallel jobs.

import Compute
import Testing

@Suite("Random streams")
struct RandomStreamTests {
  @Test("A seed means the same numbers for ever")
  func pinned() {
    var stream = RandomStream(seed: 7, stage: "pinned", index: 2)
    let first = (0..<3).map { _ in stream.next() }
    #expect(first == RandomStreamTests.pinnedValues)
    #expect(keyedUniform(7, 1, 2) == RandomStreamTests.pinnedUniform)
  }

  static let pinnedValues: [UInt64] = [
    14_132_459_215_604_129_708, 12_340_345_149_245_994_286, 3_504_905_765_283_354_073,
  ]
  static let pinnedUniform = 0.29910221354947486

  @Test("FNV-1a agrees with its published test vectors")
  func hash() {
    #expect(stableHash("") == 0xCBF2_9CE4_8422_2325)
    #expect(stableHash("a") == 0xAF63_DC4C_8601_EC8C)
    #expect(stableHash("foobar") == 0x8594_4171_F739_67E8)
  }

  @Test("Streams of other stages, indices and seeds differ")
  func keys() {
    let keys: [(UInt64, String, Int)] = [(1, "a", 0), (1, "a", 1), (1, "b", 0), (2, "a", 0)]
    let firsts = keys.map { key -> UInt64 in
      var stream = RandomStream(seed: key.0, stage: key.1, index: key.2)
      return stream.next()
    }
    #expect(Set(firsts).count == keys.count)
  }

  @Test("Uniforms, normals and integers have their moments")
  func moments() {
    var stream = RandomStream(seed: 3, stage: "moments")
    let n = 200_000
    var uniform = 0.0
    var normal = 0.0
    var square = 0.0
    var counts = [Int](repeating: 0, count: 7)
    for _ in 0..<n {
      uniform += stream.uniform()
      let draw = stream.normal()
      normal += draw
      square += draw * draw
      counts[stream.below(7)] += 1
    }
    #expect(abs(uniform / Double(n) - 0.5) < 0.004)
    #expect(abs(normal / Double(n)) < 0.012)
    #expect(abs(square / Double(n) - 1) < 0.017)
    for count in counts { #expect(abs(Double(count) - Double(n) / 7) < 800) }
  }

  @Test("Keyed draws are uniform along users and along days, and unlike each other")
  func keyed() {
    var byUser = 0.0
    var byDay = 0.0
    var product = 0.0
    for index in 0..<50_000 {
      let a = keyedUniform(1, index, 0)
      let b = keyedUniform(1, index, 1)
      byUser += a
      byDay += keyedUniform(1, 0, index)
      product += (a - 0.5) * (b - 0.5)
    }
    #expect(abs(byUser / 50_000 - 0.5) < 0.006)
    #expect(abs(byDay / 50_000 - 0.5) < 0.006)
    #expect(abs(product / 50_000) < 0.002)
  }

  @Test("A shuffle keeps every element and moves them")
  func shuffle() {
    var stream = RandomStream(seed: 1, stage: "shuffle")
    var values = Array(0..<100)
    stream.shuffle(&values)
    #expect(values.sorted() == Array(0..<100))
    #expect(values != Array(0..<100))
  }

  @Test("Convex weights are non-negative, sum to one and differ from draw to draw")
  func convex() {
    var stream = RandomStream(seed: 1, stage: "alpha")
    let first = stream.convexWeights(10)
    let second = stream.convexWeights(10)
    #expect(first.allSatisfy { $0 >= 0 })
    #expect(abs(first.reduce(0, +) - 1) < 1e-6)
    #expect(first != second)
  }

  @Test("Parallel results come in index order and do not depend on the number of threads")
  func parallel() {
    let square: @Sendable (Int) -> Int = { $0 * $0 }
    #expect(parallelMap(37, square) == (0..<37).map(square))
  }
}
