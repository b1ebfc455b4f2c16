// Results of expensive stages, kept in a folder from run to run: one file for each, named by what the
// result depends on. A kept result is the fresh one bit for bit, so nothing but the time tells them apart.
// Files are written whole or not at all; one that is not as it was written is removed and computed again;
// beyond a size the ones that were not used for longest go. Nothing here fails: without a folder that can
// be written, everything is computed as ever.

package import Foundation
package import OperatorKit

package struct StageCache: Sendable {
  package let folder: URL
  /// Bytes that all files together may have.
  package let limit: Int
  private let program: String

  private static let ending = "stage"

  /// - Parameter version: of the program; the build is added to it.
  package init(folder: URL, version: String, limit: Int = 500_000_000) {
    self.folder = folder
    self.limit = limit
    program = "\(version) \(ProgramBuild.current)"
  }

  package func key(_ operation: Operator, _ arguments: Arguments) -> StageKey? {
    StageKey(operation, arguments, program: program)
  }

  package func recall(_ key: StageKey) -> Value? {
    let file = file(key)
    guard let data = try? Data(contentsOf: file) else { return nil }
    guard let (entry, kept) = StageEntry.read(data), entry.key == key.text, let value = kept.value
    else {
      try? FileManager.default.removeItem(at: file)
      return nil
    }
    // The time of last use decides what goes first.
    try? FileManager.default.setAttributes([.modificationDate: Date()], ofItemAtPath: file.path)
    return value
  }

  /// Keeps what can be kept, and makes room.
  package func keep(_ value: Value, _ key: StageKey, inputs: [StageEntry.Input]) {
    guard let kept = KeptValue(value), case .native(let native) = value else { return }
    let entry = StageEntry(key, kept, about: native.headline, inputs: inputs)
    guard let data = entry.data(with: kept), data.count <= limit else { return }
    let files = FileManager.default
    try? files.createDirectory(
      at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    guard (try? data.write(to: file(key), options: .atomic)) != nil else { return }
    prune(sparing: file(key).lastPathComponent)
  }

  /// The one that was used last comes first.
  package var entries: [(entry: StageEntry, bytes: Int, used: Date)] {
    contents.reversed().compactMap { file in
      guard file.url.pathExtension == Self.ending, let entry = StageEntry.head(of: file.url) else {
        return nil
      }
      return (entry, file.bytes, file.used)
    }
  }

  /// Removes all of it; how many files, and how many bytes they had.
  package func clear() -> (files: Int, bytes: Int) {
    var removed = (files: 0, bytes: 0)
    for file in contents where (try? FileManager.default.removeItem(at: file.url)) != nil {
      removed.files += 1
      removed.bytes += file.bytes
    }
    return removed
  }

  /// What a writer that was killed has left counts and goes like everything else.
  private func prune(sparing name: String) {
    var files = contents
    var total = files.reduce(0) { $0 + $1.bytes }
    while total > limit, let oldest = files.first {
      files.removeFirst()
      guard oldest.url.lastPathComponent != name else { continue }
      try? FileManager.default.removeItem(at: oldest.url)
      total -= oldest.bytes
    }
  }

  private func file(_ key: StageKey) -> URL {
    folder.appendingPathComponent("\(key.text).\(Self.ending)")
  }

  /// Files, the one that was not used for longest first.
  private var contents: [(url: URL, bytes: Int, used: Date)] {
    let files = FileManager.default
    let names = (try? files.contentsOfDirectory(atPath: folder.path)) ?? []
    return names.compactMap { name in
      let url = folder.appendingPathComponent(name)
      guard let attributes = try? files.attributesOfItem(atPath: url.path),
        attributes[.type] as? FileAttributeType == .typeRegular
      else { return nil }
      return (
        url, attributes[.size] as? Int ?? 0, attributes[.modificationDate] as? Date ?? .distantPast
      )
    }
    .sorted { ($0.used, $0.url.path) < ($1.used, $1.url.path) }
  }
}
