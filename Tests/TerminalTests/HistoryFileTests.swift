// The history file against what happens to files: crashes, parallel sessions, growth.

import Foundation
import Terminal
import Testing

@Suite("History file")
struct HistoryFileTests {
  private static func scratch() throws -> URL {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("scrip-history-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    return folder
  }

  private static func entry(_ text: String) -> HistoryEntry {
    HistoryEntry(time: 1, cwd: "/tmp", status: .succeeded, text: text)
  }

  @Test("A statement of several lines with λ and quotes comes back as it was")
  func roundTrip() throws {
    let file = HistoryFile(url: try Self.scratch().appendingPathComponent("a/b/h.jsonl"))
    let entries = [
      HistoryEntry(time: 12, cwd: "/a b", status: .failed, text: "λ = f(\n  \"x\\y\"\n)"),
      HistoryEntry(time: 13, cwd: "/", status: .interrupted, text: "p |> q()"),
    ]
    for entry in entries { #expect(file.append(entry)) }
    #expect(file.load() == entries)
    let lines = try String(contentsOf: file.url, encoding: .utf8).split(separator: "\n")
    #expect(lines.count == 2)
    let attributes = try FileManager.default.attributesOfItem(atPath: file.url.path)
    #expect(attributes[.posixPermissions] as? Int == 0o600)
  }

  @Test("A statement that was running is there after a crash, and once when it ended")
  func running() throws {
    let file = HistoryFile(url: try Self.scratch().appendingPathComponent("h.jsonl"))
    func started(_ text: String) -> HistoryEntry {
      HistoryEntry(time: 1, cwd: "/tmp", status: .running, text: text)
    }
    for entry in [started("a = 1"), Self.entry("a = 1"), started("slow()")] { file.append(entry) }
    #expect(file.load().map(\.text) == ["a = 1", "slow()"])
    #expect(file.load().map(\.status) == [.succeeded, .running])
  }

  @Test("A damaged line costs only itself, also when it lost its line break")
  func damage() throws {
    let file = HistoryFile(url: try Self.scratch().appendingPathComponent("h.jsonl"))
    file.append(Self.entry("first"))
    let handle = try FileHandle(forUpdating: file.url)
    try handle.seekToEnd()
    try handle.write(contentsOf: Data([0xFF, 0xFE, 0x0A]) + Data(#"{"cwd":"/","sta"#.utf8))
    try handle.close()
    file.append(Self.entry("second"))
    #expect(file.load().map(\.text) == ["first", "second"])
  }

  @Test("Sessions that write at the same time lose nothing")
  func parallel() async throws {
    let file = HistoryFile(url: try Self.scratch().appendingPathComponent("h.jsonl"))
    await withTaskGroup(of: Void.self) { group in
      for session in 0..<8 {
        group.addTask {
          for number in 0..<25 { file.append(Self.entry("\(session)-\(number)")) }
        }
      }
    }
    let texts = file.load().map(\.text)
    #expect(Set(texts).count == 200)
    #expect(texts.count == 200)
    for session in 0..<8 {
      let own = texts.filter { $0.hasPrefix("\(session)-") }
      #expect(own == (0..<25).map { "\(session)-\($0)" })
    }
  }

  @Test("A file that grew too long keeps its newest entries")
  func trim() throws {
    let url = try Self.scratch().appendingPathComponent("h.jsonl")
    let file = HistoryFile(url: url, limit: 8)
    for number in 1...10 { file.append(Self.entry("\(number)")) }
    #expect(file.load().map(\.text) == (1...10).map(String.init))
    file.append(Self.entry("11"))
    #expect(file.load().map(\.text) == (4...11).map(String.init))
    file.append(Self.entry("12"))
    #expect(HistoryFile(url: url).load().map(\.text) == (4...12).map(String.init))
  }

  @Test("A folder that cannot be written makes a short memory, not an error")
  func unwritable() {
    let file = HistoryFile(url: URL(fileURLWithPath: "/proc/nowhere/h.jsonl"))
    #expect(!file.append(Self.entry("x")))
    #expect(file.load().isEmpty)
  }

  @Test("Each project has its file, and work outside of projects shares one")
  func location() throws {
    let folder = try Self.scratch().standardizedFileURL
    let files = FileManager.default
    for path in ["one/.git", "one/deep/er", "two/one/.scrip", "none"] {
      try files.createDirectory(
        at: folder.appendingPathComponent(path), withIntermediateDirectories: true)
    }
    let home = URL(fileURLWithPath: "/home/ada")
    func location(_ path: String, _ environment: [String: String] = [:]) -> String {
      HistoryFile.location(
        for: folder.appendingPathComponent(path), environment: environment, home: home
      ).path
    }
    let one = location("one")
    #expect(one.hasPrefix("/home/ada/.local/state/scrip/history/one-"))
    #expect(location("one/deep/er") == one)
    #expect(location("two/one") != one)
    #expect(location("two/one").hasPrefix("/home/ada/.local/state/scrip/history/one-"))
    #expect(location("none") == "/home/ada/.local/state/scrip/history/user.jsonl")
    #expect(
      location("none", ["XDG_STATE_HOME": "/var/state"]) == "/var/state/scrip/history/user.jsonl")
    #expect(
      location("none", ["XDG_STATE_HOME": "relative"])
        == "/home/ada/.local/state/scrip/history/user.jsonl")
  }
}
