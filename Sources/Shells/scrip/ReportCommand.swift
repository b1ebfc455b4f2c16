// `scrip report`: scripts run and written down as pages, one for each combination of parameters.
import ArgumentParser
import Foundation
import Reporting
import Session
import Terminal
import Text

struct ReportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report", abstract: "Run scripts and write their reports.",
    discussion: """
      A report shows prose, code, results and figures, and what it takes to get the same bytes again. A cell that
      fails shows its error and the rest is marked not run; the exit code is that of the run.
      Several values, `--set budget=8,12,16`, write one report each and an index that compares them.
      """)

  @Argument(help: "Scripts; - for standard input.", completion: .file(extensions: ["scrip"]))
  var files: [String]

  @Option(
    help: ArgumentHelp(
      "html is one file that needs nothing else, md has its figures beside it, ipynb is a notebook, json "
        + "the values alone. Without it the name after -o decides, else html.",
      valueName: "html|md|ipynb|json"))
  var to: PageFormat?

  @Option(
    name: .customLong("set"), parsing: .singleValue,
    help: ArgumentHelp(
      "Override a `param`; several values make a batch.", valueName: "name=value[,value]"))
  var settings: [String] = []

  @Option(
    name: [.short, .customLong("output")],
    help: ArgumentHelp(
      "A file, a folder (with a slash at the end), or - for standard output; beside the script when "
        + "not given.", valueName: "path"))
  var output: String?

  @Flag(help: "Fold the code away; Markdown leaves it out.")
  var hideCode = false

  @Flag(help: "Show the results as they come, too.")
  var show = false

  @OptionGroup var options: SharedOptions

  func validate() throws {
    guard let batch = ParameterBatch(settings) else {
      throw ValidationError("--set takes name=value, found \(settings.joined(separator: " "))")
    }
    if output == "-", batch.isBatch || files.count > 1 {
      throw ValidationError("standard output takes one report")
    }
    if files.count > 1, let output, output != "-", !output.hasSuffix("/") {
      throw ValidationError("several reports need a folder: -o \(output)/")
    }
    if let output, output != "-" {
      do {
        _ = try ReportTarget(script: files.first ?? "-", output: output, format: to)
      } catch ReportTargetError.noFormat {
        throw ValidationError("-o \(output) tells no format; end it in .html, .md, .ipynb or .json")
      }
    }
    try refuseSharedNames(batch)
  }

  /// Two reports of one name: the second would replace the first.
  private func refuseSharedNames(_ batch: ParameterBatch) throws {
    guard output != "-" else { return }
    var scripts: [String: String] = [:]
    for file in files {
      let target = try ReportTarget(script: file, output: output, format: to)
      for suffix in Set(batch.suffixes + [""]).sorted() {
        let path = URL(fileURLWithPath: target.with(suffix: suffix).path).standardized.path
        if let other = scripts.updateValue(file, forKey: path) {
          throw ValidationError(
            "`\(other)` and `\(file)` would both be written to \(target.with(suffix: suffix).path)")
        }
      }
    }
  }

  func run() throws {
    options.apply()
    guard let batch = ParameterBatch(settings) else { return }
    var ends: [RunEnd] = []
    for file in files {
      ends += try report(on: file, batch)
      if ends.last == .interrupted { throw ExitCode(RunEnd.interrupted.rawValue) }
    }
    throw ExitCode(ends.map(\.rawValue).first { $0 != 0 } ?? 0)
  }

  /// How the runs ended. After an interruption nothing more runs: the others' reports stay as they are.
  private func report(on file: String, _ batch: ParameterBatch) throws -> [RunEnd] {
    let source = try ScriptFile.read(file).named(file)
    let target = try ReportTarget(
      script: file, output: output == "-" ? nil : output, format: to)
    var index = target
    if index.format == .ipynb || index.format == .json { index.format = .html }
    let indexDrawings = EarlierDrawings(of: index)
    var runs: [BatchRun] = []
    var ends: [RunEnd] = []
    for (settings, suffix) in zip(batch.runs, batch.suffixes) {
      let place = target.with(suffix: suffix)
      let drawings = EarlierDrawings(of: place)
      let (document, end) = ReportRun.document(
        of: source, in: ScriptFile.directory(of: file), settings, hidesCode: hideCode,
        isQuiet: options.quiet, showing: show && output != "-", stageFolder: options.stageFolder)
      ends.append(end)
      if output == "-" {
        Screen().write(place.format.text(of: document, stem: nil) { _, _ in })
        return ends
      }
      // A slip on the command line, or Ctrl-C, must not cost the report of an earlier run.
      if end == .wrongUsage, !batch.isBatch { return ends }
      if end == .interrupted, !document.hasResults,
        FileManager.default.fileExists(atPath: place.path)
      {
        break
      }
      try write(document, to: place, drawings)
      runs.append(
        BatchRun(
          file: place.file, settings: settings, readings: Readings(document), end: end))
      if end == .interrupted { break }
    }
    if batch.isBatch, !runs.isEmpty {
      try write(batchIndex(runs, script: source.name), to: index, indexDrawings)
    }
    return ends
  }

  private func write(
    _ document: Document, to target: ReportTarget, _ drawings: EarlierDrawings
  ) throws {
    try target.write(document, replacing: drawings)
    if !options.quiet { Screen().writeError("wrote \(target.path)\n") }
  }
}

enum ReportRun {
  /// Results go into the document; problems and progress go to standard error.
  static func document(
    of source: SourceText, in folder: String, _ settings: [ParameterBatch.Setting],
    hidesCode: Bool = false, isQuiet: Bool, showing: Bool = false, stageFolder: URL? = nil
  ) -> (document: Document, end: RunEnd) {
    let session = ScripSession(
      options: .init(directory: folder, overrides: settings, stageFolder: stageFolder))
    let outcome = Screen(isQuiet: isQuiet).run(source, in: session, showing: showing)
    return (
      Session.document(
        of: source, outcome: outcome, overrides: settings, hidesCode: hidesCode),
      outcome.end
    )
  }
}

extension SourceText {
  /// Called by the file's own name, so that a report does not depend on where it was started.
  func named(_ path: String) -> SourceText {
    SourceText(
      bytes: bytes, name: path == "-" ? "script" : URL(fileURLWithPath: path).lastPathComponent)
  }
}
