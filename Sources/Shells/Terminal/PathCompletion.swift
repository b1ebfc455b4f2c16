// Files, inside an open text. A folder is completed with its slash and stays open, a file closes the
// quote, so that Enter or a bracket can follow. A path is spelled as a text has to spell it, and means what the
// script will take it for: `~` is a name like any other.

import Foundation
import Session

package enum PathCompletion {
  /// Candidates when the cursor stands in an open text, else nil. An empty list says that the text
  /// is open and nothing fits.
  package static func completions(before cursor: String, directory: String) -> Completions? {
    guard let start = openText(cursor) else { return nil }
    let (folder, stem) = parts(cursor[start...])
    let place = resolve(ScriptPath.unescaped(folder), in: directory)
    let found = entries(of: place, startingWith: ScriptPath.unescaped(stem))
    let endings = endings(before: cursor[..<start].dropLast())
    let fitting = found.filter { entry in
      entry.isFolder || endings.contains { entry.name.lowercased().hasSuffix($0) }
    }
    // A table may be called anything: without one that is called so, every file may be meant.
    let offered = fitting.contains { !$0.isFolder } ? fitting : found
    return Completions(
      stemLength: stem.unicodeScalars.count,
      candidates: offered.map { name, isFolder in
        let label = isFolder ? name + "/" : name
        return Candidate(ScriptPath.escaped(name) + (isFolder ? "/" : "\""), label: label)
      })
  }

  /// Files whose path starts with what is typed behind a command, as a shell reads it.
  package static func files(_ typed: String, directory: String) -> Completions {
    let (folder, stem) = parts(typed[...])
    let place =
      folder.hasPrefix("~/")
      ? UserHome.url.path + folder.dropFirst() : resolve(folder, in: directory)
    return Completions(
      stemLength: stem.unicodeScalars.count,
      candidates: entries(of: place, startingWith: stem).map { name, isFolder in
        Candidate(isFolder ? name + "/" : name)
      })
  }

  /// By name. A name that could not be typed is left out.
  private static func entries(
    of folder: String, startingWith stem: String
  ) -> [(name: String, isFolder: Bool)] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return names.filter { name in
      name.hasPrefixScalars(stem) && (stem.hasPrefix(".") || !name.hasPrefix("."))
        && name == name.shown
    }.sorted().map { name in
      let url = URL(fileURLWithPath: folder + "/" + name).resolvingSymlinksInPath()
      return (name, (try? url.resourceValues(forKeys: [.isDirectoryKey]))?.isDirectory ?? false)
    }
  }

  /// The folder with its slash, and what is typed behind it.
  private static func parts(_ typed: Substring) -> (folder: String, stem: String) {
    guard let slash = typed.lastIndex(of: "/") else { return ("", String(typed)) }
    return (String(typed[...slash]), String(typed[typed.index(after: slash)...]))
  }

  private static func resolve(_ path: String, in directory: String) -> String {
    path.hasPrefix("/") ? path : path.isEmpty ? directory : directory + "/" + path
  }

  /// How files are called that the argument before the quote reads; none when it may be any.
  private static func endings(before quote: Substring) -> [String] {
    var words = quote.split { !$0.isNamePart }.map(String.init)
    if words.last == "path" { words.removeLast() }
    switch words.last {
    case "load": return [".csv", ".tsv", ".txt"]
    case "open": return [".safetensors"]
    case "use": return [".scrip"]
    case "from": return [".db", ".sqlite", ".sqlite3"]
    case _: return []
    }
  }

  /// What stands after the quote that is still open, if there is one. Comments hide quotes.
  private static func openText(_ text: String) -> String.Index? {
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
    return opened
  }
}
