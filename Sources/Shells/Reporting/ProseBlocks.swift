// Reads the blocks of prose, line by line. Containers (lists, quotes) collect their lines without
// the marker and read them again, at most eight deep, so that no input can exhaust the stack.

enum ProseBlocks {
  private static let deepest = 8

  static func read(_ lines: [String], depth: Int) -> [Prose.Piece] {
    var pieces: [Prose.Piece] = []
    var paragraph: [String] = []
    var index = 0

    func close() {
      guard !paragraph.isEmpty else { return }
      pieces.append(.paragraph(ProseInlines.read(paragraph)))
      paragraph = []
    }

    while index < lines.count {
      let line = lines[index]
      if isBlank(line) {
        close()
        index += 1
      } else if let (piece, next) = leaf(lines, at: index) {
        close()
        pieces.append(piece)
        index = next
      } else if depth < deepest, line.trimmedStart.hasPrefix(">") {
        close()
        let (inner, next) = quoted(lines, from: index)
        pieces.append(.quote(read(inner, depth: depth + 1)))
        index = next
      } else if depth < deepest, let marker = ListMarker(line),
        paragraph.isEmpty || marker.mayInterrupt
      {
        close()
        let (piece, next) = list(lines, from: index, marker: marker, depth: depth)
        pieces.append(piece)
        index = next
      } else {
        paragraph.append(line)
        index += 1
      }
    }
    close()
    return pieces
  }

  static func isBlank(_ line: String) -> Bool { line.allSatisfy { $0 == " " } }

  // MARK: Leaves

  private static func leaf(_ lines: [String], at index: Int) -> (Prose.Piece, next: Int)? {
    heading(lines[index]).map { ($0, index + 1) } ?? fence(lines, from: index)
      ?? rule(lines[index]).map { ($0, index + 1) } ?? table(lines, from: index)
  }

  private static func heading(_ line: String) -> Prose.Piece? {
    let text = line.trimmedStart
    let level = text.prefix { $0 == "#" }.count
    guard (1...6).contains(level) else { return nil }
    var rest = text.dropFirst(level)
    guard rest.isEmpty || rest.first == " " else { return nil }
    while rest.last == " " { rest.removeLast() }
    let marks = rest.reversed().prefix { $0 == "#" }.count
    if marks > 0, marks == rest.count || rest.dropLast(marks).last == " " {
      rest = rest.dropLast(marks)
    }
    return .heading(level: level, ProseInlines.read([String(rest)]))
  }

  private static func rule(_ line: String) -> Prose.Piece? {
    let marks = line.filter { $0 != " " }
    guard marks.count >= 3, let mark = marks.first, "-*_".contains(mark) else { return nil }
    return marks.allSatisfy { $0 == mark } ? .rule : nil
  }

  private static func fence(_ lines: [String], from index: Int) -> (Prose.Piece, next: Int)? {
    let opening = lines[index].trimmedStart
    guard let mark = opening.first, mark == "`" || mark == "~" else { return nil }
    let length = opening.prefix { $0 == mark }.count
    guard length >= 3 else { return nil }
    let indent = lines[index].count - opening.count
    let info = opening.dropFirst(length)
    guard !info.contains("`") else { return nil }
    let language = info.split(separator: " ").first.map(String.init) ?? ""
    var code: [String] = []
    var next = index + 1
    while next < lines.count {
      let line = lines[next]
      next += 1
      let text = line.trimmedStart
      if text.count >= length, text.trimmedEnd.allSatisfy({ $0 == mark }) { break }
      code.append(String(line.dropFirst(min(indent, line.count - text.count))))
    }
    return (.code(code.joined(separator: "\n"), language: language), next)
  }

  private static func table(_ lines: [String], from index: Int) -> (Prose.Piece, next: Int)? {
    guard index + 1 < lines.count, lines[index].contains("|"),
      let alignments = delimiterRow(lines[index + 1])
    else { return nil }
    let header = rowCells(lines[index])
    guard header.count == alignments.count else { return nil }
    var rows: [[[Prose.Inline]]] = []
    var next = index + 2
    while next < lines.count, !isBlank(lines[next]), lines[next].contains("|") {
      var cells = rowCells(lines[next]).prefix(header.count).map { ProseInlines.read([$0]) }
      while cells.count < header.count { cells.append([]) }
      rows.append(cells)
      next += 1
    }
    let head = header.map { ProseInlines.read([$0]) }
    return (.table(header: head, alignments: alignments, rows: rows), next)
  }

  private static func delimiterRow(_ line: String) -> [TableBlock.Alignment]? {
    guard line.contains("-"), line.contains("|") else { return nil }
    var alignments: [TableBlock.Alignment] = []
    for cell in rowCells(line) {
      let dashes = cell.filter { $0 != ":" }
      guard !dashes.isEmpty, dashes.allSatisfy({ $0 == "-" }) else { return nil }
      alignments.append(cell.hasSuffix(":") && !cell.hasPrefix(":") ? .right : .left)
    }
    return alignments.isEmpty ? nil : alignments
  }

  /// Splits at unescaped bars; the outer ones are optional.
  private static func rowCells(_ line: String) -> [String] {
    var cells: [String] = []
    var cell = ""
    var escaped = false
    for character in line.trimmedStart.trimmedEnd {
      if character == "|", !escaped {
        cells.append(cell)
        cell = ""
      } else {
        if character == "|" { cell.removeLast() }
        cell.append(character)
      }
      escaped = character == "\\" && !escaped
    }
    if !cell.isEmpty { cells.append(cell) }
    if line.trimmedStart.hasPrefix("|"), !cells.isEmpty { cells.removeFirst() }
    return cells.map { String($0.trimmedStart.trimmedEnd) }
  }

  // MARK: Containers

  private static func quoted(_ lines: [String], from index: Int) -> ([String], next: Int) {
    var inner: [String] = []
    var next = index
    while next < lines.count, lines[next].trimmedStart.hasPrefix(">") {
      let text = lines[next].trimmedStart.dropFirst()
      inner.append(String(text.first == " " ? text.dropFirst() : text))
      next += 1
    }
    return (inner, next)
  }

  private static func list(
    _ lines: [String], from index: Int, marker first: ListMarker, depth: Int
  ) -> (Prose.Piece, next: Int) {
    var items: [[Prose.Piece]] = []
    var next = index
    while next < lines.count, let marker = ListMarker(lines[next]), marker.kind == first.kind,
      rule(lines[next]) == nil
    {
      var inner = [String(lines[next].dropFirst(marker.contentIndent))]
      next += 1
      while next < lines.count {
        let line = lines[next]
        let indent = line.prefix { $0 == " " }.count
        if isBlank(line) {
          // A blank line belongs to the item only when indented text follows.
          guard next + 1 < lines.count, !isBlank(lines[next + 1]),
            lines[next + 1].prefix(while: { $0 == " " }).count >= marker.contentIndent
          else { break }
          inner.append("")
        } else if indent >= marker.contentIndent {
          inner.append(String(line.dropFirst(marker.contentIndent)))
        } else if ListMarker(line) == nil, inner.last != "", leaf(lines, at: next) == nil {
          inner.append(String(line.trimmedStart))
        } else {
          break
        }
        next += 1
      }
      items.append(read(inner, depth: depth + 1))
      while next + 1 < lines.count, isBlank(lines[next]),
        ListMarker(lines[next + 1])?.kind == first.kind
      {
        next += 1
      }
    }
    return (.list(start: first.number, items: items), next)
  }
}

/// `- `, `* `, `+ `, `1. ` or `1) ` at the start of a line.
struct ListMarker {
  var kind: Character
  var number: Int?
  var contentIndent: Int
  /// Only a bullet, or the number one, may follow a paragraph without a blank line between.
  var mayInterrupt: Bool { number == nil || number == 1 }

  init?(_ line: String) {
    let indent = line.prefix { $0 == " " }.count
    let text = line.dropFirst(indent)
    guard let first = text.first else { return nil }
    let digits = text.prefix { $0.isASCII && $0.isNumber }
    let length: Int
    if "-*+".contains(first) {
      kind = first
      number = nil
      length = 1
    } else if (1...9).contains(digits.count), let end = text.dropFirst(digits.count).first,
      end == "." || end == ")"
    {
      kind = end
      number = Int(digits)
      length = digits.count + 1
    } else {
      return nil
    }
    let rest = text.dropFirst(length)
    guard rest.first == " ", rest.contains(where: { $0 != " " }) else { return nil }
    let gap = rest.prefix { $0 == " " }.count
    contentIndent = indent + length + (gap > 4 ? 1 : gap)
  }
}

extension StringProtocol {
  var trimmedStart: SubSequence { drop { $0 == " " } }

  var trimmedEnd: SubSequence {
    var text = self[...]
    while text.last == " " { text.removeLast() }
    return text
  }
}
