// What no analyst should have to tune: how smoothly values depend on the coupon, how strongly inputs are
// shrunk, how large the network is, how long it trains. Short trainings on most users, judged on the others, in
// rounds: smoothness, strength, size, length; at last, how weak an input may be to be read at all. Of candidates that are as good as the best
// within one standard error the simplest is taken, because a policy moves its own inputs, and the fewer it reads
// the less it leaves what the log has seen. Then the policy is trained on everybody.

import Compute
import Data

struct Tuner {
  struct Outcome: Sendable {
    var settings: Configuration
    /// The grid to train on: refined where it was adaptive.
    var lambdas: LambdaGrid
    /// State columns that are worth reading; nil where that was not asked.
    var readable: Set<Int>?
    var trials: [TrainingSummary.Trial]
    /// Users that were held out.
    var users: Int
    /// The curve of the last trial that was picked.
    var losses: [TrainingSummary.Point]
  }

  /// From the simplest on.
  static let terms = [2, 4]
  static let strengths: [Double] = [4, 2, 1, 0.5]
  static let networks: [[Int]] = [[32, 32], [64, 64]]
  /// Shares of the strongest input's weight below which inputs are left out together.
  static let weakest: [Double] = [0.16, 0.08, 0.04, 0.02, 0.01]
  /// Steps of a trial of strengths or sizes: enough to rank them.
  static let trialSteps = 1_500
  /// Enough held-out users to tell candidates apart, and not many more decisions than are worth reading.
  private static let enoughUsers = 500
  private static let enoughDecisions = 40_000
  private static let fewestUsers = 10

  private let problem: TrainingProblem
  private let keep: [UInt8]?
  private let judge: HeldOutJudge
  private let sampler: Sampler
  private let heldOut: Sampler
  private let users: Int

  /// Nil when there are too few users to hold any out.
  init?(_ problem: TrainingProblem, keep: [UInt8]?, behaviour: GenerativeModel) {
    let dataset = problem.data.dataset
    let share = max(
      problem.settings.heldOut,
      min(0.5, Double(Self.enoughUsers) / Double(max(dataset.userNames.count, 1))))
    let split = UserSplit(
      dataset, heldOut: share, seed: problem.settings.seed ^ 0x7475_6E65)
    let out = Set(split.heldOut)
    let judged = split.sample(
      of: problem.rows, decisions: Self.enoughDecisions, users: Self.fewestUsers)
    let trained = problem.rows.filter { !out.contains($0) }
    let present = Set(judged.map { dataset.users[Int($0)] }).count
    guard present >= Self.fewestUsers, !trained.isEmpty else { return nil }
    self.problem = problem
    self.keep = keep
    users = present
    judge = HeldOutJudge(problem, keep: keep, behaviour: behaviour, rows: judged)
    sampler = Sampler(problem, rows: trained, stage: "value.trial batches")
    heldOut = Sampler(problem, rows: judged, stage: "value.held out")
  }

  func run(_ name: String, _ progress: Compute.Progress) throws -> Outcome {
    var settings = problem.settings
    let wanted = settings.steps
    settings.steps = min(wanted, Self.trialSteps)
    var outcome = Outcome(
      settings: settings, lambdas: problem.data.lambdas, trials: [], users: users, losses: [])
    var last: (run: ValueRun, network: HeadNetwork)?
    var done: [Configuration: ValueRun] = [:]
    for (title, candidates) in rounds(wanted) {
      let variants = candidates(settings)
      guard variants.count > 1 else { continue }
      let round = try Round(
        self, title, variants, &done, stage: "\(name): \(title)", progress)
      outcome.trials += round.trials
      guard let picked = round.picked else { continue }
      settings = variants[picked]
      outcome.losses = round.runs[picked].losses
      last = (round.runs[picked], round.networks[picked])
    }
    if !settings.choices.contains(.steps) { settings.steps = wanted }
    if let last, settings.choices.contains(.inputs), settings.shrinkage > 0 {
      outcome.readable = pickInputs(last.run, settings, &outcome.trials)
    }
    outcome.settings = settings
    if let last, problem.data.lambdas.isAdaptive {
      outcome.lambdas = problem.refinedGrid(last.network, keep: keep, share: 0)
    }
    return outcome
  }

  /// The state columns worth reading, judged on the network of `run` without the weaker ones: nothing is trained
  /// again. The best is taken, and the fewest columns of equals: a trace of noise does harm on average, so there is
  /// no doubt to give the benefit of.
  private func pickInputs(
    _ run: ValueRun, _ settings: Configuration, _ trials: inout [TrainingSummary.Trial]
  ) -> Set<Int> {
    var candidates: [Set<Int>] = []
    for share in Self.weakest {
      let kept = problem.with(settings).survivors(run, weakest: share)
      if kept != candidates.last { candidates.append(kept) }
    }
    guard candidates.count > 1 else { return candidates[0] }
    let verdict = judge.compare(
      candidates.map { (problem.deployed(run, reading: $0), run.level) })
    let best = verdict.excess.firstIndex(of: 0) ?? candidates.count - 1
    trials += candidates.indices.map { index in
      trial(
        "inputs", settings, inputs: candidates[index].count, verdict, at: index,
        isChosen: index == best)
    }
    return candidates[best]
  }

  private func trial(
    _ round: String, _ settings: Configuration, inputs: Int? = nil, _ verdict: HeldOutJudge.Verdict,
    at place: Int?,
    isChosen: Bool
  ) -> TrainingSummary.Trial {
    TrainingSummary.Trial(
      round: round, basis: settings.basis, shrinkage: settings.shrinkage, hidden: settings.hidden,
      steps: settings.steps, inputs: inputs, excess: place.map { verdict.excess[$0] },
      standardError: place.map { verdict.standardErrors[$0] } ?? 0, isChosen: isChosen)
  }

  /// In their order: what a round is called, and its candidates from the simplest on (of two lengths the
  /// one whose values have propagated further), given what the rounds before it picked.
  private func rounds(_ wanted: Int) -> [(String, (Configuration) -> [Configuration])] {
    let choices = problem.settings.choices
    let isOrdered = problem.data.dataset.levelsAreOrdered
    return [
      (
        "smoothness",
        { settings in
          guard choices.contains(.basis), isOrdered else { return [] }
          return variants(settings, Self.terms) { $0.basis = .smooth($1) }
        }
      ),
      (
        "shrinkage",
        { settings in
          guard choices.contains(.shrinkage) else { return [] }
          return variants(settings, Self.strengths) { $0.shrinkage = $1 }
        }
      ),
      (
        "size",
        { settings in
          guard choices.contains(.network) else { return [] }
          return variants(settings, Self.networks) { $0.hidden = $1 }
        }
      ),
      (
        "length",
        { settings in
          guard choices.contains(.steps), wanted > settings.steps else { return [] }
          return variants(settings, [wanted, settings.steps]) { $0.steps = $1 }
        }
      ),
    ]
  }

  /// Candidates trained side by side, one on each thread, and judged together. One that an earlier
  /// round has trained is not trained again.
  private struct Round {
    var runs: [ValueRun]
    var networks: [HeadNetwork]
    var trials: [TrainingSummary.Trial] = []
    /// Nil when every candidate diverged.
    var picked: Int?

    init(
      _ tuner: Tuner, _ title: String, _ candidates: [Configuration],
      _ done: inout [Configuration: ValueRun],
      stage: String, _ progress: Compute.Progress
    ) throws {
      let problems = candidates.map { tuner.problem.with($0) }
      let runs = candidates.indices.map {
        done[candidates[$0]]
          ?? ValueRun(
            problems[$0], keep: tuner.keep, sampler: tuner.sampler, heldOut: tuner.heldOut)
      }
      for (index, candidate) in candidates.enumerated() { done[candidate] = runs[index] }
      let total = runs.indices.reduce(0) { $0 + candidates[$1].steps }
      var pace = Pace(most: 64)
      while runs.contains(where: { !$0.isDone }) {
        // No more at once than there are threads: a training takes memory while it runs.
        let waiting = Array(runs.filter { !$0.isDone }.prefix(Threads.count))
        for run in waiting { run.isSerial = waiting.count > 1 }
        let count = pace.count
        parallelFor(waiting.count) { waiting[$0].advance(count) }
        pace.adjust()
        try progress.advance(stage, runs.reduce(0) { $0 + $1.completed }, of: total)
      }
      let networks = runs.indices.map { problems[$0].deployed(runs[$0]) }
      self.runs = runs
      self.networks = networks
      let alive = runs.indices.filter { runs[$0].failure == nil }
      guard !alive.isEmpty else { return }
      let verdict = tuner.judge.compare(alive.map { (networks[$0], runs[$0].level) })
      let picked = alive[verdict.simplest]
      self.picked = picked
      trials = candidates.indices.map { index in
        tuner.trial(
          title, candidates[index], verdict, at: alive.firstIndex(of: index),
          isChosen: index == picked)
      }
    }
  }
}

private func variants<Value>(
  _ settings: Configuration, _ values: [Value], _ set: (inout Configuration, Value) -> Void
) -> [Configuration] {
  values.map { value in
    var copy = settings
    set(&copy, value)
    return copy
  }
}
