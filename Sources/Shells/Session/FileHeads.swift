// The heads of the files that a script names: each is opened once for a check, and only its first part is
// read. What a sample cannot settle is left open, so that no right script is refused.
import Data
import OperatorKit
import Synchronization

final class FileHeads: Sendable {
  private let directory: String
  private struct Question: Hashable {
    var path: String
    var format: CellFormat
  }

  private let known = Mutex<[Question: Schema?]>([:])

  init(directory: String) { self.directory = directory }

  /// Columns and their types, or nil when the file is not there or is no table.
  func schema(of path: String, _ format: CellFormat) -> Schema? {
    let question = Question(path: path, format: format)
    if let schema = known.withLock({ $0[question] }) { return schema }
    let schema = read(path, format)
    known.withLock { $0[question] = .some(schema) }
    return schema
  }

  private func read(_ path: String, _ format: CellFormat) -> Schema? {
    let place = RunContext(directory: directory).resolve(path)
    guard let header = try? Table.readHeader(path: place, format: format) else { return nil }
    return Schema(
      header.entries.map { entry in
        // One text makes a column text; numbers may still meet one further down.
        Schema.Entry(
          entry.name, entry.type, isCertain: header.isComplete || entry.type == .text,
          remark: entry.remark.map { "\($0.message); \($0.remedy)" })
      })
  }
}
