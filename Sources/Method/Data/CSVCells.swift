// Cell after cell of a CSV text (RFC 4180, and what people write): a cell ends at a delimiter or at a
// line end (LF, CRLF or CR), a quoted cell may hold both, a quote inside is written twice.

package struct CSVCells {
  package let path: String
  package let delimiter: UInt8
  package var offset: Int
  package var line: Int

  package init(path: String, delimiter: UInt8, offset: Int, line: Int) {
    self.path = path
    self.delimiter = delimiter
    self.offset = offset
    self.line = line
  }

  /// A cell's place; `scratch` holds the text of a quoted cell that had to be rewritten.
  package struct Cell {
    package var range: Range<Int>
    package var scratch: [UInt8]?
    package var endsLine: Bool

    package func text(in bytes: [UInt8]) -> ArraySlice<UInt8> {
      if let scratch { return scratch[...] }
      return bytes[range]
    }
  }

  /// Reads the cell at `offset` and moves behind its delimiter or line end.
  package mutating func next(_ bytes: Span<UInt8>) throws(TableReadError) -> Cell {
    let end = bytes.count
    if offset < end, bytes[offset] == 34 { return try nextQuoted(bytes) }
    let start = offset
    var at = start
    while at < end {
      let byte = bytes[at]
      if byte == delimiter || byte == 10 || byte == 13 { break }
      at += 1
    }
    return Cell(range: start..<at, scratch: nil, endsLine: finish(bytes, at))
  }

  private mutating func nextQuoted(_ bytes: Span<UInt8>) throws(TableReadError) -> Cell {
    let open = offset
    let openLine = line
    let end = bytes.count
    var at = open + 1
    var scratch: [UInt8]?
    var copied = at
    while true {
      guard at < end else {
        throw .unclosedQuote(path: path, line: openLine, column: column(bytes, open))
      }
      let byte = bytes[at]
      if byte == 10 { line += 1 }
      guard byte == 34 else {
        at += 1
        continue
      }
      guard at + 1 < end, bytes[at + 1] == 34 else { break }
      var text = scratch ?? []
      for index in copied...at { text.append(bytes[index]) }
      scratch = text
      at += 2
      copied = at
    }
    let range = (open + 1)..<at
    if var text = scratch {
      for index in copied..<at { text.append(bytes[index]) }
      scratch = text
    }
    at += 1
    while at < end, bytes[at] == 32 { at += 1 }
    if at < end, bytes[at] != delimiter, bytes[at] != 10, bytes[at] != 13 {
      throw .textAfterQuote(path: path, line: line, column: column(bytes, at))
    }
    return Cell(range: range, scratch: scratch, endsLine: finish(bytes, at))
  }

  /// Nothing stands between the last delimiter and the end of the line.
  package func isAtLineEnd(_ bytes: Span<UInt8>) -> Bool {
    offset >= bytes.count || bytes[offset] == 10 || bytes[offset] == 13
  }

  /// Moves behind what ended a cell; true at a line end or at the end of the text.
  @inline(__always)
  package mutating func finish(_ bytes: Span<UInt8>, _ at: Int) -> Bool {
    guard at < bytes.count else {
      offset = at
      return true
    }
    if bytes[at] == delimiter {
      offset = at + 1
      return false
    }
    let isCRLF = bytes[at] == 13 && at + 1 < bytes.count && bytes[at + 1] == 10
    offset = at + (isCRLF ? 2 : 1)
    line += 1
    return true
  }

  /// Column of a byte in its line, from one.
  package func column(_ bytes: Span<UInt8>, _ at: Int) -> Int {
    var start = at
    while start > 0, bytes[start - 1] != 10 { start -= 1 }
    return at - start + 1
  }
}
