// The picture on the page that compares a batch: what the first values come to along the parameter, with their
// intervals. Only where one parameter varies and is a number.
import Foundation
import Reporting

private let mostPanels = 4

func batchFigure(_ runs: [BatchRun]) -> Figure? {
  guard runs.count > 1, let name = runs[0].settings.first?.name,
    runs.allSatisfy({ $0.settings.count == 1 })
  else { return nil }
  let places = runs.compactMap { Double($0.settings[0].text.filter { $0 != "_" }) }
  guard places.count == runs.count, places.allSatisfy(\.isFinite) else { return nil }
  let tables = runs.map { run in
    Dictionary(
      run.readings.readings.map { ($0.place, $0) }, uniquingKeysWith: { kept, _ in kept })
  }
  var withBounds: [Figure] = []
  var others: [Figure] = []
  for reading in runs[0].readings.readings {
    let estimates = tables.compactMap { $0[reading.place]?.estimate }
    guard estimates.count == runs.count, Set(estimates.map(\.value)).count > 1,
      reading.place != name, !reading.place.hasSuffix(" › \(name)")
    else { continue }
    let points = zip(places, estimates).map {
      Figure.Point($0, $1.value, low: $1.low, high: $1.high)
    }
    let parts = reading.place.components(separatedBy: " › ").suffix(2)
    let label = parts.joined(separator: " › ")
    // Two pictures of one name say less than one: the table has both.
    guard (withBounds + others).allSatisfy({ $0.title != label }) else { continue }
    let panel = Figure(
      title: label, x: .init(name), y: .init(parts.last ?? ""),
      series: [.init(label, mark: .lineAndPoints, points: points.sorted { $0.x < $1.x })])
    if estimates.allSatisfy({ $0.low != nil }) {
      withBounds.append(panel)
    } else {
      others.append(panel)
    }
  }
  let panels = Array((withBounds.isEmpty ? others : withBounds).prefix(mostPanels))
  return panels.isEmpty ? nil : Figure(title: "Along \(name)", panels: panels)
}
