// What a progress line says: what is done, how far, how fast, how long still. Pure text from numbers,
// so that a test can read it; when it is drawn is the business of `ProgressLine`.

/// What a piece of work says of itself.
package struct ProgressReport: Sendable, Hashable {
  /// Such as `rbcq`.
  package var stage: String
  package var completed: Int
  /// 0 when nobody knows.
  package var total: Int
  /// Plural, such as `steps`.
  package var unit: String
  /// Such as `loss 0.231`; may be empty.
  package var detail: String

  package init(stage: String, completed: Int, total: Int, unit: String, detail: String = "") {
    self.stage = stage
    self.completed = completed
    self.total = total
    self.unit = unit
    self.detail = detail
  }
}

package enum ProgressText {
  static let barCells = 20

  /// One line without a line break that fits `columns`: first the bar is given up, then the detail,
  /// then the rest is cut.
  /// - Parameters:
  ///   - rate: units per second; nil while unknown.
  ///   - elapsed: seconds since the stage began.
  package static func line(
    _ report: ProgressReport, rate: Double?, elapsed: Double, columns: Int
  ) -> String {
    let left = remaining(report, rate: rate)
    var facts: [String] = []
    if report.total > 0 {
      facts.append("\(singular(report.unit)) \(grouped(report.completed))/\(grouped(report.total))")
    } else {
      facts.append("\(grouped(report.completed)) \(report.unit)")
    }
    let speed = rate.map { "\(short($0)) \(report.unit)/s" }
    let time = left.map { "\(duration($0)) left" } ?? duration(elapsed)
    let share = share(of: report)
    let percent = share.map { " \(Int(($0 * 100).rounded(.down)))%" } ?? ""
    let stage = "  \(report.stage)"

    let detail = report.detail.isEmpty ? [] : [report.detail]
    let full = facts + detail + (speed.map { [$0] } ?? []) + [time]
    let brief = facts + [time]
    let head = share.map { "\(stage) \(bar($0))\(percent)" } ?? stage
    let candidates = [
      ([head] + full).joined(separator: "  "),
      ([stage + percent] + full).joined(separator: "  "),
      ([stage + percent] + brief).joined(separator: "  "),
    ]
    return candidates.first { $0.count < columns }
      ?? candidates[candidates.count - 1].clipped(to: max(columns - 1, 1))
  }

  /// `from the cache: rbcq, reme × 3`; empty when nothing is.
  package static func recalled(_ stages: [String]) -> String {
    var names: [String] = []
    for name in stages where !names.contains(name) { names.append(name) }
    let counted = names.map { name in
      let count = stages.count { $0 == name }
      return count == 1 ? name : "\(name) × \(count)"
    }
    return counted.isEmpty ? "" : "from the cache: " + counted.joined(separator: ", ")
  }

  /// For files and pipes: no bar and nothing that moves.
  package static func plainLine(_ report: ProgressReport, elapsed: Double) -> String {
    let percent = share(of: report).map { " (\(Int(($0 * 100).rounded(.down)))%)" } ?? ""
    let goal = report.total > 0 ? "/\(grouped(report.total))" : ""
    let detail = report.detail.isEmpty ? "" : ", \(report.detail)"
    return
      "\(report.stage): \(grouped(report.completed))\(goal) \(report.unit)\(percent)\(detail), "
      + "\(duration(elapsed))"
  }

  /// `▕█████▌    ▏` in eighths of a cell.
  static func bar(_ share: Double) -> String {
    let eighths = Int((share * Double(barCells * 8)).rounded(.down))
    let partial = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"][eighths % 8]
    let filled = String(repeating: "█", count: eighths / 8) + partial
    return "▕" + filled.padded(to: barCells) + "▏"
  }

  /// `0:03`, `12:40`, `1:02:33`.
  package static func duration(_ seconds: Double) -> String {
    let whole = Int(min(max(seconds, 0), 3.6e6).rounded(.up))
    let (hours, minutes, rest) = (whole / 3600, whole / 60 % 60, whole % 60)
    let end = rest < 10 ? "0\(rest)" : "\(rest)"
    guard hours > 0 else { return "\(minutes):\(end)" }
    return minutes < 10 ? "\(hours):0\(minutes):\(end)" : "\(hours):\(minutes):\(end)"
  }

  package static func grouped(_ number: Int) -> String {
    let digits = String(number.magnitude)
    var text = ""
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.count - index) % 3 == 0 { text.append(",") }
      text.append(digit)
    }
    return (number < 0 ? "-" : "") + text
  }

  private static func share(of report: ProgressReport) -> Double? {
    guard report.total > 0 else { return nil }
    return min(max(Double(report.completed) / Double(report.total), 0), 1)
  }

  private static func remaining(_ report: ProgressReport, rate: Double?) -> Double? {
    guard report.total > 0, let rate, rate > 0 else { return nil }
    return Double(max(report.total - report.completed, 0)) / rate
  }

  private static func short(_ rate: Double) -> String {
    if rate >= 10 { return grouped(Int(min(rate, 1e15).rounded())) }
    let tenths = Int((rate * 10).rounded())
    return "\(tenths / 10).\(tenths % 10)"
  }

  private static func singular(_ unit: String) -> String {
    unit.hasSuffix("s") ? String(unit.dropLast()) : unit
  }
}
