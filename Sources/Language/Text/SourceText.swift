// A piece of source as bytes, with a name for messages. Everything that points into a script is a
// `Span` of UTF-8 offsets; lines and columns are computed only when a person has to read them.

/// A half-open range of UTF-8 byte offsets.
package struct Span: Hashable, Sendable {
  package var start: Int
  package var end: Int

  package init(_ start: Int, _ end: Int) {
    self.start = start
    self.end = end
  }

  /// The smallest span that holds both.
  package func union(_ other: Span) -> Span {
    Span(min(start, other.start), max(end, other.end))
  }
}

/// A line and a column, both from 1; the column counts Unicode scalars.
package struct Location: Hashable, Sendable {
  package var line: Int
  package var column: Int
}

package struct SourceText: Sendable, Hashable {
  /// What messages call it: a path, `<stdin>`, or empty for a line typed at the prompt.
  package let name: String
  package let bytes: [UInt8]
  /// A larger script is refused before it is read.
  package static let largest = 10_000_000
  /// Offset of the first byte of each line.
  package let lineStarts: [Int]

  package init(_ text: String, name: String = "") {
    self.init(bytes: Array(text.utf8), name: name)
  }

  /// Any bytes at all: what is not UTF-8 is reported by the tokeniser, not refused here.
  package init(bytes: [UInt8], name: String = "") {
    self.name = name
    self.bytes = bytes
    var starts = [0]
    for (offset, byte) in bytes.enumerated() where byte == UInt8(ascii: "\n") {
      starts.append(offset + 1)
    }
    lineStarts = starts
  }

  /// The first byte that is no part of UTF-8.
  package var firstInvalid: Int? {
    guard String(validating: bytes, as: UTF8.self) == nil else { return nil }
    var offset = 0
    var rest = bytes.makeIterator()
    var parser = UTF8.ForwardParser()
    while true {
      switch parser.parseScalar(from: &rest) {
      case .valid(let scalar): offset += scalar.count
      case .error: return offset
      case .emptyInput: return nil
      }
    }
  }

  package func text(_ span: Span) -> String {
    let start = max(0, min(span.start, bytes.count))
    let end = max(start, min(span.end, bytes.count))
    return String(decoding: bytes[start..<end], as: UTF8.self)
  }

  package func location(_ offset: Int) -> Location {
    var low = 0
    var high = lineStarts.count - 1
    while low < high {
      let middle = (low + high + 1) / 2
      if lineStarts[middle] <= offset { low = middle } else { high = middle - 1 }
    }
    let prefix = text(Span(lineStarts[low], max(offset, lineStarts[low])))
    return Location(line: low + 1, column: prefix.unicodeScalars.count + 1)
  }

  /// The line's text without its line break; lines count from 1.
  package func line(_ number: Int) -> String {
    guard number >= 1, number <= lineStarts.count else { return "" }
    let start = lineStarts[number - 1]
    var end = number < lineStarts.count ? lineStarts[number] : bytes.count
    while end > start, bytes[end - 1] == UInt8(ascii: "\n") || bytes[end - 1] == UInt8(ascii: "\r")
    {
      end -= 1
    }
    return text(Span(start, end))
  }
}
