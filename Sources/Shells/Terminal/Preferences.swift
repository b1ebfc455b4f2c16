// Settings of the prompt: how much it shows and how, never what comes out of a script. One list declares
// them, and `:set`, `scrip config` and the reader of the file are made from it.

package import Foundation
import Session
import Text

package struct Preferences: Sendable, Hashable {
  package enum Colour: String, Sendable, Hashable, CaseIterable { case auto, never }
  package enum Images: String, Sendable, Hashable, CaseIterable { case auto, off }

  /// Rows of a table that a display shows.
  package var rows = 10
  /// Whether every statement tells its time.
  package var time = false
  package var colour = Colour.auto
  package var progress = true
  /// Whether figures are pictures where the terminal can show them.
  package var images = Images.auto
  package var banner = true
  /// Whether results of expensive stages are kept from run to run.
  package var cache = true
  /// Nil for all cores.
  package var threads: Int?

  package init() {}

  package struct Declaration: Sendable {
    package var name: String
    package var meaning: String
    /// What it takes, in words: `on or off`.
    package var takes: String
    package var read: @Sendable (Preferences) -> String
    /// False when the text is nothing that it takes.
    package var write: @Sendable (inout Preferences, String) -> Bool
  }

  package static let declarations = [
    Declaration(
      name: "rows", meaning: "Rows of a table that a display shows",
      takes: "a whole number from 1 to 1,000", read: { String($0.rows) },
      write: { preferences, text in
        guard let rows = Int(text), (1...1000).contains(rows) else { return false }
        preferences.rows = rows
        return true
      }),
    Declaration(
      name: "time", meaning: "Whether every statement tells its time, or only slow ones",
      takes: "on or off", read: { word($0.time) },
      write: { preferences, text in assign(text, to: &preferences.time) }),
    Declaration(
      name: "colour", meaning: "Whether a terminal that can is written to in colour",
      takes: "auto or never", read: { $0.colour.rawValue },
      write: { preferences, text in
        guard let colour = Colour(rawValue: text) else { return false }
        preferences.colour = colour
        return true
      }),
    Declaration(
      name: "images",
      meaning: "Whether figures are pictures in a terminal that says that it shows them",
      takes: "auto or off", read: { $0.images.rawValue },
      write: { preferences, text in
        guard let images = Images(rawValue: text) else { return false }
        preferences.images = images
        return true
      }),
    Declaration(
      name: "progress", meaning: "Whether long work shows how far it is",
      takes: "on or off", read: { word($0.progress) },
      write: { preferences, text in assign(text, to: &preferences.progress) }),
    Declaration(
      name: "banner", meaning: "Whether a line above the first prompt says what this is",
      takes: "on or off", read: { word($0.banner) },
      write: { preferences, text in assign(text, to: &preferences.banner) }),
    Declaration(
      name: "cache", meaning: "Whether results of learners and estimators are kept from run to run",
      takes: "on or off", read: { word($0.cache) },
      write: { preferences, text in assign(text, to: &preferences.cache) }),
    Declaration(
      name: "threads", meaning: "Threads for training; results do not depend on it",
      takes: "auto, or a whole number from 1 to 1,024",
      read: { $0.threads.map(String.init) ?? "auto" },
      write: { preferences, text in
        if text == "auto" {
          preferences.threads = nil
          return true
        }
        guard let threads = Int(text), (1...1024).contains(threads) else { return false }
        preferences.threads = threads
        return true
      }),
  ]

  /// Sets one; returns what is wrong, or nil.
  package mutating func set(_ name: String, to text: String) -> String? {
    guard let declaration = Self.declarations.first(where: { $0.name == name }) else {
      let near = Names.nearest(to: name, in: Self.declarations.map(\.name))
      return "no setting `\(name)`" + (near.map { "; did you mean `\($0)`?" } ?? "")
    }
    return declaration.write(&self, text)
      ? nil : "`\(name)` takes \(declaration.takes), found `\(text)`"
  }

  private static func word(_ flag: Bool) -> String { flag ? "on" : "off" }

  private static func assign(_ text: String, to flag: inout Bool) -> Bool {
    guard text == "on" || text == "off" else { return false }
    flag = text == "on"
    return true
  }
}

// MARK: The file

extension Preferences {
  /// `~/.config/scrip/config`, or where XDG_CONFIG_HOME says.
  package static func location(environment: [String: String], home: URL) -> URL {
    let folder: URL
    if let path = environment["XDG_CONFIG_HOME"], path.hasPrefix("/") {
      folder = URL(fileURLWithPath: path)
    } else {
      folder = home.appendingPathComponent(".config")
    }
    return folder.appendingPathComponent("scrip/config")
  }

  package static func location() -> URL {
    location(environment: ProcessInfo.processInfo.environment, home: UserHome.url)
  }

  /// Reads `name = value` lines; a wrong line is told and the rest still counts.
  package mutating func read(_ text: String) -> [String] {
    var problems: [String] = []
    for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
    {
      let content = String(line.prefix { $0 != "#" }).trimmed
      guard !content.isEmpty else { continue }
      let parts = content.split(separator: "=", maxSplits: 1).map { String($0).trimmed }
      let problem =
        parts.count == 2 ? set(parts[0], to: parts[1]) : "`\(content)` is not `name = value`"
      if let problem { problems.append("line \(index + 1): \(problem)") }
    }
    return problems
  }

  /// The user's own, and what is wrong with their file.
  package static func load(from url: URL = location()) -> (Preferences, problems: [String]) {
    var preferences = Preferences()
    guard let data = try? Data(contentsOf: url) else { return (preferences, []) }
    let problems = preferences.read(String(decoding: data, as: UTF8.self))
    return (preferences, problems.map { "\(url.path), \($0)" })
  }

  /// A file that sets them all and says what each is.
  package var fileText: String {
    let head = """
      # Settings of Scrip's prompt. No script, report or number depends on them.
      # The prompt reads ~/.config/scrip/config, or scrip/config in XDG_CONFIG_HOME.
      # `scrip config --write` writes this file there; `:set` changes a setting for one session.

      """
    let settings = Self.declarations.map { declaration in
      "\n# \(declaration.meaning): \(declaration.takes).\n"
        + "\(declaration.name) = \(declaration.read(self))\n"
    }
    return head + settings.joined()
  }
}
