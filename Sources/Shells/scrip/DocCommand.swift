// `scrip doc`: the manual, in the terminal or as the project's reference pages.
import ArgumentParser
import Foundation
import Session
import Terminal

struct DocCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "doc", abstract: "Show the manual: all operators, or one of them.")

  @Argument(help: "An operator, or a word to look for.")
  var name: String?

  @Option(help: ArgumentHelp("Write the reference pages into this folder.", valueName: "folder"))
  var write: String?

  func run() throws {
    if let write {
      try writePages(into: write)
      return
    }
    guard let report = manual(of: name ?? "") else {
      let near = nearestOperator(to: name ?? "").map { "; did you mean `\($0)`?" } ?? ""
      throw ScriptFile.failure("nothing in the manual mentions `\(name ?? "")`\(near)")
    }
    Screen().show(report)
  }

  private func writePages(into folder: String) throws {
    do {
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
      for page in referencePages() {
        try Data(page.text.utf8).write(
          to: URL(fileURLWithPath: folder).appendingPathComponent(page.name), options: .atomic)
      }
    } catch {
      throw ScriptFile.failure("cannot write into `\(folder)`: \(error.localizedDescription)")
    }
  }
}
