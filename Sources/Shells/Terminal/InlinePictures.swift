// Figures as pictures in the terminal, where it can show them. The terminal is asked, once and not before
// the first figure: a query of kitty's graphics protocol, iTerm2's question for the size of a cell, and at
// last the request for device attributes, which every terminal answers, so that nobody waits for an answer
// that will not come, and whose attribute 4 means sixels. Its name is never looked at: names are inherited through ssh, tmux and screen.

import Foundation
import Reporting
import Synchronization

/// How a terminal takes a PNG.
package enum PictureProtocol: Sendable, Hashable {
  case kitty
  case iTerm
  case sixel

  /// Asked of every terminal. What does not know a question ignores it; the rest of the line is erased
  /// for one that prints it.
  static let question =
    "\u{1B}_Gi=31,s=1,v=1,a=q,t=d,f=24;AAAA\u{1B}\\" + "\u{1B}]1337;ReportCellSize\u{07}"
    + "\r\u{1B}[K\u{1B}[c"

  /// What the answers, one a line, say that it can.
  package init?(answers: String) {
    let lines = answers.split(separator: "\n")
    if lines.contains(where: { $0.hasPrefix("_Gi=31") && $0.contains(";OK") }) {
      self = .kitty
    } else if lines.contains(where: { $0.hasPrefix("]1337;ReportCellSize=") }) {
      self = .iTerm
    } else if lines.contains(where: Self.hasSixels) {
      self = .sixel
    } else {
      return nil
    }
  }

  /// Device attributes: the terminal's class, then what it can, of which 4 is sixels.
  private static func hasSixels(_ line: Substring) -> Bool {
    line.hasPrefix("[?") && line.hasSuffix("c")
      && line.dropFirst(2).dropLast().split(separator: ";").dropFirst().contains("4")
  }

  /// Pixels of a column, where nobody has asked the terminal.
  private static let pixelsOfColumn = 8

  /// The picture so many columns wide, and the cursor in the line below it. Kitty is told not to answer. Nil
  /// where the picture cannot be converted.
  package func text(png: [UInt8], columns: Int) -> String? {
    let code = Data(png).base64EncodedString()
    switch self {
    case .sixel:
      return (try? FigurePNG.sixels(png, width: columns * Self.pixelsOfColumn)).map { $0 + "\n" }
    case .iTerm:
      return "\u{1B}]1337;File=inline=1;size=\(png.count);width=\(columns);preserveAspectRatio=1:"
        + code + "\u{07}\n"
    case .kitty:
      var text = ""
      var rest = code[...]
      var head = "a=T,f=100,q=2,c=\(columns),"
      repeat {
        let piece = rest.prefix(4096)
        rest = rest.dropFirst(4096)
        text += "\u{1B}_G\(head)m=\(rest.isEmpty ? 0 : 1);\(piece)\u{1B}\\"
        head = ""
      } while !rest.isEmpty
      return text + "\n"
    }
  }
}

package final class InlinePictures: Sendable {
  private enum State {
    case unknown
    case known(PictureProtocol?)
  }

  /// Milliseconds that a terminal has to answer.
  private static let patience: Int32 = 150
  private static let mostColumns = 90
  private let state = Mutex(State.unknown)

  package init() {}

  /// Nil where the terminal takes none or the program that draws them is not installed.
  func text(of figure: Figure, columns: Int) -> String? {
    guard FigurePNG.program != nil, let way = known else { return nil }
    guard let png = try? FigurePNG.bytes(of: figure) else { return nil }
    return way.text(png: png, columns: max(20, min(columns - 2, Self.mostColumns)))
  }

  private var known: PictureProtocol? {
    state.withLock { state in
      if case .known(let way) = state { return way }
      let way = PictureProtocol(
        answers: TerminalQuestion.ask(PictureProtocol.question, patience: Self.patience))
      state = .known(way)
      return way
    }
  }
}
