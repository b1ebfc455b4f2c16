// The drawings that the last Markdown report of a script put beside itself. A report with fewer figures
// removes the rest. A file that only looks like one of them stays: the old page has to link to it, and the
// run must not have written it anew.
import Foundation
import Session

struct EarlierDrawings {
  private let folder: String
  /// When each was written.
  private var written: [String: Date] = [:]

  /// To be asked before the run.
  init(of target: ReportTarget) {
    folder = target.folder.isEmpty ? "." : target.folder
    guard target.format == .md, let bytes = FileManager.default.contents(atPath: target.path) else {
      return
    }
    let page = String(decoding: bytes, as: UTF8.self)
    guard (try? readReport(page, file: target.path)) != nil else { return }
    for number in 1... {
      let name = "\(target.stem)-\(number).svg"
      guard Self.links(page, to: name) else { return }
      written[name] = date(of: name)
    }
  }

  /// `page` is the new one.
  func remove(unlessLinkedIn page: String) {
    for (name, date) in written where date == self.date(of: name) && !Self.links(page, to: name) {
      try? FileManager.default.removeItem(atPath: "\(folder)/\(name)")
    }
  }

  private static func links(_ page: String, to name: String) -> Bool {
    page.contains("](<\(name)>)")
  }

  private func date(of name: String) -> Date? {
    let attributes = try? FileManager.default.attributesOfItem(atPath: "\(folder)/\(name)")
    return attributes?[.modificationDate] as? Date
  }
}
