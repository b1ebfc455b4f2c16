// The longer story of a code: what `scrip explain E0123` tells. Each has a script that earns the code and
// the same script mended; the tests run both.

package struct Explanation: Sendable {
  package var code: String
  /// What the code stands for, as the table of codes says it.
  package var title: String
  package var text: String
  /// A script that earns the code; nil where no script can.
  package var wrong: String?
  package var mended: String?
  /// `--set` for the wrong script and for the mended one.
  package var settings: [String]
  package var mendedSettings: [String]

  package init(
    _ code: String, _ title: String, _ text: String, wrong: String? = nil, mended: String? = nil,
    settings: [String] = [], mendedSettings: [String] = []
  ) {
    self.code = code
    self.title = title
    self.text = text
    self.wrong = wrong
    self.mended = mended
    self.settings = settings
    self.mendedSettings = mendedSettings
  }

  /// In the order of their codes.
  package static let all =
    letters + shape + names + arguments + types + columns + running + warnings

  /// `e0501`, and `501` for the error with that number.
  package static func of(_ code: String) -> Explanation? {
    let wanted = code.uppercased()
    let zeros = String(repeating: "0", count: max(0, 4 - wanted.count))
    return all.first { $0.code == wanted } ?? all.first { $0.code.dropFirst() == zeros + wanted }
  }
}
