// `Fuzz run`: mutants of a target's seeds for some seconds of a processor, so that an hour is an hour on a
// machine that has other work too.

import ArgumentParser
import Foundation

struct Run: ParsableCommand {
  @OptionGroup var place: Place
  @Option(help: "All of them when not given.") var target: String?
  @Option(help: "Of a processor, for each target.") var seconds = 60.0
  @Option(help: "Targets at a time.") var jobs = ProcessInfo.processInfo.activeProcessorCount
  @Option(help: "Where inputs go that were found.") var finds = ".build/fuzz"

  func run() throws {
    guard let name = target else { throw ExitCode(try everyTarget() ? 0 : 1) }
    guard let target = Target(rawValue: name) else {
      throw ValidationError("targets: \(Target.allCases.map(\.rawValue).joined(separator: ", "))")
    }
    let seeds = try Seeds.of(target, root: place.url, seed: place.seed)
    guard !seeds.isEmpty else { throw ValidationError("nothing to begin with for \(target)") }
    var mutator = Mutator(
      seeds: seeds, byTokens: target.readsScripts, isGentle: target == .program, seed: place.seed)
    var policies = target == .policy ? SealedPolicies(seeds: seeds, seed: place.seed) : nil
    Watch.start(savingTo: finds, target: target.rawValue)
    let start = Processor.seconds
    var executions = 0
    var slowest = 0.0
    while Processor.seconds - start < seconds, !Watch.isStopped {
      // One in four policies stays as torn as a file may be.
      let torn = executions % 4 == 0
      let input = torn ? mutator.next() : policies?.next() ?? mutator.next()
      Watch.trying(input)
      let before = Processor.seconds
      target.exercise(input)
      slowest = max(slowest, Processor.seconds - before)
      executions += 1
    }
    Watch.done()
    Scratch.remove()
    let spent = Processor.seconds - start
    let read = Tally.read > 0 ? ", \(Tally.read) read" : ""
    print(
      "\(target.rawValue): \(executions) executions in \(Int(spent)) s of a processor,",
      "\(Int(Double(executions) / max(spent, 0.001)))/s, slowest \(Int(slowest * 1_000)) ms, no find\(read)"
    )
  }

  /// One process each, so that a find ends one target only; as many side by side as there are processors.
  private func everyTarget() throws -> Bool {
    var waiting = Target.allCases[...]
    var running: [Process] = []
    var isClean = true
    while !waiting.isEmpty || !running.isEmpty {
      while running.count < max(jobs, 1), let target = waiting.popFirst() {
        running.append(try start(target))
      }
      usleep(50_000)
      for process in running where !process.isRunning && process.terminationStatus != 0 {
        isClean = false
      }
      running.removeAll { !$0.isRunning }
    }
    return isClean
  }

  private func start(_ target: Target) throws -> Process {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: CommandLine.arguments[0])
    process.arguments = [
      "run", "--target", target.rawValue, "--seconds", "\(seconds)", "--finds", finds,
      "--root", place.root, "--seed", "\(place.seed)",
    ]
    try process.run()
    return process
  }
}

/// The processor time of this process. `clock()` counts in 32 bits on some systems.
enum Processor {
  static var seconds: Double {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }
}
