// The content of a value as a fingerprint: equal content gives equal digests in every run and on every
// machine. It is what a kept result is found by.
package import Data
package import Estimation
package import Learning
package import Market

extension Value {
  /// Nil for functions, for values of the Method wing without a fingerprint, and for lists of them.
  package var digest: Digest? {
    var digest = Digest()
    return combine(into: &digest) ? digest : nil
  }

  /// False where something has no content to go by. Every case begins with its own word, so that no two
  /// kinds of values run into each other.
  private func combine(into digest: inout Digest) -> Bool {
    switch self {
    case .none: digest.combine("none")
    case .number(let number):
      digest.combine("number")
      digest.combine(number)
    case .text(let text):
      digest.combine("text")
      digest.combine(text)
    case .boolean(let boolean):
      digest.combine("boolean")
      digest.combine([boolean])
    case .date(let moment):
      digest.combine("date")
      digest.combine(moment.seconds)
    case .range(let range):
      digest.combine("range")
      digest.combine([range.start, range.end, range.step])
    case .list(let values):
      digest.combine("list")
      digest.combine(values.count)
      return values.allSatisfy { $0.combine(into: &digest) }
    case .record(let record):
      digest.combine("record")
      digest.combine(record.names)
      return record.values.allSatisfy { $0.combine(into: &digest) }
    case .table(let table): digest.combine("table", table.digest)
    case .column(let column, _):
      digest.combine("column", Table(names: ["column"], columns: [column]).digest)
    case .native(let native):
      guard let own = native.fingerprint else { return false }
      digest.combine(Swift.type(of: native).nativeType.name, own)
    case .function: return false
    }
    return true
  }
}

extension Digest {
  fileprivate mutating func combine(_ name: String, _ other: Digest) {
    combine(name)
    combine(other.description)
  }
}

extension Dataset {
  package var fingerprint: Digest? { digest }
}

extension GeneralizedDataset {
  package var fingerprint: Digest? {
    var digest = digest
    digest.combine([lambdas.isAdaptive])
    return digest
  }
}

extension CouponMarket {
  package var fingerprint: Digest? {
    var digest = Digest()
    digest.combine(users)
    digest.combine(seed)
    digest.combine(days)
    digest.combine(levelCount)
    digest.combine(kind.rawValue)
    digest.combine(noise)
    return digest
  }
}

extension Policy {
  package var fingerprint: Digest? { KeptValue.policy(self)?.digest }
}

extension Evaluation {
  package var fingerprint: Digest? { KeptValue.evaluation(self)?.digest }
}
