// Positions as editors count them, lines and UTF-16 units from 0, beside byte offsets as Scrip counts.

import Text

extension SourceText {
  /// The offset of a position; one behind the end of its line is the line's end.
  func offset(line: Int, character: Int) -> Int {
    guard line >= 0 else { return 0 }
    guard line < lineStarts.count else { return bytes.count }
    var units = 0
    var offset = lineStarts[line]
    for scalar in self.line(line + 1).unicodeScalars {
      let width = UTF16.width(scalar)
      if units + width > character { break }
      units += width
      offset += UTF8.width(scalar)
    }
    return min(offset, bytes.count)
  }

  func offset(_ position: JSON?) -> Int? {
    guard let line = position?["line"]?.int, let character = position?["character"]?.int else {
      return nil
    }
    return offset(line: line, character: character)
  }

  func position(_ offset: Int) -> JSON {
    let place = location(max(0, min(offset, bytes.count)))
    let start = lineStarts[place.line - 1]
    let units = text(Span(start, max(start, offset))).utf16.count
    return ["line": .number(Double(place.line - 1)), "character": .number(Double(units))]
  }

  func range(_ span: Span) -> JSON {
    ["start": position(span.start), "end": position(max(span.start, span.end))]
  }
}
