// Options of every way to run something.
import ArgumentParser
import Foundation
import Session

struct SharedOptions: ParsableArguments {
  @Option(help: "Threads for training; all cores by default. Results do not depend on it.")
  var threads: Int?

  @Flag(name: .shortAndLong, help: "Show no progress.")
  var quiet = false

  @Flag(
    name: .customLong("no-cache"),
    help: "Compute everything, and keep no results of learners and estimators for later runs.")
  var noCache = false

  func validate() throws {
    if let threads, !(1...1024).contains(threads) {
      throw ValidationError("--threads should be from 1 to 1024, found \(threads)")
    }
  }

  /// Where results of expensive stages are kept; nil keeps none.
  var stageFolder: URL? { noCache ? nil : KeptStages.folder() }

  func apply() {
    if let threads { ScripSession.useThreads(threads) }
  }
}
