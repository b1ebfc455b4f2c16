// The arithmetic of a step against sums written out, and its versions for each kind of processor against each other.

import CKernels
import Compute
import Testing

@Suite("Kernels", .serialized)
struct KernelTests {
  private static let widths: [Int32] = [128, 256, 512]

  private static func numbers(_ count: Int, _ stage: String) -> [Float] {
    var random = RandomStream(seed: 3, stage: stage)
    return (0..<count).map { _ in 2 * random.uniformFloat() - 1 }
  }

  private static func atEveryWidth<Result>(_ body: () -> Result) -> [Result] {
    defer { _ = scrip_vector_width(512) }
    return widths.map { width in
      _ = scrip_vector_width(width)
      return body()
    }
  }

  struct Shape: Sendable, CustomTestStringConvertible {
    var m, n, k: Int
    var left = false
    var right = false
    var testDescription: String { "\(m)×\(n)×\(k), \(left), \(right)" }
  }

  @Test(
    "A product is a chain of fused multiply-adds from the group's bias on, bit for bit",
    arguments: [
      Shape(m: 1, n: 1, k: 1), Shape(m: 7, n: 64, k: 46), Shape(m: 13, n: 21, k: 5, right: true),
      Shape(m: 46, n: 64, k: 37, left: true), Shape(m: 5, n: 100, k: 300, right: true),
      Shape(m: 200, n: 37, k: 19), Shape(m: 33, n: 310, k: 270, left: true),
      Shape(m: 20, n: 310, k: 40), Shape(m: 3, n: 2, k: 0),
    ])
  func product(_ shape: Shape) {
    let (m, n, k) = (shape.m, shape.n, shape.k)
    let a = Self.numbers(m * k, "a")
    let b = Self.numbers(k * n, "b")
    let bias = Self.numbers(3 * n, "bias")
    let gate = Self.numbers(m * n, "gate")
    let groups = (0..<m).map { Int32($0 % 3) }
    let results = Self.atEveryWidth {
      var c = [Float](repeating: .nan, count: m * n)
      unsafe a.withUnsafeBufferPointer { a in
        unsafe b.withUnsafeBufferPointer { b in
          unsafe bias.withUnsafeBufferPointer { bias in
            unsafe groups.withUnsafeBufferPointer { groups in
              unsafe gate.withUnsafeBufferPointer { gate in
                unsafe c.withUnsafeMutableBufferPointer { c in
                  var product = unsafe scrip_product(
                    m: Int32(m), n: Int32(n), k: Int32(k), a: a.baseAddress,
                    a_row: shape.left ? 1 : k, a_column: shape.left ? m : 1, b: b.baseAddress,
                    b_row: shape.right ? k : n, b_is_transposed: shape.right, c: c.baseAddress,
                    c_row: n, bias: bias.baseAddress, group: groups.baseAddress, adds: false,
                    rectify: false, gate: gate.baseAddress)
                  unsafe scrip_multiply(&product)
                }
              }
            }
          }
        }
      }
      return c
    }
    let expected = (0..<(m * n)).map { cell in
      let (i, j) = (cell / n, cell % n)
      guard gate[cell] > 0 else { return Float(0) }
      return (0..<k).reduce(bias[i % 3 * n + j]) { sum, p in
        sum.addingProduct(
          shape.left ? a[p * m + i] : a[i * k + p], shape.right ? b[j * k + p] : b[p * n + j])
      }
    }
    for result in results { #expect(result == expected) }
  }

  @Test("Sums by group and by column, and the derivative of ReLU, are what loops say")
  func sums() {
    let (rows, columns) = (9, 21)
    let z = Self.numbers(rows * columns, "z")
    let groups = (0..<rows).map { Int32($0 % 4) }
    var byGroup = [Float](repeating: .nan, count: 5 * columns)
    var byColumn = [Float](repeating: .nan, count: columns)
    unsafe scrip_group_sums(z, groups, &byGroup, Int32(rows), Int32(columns), 5, false)
    unsafe scrip_column_sums(z, &byColumn, Int32(rows), Int32(columns), false)
    for column in 0..<columns {
      for group in 0..<5 {
        let sum = (0..<rows).filter { $0 % 4 == group }.reduce(Float(0)) {
          $0 + z[$1 * columns + column]
        }
        #expect(byGroup[group * columns + column] == sum)
      }
      #expect(byColumn[column] == (0..<rows).reduce(Float(0)) { $0 + z[$1 * columns + column] })
    }
    var gated = z
    unsafe scrip_gate(&gated, z, gated.count)
    #expect(gated == z.map { max(0, $0) })
  }

  @Test(
    "The best allowed level wins, the first of equals, whatever the number of levels",
    arguments: [1, 3, 16, 21, 40])
  func choices(levels: Int) {
    var random = RandomStream(seed: 5, stage: "choices")
    let rows = 50
    // Few different values, so that there are ties.
    let values = (0..<(rows * levels)).map { _ in Float(random.below(4)) - 2 }
    let keep = (0..<(rows * levels)).map { _ in UInt8(random.below(3) == 0 ? 0 : 1) }
    let states = (0..<rows).map { Int32(rows - 1 - $0) }
    for allowed in [nil, keep] {
      let results = Self.atEveryWidth {
        var choices = [Int32](repeating: -1, count: rows)
        unsafe scrip_choose(values, Int32(rows), Int32(levels), allowed, states, &choices)
        return choices
      }
      for row in 0..<rows {
        let open = (0..<levels).filter { level in
          allowed.map { $0[Int(states[row]) * levels + level] != 0 } ?? true
        }
        // `max` keeps the first of equals.
        let best = open.max { values[row * levels + $0] < values[row * levels + $1] }
        for result in results { #expect(result[row] == Int32(best ?? 0)) }
      }
    }
  }

  @Test("Ten steps of a learner and of a classifier give the same bits at every width of vectors")
  func trainings() {
    let results = Self.atEveryWidth { (Self.learned(), Self.classified()) }
    for (value, classifier) in results {
      #expect(value == results[0].0)
      #expect(classifier == results[0].1)
    }
  }

  @Test("Many heads are updated alike on one thread, two and four")
  func threads() {
    let before = Threads.count
    defer { Threads.count = before }
    let results = [1, 2, 4].map { count in
      Threads.count = count
      return Self.learned(heads: 300, hidden: [24, 40])
    }
    #expect(results[1] == results[0])
    #expect(results[2] == results[0])
  }

  private static func learned(heads: Int = 3, hidden: [Int] = [20, 17]) -> [Float] {
    let problem = SmallProblem(rows: 40)
    var random = RandomStream(seed: 1, stage: "start")
    let shape = HeadNetwork.Shape(
      inputs: 4, hidden: hidden, heads: heads, basis: .free(SmallProblem.levels))
    let trainer = ValueTrainer(
      HeadNetwork(shape: shape, random: &random), states: problem.states,
      bootstrap: .greedy(keep: problem.keep),
      settings: ValueSettings(
        optimiser: OptimiserSettings(steps: 10, warmup: 0, shrinkage: 1, averaging: 0.5)),
      batchSize: 40, random: RandomStream(seed: 2, stage: "alpha"))
    for _ in 0..<10 { trainer.step(problem.batch) }
    return trainer.network.parameters
  }

  private static func classified() -> [Float] {
    let problem = SmallProblem(rows: 40)
    var random = RandomStream(seed: 1, stage: "start")
    let shape = HeadNetwork.Shape(
      inputs: 3, hidden: [19], heads: 1, basis: .free(SmallProblem.levels))
    let trainer = ClassifierTrainer(
      HeadNetwork(shape: shape, random: &random), states: problem.states,
      target: .levels((0..<6).map { Int32($0 % SmallProblem.levels) }), penalty: 0.01,
      settings: OptimiserSettings(steps: 10), batchSize: 40)
    for _ in 0..<10 { trainer.step(problem.batch.states) }
    return trainer.network.parameters
  }

  @Test("Conditions that rows share give the gradients of the same conditions written out")
  func sharedConditions() {
    var written = SmallProblem(rows: 12)
    let prices: [Float] = [-1, 0.25, 2]
    var grouped = TransitionBatch(count: 12, conditions: 0, isGrouped: true)
    grouped.states = written.batch.states
    grouped.nextStates = written.batch.nextStates
    grouped.actions = written.batch.actions
    grouped.rewards = written.batch.rewards
    grouped.discounts = written.batch.discounts
    for row in 0..<12 {
      grouped.groups[row] = Int32(row % 3)
      written.batch.conditions[row] = prices[row % 3]
      written.batch.nextConditions[row] = prices[row % 3]
    }
    var random = RandomStream(seed: 1, stage: "start")
    let shape = HeadNetwork.Shape(
      inputs: 4, hidden: [20, 16], heads: 3, basis: .free(SmallProblem.levels))
    let network = HeadNetwork(shape: shape, random: &random)
    let levelShape = HeadNetwork.Shape(inputs: 4, hidden: [8], heads: 1, basis: .free(1))
    let level = HeadNetwork(shape: levelShape, random: &random)
    func trainer(_ shared: SharedConditions?) -> ValueTrainer {
      ValueTrainer(
        network, level: level, states: written.states, shared: shared,
        bootstrap: .greedy(keep: nil),
        settings: ValueSettings(optimiser: OptimiserSettings(steps: 100)), batchSize: 12,
        random: RandomStream(seed: 2, stage: "alpha"))
    }
    let one = trainer(nil)
    let other = trainer(SharedConditions(prices, width: 1))
    for _ in 0..<100 {
      let first = one.step(written.batch)
      let second = other.step(grouped)
      #expect(abs(first.loss - second.loss) < 1e-4 * max(1, first.loss))
    }
    for (a, b) in zip(one.network.parameters, other.network.parameters) {
      #expect(abs(a - b) < 1e-4)
    }
  }
}
