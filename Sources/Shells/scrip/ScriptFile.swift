// The file of a script, or standard input.
import ArgumentParser
import Foundation
import Terminal
import Text

enum ScriptFile {
  /// Throws a message and exit code 1 when the file cannot be read. Bytes that are no UTF-8 become
  /// U+FFFD, so that the parser can say where they are.
  static func read(_ file: String) throws -> SourceText {
    if file == "-" { return SourceText(PipedInput.read(), name: "<stdin>") }
    guard FileManager.default.fileExists(atPath: file) else {
      throw failure("there is no script `\(file)`")
    }
    let values = try? URL(fileURLWithPath: file).resourceValues(forKeys: [.isDirectoryKey])
    guard values?.isDirectory != true else {
      throw failure("`\(file)` is a folder, expected a script")
    }
    guard let bytes = FileManager.default.contents(atPath: file) else {
      throw failure("cannot read `\(file)`")
    }
    return SourceText(
      String(decoding: bytes, as: UTF8.self).replacingOccurrences(of: "\r\n", with: "\n"),
      name: file)
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
