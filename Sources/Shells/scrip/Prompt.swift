// `scrip` alone: the prompt, or the script that is piped in.
import Session
import Terminal
import Text

enum Prompt {
  static func run(_ options: SharedOptions) throws -> Int32 {
    let screen = Screen(isQuiet: options.quiet)
    guard screen.settings.inputIsTerminal else {
      let source = ScriptFile.source(PipedInput.bytes(), "-")
      let session = ScripSession(
        options: .init(
          rowLimit: screen.settings.outputIsTerminal ? 10 : nil, stageFolder: options.stageFolder))
      return screen.run(source, in: session).end.rawValue
    }
    let session = ScripSession(
      options: .init(rowLimit: 10, isInteractive: true, stageFolder: KeptStages.folder()))
    let banner =
      "Scrip \(ScripVersion.text) · ?topic for help · Tab completes · Ctrl-D quits"
    var (preferences, problems) = Preferences.load()
    for problem in problems { screen.writeError("warning: \(problem)\n") }
    if let threads = options.threads { preferences.threads = threads }
    if options.noCache { preferences.cache = false }
    if options.quiet {
      preferences.progress = false
      preferences.banner = false
    }
    return REPL(
      interpreter: SessionInterpreter(session, isOnScreen: screen.settings.outputIsTerminal),
      banner: banner, screen: screen,
      preferences: preferences
    ).run()
  }
}
