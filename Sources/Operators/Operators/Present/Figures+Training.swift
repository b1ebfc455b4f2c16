// Learning curves of a policy: its values, and the model of the log that decides what is supported.
import Learning
import OperatorKit
import Reporting

extension Figure {
  /// The curve that was asked for.
  static func training(_ policy: Policy, curve: String) throws -> Figure {
    guard let summary = policy.summary, !summary.losses.isEmpty else {
      throw OperatorError.argument("value", "`\(policy.name)` keeps no learning curve")
    }
    guard curve == "imitation" else { return .learningCurve(policy) }
    guard !summary.imitation.isEmpty else {
      throw OperatorError.argument(
        "curve",
        policy.generative == nil
          ? "`\(policy.name)` has no model of the log"
          : "the model of the log needed no training: its coupons were drawn alike for everybody")
    }
    return .imitationCurve(policy)
  }

  /// Training loss of the values by step, and the loss on held-out users where settings were picked on
  /// them: of the same settings, trained without these users.
  static func learningCurve(_ policy: Policy) -> Figure {
    let losses = policy.summary?.losses ?? []
    let heldOut = (policy.summary?.trialLosses ?? []).compactMap { point in
      point.heldOut.map { Point(Double(point.step), $0) }
    }
    let training = Series(
      "training", mark: .line, points: losses.map { Point(Double($0.step), $0.loss) })
    return Figure(
      title: "Training of \(policy.name)", x: .init("step"), y: .init("loss"),
      series: heldOut.isEmpty
        ? [training] : [training, Series("held-out users", mark: .line, points: heldOut)])
  }

  /// Cross-entropy of the model of the log, on the users that it learned from and on held-out ones,
  /// with the step whose weights were kept.
  static func imitationCurve(_ policy: Policy) -> Figure {
    let points = policy.summary?.imitation ?? []
    let kept = Double(policy.summary?.imitationStep ?? 0)
    return Figure(
      title: "How \(policy.name) models the log", x: .init("step"), y: .init("cross-entropy"),
      series: [
        Series("training", mark: .line, points: points.map { Point(Double($0.step), $0.loss) }),
        Series(
          "held-out users", mark: .line,
          points: points.compactMap { point in
            point.heldOut.map { Point(Double(point.step), $0) }
          }),
      ], rules: kept > 0 ? [.vertical(x: kept, label: "kept")] : [])
  }
}
