// Readers of files: what is read can be used, and what can be written again comes back.

import Data
import Database
import Estimation
import Foundation
import Learning
import OperatorKit
import Reporting
import Session

extension Target {
  /// As an export may be written; which one is tried follows from the input.
  private static let formats = [
    CellFormat(), CellFormat(decimal: .comma, dates: .dayFirst, units: ["€", "%"]),
    CellFormat(encoding: .windows1252),
    CellFormat(
      decimal: .point, dates: .monthFirst, missing: ["-", "0"], texts: ["*e"], units: ["$"]),
  ]

  func readTable(_ bytes: [UInt8]) {
    let path = Scratch.write(bytes)
    let format = Self.formats[bytes.count % Self.formats.count]
    let header = try? Table.readHeader(path: path, format: format)
    guard let table = try? Table.read(path: path, format: format) else { return }
    promise(header?.entries.map(\.name) == table.names, "a table has the columns of its header")
    for remark in table.remarks { _ = remark.message + remark.remedy }
    _ = describe(.table(table))
    Tally.read += 1
    guard let again = try? Table.read(csv: String(decoding: table.csv, as: UTF8.self), name: "a")
    else { return promise(false, "a table that was written can be read") }
    promise(
      again.names == table.names && (again.rowCount == table.rowCount || table.names.count == 1),
      "a table that was written is read as it was")
  }

  func queryDatabase(_ bytes: [UInt8]) {
    let file = DatabaseFile(path: Scratch.write(bytes), name: "fuzz.db")
    for query in ["select * from visits", "select city, count(*) as n from cities group by city"] {
      guard let table = try? Query(query).run(reading: file) else { continue }
      _ = describe(.table(table))
      Tally.read += 1
    }
  }

  func readPolicy(_ bytes: [UInt8]) {
    guard let policy = try? Policy(decoding: bytes) else { return }
    Tally.read += 1
    let again = (try? policy.encoded()).flatMap { try? Policy(decoding: $0) }
    promise(again != nil, "a policy that was read can be written and read again")
    _ = describe(.native(policy))
    let rows = 3
    let kinds = policy.encoder.entries.map { entry -> StateKind in
      switch entry.rule {
      case .number: .number
      case .category(let labels): .category(levels: labels + ["another"])
      }
    }
    let batch = StateBatch(
      names: policy.stateNames, kinds: kinds,
      values: (0..<(rows * kinds.count)).map { Float($0 % 5) }, count: rows)
    _ = try? policy.decisions(batch, users: [1, 2, 3])
    _ = try? policy.decisions(batch, lambdas: [policy.lambdaRange?.lowerBound ?? 0, 0.5])
    _ = try? policy.qValues(batch, lambda: 0)
    _ = try? policy.support(batch)
    _ = try? policy.allowed(batch)
    _ = try? policy.at(0.1)
  }

  /// A kept result's file, or the evaluation in it.
  func readKept(_ bytes: [UInt8]) {
    try? Foundation.Data(bytes).write(to: Scratch.folder.appending(path: "a.stage"))
    _ = KeptStages.report(of: Scratch.folder)
    guard let evaluation = try? Evaluation(decoding: bytes) else { return }
    Tally.read += 1
    promise((try? evaluation.encoded()) != nil, "an evaluation that was read can be written again")
    _ = describe(.native(evaluation))
  }

  func compareReport(_ bytes: [UInt8]) {
    let name = bytes.first == UInt8(ascii: "{") ? "a.json" : "a.md"
    guard let readings = try? readReport(String(decoding: bytes, as: UTF8.self), file: name) else {
      return
    }
    Tally.read += 1
    promise(ReadingChanges(from: readings, to: readings).isEmpty, "a report is like itself")
    var other = readings
    other.readings.reverse()
    other.curves = other.curves.dropFirst().map {
      Readings.Curve($0.place, points: $0.points.reversed())
    }
    other.title += "!"
    let changes = ReadingChanges(from: readings, to: other).report(first: "a", second: "b")
    _ = renderTerminal(changes, style: TerminalStyle(width: 80))
  }
}
