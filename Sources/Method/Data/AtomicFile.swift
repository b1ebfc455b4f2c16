// Files appear whole or not at all: bytes go beside the path first and are renamed when they are all
// there, so a reader sees the old file or the new one, and a full disk leaves nothing behind.
import Foundation

public enum AtomicFile {
  /// Writes `bytes` to `path`, replacing a file that is there.
  public static func write(_ bytes: [UInt8], path: String) throws(TableWriteError) {
    let url = URL(fileURLWithPath: path)
    guard FileManager.default.fileExists(atPath: url.deletingLastPathComponent().path) else {
      throw .folderMissing(path: path)
    }
    if (try? url.resourceValues(forKeys: [.isDirectoryKey]))?.isDirectory == true {
      throw .isDirectory(path: path)
    }
    do {
      try Foundation.Data(bytes).write(to: url, options: .atomic)
    } catch {
      throw .failed(path: path, reason: reason(error))
    }
  }
}
