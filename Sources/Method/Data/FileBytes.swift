// Bytes from and to the disk, with every failure named.
import Foundation

public enum FileBytes {
  /// The whole file, or its first `limit` bytes up to the last complete line.
  public static func read(path: String, limit: Int? = nil) throws(TableReadError) -> [UInt8] {
    let url = URL(fileURLWithPath: path)
    guard FileManager.default.fileExists(atPath: path) else { throw .fileMissing(path: path) }
    if (try? url.resourceValues(forKeys: [.isDirectoryKey]))?.isDirectory == true {
      throw .isDirectory(path: path)
    }
    if limit == nil { try checkSize(path) }
    do {
      guard let limit else { return [UInt8](try Foundation.Data(contentsOf: url)) }
      let handle = try FileHandle(forReadingFrom: url)
      defer { try? handle.close() }
      let bytes = [UInt8](try handle.read(upToCount: limit) ?? Foundation.Data())
      guard bytes.count == limit, let end = bytes.lastIndex(of: 10) else { return bytes }
      return [UInt8](bytes[...end])
    } catch {
      throw .unreadable(path: path, reason: reason(error))
    }
  }

  /// A file that would fill the memory ends the program without a word, and a device has no end at all.
  private static func checkSize(_ path: String) throws(TableReadError) {
    let place = URL(fileURLWithPath: path).resolvingSymlinksInPath().path
    let attributes = try? FileManager.default.attributesOfItem(atPath: place)
    if attributes?[.type] as? FileAttributeType == .typeCharacterSpecial {
      throw .unknownFormat(path: path, found: "a device")
    }
    let most = ProcessInfo.processInfo.physicalMemory / 4
    if let size = (attributes?[.size] as? NSNumber)?.uint64Value, size > most {
      throw .tooLarge(path: path, bytes: size, most: most)
    }
  }

  /// Writes beside `path` first and renames when all bytes are there: a reader sees the old file or the
  /// new one, and a full disk leaves nothing behind.
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
