// Results of expensive stages as bytes, to be kept from run to run. Only what comes back exactly is kept:
// a policy as its file, an evaluation as JSON. Anything else is computed again.
package import Data
import Estimation
import Learning

package struct KeptValue: Sendable, Hashable {
  /// Which reader it needs.
  package var kind: String
  package var bytes: [UInt8]

  package init(kind: String, bytes: [UInt8]) {
    self.kind = kind
    self.bytes = bytes
  }

  /// Nil for what has no form that is known to come back exactly.
  package init?(_ value: Value) {
    guard case .native(let native) = value else { return nil }
    let kept: KeptValue?
    if let policy = native as? Policy {
      kept = Self.policy(policy)
    } else if let evaluation = native as? Evaluation {
      kept = Self.evaluation(evaluation)
    } else {
      kept = nil
    }
    // What it is read as now is what a later run will read.
    guard let kept, let again = kept.value, case .native(let other) = again,
      other.fingerprint == kept.digest
    else { return nil }
    self = kept
  }

  /// Nil when these are no bytes of such a value.
  package var value: Value? {
    switch kind {
    case "policy": (try? Policy(decoding: bytes)).map(Value.native)
    case "evaluation": (try? Evaluation(decoding: bytes)).map(Value.native)
    default: nil
    }
  }

  package var digest: Digest {
    var digest = Digest()
    digest.combine(kind)
    digest.combine(bytes.count)
    for start in stride(from: 0, to: bytes.count, by: 8) {
      var word: UInt64 = 0
      for (place, byte) in bytes[start..<min(start + 8, bytes.count)].enumerated() {
        word |= UInt64(byte) << UInt64(8 * place)
      }
      digest.combine(word)
    }
    return digest
  }

  static func policy(_ policy: Policy) -> KeptValue? {
    (try? policy.encoded()).map { KeptValue(kind: "policy", bytes: $0) }
  }

  static func evaluation(_ evaluation: Evaluation) -> KeptValue? {
    (try? evaluation.encoded()).map { KeptValue(kind: "evaluation", bytes: $0) }
  }
}
