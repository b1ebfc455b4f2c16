// The project's own scripts: files, and fences in documents.

import Foundation
import Testing

enum Repository {
  static let root = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  struct Fence: Sendable, CustomTestStringConvertible {
    var file: String
    var line: Int
    var script: String
    var testDescription: String { "\(file):\(line)" }
  }

  static func text(_ path: String) throws -> String {
    try String(contentsOf: root.appending(path: path), encoding: .utf8)
  }

  /// Paths of the scripts below examples/ and of this folder's own.
  static func scripts() throws -> [String] {
    try ["examples", "Tests/SyntaxTests/Scripts"].flatMap { folder in
      try FileManager.default.contentsOfDirectory(atPath: root.appending(path: folder).path)
        .filter { $0.hasSuffix(".scrip") }.sorted().map { "\(folder)/\($0)" }
    }
  }

  /// Fenced scripts that are right, those of the reference pages too. The session is left out: it shows what
  /// the prompt saves.
  static func fences() throws -> [Fence] {
    let pages = try ["docs", "docs/reference"].flatMap { folder in
      try FileManager.default.contentsOfDirectory(atPath: root.appending(path: folder).path)
        .filter { $0.hasSuffix(".md") && $0 != "session.md" }.sorted().map { "\(folder)/\($0)" }
    }
    return try (["README.md", "examples/data/README.md"] + pages).flatMap(fences(in:))
  }

  private static func fences(in file: String) throws -> [Fence] {
    var fences: [Fence] = []
    var open: Fence?
    let lines = try text(file).split(separator: "\n", omittingEmptySubsequences: false)
    for (index, line) in lines.enumerated() {
      if let fence = open, line.hasPrefix("```") {
        fences.append(fence)
        open = nil
      } else if open != nil {
        open?.script += line + "\n"
      } else if ["```scrip", "```scrip sketch"].contains(line) {
        open = Fence(file: file, line: index + 1, script: "")
      }
    }
    return fences
  }
}
