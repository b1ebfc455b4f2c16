// A script that comes through a pipe.

import Foundation

package enum PipedInput {
  /// All of standard input. Bytes that are no UTF-8 stay, so that the parser can say where they are.
  package static func bytes() -> [UInt8] {
    Array(((try? FileHandle.standardInput.readToEnd()) ?? nil) ?? Data())
  }
}
