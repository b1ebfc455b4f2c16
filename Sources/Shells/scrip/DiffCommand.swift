// `scrip diff`: what changed between two reports, or between a report and a script as it runs now.
import ArgumentParser
import Foundation
import Reporting
import Session
import Terminal

struct DiffCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "diff",
    abstract: "Compare two reports: parameters, data, every number that changed.",
    discussion: """
      Each of the two is a report of any format, or a script, which is run. Exit codes: 0 the same, 1 different,
      2 one of them cannot be read or did not run to its end: it failed, was interrupted, or an `expect` did not hold.
      """)

  @Argument(help: "A report or a script.", completion: .file())
  var first: String

  @Argument(help: "Another one.", completion: .file())
  var second: String

  @Option(
    name: .customLong("set"), parsing: .singleValue,
    help: ArgumentHelp("Override a `param` of a script.", valueName: "name=value"))
  var settings: [String] = []

  @OptionGroup var options: SharedOptions

  func validate() throws {
    guard let batch = ParameterBatch(settings), !batch.isBatch else {
      throw ValidationError("--set takes name=value, found \(settings.joined(separator: " "))")
    }
  }

  func run() throws {
    options.apply()
    let changes = ReadingChanges(from: try read(first), to: try read(second))
    Screen().show(changes.report(first: first, second: second))
    throw ExitCode(changes.isEmpty ? 0 : 1)
  }

  private func read(_ file: String) throws -> Readings {
    guard file.hasSuffix(".scrip") else { return try readings(inReport: file) }
    guard let source = try? ScriptFile.read(file) else { throw ExitCode(2) }
    let (document, end) = ReportRun.document(
      of: source.named(file), in: ScriptFile.directory(of: file),
      ParameterBatch(settings)?.runs.first ?? [], isQuiet: options.quiet,
      stageFolder: options.stageFolder)
    // The run has said why.
    guard end == .finished else { throw ExitCode(2) }
    return Readings(document)
  }

  private func readings(inReport file: String) throws -> Readings {
    guard let bytes = ScriptFile.contents(of: file) else {
      throw trouble("cannot read `\(file)`")
    }
    let readings: Readings
    do {
      readings = try readReport(String(decoding: bytes, as: UTF8.self), file: file)
    } catch {
      throw trouble(error.description)
    }
    guard readings.isComplete else {
      throw trouble("`\(file)` is the report of a run that did not come to its end")
    }
    return readings
  }

  private func trouble(_ message: String) -> ExitCode {
    Screen().writeError("error: \(message)\n")
    return ExitCode(2)
  }
}
