// What a reader of importance sampling must know, in words: what it rests on, what weakens it, and why
// there is no number where there is none.

import Data

struct ImportanceCaveats {
  var result: ImportanceResult
  var dataset: Dataset
  var behaviour: BehaviourModel
  var settings: ImportanceSettings
  /// By λ, the share of the policy's decisions that the log took often enough; nil when that is not known.
  var supportShare: [Double]?
  /// Share of the log's users that the policy was learned from.
  var learnedFrom: Double

  /// Why the bounds are no interval.
  var reasons: [String] {
    var reasons = ["normal approximation whose coverage was not studied"]
    if !behaviour.isKnown {
      reasons.append("the error of the estimated probabilities is not in it")
    }
    if isClipped { reasons.append("the bias of cut weights is not in it") }
    if learnedFrom >= Doubt.mostLearnedFrom { reasons.append(Doubt.learnedFrom(learnedFrom).words) }
    return reasons
  }

  var refusals: [Refusal] {
    zip(result.lambdas, result.support).compactMap { lambda, support in
      support.refusal.map { Refusal(lambda: lambda, reason: words($0)) }
    }
  }

  private func words(_ refusal: ImportanceSupport.Refusal) -> String {
    switch refusal {
    case .noAgreement:
      result.estimator.isPerDecision
        ? "after some decision no user's coupons are all ones that the policy could have given"
        : "no user's coupons are all ones that the policy could have given"
    case .tooFewUsers(_, let least):
      // Without the number itself, so that one line can speak for several λ.
      "the weights rest on effectively fewer than \(plain(least)) users"
    case .missesMost:
      "the log holds less than half of what the policy would do, by the weights' mean"
    case .beyondNumbers:
      "the weights are larger than any number; a weighted mean would divide by them"
    }
  }

  var notes: [String] {
    discountNote(settings.gamma) + effective + thinSupport + meanWeights + clips + cutOff
      + probabilities + assumption
  }

  /// λ with numbers.
  private var answered: [Int] {
    result.lambdas.indices.filter { result.support[$0].refusal == nil }
  }

  private var effective: [String] {
    guard let thin = answered.min(by: { size($0) < size($1) }), size(thin) < 1000 else {
      return []
    }
    return [
      "the weights of \(Set(dataset.users).count) users are worth effectively "
        + "\(plain(size(thin).rounded(.down))) equal ones\(place([thin]))"
    ]
  }

  private func size(_ index: Int) -> Double { result.support[index].effectiveUsers }

  private var thinSupport: [String] {
    guard let supportShare,
      let worst = answered.min(by: { supportShare[$0] < supportShare[$1] }),
      supportShare[worst] < 0.95
    else { return [] }
    let share = Int(((1 - supportShare[worst]) * 100).rounded())
    return [
      "\(share)% of the policy's decisions\(place([worst])) are ones that the log hardly ever took, so the "
        + "estimate rests on few heavy weights or misses them; see `overlap`"
    ]
  }

  /// A mean weight further from 1 than chance explains.
  private var meanWeights: [String] {
    guard !isClipped else { return [] }
    let off = answered.filter { index in
      let support = result.support[index]
      return abs(support.meanWeight - 1) > max(3 * support.meanWeightError, 0.01)
    }
    let furthest = off.max {
      abs(result.support[$0].meanWeight - 1) < abs(result.support[$1].meanWeight - 1)
    }
    guard let furthest else { return [] }
    let mean = (result.support[furthest].meanWeight * 100).rounded() / 100
    return [
      "the weights' mean is \(mean) where 1 is expected\(place([furthest])): the policy gives coupons that "
        + "the log could not give, or the log's probabilities are wrong"
    ]
  }

  private var isClipped: Bool { answered.contains { result.support[$0].clipped > 0 } }

  private var clips: [String] {
    guard isClipped, let clip = settings.clip else { return [] }
    let most = answered.map { result.support[$0].clipped }.max() ?? 0
    return [
      "weights above \(plain(clip)) were cut to it, up to \(most) of \(dataset.count): the estimate is biased"
    ]
  }

  private var cutOff: [String] {
    let cut = dataset.episodes.count { episode in
      !episode.isEmpty && !dataset.terminated[episode.upperBound - 1]
    }
    guard cut > 0 else { return [] }
    return [
      "\(cut) of \(dataset.episodes.count) episodes were cut off: what would have followed is not counted, "
        + "other than in `reme`"
    ]
  }

  private var probabilities: [String] {
    guard !behaviour.isKnown else { return [] }
    let floor = (Double(behaviour.floor) * 10_000).rounded() / 10_000
    return [
      "the log's own probabilities were estimated and kept at \(floor) or more; see `overlap`"
    ]
  }

  private var assumption: [String] {
    guard !behaviour.isKnown else { return [] }
    return [
      "the estimate assumes that the log's own policy looked at nothing that the log does not show"
    ]
  }

  private func place(_ indices: [Int]) -> String {
    guard result.dependsOnLambda else { return "" }
    return " at λ = "
      + indices.map { "\((result.lambdas[$0] * 10_000).rounded() / 10_000)" }
      .joined(separator: ", ")
  }

  /// A whole number without its `.0`.
  private func plain(_ number: Double) -> String {
    number == number.rounded() && abs(number) < 1e15 ? "\(Int(number))" : "\(number)"
  }
}
