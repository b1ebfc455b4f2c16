// The build does not stop a sideways import, so this test does: it reads the table in
// docs/architecture.md and every import line of every source file.
import Foundation
import Testing

struct ImportTable {
  struct Row {
    var number: Int
    var allowed: Set<String>
  }

  var rows: [String: Row] = [:]

  /// Reads the Markdown table with the heading "| row | target | …": | 1 | `Syntax` | one line | Text |
  init(markdown: String) {
    let lines = markdown.split(separator: "\n", omittingEmptySubsequences: false)
    let table = lines.drop { !$0.hasPrefix("| row | target |") }.prefix { $0.hasPrefix("|") }
    for line in table {
      let cells = line.split(separator: "|", omittingEmptySubsequences: false)
        .map { $0.trimmingCharacters(in: .whitespaces) }
      guard cells.count >= 6, let number = Int(cells[1]) else { continue }
      let target = cells[2].trimmingCharacters(in: CharacterSet(charactersIn: "`"))
      let allowed = cells[4].split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
      rows[target] = Row(number: number, allowed: Set(allowed).subtracting(["–"]))
    }
  }
}

@Suite struct ImportTests {
  static let system: Set<String> = [
    "Foundation", "Synchronization", "Dispatch", "Glibc", "Darwin", "Swift",
  ]
  static let libraries: Set<String> = [
    "CKernels", "CSQLite", "CEditLine", "ArgumentParser",
  ]

  @Test("every target is in the table, and the table allows only rows above")
  func tableIsSound() throws {
    let table = ImportTable(markdown: try Project.text("docs/architecture.md"))
    let folders = Set(
      Project.files(under: "Sources", ending: ".swift").compactMap { path -> String? in
        let parts = path.split(separator: "/")
        return parts.count > 3 ? String(parts[2]) : nil
      })
    #expect(Set(table.rows.keys) == folders)
    for (target, row) in table.rows {
      for name in row.allowed where !Self.libraries.contains(name) {
        let above = try #require(table.rows[name], "\(target) may import unknown \(name)")
        #expect(above.number < row.number, "\(target) may not import \(name) from its own row")
      }
    }
  }

  @Test("no file imports what its target's row does not list")
  func importsFollowTheTable() throws {
    let table = ImportTable(markdown: try Project.text("docs/architecture.md"))
    for path in Project.files(under: "Sources", ending: ".swift") {
      let target = String(path.split(separator: "/")[2])
      let row = try #require(table.rows[target], "\(path) is in no target of the table")
      for name in imports(in: try Project.text(path)) where !Self.system.contains(name) {
        #expect(row.allowed.contains(name), "\(path) imports \(name)")
      }
    }
  }

  private func imports(in source: String) -> [String] {
    source.split(separator: "\n").compactMap { line in
      let words = line.split(separator: " ")
      guard let index = words.firstIndex(of: "import"), index + 1 < words.count,
        words[..<index].allSatisfy({
          ["public", "package", "internal", "private"].contains($0) || $0.hasPrefix("@")
        })
      else { return nil }
      let kinds: Set<Substring> = ["struct", "class", "enum", "protocol", "func", "typealias"]
      let name = kinds.contains(words[index + 1]) ? words[index + 2] : words[index + 1]
      return String(name.split(separator: ".")[0])
    }
  }
}
