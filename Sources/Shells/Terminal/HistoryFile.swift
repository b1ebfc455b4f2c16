// What was typed, kept for good: whole statements, one JSON object a line. A file of our own, because
// libedit rewrites its file as a whole and two sessions would overwrite each other. Here a statement
// is appended the moment it ends, under a lock, and a line that was damaged costs only itself.

package import Foundation

package struct HistoryEntry: Sendable, Hashable, Codable {
  package enum Status: String, Sendable, Hashable, Codable {
    case succeeded, failed, interrupted
    /// Written before it runs, so that it is there even when the process does not survive it.
    case running
  }

  /// Seconds since 1970.
  package var time: Int
  /// The directory that the statement ran in.
  package var cwd: String
  package var status: Status
  package var text: String

  package init(time: Int, cwd: String, status: Status, text: String) {
    self.time = time
    self.cwd = cwd
    self.status = status
    self.text = text
  }
}

package struct HistoryFile: Sendable {
  package let url: URL
  /// Entries that survive a trim.
  package let limit: Int

  package init(url: URL, limit: Int = 10_000) {
    self.url = url
    self.limit = limit
  }

  /// The file for work in `directory`: one for each project, and one for everything outside of any.
  /// A project is the nearest folder upwards with a `.git` or a `.scrip` in it.
  package static func location(
    for directory: URL, environment: [String: String], home: URL
  ) -> URL {
    let state: URL
    if let path = environment["XDG_STATE_HOME"], path.hasPrefix("/") {
      state = URL(fileURLWithPath: path)
    } else {
      state = home.appendingPathComponent(".local/state")
    }
    let folder = state.appendingPathComponent("scrip/history")
    guard let root = projectRoot(of: directory) else {
      return folder.appendingPathComponent("user.jsonl")
    }
    let name = "\(root.lastPathComponent)-\(fingerprint(root.path)).jsonl"
    return folder.appendingPathComponent(name)
  }

  /// The newest entries, oldest first, after trimming a file that grew too long. Lines that are no
  /// entry are skipped; a missing or unreadable file is an empty history.
  package func load() -> [HistoryEntry] {
    let lines = (try? withLock { try trim(readLines()) }) ?? readLines()
    let decoder = JSONDecoder()
    let entries = lines.compactMap {
      try? decoder.decode(HistoryEntry.self, from: Data($0.utf8))
    }
    // What was running and then ended is there twice; the later entry counts.
    var ended: Set<String> = []
    var kept: [HistoryEntry] = []
    for entry in entries.reversed() {
      if entry.status == .running {
        if ended.contains(entry.text) { continue }
      } else {
        ended.insert(entry.text)
      }
      kept.append(entry)
    }
    return kept.reversed()
  }

  /// Adds one entry, atomically with regard to other sessions. False when the disk refuses it.
  @discardableResult
  package func append(_ entry: HistoryEntry) -> Bool {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    guard var line = try? encoder.encode(entry) else { return false }
    line.append(UInt8(ascii: "\n"))
    do {
      try withLock { try appendLocked(line) }
      return true
    } catch {
      return false
    }
  }

  private func appendLocked(_ line: Data) throws {
    if !FileManager.default.fileExists(atPath: url.path) {
      try Data().write(to: url)
      try protect(url)
    }
    let file = try FileHandle(forUpdating: url)
    defer { try? file.close() }
    _ = fcntl(file.fileDescriptor, F_SETFL, O_APPEND)
    let end = try file.seekToEnd()
    var bytes = line
    if end > 0 {
      // A session that was killed in the middle of a line must not swallow this one.
      try file.seek(toOffset: end - 1)
      if try file.read(upToCount: 1) != Data([UInt8(ascii: "\n")]) {
        bytes.insert(UInt8(ascii: "\n"), at: 0)
      }
    }
    try file.write(contentsOf: bytes)
  }

  private func readLines() -> [Substring] {
    guard let data = try? Data(contentsOf: url) else { return [] }
    return String(decoding: data, as: UTF8.self).split(separator: "\n")
  }

  /// Rewrites the file when it is a quarter over its limit. The new file replaces the old one in one
  /// step, so that a crash leaves either.
  private func trim(_ lines: [Substring]) throws -> [Substring] {
    guard lines.count > limit + limit / 4 else { return lines }
    let kept = lines.suffix(limit)
    try Data((kept.joined(separator: "\n") + "\n").utf8).write(to: url, options: .atomic)
    try protect(url)
    return Array(kept)
  }

  /// The lock is a file of its own, since a trim replaces the history file.
  private func withLock<Result>(_ body: () throws -> Result) throws -> Result {
    let folder = url.deletingLastPathComponent()
    try FileManager.default.createDirectory(
      at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    let lock = url.appendingPathExtension("lock")
    if !FileManager.default.fileExists(atPath: lock.path) {
      try Data().write(to: lock)
    }
    let file = try FileHandle(forUpdating: lock)
    defer { try? file.close() }
    while flock(file.fileDescriptor, LOCK_EX) != 0 {
      guard errno == EINTR else { throw CocoaError(.fileLocking) }
    }
    return try body()
  }

  private func protect(_ url: URL) throws {
    try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: url.path)
  }

  private static func projectRoot(of directory: URL) -> URL? {
    var folder = directory.standardizedFileURL
    while true {
      for marker in [".git", ".scrip"] {
        let path = folder.appendingPathComponent(marker).path
        if FileManager.default.fileExists(atPath: path) { return folder }
      }
      guard folder.path != "/" else { return nil }
      folder.deleteLastPathComponent()
    }
  }

  /// FNV-1a: two projects of one name get two files, and the name stays readable.
  private static func fingerprint(_ path: String) -> String {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in path.utf8 {
      hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3
    }
    return String(hash, radix: 16)
  }
}
