// Which names of a statement are no bindings, and which of its texts are paths, as the checker knows it.
import Session
import Testing
import Text

@Suite struct StatementWordTests {
  private static let setting = """
    t = table({x: [1, 2], open: [3, 4]})
    x = 1
    names = ["x"]
    place = "a.csv"
    keep = false

    """

  /// The words of the last statement, each name by its letters and its place among those of its letters.
  private func words(_ statement: String) throws -> (fixed: [String], StatementWords) {
    let session = ScripSession(options: .init(isInteractive: true))
    #expect(session.run(SourceText(Self.setting)).succeeded)
    let outcome = session.run(SourceText(statement))
    let words = try #require(outcome.results.last?.words, "\(outcome.diagnostics)")
    let bytes = Array(statement.utf8)
    return (
      words.fixed.sorted().map { place in
        let name = bytes[place...].prefix {
          Character(UnicodeScalar($0)).isLetter || $0 == UInt8(ascii: "_")
        }
        return "\(String(decoding: name, as: UTF8.self)) \(place)"
      }, words
    )
  }

  private static let names: [(statement: String, fixed: [String])] = [
    ("u = x + 1", []), ("u = t |> where(x > 1)", ["where 9", "x 15"]),
    ("u = t |> derive(z: x, w: z + open)", ["derive 9", "x 19", "z 25", "open 29"]),
    ("u = t |> select([x])", ["select 9", "x 17"]), ("u = t |> select(names)", ["select 9"]),
    ("u = t |> sort(-x)", ["sort 9", "x 15"]),
    ("u = t |> select(if x > 1 then [x] else names)", ["select 9", "x 31"]),
    ("f = x -> x + length(names)", ["x 4", "x 9", "length 13"]),
    ("f = x -> { y = x; y }", ["x 4", "y 11", "x 15", "y 18"]),
    ("f = s -> s |> where(x > 1)", ["s 4", "s 9", "where 14", "x 20"]),
    ("u = [1] |> map(sqrt)", ["map 11", "sqrt 15"]), ("u = \"{x} {t.x}\"", []),
    ("u = if keep then x else x + 1", []),
  ]

  @Test(
    "Columns, operators and what functions bind keep their names; bindings do not", arguments: names
  )
  func fixedNames(row: (statement: String, fixed: [String])) throws {
    #expect(try words(row.statement).fixed == row.fixed)
  }

  private static let paths: [(statement: String, paths: [String], isMade: Bool)] = [
    ("f = p -> load(p)", [], true), ("f = p -> t |> save(\"b.csv\")", ["b.csv"], false),
    ("f = p -> save(t, path: \"b.csv\")", ["b.csv"], false),
    ("f = p -> save(t, \"c{p}.csv\")", [], true), ("u = t |> where(open > 1)", [], false),
    ("f = p -> load(\"/a.csv\")", [], false), ("f = p -> \"d.csv\" |> load()", ["d.csv"], false),
    ("f = p -> sql(\"select 1 as a\", from: \"e.db\")", ["e.db"], false),
    ("f = p -> [\"d.csv\"] |> map(load)", [], true),
    ("f = p -> t |> plot(x: x, y: open, save: \"f.svg\")", ["f.svg"], false),
  ]

  @Test("Relative paths are found, and paths that are made", arguments: paths)
  func relativePaths(row: (statement: String, paths: [String], isMade: Bool)) throws {
    let found = try words(row.statement).1
    #expect(found.paths.map(\.text) == row.paths)
    #expect(found.makesPath == row.isMade)
    for path in found.paths {
      #expect(Array(row.statement.utf8)[path.range] == Array("\"\(path.text)\"".utf8)[...])
    }
  }
}
