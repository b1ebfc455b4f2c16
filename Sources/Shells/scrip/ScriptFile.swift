// The file of a script, or standard input.
import ArgumentParser
import Foundation
import Terminal
import Text

enum ScriptFile {
  /// Throws a message and exit code 1 when the file cannot be read. Any bytes will do: the parser says
  /// where they are no UTF-8.
  static func read(_ file: String) throws -> SourceText {
    if file == "-" { return SourceText(PipedInput.read(), name: "<stdin>") }
    guard FileManager.default.fileExists(atPath: file) else {
      throw failure("there is no script `\(file)`")
    }
    let values = try? URL(fileURLWithPath: file).resourceValues(forKeys: [.isDirectoryKey])
    guard values?.isDirectory != true else {
      throw failure("`\(file)` is a folder, expected a script")
    }
    let attributes = try? FileManager.default.attributesOfItem(atPath: file)
    if let size = attributes?[.size] as? Int, size > SourceText.largest {
      throw failure("`\(file)` has \(size / 1_000_000) MB, a script has at most 10")
    }
    guard let bytes = FileManager.default.contents(atPath: file) else {
      throw failure("cannot read `\(file)`")
    }
    return SourceText(bytes: withoutCarriageReturns(Array(bytes)), name: file)
  }

  /// Line breaks of Windows become plain ones.
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

  /// Prints the message and gives the exit code of a failed script.
  static func failure(_ message: String) -> ExitCode {
    Screen().writeError("error: \(message)\n")
    return ExitCode(1)
  }
}
