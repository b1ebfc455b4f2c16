// The frames of the Language Server Protocol: `Content-Length: n`, an empty line, n bytes of JSON. Bytes
// go in as they come, messages come out as they are whole.

package import Foundation

package struct MessageFrames: Sendable {
  package enum Failure: Error, Sendable, Hashable {
    /// Where a message ends cannot be known any more.
    case noLength
    case tooLong(Int)
  }

  /// Longer than any script that makes sense.
  private static let longest = 64 << 20
  private static let longestHeader = 4_096
  private static let headerEnd = Data("\r\n\r\n".utf8)
  private var buffer = Data()

  package init() {}

  package mutating func append(_ data: Data) { buffer.append(data) }

  /// The next whole message.
  package mutating func next() throws(Failure) -> Data? {
    guard let end = buffer.range(of: Self.headerEnd) else {
      if buffer.count > Self.longestHeader { throw .noLength }
      return nil
    }
    let header = String(decoding: buffer[buffer.startIndex..<end.lowerBound], as: UTF8.self)
    guard let length = Self.length(in: header) else { throw .noLength }
    guard length <= Self.longest else { throw .tooLong(length) }
    guard buffer.endIndex - end.upperBound >= length else { return nil }
    let body = Data(buffer[end.upperBound..<(end.upperBound + length)])
    buffer = Data(buffer[(end.upperBound + length)...])
    return body
  }

  private static func length(in header: String) -> Int? {
    for line in header.components(separatedBy: "\r\n") {
      let parts = line.split(separator: ":", maxSplits: 1)
      guard parts.count == 2, parts[0].lowercased() == "content-length" else { continue }
      guard let length = Int(parts[1].trimmingCharacters(in: .whitespaces)), length >= 0 else {
        return nil
      }
      return length
    }
    return nil
  }

  package static func frame(_ message: JSON) -> Data {
    let body = message.data
    return Data("Content-Length: \(body.count)\r\n\r\n".utf8) + body
  }
}
