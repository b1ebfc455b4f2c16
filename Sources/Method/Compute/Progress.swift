// Long work reports where it is and asks whether it should go on, through one value that it is
// handed. The Method wing never prints, and looks at a clock for one thing: how much to do between two looks.

/// How many units of work to do between two looks at `Progress`: so few that Ctrl-C is answered at once, however
/// long a unit takes. No number depends on it.
public struct Pace: Sendable {
  public private(set) var count = 1
  private let most: Int
  private var last = ContinuousClock.now

  public init(most: Int) { self.most = most }

  /// To be told after every `count` units.
  public mutating func adjust() {
    let now = ContinuousClock.now
    if now - last > .milliseconds(100) {
      count = max(1, count / 2)
    } else if now - last < .milliseconds(25) {
      count = min(most, count * 2)
    }
    last = now
  }
}

/// Thrown by work that was asked to stop.
public struct Cancelled: Error, Sendable, Hashable {
  /// Steps that were finished, out of `total`.
  public var completed: Int
  public var total: Int

  public init(completed: Int, total: Int) {
    self.completed = completed
    self.total = total
  }
}

public struct Progress: Sendable {
  /// What a piece of work says: `stage` such as "rbcq", steps done and to do, and a short detail
  /// such as "loss 0.231".
  public struct Update: Sendable {
    public var stage: String
    public var completed: Int
    public var total: Int
    public var unit: String
    public var detail: String
  }

  private let report: @Sendable (Update) -> Void
  private let cancelled: @Sendable () -> Bool

  public init(
    report: @escaping @Sendable (Update) -> Void = { _ in },
    isCancelled: @escaping @Sendable () -> Bool = { false }
  ) {
    self.report = report
    cancelled = isCancelled
  }

  /// Reports and polls for cancellation; call it many times a second, it is cheap.
  public func advance(
    _ stage: String, _ completed: Int, of total: Int, unit: String = "steps",
    detail: @autoclosure () -> String = ""
  ) throws(Cancelled) {
    if cancelled() { throw Cancelled(completed: completed, total: total) }
    report(
      Update(stage: stage, completed: completed, total: total, unit: unit, detail: detail()))
  }

  /// Cancelled as this is, and says nothing: for work beside work that reports.
  public var silent: Progress { Progress(isCancelled: cancelled) }

  /// Polls for cancellation where there is nothing to report.
  public func poll() throws(Cancelled) {
    if cancelled() { throw Cancelled(completed: 0, total: 0) }
  }
}
