// Scripts that the fuzzer has found: what each of them broke is mended and stays so.

import Formatting
import Foundation
import Syntax
import Testing
import Text

struct FindTests {
  @Test(
    "A script that was a find is formatted or refused with its mistakes", arguments: try finds())
  func find(_ path: String) throws {
    let source = SourceText(
      bytes: Array(try Data(contentsOf: Repository.root.appending(path: path))))
    do throws(FormatFailure) {
      let text = try format(source)
      #expect(try format(SourceText(text)) == text)
    } catch {
      guard case .mistakes(let diagnostics) = error else {
        Issue.record("\(path) would say something else")
        return
      }
      #expect(!diagnostics.isEmpty)
    }
  }

  private static func finds() throws -> [String] {
    let folder = "Fuzz/Finds"
    return try FileManager.default.contentsOfDirectory(
      atPath: Repository.root.appending(path: folder).path
    ).filter { $0.hasSuffix(".scrip") }.sorted().map { "\(folder)/\($0)" }
  }
}
