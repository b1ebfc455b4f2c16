// One training of a value network: its trainer, its batches, its curve. It goes on in pieces, so that
// several can run side by side and any of them can be asked to stop. A trainer takes many times the memory of what it
// has learned, so it is there from the first step to the last and no longer.

import Compute
import Data

@safe package final class ValueRun: @unchecked Sendable {
  private let problem: TrainingProblem
  private let keep: [UInt8]?
  private var trainer: ValueTrainer?
  private var learned: Learned?
  private var sampler: Sampler
  /// What the next step learns from, and room for the one after it, which is drawn while weights are updated.
  private var batch: TransitionBatch
  private var coming: TransitionBatch
  /// Batches of held-out decisions, drawn once.
  private let judged: [TransitionBatch]
  /// Runs on one thread, for trainings that run side by side; the bits are the same.
  var isSerial = false
  private(set) var completed = 0
  private let limit: Float
  private let every: Int
  private var sum = 0.0
  private(set) var losses: [TrainingSummary.Point] = []
  private(set) var lastLoss = 0.0
  package private(set) var failure: LearningError?

  /// What a training comes to.
  private struct Learned {
    var network: HeadNetwork
    var level: HeadNetwork?
    var norms: [Float]

    init(_ trainer: ValueTrainer) {
      network = trainer.network
      level = trainer.levelNetwork
      norms = trainer.inputNorms()
    }
  }

  /// Trains on the batches of `sampler`; those of `heldOut` are looked at about 25 times.
  init(
    _ problem: TrainingProblem, keep: [UInt8]?, sampler: Sampler, heldOut: Sampler? = nil
  ) {
    self.problem = problem
    self.keep = keep
    self.sampler = sampler
    batch = self.sampler.next()
    coming = batch
    if var heldOut {
      judged = (0..<3).map { _ in heldOut.next() }
    } else {
      judged = []
    }
    limit = Float(problem.valueLimit / problem.scale)
    every = max(1, problem.settings.steps / 100)
  }

  private func makeTrainer() -> ValueTrainer {
    let settings = problem.settings
    var random = RandomStream(seed: settings.seed, stage: "value.weights")
    let inputs = problem.states.width + 1
    let shape = HeadNetwork.Shape(
      inputs: inputs, hidden: settings.hidden, heads: settings.heads,
      basis: settings.dueling ? problem.basis.centred : problem.basis)
    let network = HeadNetwork(shape: shape, random: &random)
    let level = HeadNetwork.Shape(
      inputs: inputs, hidden: [32, 32], heads: 1, basis: .free(1))
    return ValueTrainer(
      network, level: settings.dueling ? HeadNetwork(shape: level, random: &random) : nil,
      states: problem.states,
      shared: SharedConditions(
        problem.data.lambdas.values.map { LambdaScaler(problem.data.lambdas)($0) }, width: 1),
      bootstrap: settings.method.looksAhead ? .greedy(keep: keep) : .none,
      settings: settings.valueSettings, batchSize: settings.batch,
      random: RandomStream(seed: settings.seed, stage: "value.alpha"))
  }

  var isDone: Bool { failure != nil || completed >= problem.settings.steps }

  /// The network to deploy, averaged where averaging is on.
  var network: HeadNetwork { state.network }

  /// The state's own level, without which `network` says what a coupon changes; nil without one.
  var level: HeadNetwork? { state.level }

  /// ‖W₁[:, j]‖ of the last weights: exactly 0 for inputs that shrinkage removed.
  var lastNorms: [Float] { state.norms }

  private var state: Learned { learned ?? Learned(trainer ?? makeTrainer()) }

  /// A training on all decisions, batches from the stream of `stage`.
  package convenience init(_ problem: TrainingProblem, keep: [UInt8]?, stage: String) {
    self.init(problem, keep: keep, sampler: Sampler(problem, rows: problem.rows, stage: stage))
  }

  /// Up to `count` further steps; stops at the first where values have run away.
  package func advance(_ count: Int) {
    guard !isDone else { return }
    let trainer = trainer ?? makeTrainer()
    self.trainer = trainer
    trainer.isSerial = isSerial
    trainer.limit = limit
    take(count, trainer)
    guard isDone else { return }
    learned = Learned(trainer)
    self.trainer = nil
  }

  /// The share of a batch that may lie beyond what a policy can earn. A network grows with its inputs, so a state far
  /// from the others has such a value before anything is learned; of standardised inputs hardly any are that far.
  private static let tolerated = 0.25

  private func take(_ count: Int, _ trainer: ValueTrainer) {
    for _ in 0..<count where !isDone {
      let report = trainer.step(batch) { [self] in sampler.fill(&coming) }
      completed += 1
      swap(&batch, &coming)
      guard report.isFinite, report.beyond <= Self.tolerated else {
        failure = .diverged(
          step: completed, value: Double(max(-report.lowest, report.highest)) * problem.scale,
          limit: problem.valueLimit,
          advice: "try a learning rate below \(problem.settings.learningRate) or a slower target")
        return
      }
      sum += report.loss
      lastLoss = report.loss
      if completed % every == 0 { look(trainer) }
    }
  }

  private func look(_ trainer: ValueTrainer) {
    var point = TrainingSummary.Point(step: completed, loss: sum / Double(every))
    sum = 0
    if !judged.isEmpty, (losses.count + 1) % 4 == 0 {
      point.heldOut = judged.reduce(0) { $0 + trainer.loss(of: $1) } / Double(judged.count)
    }
    losses.append(point)
  }
}

extension TrainingProblem {
  private static let strongest = 64.0

  /// A whole training on both threads. `mayShrink` begins again with four times the shrinkage when values
  /// run away, as they may on a log of few users, and keeps that strength in `settings`. Throws
  /// `LearningError.diverged` and `Cancelled`.
  mutating func train(
    keep: [UInt8]?, mayShrink: Bool, stage: String, progress: Compute.Progress
  ) throws -> ValueRun {
    while true {
      let run = ValueRun(self, keep: keep, stage: "value.batches")
      var pace = Pace(most: 64)
      while !run.isDone {
        run.advance(pace.count)
        pace.adjust()
        try progress.advance(
          stage, run.completed, of: settings.steps,
          detail: "loss \((run.lastLoss * 1000).rounded() / 1000)")
      }
      guard let failure = run.failure else { return run }
      guard mayShrink, settings.shrinkage < Self.strongest else { throw failure }
      settings.shrinkage = max(1, settings.shrinkage) * 4
    }
  }
}
