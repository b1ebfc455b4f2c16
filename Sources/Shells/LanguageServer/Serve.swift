// Bytes between a server and an editor, over standard input and output.

package import Foundation

/// Serves until the editor ends the session; the exit code of the process.
package func serve(
  input: FileHandle = .standardInput, output: FileHandle = .standardOutput
) -> Int32 {
  var server = LanguageServer()
  var frames = MessageFrames()
  while true {
    let data = input.availableData
    // The editor has gone without a word.
    if data.isEmpty { return 1 }
    frames.append(data)
    do {
      while let message = try frames.next() {
        for answer in server.receive(message) {
          try output.write(contentsOf: MessageFrames.frame(answer))
        }
        if let code = server.exitCode { return code }
      }
    } catch {
      return 1
    }
  }
}
