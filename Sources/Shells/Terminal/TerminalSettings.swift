// What the terminal around us can do, decided once and in one place: whether lines are edited,
// whether colour and escapes may be written, whether progress is a redrawn line, and how wide the
// screen is at this moment.

import CEditLine
import Foundation

package struct TerminalSettings: Sendable, Hashable {
  /// Standard input and output are a terminal that libedit knows.
  package var editsLines: Bool
  /// Escape sequences may be written at all.
  package var escapes: Bool
  /// Colour is wanted: on a terminal, never with NO_COLOR or TERM=dumb.
  package private(set) var colour: Bool
  /// Whether the terminal and its surroundings allow colour.
  private let mayColour: Bool
  package var inputIsTerminal: Bool
  package var outputIsTerminal: Bool
  package var errorIsTerminal: Bool

  /// As this process was started.
  package static func current() -> TerminalSettings {
    TerminalSettings(
      environment: ProcessInfo.processInfo.environment, inputIsTerminal: isatty(0) == 1,
      outputIsTerminal: isatty(1) == 1, errorIsTerminal: isatty(2) == 1,
      knows: Self.terminalIsDescribed)
  }

  /// - Parameter knows: whether the system has a description of a terminal of that name.
  package init(
    environment: [String: String], inputIsTerminal: Bool, outputIsTerminal: Bool,
    errorIsTerminal: Bool, knows: (String) -> Bool
  ) {
    let terminal = environment["TERM"] ?? ""
    let isDumb = terminal.isEmpty || terminal == "dumb"
    let refused = environment["NO_COLOR"].map { !$0.isEmpty } ?? false
    self.inputIsTerminal = inputIsTerminal
    self.outputIsTerminal = outputIsTerminal
    self.errorIsTerminal = errorIsTerminal
    editsLines = inputIsTerminal && outputIsTerminal && (terminal == "dumb" || knows(terminal))
    escapes = outputIsTerminal && !isDumb
    mayColour = outputIsTerminal && !isDumb && !refused
    colour = mayColour
  }

  mutating func followsColour(_ wish: Preferences.Colour) {
    colour = mayColour && wish == .auto
  }

  /// The screen's width now; 80 when the terminal does not say.
  package static var columns: Int {
    let size = sc_screen_size(1)
    return size.columns > 0 ? Int(size.columns) : 80
  }

  package static var rows: Int {
    let size = sc_screen_size(1)
    return size.rows > 0 ? Int(size.rows) : 24
  }

  /// Looks where terminfo keeps its descriptions. libedit would warn about an unknown terminal and
  /// then treat it as a dumb one.
  private static func terminalIsDescribed(_ name: String) -> Bool {
    guard let first = name.unicodeScalars.first, !name.contains("/") else { return false }
    let environment = ProcessInfo.processInfo.environment
    var folders = ["/etc/terminfo", "/lib/terminfo", "/usr/lib/terminfo", "/usr/share/terminfo"]
    folders += ["/usr/local/share/terminfo", "/opt/homebrew/share/terminfo"]
    if let home = environment["HOME"] { folders.insert(home + "/.terminfo", at: 0) }
    if let own = environment["TERMINFO"] { folders.insert(own, at: 0) }
    if let more = environment["TERMINFO_DIRS"] {
      folders += more.split(separator: ":").map(String.init)
    }
    let hexadecimal = String(first.value, radix: 16)
    return folders.contains { folder in
      FileManager.default.fileExists(atPath: "\(folder)/\(first)/\(name)")
        || FileManager.default.fileExists(atPath: "\(folder)/\(hexadecimal)/\(name)")
    }
  }
}
