// What happens while a statement runs, possibly on several threads: notes, and files that are read.
import Reporting
import Synchronization

final class ReportCollector: Sendable {
  private let collected = Mutex<(blocks: [Block], inputs: [InputFile])>(([], []))

  var blocks: [Block] { collected.withLock { $0.blocks } }
  var inputs: [InputFile] { collected.withLock { $0.inputs } }

  func append(_ report: Report) {
    collected.withLock { $0.blocks += report.blocks }
  }

  func append(_ input: InputFile) {
    collected.withLock { $0.inputs.append(input) }
  }
}
