// The critics of one policy, trained side by side: each on a thread of its own, from random streams of its own, so
// that the threads that run them move no number.

package import Compute
package import Data

package struct CriticTraining: Sendable {
  private let trainers: [CriticTrainer]

  init(
    _ targets: [CriticTarget], log: EvaluationLog, table: PolicyTable, settings: CriticSettings
  ) {
    trainers = targets.map { CriticTrainer($0, log: log, table: table, settings: settings) }
  }

  /// Critics of outcome and cost on the state columns as they are encoded.
  package init(
    _ dataset: Dataset, table: PolicyTable, encoded: StateMatrix, settings: CriticSettings
  )
    throws(EstimationError)
  {
    self.init(
      CriticTarget.all(dataset, gamma: settings.gamma).filter { $0.name != "decisions" },
      log: try EvaluationLog(dataset, encoded: encoded), table: table, settings: settings)
  }

  /// `count` steps of every critic. Throws the first that diverged.
  package func advance(_ count: Int) throws(EstimationError) {
    parallelFor(trainers.count) { trainers[$0].run(steps: count) }
    for trainer in trainers {
      if let failure = trainer.failure { throw failure }
    }
  }

  /// As they are now.
  var critics: [Critic] { trainers.map(\.critic) }
}
