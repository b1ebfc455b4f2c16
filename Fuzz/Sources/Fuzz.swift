// `make fuzz`: feeds mutants of real inputs to everything that reads, for some seconds a target, one
// process each, and says how many executions there were. A crash or a hang leaves its input behind:
// `Fuzz replay TARGET FILE` tries it again. Built with libFuzzer (`make fuzz-guided`) the targets are
// the same, and the inputs are led by coverage.

import ArgumentParser
import Foundation
import Generation
import Synchronization
import Text

struct Fuzz: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Feed every reader of Scrip with what it does not expect.",
    subcommands: [Run.self, Replay.self, Generate.self, WriteSeeds.self],
    defaultSubcommand: Run.self)
}

struct Place: ParsableArguments {
  @Option(help: "The repository, for seeds and the grammar.") var root = "."
  @Option(help: "Of the random numbers.") var seed: UInt64 = 1
  var url: URL { URL(fileURLWithPath: root) }
}

struct Replay: ParsableCommand {
  @Argument var target: String
  @Argument var files: [String]

  func run() throws {
    guard let target = Target(rawValue: target) else { throw ValidationError("no such target") }
    for file in files {
      let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: file)))
      if target == .formatter, let problem = whatBreaks(SourceText(bytes: bytes)) { print(problem) }
      // A find ends the process before anything is written by itself.
      fflush(nil)
      target.exercise(bytes)
      print("\(file): nothing")
    }
  }
}

/// Scripts from the grammar: each has to parse, and to come back from the formatter.
struct Generate: ParsableCommand {
  @OptionGroup var place: Place
  @Option var count = 10_000
  @Flag(help: "Print them instead.") var show = false

  func run() throws {
    let grammar = try Grammar(
      String(contentsOf: place.url.appending(path: "grammar/scrip.ebnf"), encoding: .utf8))
    let blocks = (count + Self.block - 1) / Self.block
    if show {
      for block in 0..<blocks { _ = attempt(grammar, block: block) }
      return
    }
    let size = Mutex(0)
    DispatchQueue.concurrentPerform(iterations: blocks) { block in
      let bytes = attempt(grammar, block: block)
      size.withLock { $0 += bytes }
    }
    let bytes = size.withLock { $0 }
    print("\(count) scripts of \(bytes) bytes parse, print back and keep their layout")
  }

  private static let block = 100

  /// Tries scripts of a seed of their own, so that they are the same on any number of threads, and gives
  /// their size. Ends the program at the first that breaks.
  private func attempt(_ grammar: Grammar, block: Int) -> Int {
    var generator = ScriptGenerator(grammar, seed: place.seed &* 1_000_003 &+ UInt64(block))
    var bytes = 0
    for index in (block * Self.block)..<min(count, (block + 1) * Self.block) {
      let source = SourceText(generator.script(), name: "script \(index)")
      bytes += source.bytes.count
      if show {
        print(source.text(Span(0, source.bytes.count)))
      } else if let problem = whatBreaks(source) {
        print("\(source.name) \(problem)\n\(source.text(Span(0, source.bytes.count)))")
        fflush(nil)
        _exit(1)
      }
    }
    return bytes
  }
}

/// The seeds as files, for a fuzzer that wants a folder.
struct WriteSeeds: ParsableCommand {
  @OptionGroup var place: Place
  @Argument var target: String
  @Argument var folder: String

  func run() throws {
    guard let target = Target(rawValue: target) else { throw ValidationError("no such target") }
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    for (index, seed) in try Seeds.of(target, root: place.url, seed: place.seed).enumerated() {
      try Data(seed).write(to: URL(fileURLWithPath: "\(folder)/\(index)"))
    }
  }
}
