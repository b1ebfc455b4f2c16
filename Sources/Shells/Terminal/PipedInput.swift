// A script that comes through a pipe: no banner, no prompt, nothing but results on standard output,
// problems on standard error, and an exit code.

import Foundation
import Reporting

package enum PipedInput {
  /// Reads all of standard input. Bytes that are no UTF-8 become U+FFFD, so that the parser can say
  /// where they are; line ends of Windows are line ends.
  package static func read() -> String {
    let data = (try? FileHandle.standardInput.readToEnd()) ?? nil
    return String(decoding: data ?? Data(), as: UTF8.self)
      .replacingOccurrences(of: "\r\n", with: "\n")
  }

  /// Runs a whole script and returns the exit code of the process.
  package static func run(
    _ source: String, name: String, session: any PromptSession, screen: Screen = Screen()
  ) -> Int32 {
    Interrupts.install()
    let reply = screen.withProgress { line in
      session.run(
        source, name: name, directory: nil,
        observer: RunObserver(
          progress: { line.update($0) }, isCancelled: { Interrupts.requested },
          show: { report in line.makeRoom { screen.show(report) } }))
    }
    for message in reply.messages { screen.showProblem(message) }
    return reply.exitCode
  }
}
