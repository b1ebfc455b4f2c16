// The scripts that people copy from: those of examples/ and in the documents have the formatter's layout.

import Formatting
import Foundation
import Testing
import Text

struct FormattedScriptTests {
  @Test("An example is formatted: run `scrip fmt examples`", arguments: try Repository.scripts())
  func example(_ path: String) throws {
    let text = try Repository.text(path)
    #expect(try format(SourceText(text, name: path)) == text)
  }

  @Test("A script in a document is formatted", arguments: try Repository.fences())
  func fence(_ fence: Repository.Fence) throws {
    #expect(try format(SourceText(fence.script, name: fence.file)) == fence.script)
  }
}
