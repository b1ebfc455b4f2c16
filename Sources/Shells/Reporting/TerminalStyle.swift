// What a terminal can show. The caller decides (terminal or pipe, NO_COLOR, TERM, locale); the
// renderers obey.

package struct TerminalStyle: Sendable, Hashable {
  /// Cells per line; nil is unlimited: for pipes and files, where nothing is ever cut. Widths below
  /// 20 count as 20.
  package var width: Int?
  package var colour: Bool
  /// Box lines and braille; false for terminals that only know ASCII.
  package var unicode: Bool
  /// Most rows of a table that are shown; nil for all.
  package var rows: Int?

  /// A limited width comes with at most 20 rows unless the caller says otherwise.
  package init(width: Int? = nil, colour: Bool = false, unicode: Bool = true) {
    self.init(width: width, colour: colour, unicode: unicode, rows: width == nil ? nil : 20)
  }

  package init(width: Int?, colour: Bool, unicode: Bool, rows: Int?) {
    self.width = width.map { max(20, $0) }
    self.colour = colour
    self.unicode = unicode
    self.rows = rows.map { max(2, $0) }
  }
}

/// Voices, not colours: one place decides how each looks.
enum Voice {
  case plain, title, emphasis, quiet, code, link, error, warning, note
  case series(Int)
}

extension TerminalStyle {
  func paint(_ text: String, _ voice: Voice) -> String {
    guard colour, !text.isEmpty, let code = Self.code(voice) else { return text }
    return "\u{1B}[\(code)m\(text)\u{1B}[0m"
  }

  private static func code(_ voice: Voice) -> String? {
    switch voice {
    case .plain: return nil
    case .title: return "1"
    case .emphasis: return "3"
    case .quiet: return "2"
    case .code: return "36"
    case .link: return "4"
    case .error: return "1;31"
    case .warning: return "1;33"
    case .note: return "1;34"
    // Blue, yellow, green, magenta, cyan, red: those that two kinds of colour blindness confuse
    // are far apart in this order.
    case .series(let index): return ["34", "33", "32", "35", "36", "31"][index % 6]
    }
  }

  var ellipsis: String { unicode ? "…" : "..." }
  var missing: String { unicode ? "·" : "." }
  var bullet: String { unicode ? "•" : "*" }
  var warningSign: String { "!" }
  var box: BoxLines { unicode ? .light : .ascii }
}

struct BoxLines {
  var horizontal, vertical: String
  var topLeft, top, topRight: String
  var left, cross, right: String
  var bottomLeft, bottom, bottomRight: String

  static let light = BoxLines(
    horizontal: "─", vertical: "│", topLeft: "┌", top: "┬", topRight: "┐",
    left: "├", cross: "┼", right: "┤", bottomLeft: "└", bottom: "┴", bottomRight: "┘")
  static let ascii = BoxLines(
    horizontal: "-", vertical: "|", topLeft: "+", top: "+", topRight: "+",
    left: "+", cross: "+", right: "+", bottomLeft: "+", bottom: "+", bottomRight: "+")
}
