// What the prompt and the command line ask of checker and interpreter.

import Checking
import Compute
import Execution
import OperatorKit
import Syntax
import Testing
import Text

struct SessionNeedsTests {
  @Test("At the prompt a name is bound again, and earlier names are known by their types")
  func prompt() {
    let known: [String: ValueType] = ["x": .number, "name": .text, "_": .list(.number)]
    #expect(checkOnly("x = \"now a text\"", bindings: known, mayRebind: true).isEmpty)
    #expect(checkOnly("x = 1\nx = 2", mayRebind: true).isEmpty)
    #expect(checkOnly("_ |> map(v -> v + x)", bindings: known).isEmpty)
    #expect(checkOnly("name * 2", bindings: known).map(\.code) == ["E0407"])
  }

  @Test("A param from the command line must exist, be a value, and have the default's type")
  func overrides() {
    let script = "param steps = 100\nparam city = \"Bonn\"\nsteps"
    func codes(_ name: String, _ text: String) -> [String] {
      checkOnly(script, overrides: [(name, text)]).map(\.code)
    }
    #expect(codes("steps", "5_000") == [])
    #expect(codes("step", "5") == ["E0305"])
    #expect(codes("steps", "\"many\"") == ["E0416"])
    #expect(codes("steps", "1 +") == ["E0417"])
    #expect(codes("steps", "other") == ["E0417"])
    #expect(codes("city", "3") == [], "a text needs no quotes")
    #expect(codes("city", "[3") == [])
    let misspelt = checkOnly(script, overrides: [("step", "5")])
    #expect(misspelt.first?.hint == "did you mean `steps`?")
  }

  @Test("A param's value from the command line is held against ranges")
  func overrideRange() {
    let script = "param n = 5\nload(\"visits.csv\") |> head(n)"
    #expect(checkOnly(script).isEmpty)
    #expect(checkOnly(script, overrides: [("n", "0")]).map(\.code) == ["E0406"])
  }

  @Test("A param is held to its type and its values, in the script and on the command line")
  func limits() {
    let script = """
      param budget: number in 0..100 = 12
      param share in 0..1 by 0.25 = 50%
      param country: text in ["DE", "FR"] = "DE"
      """
    func codes(_ name: String, _ text: String) -> [String] {
      checkOnly(script, overrides: [(name, text)]).map(\.code)
    }
    #expect(checkOnly(script).isEmpty)
    #expect(codes("budget", "99.5") == [], "a range without a step allows what lies between")
    #expect(codes("budget", "101") == ["E0419"])
    #expect(codes("budget", "true") == ["E0416"])
    #expect(codes("share", "0.75") == [])
    #expect(codes("share", "0.7") == ["E0419"])
    // Tenths are no doubles.
    #expect(checkOnly("param step: number in 0..1 by 0.1 = 0.3").isEmpty)
    #expect(checkOnly("param step: number in 0..1 by 0.1 = 1.1").map(\.code) == ["E0419"])
    #expect(codes("country", "FR") == [])
    #expect(codes("country", "GB") == ["E0419"])
    #expect(checkOnly("param a: numbr = 1").map(\.hint) == ["did you mean `number`?"])
    #expect(checkOnly("param a: text = 1").map(\.code) == ["E0416"])
    #expect(checkOnly("param a in [1, 2] = 3").map(\.code) == ["E0419"])
    #expect(checkOnly("param a in 5 = 3").map(\.code) == ["E0418"])
    #expect(checkOnly("param a: text in 1..3 = \"x\"").map(\.code) == ["E0416"])
    let late = run("xs = [1, 2]\nparam a: number in 0..1 = xs[1]\n")
    #expect(late.diagnostics.map(\.code) == ["E0624"])
  }

  @Test("What ran before a failure stays bound; the failing statement binds nothing")
  func partial() {
    let result = run("a = 1\nf = x -> [x, 1 / x]\nb, c = f(0)\nd = 4")
    #expect(result.bindings.keys.sorted() == ["a", "f"])
    #expect(result.diagnostics.map(\.code) == ["E0610"])
  }

  @Test("Work that is asked to stop is not an error")
  func cancellation() {
    let stopped = RunContext(progress: Progress(isCancelled: { true }))
    let result = run("n = 1\nload(\"visits.csv\") |> learn()", context: stopped)
    #expect(result.isCancelled && result.diagnostics.isEmpty)
    #expect(result.bindings.keys.sorted() == ["n"])
  }

  @Test("A function of an earlier prompt fails at the call, and says where inside")
  func earlierFunction() throws {
    let context = CheckContext(catalogue: .toy)
    let first = SourceText("f = (some_long_name, x) -> some_long_name / x")
    var interpreter = Interpreter()
    for statement in check(parse(first), of: first, in: context).statements {
      _ = try interpreter.run(statement, of: first, in: RunContext())
    }
    let second = SourceText("1 + f(1, 0)")
    let known = CheckContext(catalogue: .toy, bindings: ["f": .function])
    let statement = try #require(check(parse(second), of: second, in: known).statements.first)
    do throws(ExecutionFailure) {
      _ = try interpreter.run(statement, of: second, in: RunContext())
      Issue.record("should fail")
    } catch {
      guard case .failed(let diagnostic) = error else {
        Issue.record("should be an error")
        return
      }
      #expect(second.text(diagnostic.span) == "f")
      #expect(diagnostic.notes == ["at `x` of a function from before"])
    }
  }

  @Test("A table whose header is not known is trusted until it is there")
  func unknownHeader() {
    #expect(checkOnly("load(\"later.csv\") |> where(anything > 1) |> select([some])").isEmpty)
  }
}
