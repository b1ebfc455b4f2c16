// `scrip fmt`: scripts in the one layout. A file is replaced as a whole or not at all.
import ArgumentParser
import Foundation
import Session
import Terminal
import Text

struct FormatCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fmt", abstract: "Format scripts in place.",
    discussion: """
      A folder stands for the .scrip files below it, - for standard input, which goes formatted to standard output.
      A script with syntax errors stays as it is. Lines are at most 100 columns wide where that is possible; a pipe,
      an `if` or a bracket that was broken by hand stays broken.
      """)

  @Argument(
    help: "Scripts, folders, or - for standard input.", completion: .file(extensions: ["scrip"]))
  var files: [String]

  @Flag(help: "Change nothing: name the files that differ, and exit with 1 if there are some.")
  var check = false

  func run() throws {
    let screen = Screen()
    var failed = false
    var isUnreadable = false
    for file in try files.flatMap(scripts) {
      // A file of data may happen to be a script, and would be torn apart.
      guard file == "-" || file.hasSuffix(".scrip") else {
        screen.writeError("error: `\(file)` stays as it is: scripts end in .scrip\n")
        isUnreadable = true
        continue
      }
      guard let bytes = try? ScriptFile.bytes(of: file) else {
        isUnreadable = true
        continue
      }
      let source = ScriptFile.source(bytes, file)
      switch formatted(source) {
      case .mistakes(let diagnostics):
        screen.show(diagnostics, of: source)
        failed = true
      case .refused:
        screen.writeError(
          "error: `\(source.name)` stays as it is: formatted it would mean something else, "
            + "which is a mistake in scrip\n")
        failed = true
      case .text(let text):
        // The bytes count, so that line breaks of Windows and a byte order mark are differences.
        let differs = Array(text.utf8) != bytes
        if check {
          guard differs else { continue }
          screen.write("\(source.name)\n")
          failed = true
        } else if file == "-" {
          screen.write(text)
        } else if differs {
          try replace(file, with: text)
        }
      }
    }
    if isUnreadable { throw ExitCode(2) }
    if failed { throw ExitCode(1) }
  }

  /// The scripts below a folder in the order of their paths; a file is itself.
  private func scripts(_ path: String) throws -> [String] {
    guard path != "-", isFolder(path) else { return [path] }
    guard let walk = FileManager.default.enumerator(atPath: path) else {
      throw ScriptFile.failure("cannot read `\(path)`")
    }
    let base = path.hasSuffix("/") ? path : path + "/"
    // A folder may be called so too: `.scrip/` keeps a project's history.
    return walk.compactMap { $0 as? String }.filter { $0.hasSuffix(".scrip") }.sorted()
      .map { base + $0 }.filter { !isFolder($0) }
  }

  private func isFolder(_ path: String) -> Bool {
    let place = URL(fileURLWithPath: path).resolvingSymlinksInPath()
    return (try? place.resourceValues(forKeys: [.isDirectoryKey]))?.isDirectory == true
  }

  private func replace(_ file: String, with text: String) throws {
    do {
      try ScriptFile.replace(file, with: text)
    } catch {
      throw ScriptFile.failure("cannot write `\(file)`: \(error.localizedDescription)")
    }
  }
}
