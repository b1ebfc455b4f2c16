// A script that comes through a pipe.

import Foundation

package enum PipedInput {
  /// Reads all of standard input. Bytes that are no UTF-8 become U+FFFD, so that the parser can say
  /// where they are; line ends of Windows are line ends.
  package static func read() -> String {
    let data = (try? FileHandle.standardInput.readToEnd()) ?? nil
    return String(decoding: data ?? Data(), as: UTF8.self)
      .replacingOccurrences(of: "\r\n", with: "\n")
  }
}
