// What `scrip explain` shows.
package import Reporting
import Text

/// The story of one code; nil when no mistake has it.
package func explanation(of code: String) -> Report? {
  guard let story = Explanation.of(code) else { return nil }
  var blocks: [Block] = [
    .heading(level: 1, text: "\(story.code): \(story.title)"), .prose(story.text),
  ]
  if let wrong = story.wrong {
    blocks += [.prose("Wrong:"), .code(wrong, language: "scrip")]
    if !story.settings.isEmpty { blocks.append(.prose(option(story.settings))) }
  }
  if let mended = story.mended {
    blocks += [.prose("Mended:"), .code(mended, language: "scrip")]
    if !story.mendedSettings.isEmpty { blocks.append(.prose(option(story.mendedSettings))) }
  }
  return Report(blocks)
}

private func option(_ settings: [String]) -> String {
  "run with " + settings.map { "`--set '\($0)'`" }.joined(separator: " ")
}

/// All codes.
package func explanations() -> Report {
  Report([
    .table(
      TableBlock(
        columns: [.init("code", alignment: .left), .init("mistake", alignment: .left)],
        rows: Explanation.all.map { [$0.code, $0.title] }, wraps: true))
  ])
}
