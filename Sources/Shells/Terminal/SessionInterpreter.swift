// The session as the prompt needs it.
import Foundation
package import Reporting
package import Session
package import Text

package final class SessionInterpreter: Interpreter {
  private let session: ScripSession
  private let stageFolder: URL?
  /// What was bound before a run that bound names, and those names.
  private struct Step {
    var names: [String]
    var memory: ScripSession.Memory
  }
  /// Kinds of values that were shown, so that what usually follows is told once for each.
  private var told: Set<String> = []
  /// The stages of the run that bound a name.
  private var stages: [String: [RanStage]] = [:]
  private var past: [Step] = []
  private var future: [Step] = []

  /// Messages are fitted to the screen's width.
  private let isOnScreen: Bool

  package init(_ session: ScripSession, isOnScreen: Bool = false) {
    self.session = session
    self.isOnScreen = isOnScreen
    stageFolder = session.options.stageFolder
  }

  package func isIncomplete(_ source: String) -> Bool { Session.isIncomplete(source) }

  package func run(
    _ source: String, name: String, directory: String?, observer: RunObserver
  ) -> Reply {
    let before = session.options.directory
    if let directory { session.options.directory = directory }
    defer { session.options.directory = before }
    let text = SourceText(source, name: name)
    let memory = session.memory
    let outcome = session.run(text, observer: observer.session)
    var statements = statements(of: outcome, in: text)
    for index in statements.indices { statements[index].directory = directory }
    let names = statements.flatMap { $0.bound.map(\.name) }
    for name in names { stages[name] = outcome.stages }
    if !names.isEmpty {
      past.append(Step(names: names, memory: memory))
      // What is held for `:undo` is bounded, since a step may hold a policy that nothing else does.
      if past.count > SessionScript.undoLimit { past.removeFirst() }
      future = []
    }
    var reply = Reply(
      outcome.end.ending, statements: statements,
      messages: outcome.diagnostics.map { diagnostic in
        // The line that was interrupted stands right above; it needs no excerpt.
        outcome.end == .interrupted && diagnostic.severity == .note
          ? Report([.line("  \(diagnostic.message)")])
          : diagnostic.report(in: text, isForScreen: isOnScreen)
      },
      exitCode: outcome.end.rawValue)
    reply.recalled = outcome.stages.filter(\.isRecalled).map(\.name)
    return reply
  }

  /// Those that ran to their end: a statement that fails has a result too when it made notes before.
  private func statements(of outcome: Outcome, in text: SourceText) -> [RanStatement] {
    var results = outcome.results
    if !outcome.succeeded, let place = outcome.diagnostics.last?.span.start,
      let last = results.last, (last.span.start..<last.span.end).contains(place)
    {
      results.removeLast()
    }
    return results.map { result in
      var statement = RanStatement(
        text.text(result.span),
        bound: zip(result.names, result.summaries).map {
          BindingLine(GreekLetters.spelling(of: $0), $1)
        },
        resultName: result.resultName,
        isLong: result.report.blocks.contains {
          if case .line = $0 { false } else { true }
        })
      statement.words = result.words
      if let next = result.next, told.insert(next.kind).inserted {
        statement.next = next.text
      }
      return statement
    }
  }

  package func undo() -> [String]? { step(from: &past, to: &future) }
  package func redo() -> [String]? { step(from: &future, to: &past) }

  private func step(from: inout [Step], to: inout [Step]) -> [String]? {
    guard let step = from.popLast() else { return nil }
    to.append(Step(names: step.names, memory: session.memory))
    session.memory = step.memory
    return step.names
  }

  package func completions(before cursor: String) -> Completions {
    let found = session.suggestions(for: cursor)
    return Completions(
      stemLength: found.stemLength,
      candidates: found.candidates.map { Candidate($0.text, summary: $0.meaning) })
  }

  package func help(_ topic: String) -> Report? { session.help(topic) }

  package func nearestTopic(to topic: String) -> String? { nearestOperator(to: topic) }

  package func typeReport(of source: String) -> (report: Report, isRight: Bool) {
    let text = SourceText(source)
    let answer = session.typeReport(of: text)
    guard let report = answer.report else {
      return (
        Report(answer.diagnostics.flatMap { $0.report(in: text, isForScreen: isOnScreen).blocks }),
        false
      )
    }
    return (report, true)
  }

  package func reasons(for name: String) -> [String]? {
    let spelled = GreekLetters.spelling(of: name)
    guard bindings.contains(where: { $0.name == name || $0.name == spelled }) else { return nil }
    let runs = stages[spelled] ?? stages[name] ?? []
    return runs.isEmpty ? ["no learner or estimator took part"] : runs.map(\.reason)
  }

  package func use(_ preferences: Preferences) {
    session.options.rowLimit = preferences.rows
    session.options.stageFolder = preferences.cache ? stageFolder : nil
    ScripSession.useThreads(preferences.threads)
  }

  package var bindings: [BindingLine] {
    session.summaries.map { BindingLine($0.name, $0.summary) }
  }
}

extension RunEnd {
  fileprivate var ending: Reply.Ending {
    switch self {
    case .finished: .succeeded
    case .failed, .wrongUsage, .expectationFailed: .failed
    case .interrupted: .interrupted
    }
  }
}

extension RunObserver {
  fileprivate var session: ScripSession.Observer {
    let progress = progress
    return ScripSession.Observer(
      progress: { work in
        progress(
          ProgressReport(
            stage: work.stage, completed: work.completed, total: work.total, unit: work.unit,
            detail: work.detail))
      }, isCancelled: isCancelled, show: show)
  }
}

extension Diagnostic {
  /// With its excerpt and carets.
  fileprivate func report(in source: SourceText, isForScreen: Bool) -> Report {
    let severity: MessageSeverity =
      switch severity {
      case .error: .error
      case .warning: .warning
      case .note: .note
      }
    let width = isForScreen ? TerminalSettings.columns : nil
    return Report([.message(render(in: source, width: width), severity: severity)])
  }
}

extension RanStage {
  /// `rbcq ran: `seed` changed: 1 → 2`.
  package var reason: String {
    if isRecalled { return "\(name) is from the cache: nothing that it depends on has changed" }
    return changes.isEmpty
      ? "\(name) ran: there was no earlier result"
      : "\(name) ran: " + changes.joined(separator: ", ")
  }
}

extension Screen {
  private static let mostShown = 100

  /// Runs a script: results to standard output as they come unless they go elsewhere, problems to
  /// standard error, for a person or for a program.
  package func run(
    _ source: SourceText, in session: ScripSession, showing: Bool = true, asJSON: Bool = false,
    explainsStages: Bool = false
  ) -> Outcome {
    Interrupts.install()
    let outcome = withProgress(asJSON: asJSON) { line in
      session.run(
        source,
        observer: RunObserver(
          progress: { line.update($0) }, isCancelled: { Interrupts.requested },
          show: { report in if showing { line.makeRoom { show(report) } } }
        ).session)
    }
    if asJSON {
      for diagnostic in outcome.diagnostics { writeError(diagnostic.json(in: source) + "\n") }
    } else {
      show(outcome.diagnostics, of: source)
      if explainsStages {
        for stage in outcome.stages { writeError(stage.reason.shown + "\n") }
        return outcome
      }
      let recalled = ProgressText.recalled(outcome.stages.filter(\.isRecalled).map(\.name))
      if !isQuiet, !recalled.isEmpty { writeError(recalled + "\n") }
    }
    return outcome
  }

  package func show(_ diagnostics: [Diagnostic], of source: SourceText) {
    for diagnostic in diagnostics.prefix(Self.mostShown) {
      showProblem(diagnostic.report(in: source, isForScreen: settings.errorIsTerminal))
    }
    if diagnostics.count > Self.mostShown {
      writeError("… and \(diagnostics.count - Self.mostShown) more\n")
    }
  }
}
