// Files, inside an open text. A folder is completed with its slash and stays open, a file closes the
// quote, so that Enter or a bracket can follow.

import Foundation
import Session

package enum PathCompletion {
  /// Candidates when the cursor stands in an open text, else nil. An empty list says that the text
  /// is open and nothing fits.
  package static func completions(before cursor: String, directory: String) -> Completions? {
    guard let typed = openText(cursor) else { return nil }
    return files(typed, directory: directory, closing: "\"")
  }

  /// Files whose path starts with what is typed; `closing` follows a file, but no folder.
  package static func files(
    _ typed: String, directory: String, closing: String = ""
  ) -> Completions {
    let slash = typed.lastIndex(of: "/")
    let folder = slash.map { String(typed[...$0]) } ?? ""
    let stem = slash.map { String(typed[typed.index(after: $0)...]) } ?? typed
    let entries =
      (try? FileManager.default.contentsOfDirectory(atPath: resolve(folder, in: directory))) ?? []
    let candidates = entries.filter { name in
      name.hasPrefixScalars(stem) && (stem.hasPrefix(".") || !name.hasPrefix("."))
    }.sorted().map { name in
      let url = URL(fileURLWithPath: resolve(folder + name, in: directory))
      let values = try? url.resolvingSymlinksInPath().resourceValues(forKeys: [.isDirectoryKey])
      let isFolder = values?.isDirectory ?? false
      return Candidate(isFolder ? name + "/" : name + closing, label: isFolder ? name + "/" : name)
    }
    return Completions(stemLength: stem.unicodeScalars.count, candidates: candidates)
  }

  private static func resolve(_ path: String, in directory: String) -> String {
    if path.hasPrefix("/") { return path }
    if path.hasPrefix("~/") { return UserHome.url.path + path.dropFirst() }
    return path.isEmpty ? directory : directory + "/" + path
  }

  /// What stands after the quote that is still open, if there is one. Comments hide quotes.
  private static func openText(_ text: String) -> String? {
    var opened: String.Index?
    var escaped = false
    var index = text.startIndex
    while index < text.endIndex {
      let character = text[index]
      if opened != nil {
        if escaped {
          escaped = false
        } else if character == "\\" {
          escaped = true
        } else if character == "\"" {
          opened = nil
        }
      } else if character == "\"" {
        opened = text.index(after: index)
      } else if character == "#" {
        index = text[index...].firstIndex(of: "\n") ?? text.index(before: text.endIndex)
      }
      index = text.index(after: index)
    }
    return opened.map { String(text[$0...]) }
  }
}
