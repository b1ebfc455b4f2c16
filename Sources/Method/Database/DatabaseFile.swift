// A database file of somebody else: only read, and never changed by reading it.

public import Compute
public import Data
import Foundation

public struct DatabaseFile: Sendable, Hashable {
  public var path: String
  /// What messages call it.
  public var name: String
  /// Milliseconds to wait for another program that writes to it.
  public var patience: Int

  public init(path: String, name: String, patience: Int = 2000) {
    self.path = path
    self.name = name
    self.patience = patience
  }

  /// A fingerprint of the file, and of what was written since and lies beside it.
  ///
  /// - Throws: `QueryError`, or `Cancelled` when `progress` says so.
  public func digest(progress: Compute.Progress = Compute.Progress()) throws -> Digest {
    var digest = Digest()
    let places = [path, path + "-wal"].filter { FileManager.default.fileExists(atPath: $0) }
    for place in places {
      guard let file = FileHandle(forReadingAtPath: place) else {
        throw QueryError(.unreadable(name, reason: "permission denied"), .file)
      }
      defer { try? file.close() }
      while let block = try file.read(upToCount: 1 << 20), !block.isEmpty {
        try progress.poll()
        digest.combine(bytes: [UInt8](block))
      }
    }
    return digest
  }
}

extension Connection {
  /// Looks into the file for the first time: whether it is a database, and whether it may be read now. The lock
  /// lasts as long as the connection, so that a query sees one state of the file.
  func readSchema() throws(QueryError) {
    try execute("begin")
    try execute("select count(*) from main.sqlite_master")
  }
}
