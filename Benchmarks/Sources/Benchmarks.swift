// How fast Scrip does its own job here. One JSON line a case; `--list` names the cases. The peers' programs
// beside it print the same lines for the same steps.

import ArgumentParser
import Compute
import Foundation

@main
struct Benchmarks: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "Benchmarks", abstract: "Measure how fast Scrip does its own job on this machine.")

  @Option(
    name: .customLong("case"), help: "A case to run, or the start of its name; all when left out.")
  var names: [String] = []

  @Option(help: "Seconds to measure each training step for.")
  var seconds = 3.0

  @Option(help: "Threads to use; all cores by default.")
  var threads: Int?

  @Flag(help: "Name the cases.")
  var list = false

  func run() throws {
    if let threads { Threads.count = threads }
    let all = TrainingCase.all.map(\.name) + WholeCase.all.map(\.name)
    if list {
      for name in all { print(name) }
      return
    }
    for name in names where !all.contains(where: { $0.hasPrefix(name) }) {
      throw ValidationError("no case begins with \(name); --list names them")
    }
    func isWanted(_ name: String) -> Bool {
      names.isEmpty || names.contains { all.contains($0) ? name == $0 : name.hasPrefix($0) }
    }
    let trainings = TrainingCase.all.filter { isWanted($0.name) }
    let wholes = WholeCase.all.filter { isWanted($0.name) }
    // Measuring takes memory, which other cases count.
    let peak = trainings.isEmpty ? Peak(blas: .nan, own: .nan) : Peak.measure()
    for item in trainings { try item.run(seconds: seconds, peak: peak).write() }
    for item in wholes {
      if item.isAlone, trainings.count + wholes.count > 1 {
        try runAlone(item.name)
      } else {
        try item.run().write()
      }
    }
  }

  /// Runs a case in a process of its own, which prints its line.
  private func runAlone(_ name: String) throws {
    let process = Process()
    process.executableURL = Bundle.main.executableURL
    process.arguments = ["--case", name] + (threads.map { ["--threads", "\($0)"] } ?? [])
    try process.run()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else { throw ExitCode.failure }
  }
}

/// One line of output.
struct Measurement {
  var name: String
  var numbers: [(String, Double)]

  /// Prints the line, the process's largest memory so far and the threads with it.
  func write() {
    let all =
      numbers + [
        ("peak_memory_mb", peakMegabytes()), ("threads", Double(Threads.count)),
      ]
    let fields = all.map { "\"\($0.0)\": \(Self.text($0.1))" }
    print("{\"name\": \"\(name)\", \(fields.joined(separator: ", "))}")
    fflush(nil)
  }

  private static func text(_ value: Double) -> String {
    value.isFinite ? "\(Double(String(format: "%.5g", value)) ?? value)" : "null"
  }
}

/// The most that the process has held. Not `getrusage`: there a process begins with what its parent held.
func peakMegabytes() -> Double {
  let lines = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8))?.split(
    separator: "\n")
  let words = lines?.first { $0.hasPrefix("VmHWM:") }?.split(whereSeparator: \.isWhitespace)
  return words.flatMap { $0.count > 1 ? Double($0[1]) : nil }.map { $0 / 1024 } ?? .nan
}

/// What the process holds now.
func residentMegabytes() -> Double {
  let pages = (try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8))?
    .split(separator: " ").dropFirst().first.flatMap { Double($0) }
  return (pages ?? .nan) * Double(getpagesize()) / 1_048_576
}

/// Runs `step` for `seconds` after a warm-up and returns steps a second: the median of ten pieces.
func stepsPerSecond(_ seconds: Double, _ step: () throws -> Void) rethrows -> Double {
  func run(for seconds: Double) throws -> Double {
    let start = ContinuousClock.now
    var count = 0.0
    var passed = 0.0
    while passed < seconds {
      for _ in 0..<4 { try step() }
      count += 4
      passed = (ContinuousClock.now - start) / .seconds(1)
    }
    return count / passed
  }
  _ = try run(for: min(1, seconds / 3))
  let pieces = try (0..<10).map { _ in try run(for: seconds / 10) }.sorted()
  return (pieces[4] + pieces[5]) / 2
}
