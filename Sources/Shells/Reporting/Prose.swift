// Prose is a small, safe subset of CommonMark, read into a tree that the terminal and the HTML
// renderer walk. The subset:
//   blocks   `#` headings, paragraphs, `-` `*` `+` and `1.` lists (nested by indentation), `>`
//            quotes, ``` fences, `---` rules, tables with a `| --- |` row
//   inlines  `*emphasis*` `_emphasis_` `**strong**` `code`, [text](target), <https://…>, `\`
//            escapes, hard breaks, $x^2$ and $$\sum_i x_i$$
// Everything else is text, raw HTML included. A link keeps its target only when that is http, https
// or relative; images become links. Nothing in prose can fail: odd input is shown as it was typed.

struct Prose: Hashable {
  indirect enum Piece: Hashable {
    case heading(level: Int, [Inline])
    case paragraph([Inline])
    /// `start` is nil for bullets.
    case list(start: Int?, items: [[Piece]])
    case quote([Piece])
    case code(String, language: String)
    case table(header: [[Inline]], alignments: [TableBlock.Alignment], rows: [[[Inline]]])
    case rule
  }

  indirect enum Inline: Hashable {
    case text(String)
    case emphasis([Inline])
    case strong([Inline])
    case code(String)
    case link([Inline], target: String)
    case lineBreak
    /// TeX, as it was typed.
    case math(String, isBlock: Bool)
  }

  var pieces: [Piece]

  init(_ text: String) {
    let lines = text.split(omittingEmptySubsequences: false) { $0.isNewline }.map(Self.untabbed)
    pieces = ProseBlocks.read(lines, depth: 0)
  }

  private static func untabbed(_ line: Substring) -> String {
    line.contains("\t")
      ? line.split(separator: "\t", omittingEmptySubsequences: false)
        .joined(separator: "    ") : String(line)
  }

  /// The words without marks: for tables of contents and alternative texts.
  static func plain(_ inlines: [Inline]) -> String {
    inlines.map { inline in
      switch inline {
      case .text(let text), .code(let text): text
      case .emphasis(let inner), .strong(let inner), .link(let inner, _): plain(inner)
      case .lineBreak: " "
      case .math(let source, _): Formula(source).plain
      }
    }.joined()
  }
}

/// The first heading of level 1, as plain words.
package func topHeading(of prose: String) -> String? {
  for case .heading(1, let inlines) in Prose(prose).pieces {
    let words = Prose.plain(inlines)
    if !words.isEmpty { return words }
  }
  return nil
}
