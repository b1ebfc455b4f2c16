// `scrip cache`: the results that earlier runs have left.
import ArgumentParser
import Session
import Terminal

struct CacheCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "cache", abstract: "List or clear the kept results of learners and estimators.",
    discussion: """
      A policy that was learned and an estimate that was made are kept, and are there at once when the same data, \
      arguments and seed come again: after a crash, or when the last line of a script has changed. They are the \
      same bit for bit, so no report depends on it. They lie in ~/.cache/scrip/stages, or below XDG_CACHE_HOME; \
      beyond 500 MB the ones that were not used for longest go. `--no-cache` does without.
      """,
    subcommands: [List.self, Clear.self], defaultSubcommand: List.self)

  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "List what is kept, the result that was used last first.")

    func run() {
      Screen().show(KeptStages.report(of: KeptStages.folder()))
    }
  }

  struct Clear: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Remove all of it.")

    func run() {
      Screen().write(KeptStages.clear(KeptStages.folder()) + "\n")
    }
  }
}
