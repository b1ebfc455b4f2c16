// The one entrance: source in, reports out. The command, the prompt, a report and the tests all run
// scripts through here, so the same script gives the same numbers everywhere.
import Checking
import Compute
import Data
import Execution
package import Foundation
package import OperatorKit
import Operators
package import Reporting
import Syntax
package import Text

package final class ScripSession {
  package struct Options: Sendable {
    /// Where relative paths start; the current folder when empty.
    package var directory: String
    /// `--set name=value`, in the order given.
    package var overrides: [(name: String, text: String)]
    /// Most rows of a table's display; nil shows all, for pipes and files.
    package var rowLimit: Int?
    /// At the prompt a name may be bound again, `_` is the last value and `_1` the first.
    package var isInteractive: Bool
    /// Where results of expensive stages are kept from run to run; nil keeps none. See `KeptStages`.
    package var stageFolder: URL?

    package init(
      directory: String = "", overrides: [(name: String, text: String)] = [],
      rowLimit: Int? = nil, isInteractive: Bool = false, stageFolder: URL? = nil
    ) {
      self.stageFolder = stageFolder
      self.directory = directory
      self.overrides = overrides
      self.rowLimit = rowLimit
      self.isInteractive = isInteractive
    }
  }

  /// How far a piece of work is: stage such as "rbcq", steps done and to do, "loss 0.231".
  package struct Work: Sendable {
    package var stage: String
    package var completed: Int
    package var total: Int
    package var unit: String
    package var detail: String
  }

  /// What a run tells while it runs, from any thread.
  package struct Observer: Sendable {
    package var progress: @Sendable (Work) -> Void
    package var isCancelled: @Sendable () -> Bool
    /// A display as soon as it is there: notes, then the value of a statement.
    package var show: @Sendable (Report) -> Void

    package init(
      progress: @escaping @Sendable (Work) -> Void = { _ in },
      isCancelled: @escaping @Sendable () -> Bool = { false },
      show: @escaping @Sendable (Report) -> Void = { _ in }
    ) {
      self.progress = progress
      self.isCancelled = isCancelled
      self.show = show
    }
  }

  /// Rows of a table in a document, wherever the output goes: the same script gives the same bytes.
  /// Who wants more says `head`, or saves the table.
  private static let documentRows = 20
  /// Numbered results that are kept; older ones go, so that a long session does not hold everything.
  private static let keptResults = 50

  package let catalogue: Catalogue
  package var options: Options {
    didSet { useStages() }
  }
  private var interpreter = Interpreter()
  private var stages: StageRuns?
  /// How many values the prompt has shown; they are `_1`, `_2` and so on.
  private var shownValues = 0

  package init(catalogue: Catalogue = .standard, options: Options = Options()) {
    self.catalogue = catalogue
    self.options = options
    useStages()
  }

  private func useStages() {
    guard stages?.cache.folder != options.stageFolder else { return }
    stages = options.stageFolder.map { StageRuns(StageCache(folder: $0)) }
  }

  /// Names and values that are bound, by name.
  package var bindings: [(name: String, value: Value)] {
    interpreter.bindings.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }

  /// Everything that is bound, to come back to. Values are immutable, so keeping it costs no copy.
  package struct Memory: Sendable {
    fileprivate var interpreter: Interpreter
  }

  package var memory: Memory {
    get { Memory(interpreter: interpreter) }
    set { interpreter = newValue.interpreter }
  }

  package func unbind(_ name: String) { interpreter.unbind(name) }

  /// Threads that training may use; results do not depend on it.
  package static func useThreads(_ count: Int?) {
    Threads.count = count ?? Threads.processors
  }

  /// Everything that can be known to be wrong before anything runs, in the order of the source.
  package func check(_ source: SourceText) -> [Diagnostic] {
    checked(source).diagnostics
  }

  /// Checks the whole source, then runs it statement by statement up to the first failure. Nothing runs
  /// when the check finds an error.
  package func run(_ source: SourceText, observer: Observer = Observer()) -> Outcome {
    let script = checked(source)
    var outcome = Outcome(end: .finished, diagnostics: script.diagnostics, results: [])
    guard script.succeeded else {
      let errors = script.diagnostics.filter { $0.severity == .error }
      outcome.end = errors.allSatisfy(\.isOfCommandLine) ? .wrongUsage : .failed
      return outcome
    }
    for statement in script.statements {
      if let failure = run(statement, of: source, observer, into: &outcome) {
        outcome.end = failure.end
        if let diagnostic = failure.diagnostic { outcome.diagnostics.append(diagnostic) }
        break
      }
    }
    guard options.isInteractive else { return outcome }
    // Each statement that ran has one result, in order.
    let statements = zip(script.statements, parse(source).statements)
    for (index, pair) in zip(outcome.results.indices, statements) {
      outcome.results[index].words = StatementWords(pair.0, pair.1)
    }
    return outcome
  }

  private func run(
    _ statement: CheckedStatement, of source: SourceText, _ observer: Observer,
    into outcome: inout Outcome
  ) -> (end: RunEnd, diagnostic: Diagnostic?)? {
    let notes = ReportCollector()
    let progress = observer.method
    let context = RunContext(
      directory: options.directory, progress: progress,
      emit: { report in
        notes.append(report)
        observer.show(report)
      },
      didRead: { [stages] path, digest in
        notes.append(InputFile(path: path, digest: digest))
        stages?.didRead(path, digest)
      })
    for library in libraries(in: statement.value) {
      context.didRead(library.path, library.digest)
    }
    interpreter.stages = stages
    defer {
      outcome.inputs += notes.inputs
      outcome.stages += stages?.takeRuns().map(RanStage.init) ?? []
    }
    var resultName: String?
    var next: NextStep?
    func finish(_ report: Report) {
      outcome.results.append(
        StatementResult(
          span: statement.span, names: names(of: statement), summaries: summaries(of: statement),
          resultName: resultName, next: next, report: Report(notes.blocks + report.blocks)))
    }
    do throws(ExecutionFailure) {
      try poll(progress)
      let value = try interpreter.run(statement, of: source, in: context)
      guard let value else {
        finish(Report())
        return nil
      }
      if options.isInteractive, value.type != .none {
        let name = keep(value)
        resultName = name
        next = NextStep(after: value, called: self.name(in: statement) ?? name)
      }
      let shown = describe(value, rowLimit: options.rowLimit)
      if !shown.blocks.isEmpty { observer.show(shown) }
      finish(describe(value, rowLimit: Self.documentRows))
      return nil
    } catch {
      if !notes.blocks.isEmpty { finish(Report()) }
      switch error {
      case .failed(let diagnostic): return (.failed, diagnostic)
      case .expectation(let diagnostic): return (.expectationFailed, diagnostic)
      case .cancelled(let cancelled): return (.interrupted, interruption(cancelled, statement))
      }
    }
  }

  /// Binds a shown value to `_` and to the next number.
  private func keep(_ value: Value) -> String {
    shownValues += 1
    interpreter.bind("_", value)
    interpreter.bind("_\(shownValues)", value)
    interpreter.unbind("_\(shownValues - Self.keptResults)")
    return "_\(shownValues)"
  }

  private func interruption(_ cancelled: Cancelled, _ statement: CheckedStatement) -> Diagnostic {
    let kept = names(of: statement).map { name in
      let isThere = interpreter.bindings[name] != nil
      return "`\(Greek.spelling(of: name))` \(isThere ? "unchanged" : "not bound")"
    }
    let place =
      cancelled.total > 0
      ? " at \(NumberText.display(cancelled.completed)) of \(NumberText.display(cancelled.total))"
      : ""
    return Diagnostic(
      .note, code: "E0690", (["interrupted\(place)"] + kept).joined(separator: ": "),
      at: statement.span)
  }

  private func names(of statement: CheckedStatement) -> [String] {
    switch statement.kind {
    case .bind(let binding): binding.names.map(\.text)
    case .parameter(let parameter): [parameter.name.text]
    case .show: []
    }
  }

  /// The name that a statement shows, when it is nothing but a name.
  private func name(in statement: CheckedStatement) -> String? {
    guard case .show(let expression) = statement.kind, case .binding(let name) = expression.kind
    else { return nil }
    return Greek.spelling(of: name)
  }

  private func summaries(of statement: CheckedStatement) -> [String] {
    names(of: statement).compactMap { interpreter.bindings[$0].map { summary(of: $0) } }
  }

  /// What an editor shows of a source that it does not run.
  package func analyse(_ source: SourceText) -> Analysis {
    Analysis(checked(source), parse(source), of: source, catalogue)
  }

  func checked(_ source: SourceText) -> CheckedScript {
    let directory = options.directory
    let heads = FileHeads(directory: options.directory)
    return Checking.check(
      parse(source), of: source,
      in: CheckContext(
        catalogue: catalogue, bindings: interpreter.bindings.mapValues(\.type),
        mayRebind: options.isInteractive, overrides: options.overrides,
        header: { heads.schema(of: $0, $1) },
        resolve: { RunContext(directory: directory).resolve($0) },
        library: { readLibrary($0, from: directory) }))
  }
}

/// Between statements there is nothing to report, but somebody may have asked to stop.
private func poll(_ progress: Compute.Progress) throws(ExecutionFailure) {
  do {
    try progress.poll()
  } catch {
    throw .cancelled(error)
  }
}

extension ScripSession.Observer {
  /// As the Method wing reports.
  fileprivate var method: Compute.Progress {
    let progress = progress
    return Compute.Progress(
      report: { update in
        progress(
          ScripSession.Work(
            stage: update.stage, completed: update.completed, total: update.total,
            unit: update.unit, detail: update.detail))
      }, isCancelled: isCancelled)
  }
}
