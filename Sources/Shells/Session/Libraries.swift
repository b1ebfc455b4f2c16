// Reads the scripts that a script uses.
import Checking
import Data
import Foundation
import OperatorKit
import Text

/// A script by its path; nil when it is not there or cannot be read.
func readLibrary(_ path: String, from directory: String) -> LibraryFile? {
  let place = RunContext(directory: directory).resolve(path)
  guard let bytes = FileManager.default.contents(atPath: place) else { return nil }
  let text = String(decoding: bytes, as: UTF8.self).replacingOccurrences(of: "\r\n", with: "\n")
  let folder = place.lastIndex(of: "/").map { String(place[..<$0]) } ?? ""
  return LibraryFile(source: SourceText(text, name: path), directory: folder)
}

/// The scripts that an expression uses, and those that they use, each with the digest of its text.
func libraries(in expression: CheckedExpression) -> [InputFile] {
  guard case .library(let library) = expression.kind else {
    return expression.parts.flatMap(libraries)
  }
  var digest = Digest()
  digest.combine(bytes: library.file.source.bytes)
  let input = InputFile(path: library.file.source.name, digest: digest.description)
  return [input] + library.statements.flatMap { libraries(in: $0.value) }
}
