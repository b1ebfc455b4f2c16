// The page that compares the runs of a batch: one row for each run with its parameters and a link, and one
// table with every value that is not the same in all of them.
import Foundation
package import Reporting

package struct BatchRun: Sendable {
  package var file: String
  package var settings: [ParameterBatch.Setting]
  package var readings: Readings
  package var end: RunEnd

  package init(
    file: String, settings: [ParameterBatch.Setting], readings: Readings, end: RunEnd
  ) {
    self.file = file
    self.settings = settings
    self.readings = readings
    self.end = end
  }
}

/// The index of a batch; `link` makes a link of a file and its words, as the format wants it.
package func batchIndex(_ runs: [BatchRun], script: String) -> Document {
  let names = runs.first?.settings.map(\.name) ?? []
  var list = "| run | \(names.map(cell).joined(separator: " | ")) | ended |\n"
  list += "| --- |" + names.map { _ in " ---: |" }.joined() + " --- |\n"
  for (index, run) in runs.enumerated() {
    let values = run.settings.map { cell($0.text) }.joined(separator: " | ")
    list += "| [run \(index + 1)](\(link(to: run.file))) | \(values) | \(words(run.end)) |\n"
  }
  var sections = [Document.Section(title: "Runs", prose: list)]
  if let figure = batchFigure(runs) {
    sections.append(.init(title: "At a glance", results: [Report([.figure(figure)])]))
  }
  let rows = differing(runs)
  if !rows.isEmpty {
    let columns =
      [TableBlock.Column("", alignment: .left)]
      + runs.map { run in
        .init(run.settings.map { "\($0.name) \($0.text)" }.joined(separator: ", "))
      }
    sections.append(
      .init(
        title: "What differs",
        results: [Report([.table(TableBlock(columns: columns, rows: rows, wraps: true))])]))
  }
  return Document(
    title: "\(runs.first?.readings.title ?? script): \(runs.count) runs", sections: sections,
    provenance: runs.first.map { run in
      Provenance(
        program: run.readings.provenance.program, script: script,
        seeds: run.readings.provenance.seeds, inputs: run.readings.provenance.inputs)
    })
}

/// Values that stand in every report and are not everywhere the same, in the order of the first; without the
/// parameters, which head the columns, and without sentences, which are for the reports.
private func differing(_ runs: [BatchRun]) -> [[String]] {
  let tables = runs.map { run in
    Dictionary(
      run.readings.readings.map { ($0.place, $0) }, uniquingKeysWith: { kept, _ in kept })
  }
  return (runs.first?.readings.readings ?? []).compactMap { reading in
    let all = tables.compactMap { $0[reading.place] }
    guard all.count == runs.count, Set(all.map(\.shown)).count > 1,
      all.allSatisfy({ $0.text.count <= longestValue }), !isSetting(reading, runs)
    else { return nil }
    return [reading.place] + all.map(\.shown)
  }
}

private let longestValue = 48

/// The binding of a parameter that the batch sets.
private func isSetting(_ reading: Readings.Reading, _ runs: [BatchRun]) -> Bool {
  runs.first?.settings.contains { setting in
    reading.place == setting.name || reading.place.hasSuffix(" › \(setting.name)")
  } ?? false
}

extension Readings.Reading {
  /// With its interval; a note in words is for the report.
  fileprivate var shown: String {
    bounds.contains(" … ") ? "\(text) (\(bounds))" : text
  }
}

private func words(_ end: RunEnd) -> String {
  switch end {
  case .finished: "fine"
  case .wrongUsage: "a parameter was refused"
  case .failed: "failed"
  case .expectationFailed: "an expectation does not hold"
  case .interrupted: "interrupted"
  }
}

/// A file of any name, as a page beside it calls it: spaces and brackets would end the link.
private func link(to file: String) -> String {
  let plain = CharacterSet(
    charactersIn: "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~")
  return file.addingPercentEncoding(withAllowedCharacters: plain) ?? file
}

private func cell(_ text: String) -> String {
  text.map { "|\\`*_[]<>$".contains($0) ? "\\\($0)" : String($0) }.joined()
}
