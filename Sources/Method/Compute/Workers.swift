// Threads that stay. A training step lasts a few hundred microseconds, and waking a thread through the system
// takes a good part of that: a worker that has nothing to do looks out for work a little while before it sleeps.

import CKernels
import Dispatch
import Foundation
import Synchronization

/// The process's workers. One call at a time has them; a call from inside another, or beside it, runs alone.
@safe final class Workers: @unchecked Sendable {
  static let shared = Workers()

  /// How often a waiting thread looks before it sleeps: some tens of microseconds.
  static let patience = 4_000

  private let isTaken = Atomic<Bool>(false)
  private let nextJob = Atomic<Int>(0)
  private let unfinished = Atomic<Int>(0)
  private let caller = Sleeper()
  private var workers: [Worker] = []
  private var jobs = 0
  private var work: @Sendable (Int) -> Void = { _ in }

  /// Runs `work(0)` … `work(jobs − 1)` on `threads` threads, the calling one among them, and returns when all are
  /// done; false, having done nothing, when the workers are taken.
  func run(_ jobs: Int, threads: Int, _ work: @Sendable (Int) -> Void) -> Bool {
    guard isTaken.compareExchange(expected: false, desired: true, ordering: .acquiring).exchanged
    else { return false }
    while workers.count < threads - 1 { workers.append(Worker(self)) }
    withoutActuallyEscaping(work) { work in
      self.jobs = jobs
      self.work = work
      nextJob.store(0, ordering: .relaxed)
      unfinished.store(threads - 1, ordering: .relaxed)
      for worker in workers.prefix(threads - 1) { worker.start() }
      takeJobs()
      caller.wait { unfinished.load(ordering: .acquiring) == 0 }
      self.work = { _ in }
    }
    isTaken.store(false, ordering: .releasing)
    return true
  }

  fileprivate func takeJobs() {
    while true {
      let job = nextJob.wrappingAdd(1, ordering: .relaxed).oldValue
      guard job < jobs else { return }
      work(job)
    }
  }

  fileprivate func finish() {
    if unfinished.wrappingSubtract(1, ordering: .acquiringAndReleasing).newValue == 0 {
      caller.wake()
    }
  }
}

/// A thread that waits to be started, again and again.
@safe private final class Worker: @unchecked Sendable {
  private let isStarted = Atomic<Bool>(false)
  private let sleeper = Sleeper()

  init(_ owner: Workers) {
    let thread = Thread { [self] in
      while true {
        sleeper.wait { isStarted.load(ordering: .acquiring) }
        isStarted.store(false, ordering: .relaxed)
        owner.takeJobs()
        owner.finish()
      }
    }
    thread.name = "scrip worker"
    thread.stackSize = 1 << 21
    thread.start()
  }

  func start() {
    isStarted.store(true, ordering: .sequentiallyConsistent)
    sleeper.wake()
  }
}

/// One thread's waiting, first awake and then asleep.
private final class Sleeper: Sendable {
  private let isAsleep = Atomic<Bool>(false)
  private let bell = DispatchSemaphore(value: 0)

  /// Returns once `isTime`; whoever makes it so calls `wake` after it.
  func wait(until isTime: () -> Bool) {
    while true {
      for _ in 0..<Workers.patience {
        if isTime() { return }
        scrip_pause()
      }
      isAsleep.store(true, ordering: .sequentiallyConsistent)
      if isTime() {
        // Someone who saw the flag has rung or is about to.
        if !isAsleep.exchange(false, ordering: .sequentiallyConsistent) { bell.wait() }
        return
      }
      bell.wait()
    }
  }

  func wake() {
    if isAsleep.exchange(false, ordering: .sequentiallyConsistent) { bell.signal() }
  }
}
