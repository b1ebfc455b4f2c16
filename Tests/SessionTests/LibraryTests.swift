// `use`: what another script lends, and what is refused.
import Foundation
import Reporting
import Session
import Testing
import Text

@Suite struct LibraryTests {
  /// Writes the files into a new folder and runs `main.scrip` there.
  private func run(_ files: [String: String]) throws -> (shown: [String], problems: [String]) {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("scrip-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    for (name, text) in files {
      let place = folder.appendingPathComponent(name)
      try FileManager.default.createDirectory(
        at: place.deletingLastPathComponent(), withIntermediateDirectories: true)
      try text.write(to: place, atomically: true, encoding: .utf8)
    }
    let source = SourceText(files["main.scrip"] ?? "", name: "main.scrip")
    let outcome = ScripSession(options: .init(directory: folder.path)).run(source)
    return (
      outcome.results.map {
        renderTerminal($0.report, style: TerminalStyle())
          .trimmingCharacters(in: .whitespacesAndNewlines)
      }.filter { !$0.isEmpty },
      outcome.diagnostics.map { $0.render(in: source) }
    )
  }

  static let coupons = """
    param rate = 50%
    prices = {small: 5, large: 20}
    cheaper = (value) -> value * rate
    late = table -> table |> where(day >= 2) |> derive(half: cheaper(cost))
    log = load("there is no such file.csv")
    log |> head()
    largest = max(log.cost)
    fails = x -> x / 0
    """

  @Test("functions and constants are shared, with their params' defaults; nothing else is run")
  func shares() throws {
    let result = try run([
      "main.scrip": """
      lib = use("shared/coupons.scrip")
      t = table({day: [1, 2, 3], cost: [2, 4, 6]}) |> lib.late()
      [lib.prices.large, lib.cheaper(10), sum(t.half)]
      [1, 2] |> map(lib.cheaper)
      """, "shared/coupons.scrip": Self.coupons,
    ])
    #expect(result.problems == [])
    #expect(result.shown == ["[20, 5, 5]", "[0.5, 1]"])
  }

  @Test("the checker sees through a library")
  func checks() throws {
    let result = try run([
      "main.scrip": """
      lib = use("coupons.scrip")
      t = table({day: [1], cost: [2]}) |> lib.late()
      t.hlaf
      lib.prizes
      lib.cheaper(1, 2)
      lib.largest
      """, "coupons.scrip": Self.coupons,
    ])
    let said = result.problems.joined(separator: "\n")
    #expect(result.problems.count == 4, "\(said)")
    for words in [
      "did you mean `half`?", "no field `prizes`", "takes 1 argument, found 2",
      "no field `largest`",
    ] {
      #expect(said.contains(words), "\(said)")
    }
  }

  @Test("what general operators make of constants is shared, and what is not says why")
  func reckoned() throws {
    let library = """
      base = round(2.567, 1)
      low, high = [1, 9]
      f = x -> x * base
      g = x -> x >= low and x <= high
      pick = if 1 < 2 then 3 else 4
      log = load("there is no such file.csv")
      top = max(log.cost)

      """
    let result = try run([
      "main.scrip": "lib = use(\"lib.scrip\")\n[lib.f(2), lib.g(3), lib.low, lib.base, lib.pick]",
      "lib.scrip": library,
    ])
    #expect(result.problems == [])
    #expect(result.shown == ["[5.2, true, 1, 2.6, 3]"])
    let fields = try run([
      "main.scrip": "lib = use(\"lib.scrip\")\nlib.log\nlib.top", "lib.scrip": library,
    ])
    #expect(fields.problems.count == 2)
    #expect(fields.problems.first?.contains("no field `log`") == true)
    #expect(fields.problems.first?.contains("it calls `load`") == true, "\(fields.problems)")
    #expect(fields.problems.last?.contains("it is made of `log`") == true, "\(fields.problems)")
    let names = try run([
      "main.scrip": "lib = use(\"lib.scrip\")\nlib.f(1)", "lib.scrip": library + "h = x -> x + top",
    ])
    #expect(names.problems.count == 1)
    #expect(
      names.problems.first?.contains("`top` is not there when a library is used") == true,
      "\(names.problems)")
    let failing = try run([
      "main.scrip": "lib = use(\"lib.scrip\")", "lib.scrip": "xs = [1]\nx = xs[1]",
    ])
    #expect(failing.problems.count == 1)
    #expect(failing.problems.first?.contains("in lib.scrip:2:8") == true, "\(failing.problems)")
  }

  @Test("a cycle is refused with its chain, from wherever it is entered")
  func cycles() throws {
    let result = try run([
      "main.scrip": "a = use(\"lib/a.scrip\")", "lib/a.scrip": "b = use(\"./b.scrip\")",
      "lib/b.scrip": "a = use(\"../lib/a.scrip\")",
    ])
    #expect(result.problems.count == 1)
    #expect(
      result.problems[0].contains("`lib/a.scrip` uses `lib/b.scrip` uses `lib/a.scrip`"),
      "\(result.problems)")
    let own = try run(["main.scrip": "a = use(\"main.scrip\")"])
    #expect(own.problems[0].contains("would use itself"), "\(own.problems)")
  }

  @Test("a mistake in a library is told with the library's file and line")
  func mistakes() throws {
    let result = try run([
      "main.scrip": "lib = use(\"lib.scrip\")\nlib.f(1)", "lib.scrip": "\nf = x -> x + y\n",
    ])
    #expect(result.problems.count == 1)
    #expect(result.problems[0].contains("lib.scrip:2:14: error: unknown name `y`"))
    #expect(result.problems[0].contains("main.scrip:1:11"), "\(result.problems)")
    let late = try run([
      "main.scrip": "lib = use(\"lib.scrip\")\nlib.fails(1)",
      "lib.scrip": "fails = x -> 1 / (x - 1)",
    ])
    #expect(late.problems[0].contains("main.scrip:2:1"), "\(late.problems)")
    #expect(late.problems[0].contains("in lib.scrip:1:18"), "\(late.problems)")
    let missing = try run(["main.scrip": "lib = use(\"no.scrip\")\nx = lib.f(1)"])
    #expect(missing.problems.count == 1)
    #expect(missing.problems[0].contains("there is no script `no.scrip`"))
  }
}
