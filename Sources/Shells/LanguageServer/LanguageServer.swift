// The Language Server Protocol, as far as an editor needs it for Scrip: what is wrong, while somebody
// types; completion; what a name is; where it is bound; the one layout. A server is a value's worth of
// state: open documents and how far the session is. Messages go in, messages come out; the loop that
// moves bytes is `serve`.
//
// Specification: Language Server Protocol 3.17.

package import Foundation
import Session
import Text

package struct LanguageServer {
  enum Phase { case fresh, running, shutDown }

  var documents: [String: SourceText] = [:]
  private(set) var phase = Phase.fresh
  /// The exit code, once the editor has asked to end.
  package private(set) var exitCode: Int32?

  package init() {}

  /// The codes of JSON-RPC 2.0 and of the protocol.
  enum Code: Int {
    case parse = -32700
    case invalidRequest = -32600
    case unknownMethod = -32601
    case invalidParams = -32602
    case notInitialised = -32002
  }

  struct Refusal: Error {
    var code: Code
    var message: String
  }

  /// What to answer to a message: an answer, notifications, both or nothing.
  package mutating func receive(_ data: Data) -> [JSON] {
    guard let message = try? JSON(parsing: data) else {
      return [Self.failure(.null, Refusal(code: .parse, message: "this is not JSON"))]
    }
    guard let method = message["method"]?.string else {
      // Answers to requests that were never made are ignored.
      if message["id"] != nil, message["result"] != nil || message["error"] != nil { return [] }
      return [
        Self.failure(
          message["id"] ?? .null, Refusal(code: .invalidRequest, message: "there is no method"))
      ]
    }
    let parameters = message["params"] ?? .null
    guard let id = message["id"] else { return notified(method, parameters) }
    do throws(Refusal) {
      return [["jsonrpc": "2.0", "id": id, "result": try answer(method, parameters)]]
    } catch {
      return [Self.failure(id, error)]
    }
  }

  private static func failure(_ id: JSON, _ refusal: Refusal) -> JSON {
    [
      "jsonrpc": "2.0", "id": id,
      "error": [
        "code": .number(Double(refusal.code.rawValue)), "message": .string(refusal.message),
      ],
    ]
  }

  // MARK: Requests

  private mutating func answer(_ method: String, _ parameters: JSON) throws(Refusal) -> JSON {
    if method == "initialize" {
      guard phase == .fresh else {
        throw Refusal(code: .invalidRequest, message: "the server was initialised before")
      }
      phase = .running
      return Self.capabilities
    }
    guard phase == .running else {
      throw Refusal(
        code: phase == .fresh ? .notInitialised : .invalidRequest,
        message: phase == .fresh ? "the server is not initialised" : "the server is shut down")
    }
    switch method {
    case "shutdown":
      phase = .shutDown
      return .null
    case "textDocument/completion": return completion(try place(parameters))
    case "textDocument/hover": return hover(try place(parameters))
    case "textDocument/definition": return definition(try place(parameters))
    case "textDocument/formatting": return formatting(try document(parameters).source)
    default: throw Refusal(code: .unknownMethod, message: "there is no method \(method)")
    }
  }

  private static let capabilities: JSON = [
    "capabilities": [
      "positionEncoding": "utf-16",
      "textDocumentSync": ["openClose": true, "change": 1],
      "completionProvider": ["triggerCharacters": [".", "(", ",", "\""]],
      "hoverProvider": true,
      "definitionProvider": true,
      "documentFormattingProvider": true,
    ],
    "serverInfo": ["name": "scrip", "version": .string(ScripVersion.text)],
  ]

  struct Place {
    var uri: String
    var source: SourceText
    var offset: Int
  }

  private func document(_ parameters: JSON) throws(Refusal) -> (uri: String, source: SourceText) {
    guard let uri = parameters["textDocument"]?["uri"]?.string, let source = documents[uri] else {
      throw Refusal(code: .invalidParams, message: "this document is not open")
    }
    return (uri, source)
  }

  private func place(_ parameters: JSON) throws(Refusal) -> Place {
    let (uri, source) = try document(parameters)
    guard let offset = source.offset(parameters["position"]) else {
      throw Refusal(code: .invalidParams, message: "a position has a line and a character")
    }
    return Place(uri: uri, source: source, offset: offset)
  }

  // MARK: Notifications

  private mutating func notified(_ method: String, _ parameters: JSON) -> [JSON] {
    if method == "exit" {
      exitCode = phase == .shutDown ? 0 : 1
      return []
    }
    guard phase == .running, let uri = parameters["textDocument"]?["uri"]?.string else { return [] }
    switch method {
    case "textDocument/didOpen":
      guard let text = parameters["textDocument"]?["text"]?.string else { return [] }
      return changed(uri, text)
    case "textDocument/didChange":
      // Changes are whole texts; the last one counts.
      guard let text = parameters["contentChanges"]?.array?.last?["text"]?.string else { return [] }
      return changed(uri, text)
    case "textDocument/didClose":
      documents[uri] = nil
      return [Self.published(uri, [])]
    default: return []
    }
  }

  private mutating func changed(_ uri: String, _ text: String) -> [JSON] {
    let source = SourceText(text)
    documents[uri] = source
    return [Self.published(uri, diagnostics(of: source, at: uri))]
  }

  private static func published(_ uri: String, _ diagnostics: [JSON]) -> JSON {
    [
      "jsonrpc": "2.0", "method": "textDocument/publishDiagnostics",
      "params": ["uri": .string(uri), "diagnostics": .array(diagnostics)],
    ]
  }
}
