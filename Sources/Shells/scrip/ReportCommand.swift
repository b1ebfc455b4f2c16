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
  }

  func run() throws {
    options.apply()
    guard let batch = ParameterBatch(settings) else { return }
    var code: Int32 = 0
    for file in files {
      let end = try report(on: file, batch)
      if code == 0 { code = end }
    }
    throw ExitCode(code)
  }

  /// The exit code of the first run that did not end well.
  private func report(on file: String, _ batch: ParameterBatch) throws -> Int32 {
    let source = try ScriptFile.read(file).named(file)
    let target = try ReportTarget(
      script: file, output: output == "-" ? nil : output, format: to)
    var runs: [BatchRun] = []
    for (settings, suffix) in zip(batch.runs, batch.suffixes) {
      let (document, end) = ReportRun.document(
        of: source, in: ScriptFile.directory(of: file), settings, hidesCode: hideCode,
        isQuiet: options.quiet, showing: show && output != "-", stageFolder: options.stageFolder)
      let place = target.with(suffix: suffix)
      if output == "-" {
        Screen().write(place.format.text(of: document, stem: "report") { _, _ in })
        return end.rawValue
      }
      // A slip on the command line must not cost the report of an earlier run.
      if end == .wrongUsage, !batch.isBatch { return end.rawValue }
      try write(document, to: place)
      runs.append(
        BatchRun(
          file: "\(place.stem).\(place.format.rawValue)", settings: settings,
          readings: Readings(document), end: end))
      if end == .interrupted { break }
    }
    if batch.isBatch {
      var index = target
      if index.format == .ipynb || index.format == .json { index.format = .html }
      try write(batchIndex(runs, script: source.name), to: index)
    }
    return runs.map(\.end.rawValue).first { $0 != 0 } ?? 0
  }

  private func write(_ document: Document, to target: ReportTarget) throws {
    try target.write(document)
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
