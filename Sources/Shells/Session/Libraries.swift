// Reads the scripts that a script uses.
import Checking
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
