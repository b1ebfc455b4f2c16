// What an evaluation's bounds are worth. Bounds are called an interval only where their coverage was
// studied and held and nothing in this log speaks against it. Everything else is a spread, in every
// display, with the reason.

public enum Standing: Sendable, Hashable, Codable {
  /// The bounds hold the truth about as often as their confidence says.
  case interval
  /// The bounds may be too narrow, for these reasons.
  case spread([String])
  /// There are no bounds, for these reasons.
  case unknown([String])

  /// Why the bounds are no interval.
  public var reasons: [String] {
    switch self {
    case .interval: []
    case .spread(let reasons), .unknown(let reasons): reasons
    }
  }

  /// The worst of several, for the reasons of all: a mixture is worth no more than its parts.
  package static func worst(_ all: [Standing]) -> Standing {
    var reasons: [String] = []
    for reason in all.flatMap(\.reasons) where !reasons.contains(reason) { reasons.append(reason) }
    if all.contains(where: \.isUnknown) { return .unknown(reasons) }
    return all.allSatisfy { $0 == .interval } ? .interval : .spread(reasons)
  }

  private var isUnknown: Bool {
    if case .unknown = self { return true }
    return false
  }
}

/// A λ at which the log supports no estimate.
public struct Refusal: Sendable, Hashable, Codable {
  public var lambda: Double
  /// Why, in words: "no decision of the log agrees with the policy".
  public var reason: String

  public init(lambda: Double, reason: String) {
    self.lambda = lambda
    self.reason = reason
  }
}
