// Which inputs the imitation model reads. Its support decides what a policy may choose and its probabilities weigh
// what a log's users went through, so an input that it reads without need moves both: counts of earlier coupons
// say nothing about how most logs were made, a network stopped early still listens to them, and a policy whose
// filter follows them reacts to what it moves itself.
//
// Held-out users are asked how much the model needs an input, by setting it to its mean. Then models are trained
// anew with the most needed inputs alone, because one input can stand in for another; and the fewest inputs
// are kept that do no more than one standard error worse on these users than all (Breiman et al., 1984).

import Compute

struct ImitationInputs {
  private let judge: HeldOutLoss
  private let sources: [Int]
  /// Shares of the greatest need that an input has to have, the fewest inputs first.
  private static let shares: [Double] = [0.5, 0.125, 0]
  /// A lesser need is chance.
  private static let leastNeed = 1.0
  /// Held-out users that it takes to tell.
  static let fewestUsers = 10

  /// - Parameter sources: by encoded input, the state column that it is from.
  init(_ judge: HeldOutLoss, sources: [Int]) {
    self.judge = judge
    self.sources = sources
  }

  /// The fit with the fewest inputs that does as well as `full`. `fixed` reads none; `train` trains one that is
  /// blind to some.
  func fewest(
    _ full: GenerativeModel.Fit, fixed: HeadNetwork,
    train: (_ blindTo: [Int]) throws -> GenerativeModel.Fit
  ) rethrows -> GenerativeModel.Fit {
    let losses = judge.rowLosses(full.model.network)
    func isEnough(_ network: HeadNetwork) -> Bool {
      let excess = judge.excess(judge.rowLosses(network), over: losses)
      return excess.mean <= excess.standardError
    }
    if isEnough(fixed) {
      var fit = full
      fit.model.network = fixed
      return fit
    }
    let needs = needs(full.model.network, losses)
    var last: [Int] = []
    for share in Self.shares {
      let bar = max(Self.leastNeed, share * (needs.max() ?? 0))
      let blindTo = sources.indices.filter { needs[sources[$0]] < bar }
      guard !blindTo.isEmpty, blindTo.count < sources.count, blindTo != last else { continue }
      last = blindTo
      let fit = try train(blindTo)
      if isEnough(fit.model.network) { return fit }
    }
    return full
  }

  /// By source, how many standard errors the loss of `network`, which is `losses` by row, rises by without it.
  private func needs(_ network: HeadNetwork, _ losses: [Double]) -> [Double] {
    let means = judge.means
    return (0..<((sources.max() ?? -1) + 1)).map { source in
      var blind = network
      for input in sources.indices where sources[input] == source {
        blind = blind.reading(input: input, factor: 0, shift: means[input])
      }
      let rise = judge.excess(judge.rowLosses(blind), over: losses)
      guard rise.standardError > 0 else { return rise.mean > 0 ? .greatestFiniteMagnitude : 0 }
      return rise.mean / rise.standardError
    }
  }
}
