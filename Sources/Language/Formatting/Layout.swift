// A text whose line breaks are not decided yet, after Wadler, "A prettier printer" (2003), with the
// extensions that formatters of code need: a group that somebody broke by hand, and a call that breaks
// inside its last argument only. Layouts are values, so one may stand in several alternatives.

struct Layout: Sendable {
  indirect enum Kind: Sendable {
    case text(String)
    /// Lines of a long text, as they stand in the source.
    case verbatim([String])
    /// A line break where the group is broken, else this text.
    case line(String)
    case hardLine
    case blankLine
    /// Ends the line that it is on.
    case comment(String)
    /// Only where the group is broken.
    case ifBroken(String)
    case nest(Layout)
    case group(Layout, broken: Bool)
    /// Items that share lines where the group is broken, commas between them.
    case fill([Layout])
    case hug(Hug)
    case sequence([Layout])
  }

  struct Hug: Sendable {
    /// Breaks inside its last item only: `map(row -> {`.
    var inside: Layout
    /// Breaks around each item.
    var spread: Layout
    /// The last item's width when it should rather stand on a line of its own than break.
    var itemWidth: Int?
    var broken = false
  }

  let kind: Kind
  /// What the layout takes on one line; nil when it holds a line break that has to be.
  let flatWidth: Int?
  /// A group or a hug is in it.
  let isBreakable: Bool

  private init(_ kind: Kind, width: Int?, isBreakable: Bool = false) {
    self.kind = kind
    flatWidth = width
    self.isBreakable = isBreakable
  }

  static let empty = text("")
  static let hardLine = Layout(.hardLine, width: nil)
  static let blankLine = Layout(.blankLine, width: nil)

  static func text(_ text: String) -> Layout {
    Layout(.text(text), width: text.unicodeScalars.count)
  }

  static func verbatim(_ lines: [String]) -> Layout {
    Layout(.verbatim(lines), width: lines.count == 1 ? lines[0].unicodeScalars.count : nil)
  }

  static func line(_ text: String) -> Layout {
    Layout(.line(text), width: text.unicodeScalars.count)
  }

  static func comment(_ text: String) -> Layout { Layout(.comment(text), width: nil) }

  static func ifBroken(_ text: String) -> Layout { Layout(.ifBroken(text), width: 0) }

  static func nest(_ inner: Layout) -> Layout {
    Layout(.nest(inner), width: inner.flatWidth, isBreakable: inner.isBreakable)
  }

  static func group(_ inner: Layout, broken: Bool = false) -> Layout {
    Layout(
      .group(inner, broken: broken), width: broken ? nil : inner.flatWidth, isBreakable: true)
  }

  static func hug(_ hug: Hug) -> Layout {
    Layout(.hug(hug), width: hug.broken ? nil : hug.spread.flatWidth, isBreakable: true)
  }

  static func fill(_ items: [Layout]) -> Layout {
    let commas = 2 * max(0, items.count - 1)
    return Layout(.fill(items), width: total(items).map { $0 + commas })
  }

  static func sequence(_ parts: [Layout]) -> Layout {
    Layout(
      .sequence(parts), width: total(parts), isBreakable: parts.contains { $0.isBreakable })
  }

  private static func total(_ parts: [Layout]) -> Int? {
    var sum = 0
    for part in parts {
      guard let width = part.flatWidth else { return nil }
      sum += width
    }
    return sum
  }

  /// The same with its last bracket or pipe broken.
  var opened: Layout {
    switch kind {
    case .group(let inner, broken: _): return .group(inner, broken: true)
    case .hug(var hug):
      hug.broken = true
      return .hug(hug)
    case .nest(let inner): return .nest(inner.opened)
    case .sequence(var parts):
      guard let last = parts.lastIndex(where: { $0.isBreakable }) else { return self }
      parts[last] = parts[last].opened
      return .sequence(parts)
    case .text, .verbatim, .line, .hardLine, .blankLine, .comment, .ifBroken, .fill: return self
    }
  }
}

extension Layout: ExpressibleByStringLiteral {
  init(stringLiteral value: String) { self = .text(value) }
}
