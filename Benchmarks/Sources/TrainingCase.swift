// One training step of each kind, at three scales: our recipe's, the paper's, and a large shop's.

import Compute
import Data
import Estimation
import Learning

struct TrainingCase {
  enum Method {
    /// One step of the value network; at the scales of the paper with one of the imitation network.
    case rbcq
    /// One step of two critics.
    case reme
  }

  var name: String
  var method: Method
  var columns: Int
  var hidden: [Int]
  var heads: Int
  var levels = 21
  var batch = 1_000
  var isRecipe = false

  static let all: [TrainingCase] =
    [Method.rbcq, .reme].flatMap { method in
      [
        TrainingCase(
          name: "\(method)-recipe", method: method, columns: 45, hidden: [64, 64], heads: 10,
          isRecipe: true)
      ]
        + [1, 10, 200].map {
          TrainingCase(
            name: "\(method)-paper-\($0)", method: method, columns: 44, hidden: [256, 256],
            heads: $0)
        }
    } + [
      TrainingCase(
        name: "rbcq-production", method: .rbcq, columns: 549, hidden: [1024, 512], heads: 10,
        levels: 10, batch: 4_096)
    ]

  /// Critics wait for each other after so many steps; `reme` lets them take up to 64.
  private static let atOnce = 16

  func run(seconds: Double, peak: Peak) throws -> Measurement {
    let log = SyntheticLog(columns: columns, levels: levels)
    let step = try method == .rbcq ? learning(log) : judging(log)
    let rate =
      try stepsPerSecond(seconds, step) * Double(method == .reme ? Self.atOnce : 1)
    return Measurement(
      name: name,
      numbers: [
        ("steps_per_s", rate), ("gflop_per_step", operations / 1e9),
        ("fraction_of_peak", rate * operations / 1e9 / peak.best), ("peak_gflop_per_s", peak.best),
        ("blas_gflop_per_s", peak.blas),
      ])
  }

  private func learning(_ log: SyntheticLog) throws -> () throws -> Void {
    var settings = isRecipe ? Configuration() : Configuration.paper
    settings.hidden = hidden
    settings.heads = heads
    settings.batch = batch
    settings.pooling = false
    settings.shaping = false
    // Long enough that no case comes to its end.
    settings.steps = isRecipe ? 1_000_000 : 100_000
    let data = GeneralizedDataset(dataset: log.dataset, lambdas: LambdaGrid(SyntheticLog.prices))
    let problem = try TrainingProblem(data, settings)
    let run = ValueRun(problem, keep: log.keep, stage: "benchmark")
    // A training that has failed takes no more steps, and would look quick.
    func advance() throws {
      run.advance(1)
      if let failure = run.failure { throw failure }
    }
    guard !isRecipe else { return advance }
    var random = RandomStream(seed: 1, stage: "benchmark.imitation")
    let imitation = ClassifierTrainer(
      HeadNetwork(
        shape: .init(inputs: columns, hidden: hidden, heads: 1, basis: .free(levels)),
        random: &random),
      states: problem.states, target: .levels(log.dataset.actions), penalty: 0.01,
      settings: OptimiserSettings(
        steps: settings.steps, learningRate: 3e-4, schedule: .constant, warmup: 0),
      batchSize: batch)
    var rows = [Int32](repeating: 0, count: batch)
    return {
      try advance()
      for index in rows.indices { rows[index] = Int32(random.below(SyntheticLog.rows)) }
      imitation.step(rows)
    }
  }

  private func judging(_ log: SyntheticLog) throws -> () throws -> Void {
    var settings = CriticSettings()
    settings.hidden = hidden
    settings.heads = heads
    settings.batchSize = batch
    settings.steps = 1_000_000
    if !isRecipe {
      settings.functions = levels
      settings.shrinkage = 0
      settings.averaging = 0
      settings.loss = .huber
    }
    let table = PolicyTable(
      name: "benchmark", lambdas: SyntheticLog.prices,
      decisions: log.decisions.map { .levels($0) }, levelCount: levels)
    let critics = try CriticTraining(
      log.dataset, table: table,
      encoded: StateMatrix(log.dataset.states, width: columns), settings: settings)
    return { try critics.advance(Self.atOnce) }
  }

  /// Floating-point operations of the products that a step cannot do without: heads mixed first, what
  /// all rows of a λ share formed once, the known action's output alone where it is known, no derivative by the
  /// inputs.
  private var operations: Double {
    let rows = Double(batch)
    func pass(_ inputs: Int, _ widths: [Int]) -> Double {
      zip([inputs] + widths, widths).reduce(0) { $0 + 2 * rows * Double($1.0 * $1.1) }
    }
    func backward(_ inputs: Int, _ widths: [Int]) -> Double {
      2 * pass(inputs, widths) - 2 * rows * Double(inputs * widths[0])
    }
    let width = Double(hidden[hidden.count - 1])
    switch method {
    case .rbcq:
      let inputs = columns
      var sum = 3 * pass(inputs, hidden) + backward(inputs, hidden)
      sum += 2 * rows * width * (Double(levels) + 4)
      if isRecipe {
        sum += 2 * pass(inputs, [32, 32]) + backward(inputs, [32, 32]) + 8 * rows * 32
      }
      if !isRecipe {
        sum += pass(columns, hidden) + backward(columns, hidden) + 6 * rows * width * Double(levels)
      }
      return sum
    case .reme:
      let inputs = columns + 1
      return 2 * (2 * pass(inputs, hidden) + backward(inputs, hidden) + 8 * rows * width)
    }
  }
}
