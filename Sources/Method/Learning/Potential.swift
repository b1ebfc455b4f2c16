// What the log's own policy goes on to earn and to spend from a state on, fitted by temporal differences on
// the log: V_r and V_c, so that V(s, λ) = V_r(s) − λ V_c(s) for every λ.
//
// Learning starts from it. With V as potential each decision is worth
//
//   r′ = r + γ^gap · (1 − terminated) · V_r(s′) − V_r(s)        and c′ from V_c alike
//
// which moves every Q(s, ·, λ) by V(s, λ) and so leaves every choice as it was (Ng, Harada and Russell, 1999).
// What is left to learn is what a coupon changes, not how often a customer comes anyway; and before any
// bootstrapping it already is the advantage of one coupon now over the log's own way on, for the whole horizon:
// the one-step improvement that offline learning is at its best with (Brandfonbrener et al., 2021).

package import Compute
import Data

package struct Potential: Sendable {
  /// (m) by state of the dataset, in the units of the rewards and of the costs.
  package var rewards: [Double]
  package var costs: [Double]

  private static let steps = 2_000

  /// Fits both on the decisions of `problem` that have a target. Throws `Cancelled`.
  package static func fit(_ problem: TrainingProblem, stage: String, progress: Compute.Progress)
    throws(Cancelled) -> Potential
  {
    let dataset = problem.data.dataset
    let fits = [
      Fit(problem, dataset.rewards, name: "reward"), Fit(problem, dataset.costs, name: "cost"),
    ]
    var pace = Pace(most: 64)
    var done = 0
    while done < steps {
      try progress.advance(stage, done, of: steps)
      let count = min(pace.count, steps - done)
      parallelFor(fits.count) { fits[$0].advance(count) }
      done += count
      pace.adjust()
    }
    return Potential(rewards: fits[0].values(), costs: fits[1].values())
  }

  /// One of the two: state values by TD(0), as a network of a single level.
  @safe private final class Fit: @unchecked Sendable {
    private let problem: TrainingProblem
    private let trainer: ValueTrainer
    private let earned: [Double]
    private let scale: Double
    private var random: RandomStream
    private var batch: TransitionBatch

    init(_ problem: TrainingProblem, _ earned: [Double], name: String) {
      self.problem = problem
      self.earned = earned
      let seed = problem.settings.seed
      let size = min(1_000, max(64, problem.rows.count))
      scale = Self.scale(problem, earned)
      var start = RandomStream(seed: seed, stage: "potential.\(name).weights")
      let shape = HeadNetwork.Shape(
        inputs: problem.states.width, hidden: [64, 64], heads: 1, basis: .free(1))
      trainer = ValueTrainer(
        HeadNetwork(shape: shape, random: &start), states: problem.states, bootstrap: .action,
        settings: ValueSettings(
          optimiser: OptimiserSettings(
            steps: Potential.steps, learningRate: 2e-3, schedule: .cosine(to: 1e-5), warmup: 50,
            shrinkage: 0.5, averaging: 0.3), target: .polyak(0.1), loss: .squared,
          mixesHeads: false), batchSize: size,
        random: RandomStream(seed: seed, stage: "potential.\(name).alpha"))
      trainer.isSerial = true
      random = RandomStream(seed: seed, stage: "potential.\(name).batches")
      batch = TransitionBatch(count: size, conditions: 0)
    }

    /// Root mean square of the discounted return-to-go.
    private static func scale(_ problem: TrainingProblem, _ earned: [Double]) -> Double {
      var squares = 0.0
      for episode in problem.data.dataset.episodes {
        var following = 0.0
        for row in episode.reversed() {
          following = earned[row] + Double(problem.discounts[row]) * following
          squares += following * following
        }
      }
      let scale = (squares / Double(max(earned.count, 1))).squareRoot()
      return scale > 0 && scale.isFinite ? scale : 1
    }

    func advance(_ count: Int) {
      let next = problem.data.dataset.next
      for _ in 0..<count {
        for slot in 0..<batch.count {
          let row = Int(problem.rows[random.below(problem.rows.count)])
          batch.states[slot] = Int32(row)
          batch.nextStates[slot] = next[row]
          batch.rewards[slot] = Float(earned[row] / scale)
          batch.discounts[slot] = problem.discounts[row]
        }
        trainer.step(batch)
      }
    }

    /// (m) by state; 0 where the fit came to nothing.
    func values() -> [Double] {
      let values = trainer.network.values(problem.states)
      guard values.allSatisfy(\.isFinite) else { return values.map { _ in 0 } }
      return values.map { Double($0) * scale }
    }
  }
}

extension TrainingProblem {
  /// The same problem with rewards and costs beyond what `potential` expects.
  func shaped(by potential: Potential) -> TrainingProblem {
    var copy = self
    for row in 0..<data.dataset.count {
      let next = Int(data.dataset.next[row])
      let discount = Double(discounts[row])
      func beyond(_ earned: Double, _ values: [Double]) -> Double {
        earned + (discount == 0 ? 0 : discount * values[next]) - values[row]
      }
      copy.rewards[row] = beyond(data.dataset.rewards[row], potential.rewards)
      copy.costs[row] = beyond(data.dataset.costs[row], potential.costs)
    }
    return copy
  }
}
