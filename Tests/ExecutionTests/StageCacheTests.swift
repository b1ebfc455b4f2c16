// The folder of kept results: what it is keyed by, and how it stays small.
import Data
import Execution
import Foundation
import OperatorKit
import Operators
import Testing

@Suite("The folder of kept results")
struct StageCacheTests {
  private let stage = Catalogue.standard["constant"]!.asStage

  private func value(_ level: Double) throws -> Value {
    try stage.run(Arguments(["level": .number(level)]), RunContext())
  }

  private func key(_ arguments: [String: Value], version: String = "1") -> StageKey? {
    StageCache(folder: URL(fileURLWithPath: "/nowhere"), version: version)
      .key(stage, Arguments(arguments))
  }

  @Test("Everything that a result depends on makes another key, and nothing else does")
  func keys() throws {
    let policy = try value(0.5)
    let other = try value(0.7)
    let table = Table(names: ["a"], columns: [.number([1, 2])])
    let keys = [
      key([:]), key(["a": .number(1)]), key(["b": .number(1)]), key(["a": .number(2)]),
      key(["a": .text("1")]), key(["a": .boolean(true)]), key(["a": .none]),
      key(["a": .list([.number(1)])]), key(["a": .list([.number(1), .number(2)])]),
      key(["a": .list([.list([.number(1)]), .number(2)])]),
      key(["a": .range(NumberRange(start: 1, end: 2, step: 1))]),
      key(["a": .record(Record([("b", .number(1))]))]), key(["a": .table(table)]),
      key(["a": .column(.number([1, 2]))]), key(["a": policy]), key(["a": other]),
      key(["a": .number(1)], version: "2"),
    ]
    #expect(!keys.contains(nil))
    #expect(Set(keys.map { $0?.text }).count == keys.count)
    #expect(
      key(["b": .text("x"), "a": policy])?.text == key(["a": policy, "b": .text("x")])?.text)
  }

  @Test("A function has no content to go by, and an operator that is no stage is never kept")
  func uncacheable() {
    let function = Value.function(FunctionValue(parameterCount: 0) { _ in .none })
    #expect(key(["a": function]) == nil)
    #expect(key(["a": .list([.record(Record([("b", function)]))])]) == nil)
    let cache = StageCache(folder: URL(fileURLWithPath: "/nowhere"), version: "1")
    #expect(cache.key(Catalogue.standard["constant"]!, Arguments([:])) == nil)
  }

  @Test("Beyond its size the files that were not used for longest go, litter of killed writers too")
  func bounded() throws {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("scrip-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    func used(_ name: String, _ seconds: Double) throws {
      try FileManager.default.setAttributes(
        [.modificationDate: Date(timeIntervalSince1970: seconds)],
        ofItemAtPath: folder.appendingPathComponent(name).path)
    }
    func keys(_ cache: StageCache) throws -> [StageKey] {
      try (0..<3).map { try #require(cache.key(stage, Arguments(["level": .number(Double($0))]))) }
    }
    let wide = StageCache(folder: folder, version: "1")
    let places = try keys(wide)
    for (index, key) in places.prefix(2).enumerated() {
      wide.keep(try value(Double(index)), key, inputs: [])
      try used("\(key.text).stage", Double(1000 + index))
    }
    let size = try #require(wide.entries.first?.bytes)
    try Data(count: size).write(to: folder.appendingPathComponent("half-written"))
    try used("half-written", 500)
    #expect(wide.entries.map(\.entry.key) == [places[1].text, places[0].text])

    // Room for two and a half: the litter goes, then the older of the two.
    let narrow = StageCache(folder: folder, version: "1", limit: size * 5 / 2)
    narrow.keep(try value(2), places[2], inputs: [])
    #expect(Set(narrow.entries.map(\.entry.key)) == [places[1].text, places[2].text])
    #expect(narrow.recall(places[0]) == nil)
    #expect(narrow.recall(places[1]) != nil)

    // What is larger than all of it is not kept.
    let tiny = StageCache(folder: folder, version: "1", limit: 10)
    tiny.keep(try value(0), places[0], inputs: [])
    #expect(tiny.recall(places[0]) == nil)
    #expect(tiny.entries.count == 2)
  }
}
