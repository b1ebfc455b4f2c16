// The file of a script, or standard input; and files that are replaced as a whole.
import ArgumentParser
import Foundation
import Terminal
import Text

enum ScriptFile {
  /// Throws a message and exit code 2 when the file cannot be read: the command was used wrongly. Any bytes will do: the parser says
  /// where they are no UTF-8.
  static func read(_ file: String) throws -> SourceText {
    source(try bytes(of: file), file)
  }

  /// Line breaks of Windows become plain ones.
  static func source(_ bytes: [UInt8], _ file: String) -> SourceText {
    SourceText(bytes: withoutCarriageReturns(bytes), name: file == "-" ? "<stdin>" : file)
  }

  /// As they are; what comes through a pipe can be read once.
  static func bytes(of file: String) throws -> [UInt8] {
    if file == "-" { return PipedInput.bytes() }
    guard FileManager.default.fileExists(atPath: file) else {
      throw failure("there is no script `\(file)`", code: 2)
    }
    if let data = dataFormats.first(where: { file.lowercased().hasSuffix($0.suffix) }) {
      throw failure(
        "`\(file)` is data, expected a script: write `\(data.reader)\"\(file)\")` in one, or at the prompt",
        code: 2)
    }
    let values = try? URL(fileURLWithPath: file).resourceValues(forKeys: [.isDirectoryKey])
    guard values?.isDirectory != true else {
      throw failure("`\(file)` is a folder, expected a script", code: 2)
    }
    let attributes = try? FileManager.default.attributesOfItem(atPath: file)
    if let size = attributes?[.size] as? Int, size > SourceText.largest {
      throw failure("`\(file)` has \(size / 1_000_000) MB, a script has at most 10", code: 2)
    }
    guard let bytes = contents(of: file) else {
      throw failure("cannot read `\(file)`", code: 2)
    }
    return Array(bytes)
  }

  /// Of a file or a pipe with a name, such as `/dev/stdin`; nil when it cannot be read.
  static func contents(of file: String) -> Data? {
    guard let handle = FileHandle(forReadingAtPath: file) else { return nil }
    defer { try? handle.close() }
    return try? handle.readToEnd() ?? Data()
  }

  /// Through a file beside it, so that a crash leaves the old one or the new one. A link stays one, and who may
  /// read it stays so.
  static func replace(_ file: String, with text: String) throws {
    let place = URL(fileURLWithPath: file).resolvingSymlinksInPath()
    let mode = (try? FileManager.default.attributesOfItem(atPath: place.path))?[.posixPermissions]
    try Data(text.utf8).write(to: place, options: .atomic)
    guard let mode else { return }
    try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: place.path)
  }

  /// By how their files end, and how a script reads them: `load("…")`.
  private static let dataFormats = [
    (suffix: ".csv", reader: "load("), (suffix: ".tsv", reader: "load("),
    (suffix: ".db", reader: "sql(\"select …\", from: "),
    (suffix: ".sqlite", reader: "sql(\"select …\", from: "),
    (suffix: ".safetensors", reader: "open("),
  ]

  private static func withoutCarriageReturns(_ bytes: [UInt8]) -> [UInt8] {
    guard bytes.contains(13) else { return bytes }
    return bytes.indices.filter {
      !(bytes[$0] == 13 && $0 + 1 < bytes.count && bytes[$0 + 1] == 10)
    }.map { bytes[$0] }
  }

  /// Where the script's relative paths start.
  static func directory(of file: String) -> String {
    guard file != "-", let slash = file.lastIndex(of: "/") else { return "" }
    return slash == file.startIndex ? "/" : String(file[..<slash])
  }

  /// Prints the message and gives the exit code, which is that of a failed script unless said otherwise.
  static func failure(_ message: String, code: Int32 = 1) -> ExitCode {
    Screen().writeError("error: \(message)\n")
    return ExitCode(code)
  }
}
