// Parallel work is a fixed number of independent jobs whose results are joined in index order, so no
// result depends on how many threads there are.

import Foundation
import Synchronization

public enum Threads {
  private static let setting = Atomic<Int>(0)
  /// Asked once: the system answers from a file, and a training step is shorter than that.
  /// Of this machine.
  public static let processors = ProcessInfo.processInfo.activeProcessorCount

  /// How many threads `parallelMap` may use; every processor by default. At least one.
  public static var count: Int {
    get {
      let value = setting.load(ordering: .relaxed)
      return value > 0 ? value : processors
    }
    set { setting.store(max(1, newValue), ordering: .relaxed) }
  }
}

/// Runs `work(0)` … `work(jobs − 1)`, on up to `Threads.count` threads, and returns when all are done.
/// The jobs must be independent of each other.
public func parallelFor(_ jobs: Int, _ work: @Sendable (Int) -> Void) {
  let threads = min(Threads.count, jobs)
  if threads > 1, Workers.shared.run(jobs, threads: threads, work) { return }
  for job in 0..<jobs { work(job) }
}

/// The results of `jobs` independent jobs in index order; of several errors the first by index wins.
public func parallelMap<Result: Sendable, Failure: Error>(
  _ jobs: Int, _ work: @Sendable (Int) throws(Failure) -> Result
) throws(Failure) -> [Result] {
  let slots = Mutex([Swift.Result<Result, Failure>?](repeating: nil, count: jobs))
  parallelFor(jobs) { job in
    let outcome: Swift.Result<Result, Failure>
    do throws(Failure) {
      outcome = .success(try work(job))
    } catch {
      outcome = .failure(error)
    }
    slots.withLock { $0[job] = outcome }
  }
  let outcomes = slots.withLock { $0 }
  var results: [Result] = []
  results.reserveCapacity(jobs)
  for case .some(let outcome) in outcomes { results.append(try outcome.get()) }
  return results
}
