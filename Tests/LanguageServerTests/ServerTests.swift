// The server by its messages: an editor's session from beginning to end, and messages that no editor sends.

import Foundation
import LanguageServer
import Testing

struct ServerTests {
  private let uri: JSON = "file:///shop/spring.scrip"

  /// An editor that has opened a script.
  private struct Editor {
    var server = LanguageServer()
    private var id = 0

    init() { _ = request("initialize", .null) }

    mutating func send(_ message: JSON) -> [JSON] { server.receive(message.data) }

    mutating func request(_ method: String, _ parameters: JSON) -> JSON {
      id += 1
      let answers = send([
        "jsonrpc": "2.0", "id": .number(Double(id)), "method": .string(method),
        "params": parameters,
      ])
      return answers.first?["result"] ?? answers.first ?? .null
    }

    mutating func open(_ uri: JSON, _ text: String) -> JSON? {
      send([
        "jsonrpc": "2.0", "method": "textDocument/didOpen",
        "params": ["textDocument": ["uri": uri, "text": .string(text)]],
      ]).first?["params"]?["diagnostics"]
    }
  }

  private func place(_ line: Int, _ character: Int) -> JSON {
    [
      "textDocument": ["uri": uri],
      "position": ["line": .number(Double(line)), "character": .number(Double(character))],
    ]
  }

  private func range(_ from: (Int, Int), _ to: (Int, Int)) -> JSON {
    func point(_ place: (Int, Int)) -> JSON {
      ["line": .number(Double(place.0)), "character": .number(Double(place.1))]
    }
    return ["start": point(from), "end": point(to)]
  }

  @Test("Mistakes are published in UTF-16 units, and are gone when they are mended")
  func diagnostics() throws {
    var editor = Editor()
    // 😀 is two units and four bytes, λ one and two.
    let found = try #require(editor.open(uri, "λ = 1\n\"😀{λ}\" + sqrrt(λ)\n")?.array?.first)
    #expect(found["range"] == range((1, 10), (1, 15)))
    #expect(found["severity"] == 1)
    #expect(found["message"]?.string?.contains("did you mean `sqrt`?") == true)
    let mended = editor.send([
      "jsonrpc": "2.0", "method": "textDocument/didChange",
      "params": [
        "textDocument": ["uri": uri, "version": 2],
        "contentChanges": [["text": "λ = 1\nsqrt(λ)\n"]],
      ],
    ])
    #expect(mended.first?["params"]?["diagnostics"] == [])
  }

  @Test("Completion knows operators, bindings, arguments and columns")
  func completion() throws {
    var editor = Editor()
    _ = editor.open(
      uri,
      """
      λ_grid = 0..1 by 0.1
      log = market(users: 5, seed: 1) |> simulate()
      log |> sort(us
      "😀" + λ
      market(se
      log.cou
      """)
    func labels(_ line: Int, _ character: Int) -> [String] {
      let answer = editor.request("textDocument/completion", place(line, character))
      return answer["items"]?.array?.compactMap { $0["label"]?.string } ?? []
    }
    #expect(labels(2, 14).contains("user"))
    #expect(labels(2, 3).isEmpty || labels(2, 3).allSatisfy { $0.hasPrefix("log") })
    #expect(labels(3, 8) == ["λ_grid"])
    #expect(labels(4, 9).contains("seed: "))
    #expect(labels(5, 7).contains("coupon"))
    let answer = editor.request("textDocument/completion", place(3, 8))
    #expect(answer["items"]?.array?.first?["textEdit"]?["range"] == range((3, 7), (3, 8)))
  }

  @Test("What stands behind the cursor already does not come twice")
  func repeatedEnds() {
    var editor = Editor()
    func inserted(_ text: String, at character: Int) -> [String] {
      _ = editor.open(uri, text)
      let answer = editor.request("textDocument/completion", place(0, character))
      return answer["items"]?.array?.compactMap { $0["textEdit"]?["newText"]?.string } ?? []
    }
    #expect(inserted("load(\"a.csv\", encoding: \"\")", at: 25).contains("utf-8"))
    #expect(inserted("load(\"a.csv\", encoding: )", at: 24).contains("\"utf-8\""))
    #expect(inserted("loa(\"nan.csv\")", at: 3) == ["load"])
    #expect(inserted("loa", at: 3) == ["load("])
    #expect(inserted("load(\"a.csv\", enc: \"utf-8\")", at: 17).first == "encoding")
    #expect(inserted("load(\"a.csv\", enc)", at: 17).first == "encoding: ")
  }

  @Test(
    "Nothing is offered in comments, prose and texts",
    arguments: [
      "# lo", "x = 1 # lo", "x = 1 #", "# %% [markdown]\n# lo", "# %% [markdown]\n# a\n#\n# lo",
      "# %% lo",
      "x = \"\"\"\nlo", "x = \"\"\"a \"lo", "x = \"a \\\" lo", "x = \"lo",
    ])
  func silence(text: String) {
    var editor = Editor()
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    // More code follows.
    _ = editor.open(uri, text + "\ny = 2\n")
    let answer = editor.request(
      "textDocument/completion", place(lines.count - 1, lines[lines.count - 1].count))
    #expect(answer["items"] == [])
    // On the next line it is code again, unless a text goes on.
    guard !text.contains("\"") else { return }
    _ = editor.open(uri, text + "\nlo")
    let next = editor.request("textDocument/completion", place(lines.count, 2))
    #expect(next["items"]?.array?.isEmpty == false)
  }

  @Test("Hover shows the manual of an operator, an argument's meaning and the type of a binding")
  func hover() {
    var editor = Editor()
    _ = editor.open(uri, "n = 3\nm = market(users: n, seed: 1) |> simulate()\nm\n")
    func text(_ line: Int, _ character: Int) -> String {
      editor.request("textDocument/hover", place(line, character))["contents"]?["value"]?.string
        ?? ""
    }
    #expect(text(1, 6).contains("### market"))
    #expect(text(1, 13).contains("users"))
    #expect(text(1, 18) == "`n`: number")
    #expect(text(2, 0).hasPrefix("`m`: Table"))
    #expect(text(1, 16) == "")
  }

  @Test("A name leads to its binding, by the rules of scope")
  func definition() {
    var editor = Editor()
    _ = editor.open(uri, "x = 1\nf = x -> { y = x; y + x }\nf(x)\n")
    func found(_ line: Int, _ character: Int) -> JSON? {
      editor.request("textDocument/definition", place(line, character))["range"]
    }
    #expect(found(2, 2) == range((0, 0), (0, 1)))
    #expect(found(1, 15) == range((1, 4), (1, 5)))
    #expect(found(1, 18) == range((1, 11), (1, 12)))
    #expect(found(2, 0) == range((1, 0), (1, 1)))
    #expect(found(0, 4) == nil)
  }

  @Test("Formatting is one edit, and none where nothing is to be done or the script is wrong")
  func formatting() {
    var editor = Editor()
    func edits(_ text: String) -> JSON {
      _ = editor.open(uri, text)
      return editor.request("textDocument/formatting", ["textDocument": ["uri": uri]])
    }
    #expect(edits("x=1 # 😀") == [["range": range((0, 0), (0, 8)), "newText": "x = 1  # 😀\n"]])
    #expect(edits("x = 1\n") == [])
    #expect(edits("x = (1\n") == [])
  }

  @Test("The end has an order: shutdown, then exit")
  func shutdown() {
    var editor = Editor()
    #expect(editor.request("shutdown", .null) == .null)
    #expect(editor.request("textDocument/hover", place(0, 0))["error"]?["code"] == -32600)
    _ = editor.send(["jsonrpc": "2.0", "method": "exit"])
    #expect(editor.server.exitCode == 0)
    var rude = Editor()
    _ = rude.send(["jsonrpc": "2.0", "method": "exit"])
    #expect(rude.server.exitCode == 1)
  }

  @Test("A server is initialised once, also after its end")
  func initialised() {
    var editor = Editor()
    #expect(editor.request("initialize", .null)["error"]?["code"] == -32600)
    _ = editor.request("shutdown", .null)
    #expect(editor.request("initialize", .null)["error"]?["code"] == -32600)
    #expect(editor.request("textDocument/hover", place(0, 0))["error"]?["code"] == -32600)
  }

  @Test(
    "An answer has the id of its request",
    arguments: [
      "1", "9007199254740993", "-9007199254740993", "9223372036854775807", "\"a\"", "null",
    ])
  func ids(id: String) throws {
    var server = LanguageServer()
    let request = "{\"jsonrpc\":\"2.0\",\"id\":\(id),\"method\":\"initialize\"}"
    let answer = try #require(server.receive(Data(request.utf8)).first)
    #expect(String(decoding: answer.data, as: UTF8.self).contains("\"id\":\(id),"))
  }

  @Test("Messages that no editor sends get the errors of JSON-RPC", arguments: strangeMessages)
  func strange(_ row: (message: String, code: Int)) {
    var server = LanguageServer()
    let answers = server.receive(Data(row.message.utf8))
    #expect(answers.first?["error"]?["code"] == JSON.number(Double(row.code)))
  }

  static let strangeMessages: [(message: String, code: Int)] = [
    ("{", -32700), ("\u{FF}", -32700), ("[]", -32600), ("3", -32600), ("{\"id\":1}", -32600),
    ("{\"id\":1,\"method\":\"shutdown\"}", -32002),
  ]

  @Test("A position outside of the document is its nearest place, and nonsense is refused")
  func positions() {
    var editor = Editor()
    _ = editor.open(uri, "x = 1\nx")
    #expect(
      editor.request("textDocument/definition", place(1, 999))["range"] == range((0, 0), (0, 1)))
    #expect(
      editor.request("textDocument/definition", place(99, -4))["range"] == range((0, 0), (0, 1)))
    let nonsense: JSON = ["textDocument": ["uri": uri], "position": ["line": "one"]]
    #expect(editor.request("textDocument/hover", nonsense)["error"]?["code"] == -32602)
  }
}
