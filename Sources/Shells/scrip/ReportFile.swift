// A report on its way to a file: beside the script, in a folder, under a given name, or to standard
// output. Markdown brings its figures as `name-1.svg`, `name-2.svg` …; those of an earlier report that had
// more are removed.
import Foundation
import Reporting
import Terminal

struct ReportTarget {
  var folder: String
  var stem: String
  var format: PageFormat

  var path: String {
    (folder.isEmpty ? "" : folder + "/") + "\(stem).\(format.rawValue)"
  }

  func with(suffix: String) -> ReportTarget {
    var copy = self
    if !suffix.isEmpty { copy.stem += "-" + suffix }
    return copy
  }

  /// `output` is a folder when it ends in a slash or is one.
  init(script: String, output: String?, format: PageFormat?) throws {
    let file = script == "-" ? "report" : URL(fileURLWithPath: script).lastPathComponent
    let name = file.hasSuffix(".scrip") ? String(file.dropLast(6)) : file
    guard let output else {
      folder = ScriptFile.directory(of: script)
      stem = name
      self.format = format ?? .html
      return
    }
    let values = try? URL(fileURLWithPath: output).resourceValues(forKeys: [.isDirectoryKey])
    if output.hasSuffix("/") || values?.isDirectory == true {
      folder = output.hasSuffix("/") ? String(output.dropLast()) : output
      stem = name
      self.format = format ?? .html
      return
    }
    guard let known = format ?? PageFormat(path: output) else {
      throw ReportTargetError.noFormat(output)
    }
    self.format = known
    folder = ScriptFile.directory(of: output)
    let last = URL(fileURLWithPath: output).lastPathComponent
    let suffix = "." + known.rawValue
    stem = last.hasSuffix(suffix) ? String(last.dropLast(suffix.count)) : last
  }

  func write(_ document: Document) throws {
    let place = folder.isEmpty ? "." : folder
    do {
      try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: true)
      var drawings: Set<String> = []
      let text = try format.text(of: document, stem: stem) { name, drawing in
        drawings.insert(name)
        try Self.save(drawing, to: place + "/" + name)
      }
      try Self.save(text, to: path)
      if format == .md { removeOldDrawings(in: place, keeping: drawings) }
    } catch {
      throw ScriptFile.failure("cannot write `\(path)`: \(Self.reason(error))")
    }
  }

  private func removeOldDrawings(in folder: String, keeping drawings: Set<String>) {
    var number = drawings.count + 1
    while FileManager.default.fileExists(atPath: "\(folder)/\(stem)-\(number).svg") {
      try? FileManager.default.removeItem(atPath: "\(folder)/\(stem)-\(number).svg")
      number += 1
    }
  }

  /// In few words, as for any other file.
  private static func reason(_ error: any Error) -> String {
    switch (error as? CocoaError)?.code {
    case CocoaError.fileWriteOutOfSpace: "no space left on the disk"
    case CocoaError.fileWriteNoPermission: "permission denied"
    case CocoaError.fileWriteVolumeReadOnly: "the disk is read-only"
    case _: error.localizedDescription
    }
  }

  private static func save(_ text: String, to path: String) throws {
    try Data(text.utf8).write(to: URL(fileURLWithPath: path), options: .atomic)
  }
}

enum ReportTargetError: Error {
  /// The name has no suffix that tells.
  case noFormat(String)
}
