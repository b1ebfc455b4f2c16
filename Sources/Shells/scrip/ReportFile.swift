// A report on its way to a file: beside the script, in a folder, or under a given name. Markdown brings its
// figures as `name-1.svg`, `name-2.svg` …; those of an earlier report that had more are removed.
import Foundation
import Reporting
import Terminal

struct ReportTarget {
  var folder: String
  var stem: String
  var format: PageFormat { didSet { suffix = format.rawValue } }
  /// As it was given: `HTML` stays.
  private var suffix: String

  var file: String { "\(stem).\(suffix)" }
  var path: String { (folder.isEmpty ? "" : folder + "/") + file }

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
      suffix = self.format.rawValue
      return
    }
    let values = try? URL(fileURLWithPath: output).resourceValues(forKeys: [.isDirectoryKey])
    if output.hasSuffix("/") || values?.isDirectory == true {
      folder = output.hasSuffix("/") ? String(output.dropLast()) : output
      stem = name
      self.format = format ?? .html
      suffix = self.format.rawValue
      return
    }
    guard let known = format ?? PageFormat(path: output) else {
      throw ReportTargetError.noFormat(output)
    }
    self.format = known
    folder = ScriptFile.directory(of: output)
    let last = URL(fileURLWithPath: output).lastPathComponent
    let ending = "." + known.rawValue
    let isNamed = last.lowercased().hasSuffix(ending)
    stem = isNamed ? String(last.dropLast(ending.count)) : last
    suffix = isNamed ? String(last.suffix(known.rawValue.count)) : known.rawValue
  }

  func write(_ document: Document, replacing drawings: EarlierDrawings) throws {
    let place = folder.isEmpty ? "." : folder
    do {
      try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: true)
      let text = try format.text(of: document, stem: stem) { name, drawing in
        try ScriptFile.replace(place + "/" + name, with: drawing)
      }
      try ScriptFile.replace(path, with: text)
      drawings.remove(unlessLinkedIn: text)
    } catch {
      throw ScriptFile.failure("cannot write `\(path)`: \(Self.reason(error))")
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
}

enum ReportTargetError: Error {
  /// The name has no suffix that tells.
  case noFormat(String)
}
