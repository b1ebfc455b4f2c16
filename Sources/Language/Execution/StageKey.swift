// What the result of a stage depends on: the program, the operator, and the content of every argument.
// Threads are not among it, since no number depends on them.

import Data
import Foundation
package import OperatorKit

package struct StageKey: Sendable, Hashable {
  /// One argument, or the program.
  package struct Part: Sendable, Hashable, Codable {
    package var name: String
    package var digest: String
    /// What it is, short: `10_000`, `Dataset, 4,324 decisions …`.
    package var about: String
  }

  package let operation: String
  package let parts: [Part]
  /// 32 hexadecimal digits over all of it.
  package let text: String

  /// To be raised when kept results of before can no longer be read, or mean something else.
  package static let format = 1

  /// Nil for an operator that is no stage, and where an argument has no content to go by.
  /// - Parameter program: the version and the build, since another build may compute other numbers.
  package init?(_ operation: Operator, _ arguments: Arguments, program: String) {
    guard operation.isStage else { return nil }
    var parts: [Part] = []
    for (name, value) in arguments.values.sorted(by: { $0.key < $1.key }) {
      guard let digest = value.digest else { return nil }
      parts.append(Part(name: name, digest: digest.description, about: Self.about(value)))
    }
    var digest = Digest()
    digest.combine(Self.format)
    digest.combine(program)
    digest.combine(operation.name)
    for part in parts {
      digest.combine(part.name)
      digest.combine(part.digest)
    }
    self.operation = operation.name
    self.parts = parts
    text = digest.description
  }

  private static func about(_ value: Value) -> String {
    let text = if case .native(let native) = value { native.headline } else { inline(value) }
    return text.count > 60 ? text.prefix(59) + "…" : text
  }
}

/// Which program this is: a build of the same version may compute other numbers, so the size and the time
/// of its file count too.
package enum ProgramBuild {
  package static let current: String = {
    guard let path = Bundle.main.executableURL?.resolvingSymlinksInPath().path,
      let attributes = try? FileManager.default.attributesOfItem(atPath: path),
      let size = attributes[.size] as? Int, let date = attributes[.modificationDate] as? Date
    else { return "" }
    return "\(size) \(date.timeIntervalSinceReferenceDate.bitPattern)"
  }()
}
