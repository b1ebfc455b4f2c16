// Results of learners and estimators that are kept from run to run: the same bytes with and without, what
// runs again when something changes, and what becomes of files that are not as they were written.
import Foundation
import Reporting
import Session
import Testing
import Text

@Suite("Kept results of stages")
struct StageTests {
  private static let script = """
    visits = load("visits.csv")
    log = visits |> dataset(user: user, time: day, state: [day], action: coupon, reward: visit, cost: cost,
      terminated: last, uniform: true)
    policy = log |> generalize(λ: [0, 0.5]) |> rbcq(steps: 20, batch: 16, seed: 3, held_out: 0)
    policy
    value = log |> reme(policy, steps: 20, batch: 16, seed: 4)
    value
    value |> search(budget: 1)
    """

  /// A folder of its own with the data in it.
  private final class Place {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("scrip-\(UUID().uuidString)")
    var stages: URL { folder.appendingPathComponent("kept") }

    init() throws {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      try write(cost: 2)
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    /// Thirty users with three days each; `cost` is that of the very last coupon.
    func write(cost: Int) throws {
      var text = "user,day,coupon,visit,cost,last\n"
      for user in 0..<30 {
        for day in 0..<3 {
          let coupon = (user * 7 + day * 5) % 3
          let price = user == 29 && day == 2 ? cost : coupon
          let visit = (user + coupon) % 4 > 1 ? 1 : 0
          text += "\(user),\(day),\(coupon),\(visit),\(price),\(day == 2 ? 1 : 0)\n"
        }
      }
      try text.write(
        to: folder.appendingPathComponent("visits.csv"), atomically: true, encoding: .utf8)
    }

    func run(_ text: String = StageTests.script, keeping: Bool = true) throws -> Outcome {
      let session = ScripSession(
        options: .init(directory: folder.path, stageFolder: keeping ? stages : nil))
      let outcome = session.run(SourceText(text, name: "a.scrip"))
      try #require(outcome.end == .finished, "\(outcome.diagnostics)")
      return outcome
    }

    var files: [URL] {
      let names = (try? FileManager.default.contentsOfDirectory(atPath: stages.path)) ?? []
      return names.sorted().map { stages.appendingPathComponent($0) }
    }
  }

  private func report(_ outcome: Outcome) -> String {
    renderHTML(document(of: SourceText(Self.script, name: "a.scrip"), outcome: outcome))
  }

  @Test("A second run learns nothing anew, and reports are the same bytes with and without")
  func recalled() throws {
    let place = try Place()
    let plain = try place.run(keeping: false)
    #expect(plain.stages.isEmpty)
    #expect(place.files.isEmpty)
    let first = try place.run()
    #expect(
      first.stages == [
        .init(name: "rbcq", isRecalled: false), .init(name: "reme", isRecalled: false),
      ])
    #expect(place.files.count == 2)
    let second = try place.run()
    #expect(
      second.stages == [
        .init(name: "rbcq", isRecalled: true), .init(name: "reme", isRecalled: true),
      ])
    #expect(report(first) == report(plain))
    #expect(report(second) == report(plain))
  }

  @Test("What a change reaches runs again, and says what has changed")
  func changes() throws {
    let place = try Place()
    _ = try place.run()
    let budget = try place.run(Self.script.replacingOccurrences(of: "budget: 1", with: "budget: 2"))
    #expect(budget.stages.map(\.isRecalled) == [true, true])
    let seed = try place.run(Self.script.replacingOccurrences(of: "seed: 4", with: "seed: 5"))
    #expect(seed.stages.map(\.isRecalled) == [true, false])
    #expect(seed.stages[1].changes == ["`seed` changed: 4 → 5"])

    // The same bytes written again are the same data.
    try place.write(cost: 2)
    #expect(try place.run().stages.map(\.isRecalled) == [true, true])
    try place.write(cost: 3)
    let data = try place.run()
    #expect(data.stages.map(\.isRecalled) == [false, false])
    #expect(data.stages[0].changes == ["`data` changed", "`visits.csv` changed"])
    try place.write(cost: 2)
    #expect(try place.run().stages.map(\.isRecalled) == [true, true])
  }

  @Test("A file that is not as it was written is computed again, whatever is wrong with it")
  func damaged() throws {
    let place = try Place()
    let expected = report(try place.run())
    let whole = try place.files.map { try Data(contentsOf: $0) }
    for damage in ["cut", "flipped", "empty", "foreign", "exchanged"] {
      for (index, file) in place.files.enumerated() {
        var data = whole[index]
        switch damage {
        case "cut": data = data.dropLast(7)
        case "flipped": data[data.count - 40] ^= 1
        case "empty": data = Data()
        case "foreign": data = Data("{}\nnothing".utf8)
        default: data = whole[1 - index]
        }
        try data.write(to: file)
      }
      let outcome = try place.run()
      #expect(outcome.stages.map(\.isRecalled) == [false, false], "\(damage)")
      #expect(report(outcome) == expected)
      let again = try place.files.map { try Data(contentsOf: $0) }
      #expect(again == whole, "\(damage)")
    }
  }

  @Test("A folder that cannot be written changes nothing")
  func unwritable() throws {
    let place = try Place()
    try Data().write(to: place.stages)
    let outcome = try place.run()
    #expect(outcome.stages.map(\.isRecalled) == [false, false])
    let plain = try place.run(keeping: false)
    #expect(report(outcome) == report(plain))
  }

  @Test("What is kept is listed and cleared")
  func listed() throws {
    let place = try Place()
    func list() -> String {
      renderTerminal(KeptStages.report(of: place.stages), style: TerminalStyle())
    }
    #expect(list().hasPrefix("nothing is kept in "))
    _ = try place.run()
    #expect(list().contains("Policy rbcq, λ 0–0.5, 20 steps"))
    #expect(list().contains("2 results, "))
    #expect(KeptStages.clear(place.stages).hasPrefix("removed 2 results, "))
    #expect(KeptStages.clear(place.stages).hasPrefix("nothing is kept in "))
    #expect(place.files.isEmpty)
  }

  @Test(
    "The folder lies where the user keeps such files",
    arguments: [
      (["XDG_CACHE_HOME": "/var/cached"], "/var/cached/scrip/stages"),
      (["XDG_CACHE_HOME": "relative"], "/home/ada/.cache/scrip/stages"),
      ([:], "/home/ada/.cache/scrip/stages"),
    ])
  func location(environment: [String: String], path: String) {
    let home = URL(fileURLWithPath: "/home/ada")
    #expect(KeptStages.folder(environment: environment, home: home).path == path)
  }
}
