// Long work reports where it is and asks whether it should go on, through one value that it is
// handed. The Method wing never prints and never looks at a clock.

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

  /// Polls for cancellation where there is nothing to report.
  public func poll() throws(Cancelled) {
    if cancelled() { throw Cancelled(completed: 0, total: 0) }
  }
}
