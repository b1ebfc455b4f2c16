// What an overlap means, in words: which estimators the log supports, and what speaks against them.
import Data
package import Estimation
import Reporting

extension Overlap {
  /// Whether one kind of estimator has support, and why or why not.
  package struct Answer {
    package var estimators: String
    package var grade: String
    package var note: String
  }

  /// Above this share of decisions that the log hardly ever took, weights miss or overstate part of the policy.
  private static let mostThin = 0.05

  private func isThin(_ entry: Entry) -> Bool { 1 - entry.all.support > Self.mostThin }

  package var answers: [Answer] {
    let single = answer("one-step estimators", \.users)
    if isOneStep { return [single] }
    let marginal = Answer(
      estimators: "marginal estimators",
      grade: entries.contains { $0.users >= leastSupport } ? "depends" : "no support",
      note: entries.contains { $0.users >= leastSupport }
        ? "on whether the log holds the states that the policy leads to: see `coverage`"
        : "they need single decisions that agree")
    return [single, marginal, answer("whole-episode estimators", \.episodeUsers)]
  }

  /// By effective users, at all λ.
  private func answer(_ name: String, _ size: (Entry) -> Double) -> Answer {
    let bad = entries.indices.filter { size(entries[$0]) < leastSupport }
    let thin = entries.indices.filter { isThin(entries[$0]) }
    if bad.count == entries.count {
      return Answer(estimators: name, grade: "no support", note: few(bad, size))
    }
    let least = entries.indices.filter { !bad.contains($0) }.map { size(entries[$0]) }.min() ?? 0
    var note =
      "effectively \(whole(least)) users" + (entries.count - bad.count > 1 ? " or more" : "")
    if !bad.isEmpty { note += "; none\(places(bad)): \(few(bad, size))" }
    if !thin.isEmpty { note += "; \(hardlyEver(thin))\(places(thin))" }
    let grade = bad.isEmpty ? "supported" : "supported at some λ"
    return Answer(estimators: name, grade: thin.isEmpty ? grade : "weak support", note: note)
  }

  private func few(_ bad: [Int], _ size: (Entry) -> Double) -> String {
    let most = bad.map { size(entries[$0]) }.max() ?? 0
    if most == 0 { return "no user's coupons agree with the policy's" }
    return "effectively \(whole(most)) of \(NumberText.display(users)) users"
      + (bad.count > 1 ? " at most" : "")
  }

  private func hardlyEver(_ thin: [Int]) -> String {
    let worst = thin.map { 1 - entries[$0].all.support }.max() ?? 0
    return "\(wholePercent(worst)) of the policy's decisions are ones that the log hardly ever took"
  }

  package var verdict: String {
    answers.map { "\($0.estimators): \($0.grade) (\($0.note))" }.joined(separator: "; ")
  }

  private func places(_ indices: [Int]) -> String {
    dependsOnLambda && !isMixture && indices.count < entries.count
      ? " at λ = "
        + indices.map { NumberText.display(entries[$0].lambda) }.joined(separator: ", ") : ""
  }

  private func whole(_ number: Double) -> String {
    NumberText.display(Int(number.rounded(.down)))
  }

  package var warnings: [String] {
    thinWarnings + ratioWarnings + calibrationWarnings + assumption
  }

  private var thinWarnings: [String] {
    guard let worst = entries.max(by: { 1 - $0.all.support < 1 - $1.all.support }), isThin(worst)
    else { return [] }
    var text =
      "\(wholePercent(1 - worst.all.support)) of the policy's decisions\(place(worst)) are ones that the log "
      + "took with a probability below \(NumberText.display(leastProbability))"
    let segment = worst.bySegment.indices.filter { worst.bySegment[$0].thin > 0 }.max {
      worst.bySegment[$0].thin < worst.bySegment[$1].thin
    }
    if let segment, segments.count > 1 { text += ", most in segment \(segments.name(segment))" }
    return [text]
  }

  private var ratioWarnings: [String] {
    var warnings: [String] = []
    if let worst = entries.max(by: { $0.largestRatio < $1.largestRatio }),
      worst.largestRatio > 0.05 * Double(decisions)
    {
      warnings.append(
        "one decision counts as \(NumberText.display(Int(worst.largestRatio.rounded())))\(place(worst)), of "
          + "\(NumberText.display(decisions)) in all: its probability in the log was tiny, or is wrong"
      )
    }
    return warnings
  }

  private var calibrationWarnings: [String] {
    guard let calibration else {
      return isKnown ? [] : ["there are no other users to judge the estimated probabilities on"]
    }
    var warnings: [String] = []
    let off = calibration.bins.filter {
      abs($0.observed - $0.predicted) > max(4 * $0.error, 0.1 * $0.predicted)
    }
    if let worst = off.max(by: {
      abs($0.observed - $0.predicted) < abs($1.observed - $1.predicted)
    }) {
      warnings.append(
        "levels that were said to be given with a probability of \(NumberText.percent(worst.predicted)) "
          + "were given in \(NumberText.percent(worst.observed)) of the cases")
    }
    let wrong = calibration.levels.indices.filter { index in
      let level = calibration.levels[index]
      return abs(level.inverse - 1) > max(4 * level.error, 0.1)
    }
    if !wrong.isEmpty {
      warnings.append(
        "the log's probabilities do not fit how often it gave "
          + wrong.prefix(4).map { levels[$0].label }.joined(separator: ", ")
          + (wrong.count > 4 ? " and \(wrong.count - 4) more levels" : ""))
    }
    if calibration.isHeldOut, calibration.logLoss >= calibration.marginalLogLoss {
      warnings.append(
        "the estimated probabilities foretell new users' coupons no better than each level's frequency "
          + "does: either the log's policy looked at nothing, or not at what the state shows")
    }
    return warnings
  }

  private var assumption: [String] {
    isKnown
      ? []
      : [
        "the log's own probabilities were estimated: whatever else its policy looked at stays unseen here"
      ]
  }

  private func place(_ entry: Entry) -> String {
    if !dependsOnLambda { return "" }
    return isMixture ? " with its mix of two λ" : " at λ = \(NumberText.display(entry.lambda))"
  }
}
