// A kept result as a file: one line of JSON that says what it is and what it depends on, then the result's
// own bytes. The line is enough to list what is kept.

import Data
import Foundation
import OperatorKit

package struct StageEntry: Sendable, Hashable, Codable {
  /// A file that had been read when the stage ran.
  package struct Input: Sendable, Hashable, Codable {
    package var path: String
    package var digest: String

    package init(path: String, digest: String) {
      self.path = path
      self.digest = digest
    }
  }

  package var format: Int
  package var key: String
  package var operation: String
  /// The result in one line.
  package var about: String
  package var parts: [StageKey.Part]
  package var inputs: [Input]
  package var kind: String
  package var bytes: Int
  /// Of the result's bytes.
  package var digest: String

  private static let newline: UInt8 = 10
  private static let longestHead = 1_000_000

  init(_ key: StageKey, _ kept: KeptValue, about: String, inputs: [Input]) {
    format = StageKey.format
    self.key = key.text
    operation = key.operation
    self.about = about
    parts = key.parts
    self.inputs = inputs
    kind = kept.kind
    bytes = kept.bytes.count
    digest = kept.digest.description
  }

  func data(with kept: KeptValue) -> Foundation.Data? {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    guard var data = try? encoder.encode(self) else { return nil }
    data.append(Self.newline)
    data.append(contentsOf: kept.bytes)
    return data
  }

  /// Nil for what is not as it was written.
  static func read(_ data: Foundation.Data) -> (StageEntry, KeptValue)? {
    guard let end = data.prefix(longestHead).firstIndex(of: newline),
      let entry = try? JSONDecoder().decode(StageEntry.self, from: data[..<end]),
      entry.format == StageKey.format
    else { return nil }
    let kept = KeptValue(kind: entry.kind, bytes: [UInt8](data[(end + 1)...]))
    guard kept.bytes.count == entry.bytes, kept.digest.description == entry.digest else {
      return nil
    }
    return (entry, kept)
  }

  /// What a file says of itself, without its result.
  static func head(of file: URL) -> StageEntry? {
    guard let handle = try? FileHandle(forReadingFrom: file) else { return nil }
    defer { try? handle.close() }
    var data = Foundation.Data()
    while data.count < longestHead, data.firstIndex(of: newline) == nil {
      guard let more = try? handle.read(upToCount: 16_384), !more.isEmpty else { break }
      data.append(more)
    }
    guard let end = data.firstIndex(of: newline) else { return nil }
    return try? JSONDecoder().decode(StageEntry.self, from: data[..<end])
  }
}
