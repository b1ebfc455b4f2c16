// Decides the line breaks of a layout: a group stays on one line when it and what follows it up to the
// next possible break fit, else all its own breaks are taken. One pass from left to right with its own
// stack, looking ahead by a line at most.

struct LayoutRenderer {
  static let width = 100
  static let indentation = 4

  private enum Mode { case flat, broken }

  private struct Work {
    var indent: Int
    var mode: Mode
    var layout: Layout
  }

  private var page = Page()
  private var work: [Work] = []

  /// The lines of a layout, without blanks at their ends; comments beside code are aligned.
  static func render(_ layout: Layout) -> String {
    var renderer = LayoutRenderer()
    renderer.work = [Work(indent: 0, mode: .broken, layout: layout)]
    while let next = renderer.work.popLast() { renderer.step(next) }
    return renderer.page.text
  }

  /// The layout on one line, whatever its width.
  static func flat(_ layout: Layout) -> String {
    switch layout.kind {
    case .text(let text), .line(let text): text
    case .verbatim(let lines): lines.joined(separator: "\n")
    case .hardLine, .blankLine, .comment, .ifBroken: ""
    case .nest(let inner), .group(let inner, _): flat(inner)
    case .fill(let items): items.map(flat).joined(separator: ", ")
    case .hug(let hug): flat(hug.spread)
    case .sequence(let parts): parts.map(flat).joined()
    }
  }

  private mutating func step(_ next: Work) {
    func same(_ layout: Layout) -> Work {
      Work(indent: next.indent, mode: next.mode, layout: layout)
    }
    switch next.layout.kind {
    case .text(let text): page.write(text)
    case .verbatim(let lines): page.write(verbatim: lines)
    case .line(let text):
      if next.mode == .flat { page.write(text) } else { page.breakLine(indent: next.indent) }
    case .hardLine: page.breakLine(indent: next.indent)
    case .blankLine: page.blankLine(indent: next.indent)
    case .comment(let text): page.write(comment: text, indent: next.indent)
    case .ifBroken(let text): if next.mode == .broken { page.write(text) }
    case .nest(let inner):
      work.append(
        Work(indent: next.indent + Self.indentation, mode: next.mode, layout: inner))
    case .group(let inner, let broken):
      let fits = !broken && (next.mode == .flat || fits(inner, .flat, next.indent))
      work.append(Work(indent: next.indent, mode: fits ? .flat : .broken, layout: inner))
    case .sequence(let parts):
      for part in parts.reversed() { work.append(same(part)) }
    case .fill(let items): fill(items, next)
    case .hug(let hug): choose(hug, next)
    }
  }

  private mutating func choose(_ hug: Layout.Hug, _ next: Work) {
    func go(_ layout: Layout, _ mode: Mode) {
      work.append(Work(indent: next.indent, mode: mode, layout: layout))
    }
    if next.mode == .flat && !hug.broken { return go(hug.spread, .flat) }
    if !hug.broken, fits(hug.spread, .flat, next.indent) { return go(hug.spread, .flat) }
    let wouldStand = hug.itemWidth.map { next.indent + Self.indentation + $0 < Self.width } ?? false
    if !wouldStand, fits(hug.inside, .broken, next.indent) { return go(hug.inside, .broken) }
    go(hug.spread, .broken)
  }

  private mutating func fill(_ items: [Layout], _ next: Work) {
    guard let first = items.first else { return }
    guard next.mode == .broken else {
      page.write(items.map(Self.flat).joined(separator: ", "))
      return
    }
    let rest = items.dropFirst()
    if let second = rest.first {
      work.append(Work(indent: next.indent, mode: .broken, layout: .fill(Array(rest))))
      let comma = rest.count > 1 ? 1 : 0
      let wide = page.column + (first.flatWidth ?? 0) + 2 + (second.flatWidth ?? 0) + comma
      let separator: Layout = wide < Self.width ? ", " : .sequence([",", .hardLine])
      work.append(Work(indent: next.indent, mode: .broken, layout: separator))
    }
    work.append(Work(indent: next.indent, mode: .flat, layout: first))
  }

  /// Whether the layout, and what is still to come, reaches a line break before the line is full.
  private func fits(_ layout: Layout, _ mode: Mode, _ indent: Int) -> Bool {
    if mode == .flat, layout.flatWidth == nil { return false }
    var room = Self.width - page.column
    var rest = work.count
    var ahead = [Work(indent: indent, mode: mode, layout: layout)]
    while room >= 0 {
      guard let next = ahead.popLast() else {
        guard rest > 0 else { return true }
        rest -= 1
        ahead.append(work[rest])
        continue
      }
      func inside(_ layout: Layout, _ mode: Mode) {
        ahead.append(Work(indent: next.indent, mode: mode, layout: layout))
      }
      switch next.layout.kind {
      case .text(let text): room -= text.unicodeScalars.count
      case .verbatim(let lines):
        room -= lines[0].unicodeScalars.count
        if lines.count > 1 { return room >= 0 }
      case .line(let text):
        if next.mode == .broken { return true }
        room -= text.unicodeScalars.count
      case .hardLine, .blankLine, .comment: return true
      case .ifBroken(let text):
        if next.mode == .broken { room -= text.unicodeScalars.count }
      case .nest(let inner): inside(inner, next.mode)
      case .group(let inner, _): inside(inner, next.layout.flatWidth == nil ? .broken : .flat)
      case .hug(let hug):
        if next.layout.flatWidth == nil {
          inside(hug.inside, .broken)
        } else {
          inside(hug.spread, .flat)
        }
      case .fill(let items):
        for (index, item) in items.enumerated().reversed() {
          if index < items.count - 1 { inside(", ", .flat) }
          inside(item, .flat)
        }
      case .sequence(let parts): for part in parts.reversed() { inside(part, next.mode) }
      }
    }
    return false
  }
}
