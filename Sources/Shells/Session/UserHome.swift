// Where the user's own files start: settings, history, kept results.

package import Foundation

package enum UserHome {
  /// HOME, as every shell and program takes it; the account's folder where that says nothing.
  package static let url: URL = {
    guard let path = ProcessInfo.processInfo.environment["HOME"], path.hasPrefix("/") else {
      return FileManager.default.homeDirectoryForCurrentUser
    }
    return URL(fileURLWithPath: path)
  }()
}
