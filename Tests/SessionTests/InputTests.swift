// What a report says of the files that a run has read: each with the digest of its bytes.
import Data
import Foundation
import Reporting
import Session
import Testing
import Text

@Suite struct InputTests {
  private let folder = FileManager.default.temporaryDirectory
    .appendingPathComponent("scrip-\(UUID().uuidString)")

  init() throws {
    try FileManager.default.createDirectory(
      at: folder.appendingPathComponent("lib"), withIntermediateDirectories: true)
  }

  private func write(_ name: String, _ text: String) throws {
    try Foundation.Data(text.utf8).write(to: folder.appendingPathComponent(name))
  }

  private func digest(of name: String) throws -> String {
    let bytes = try Foundation.Data(contentsOf: folder.appendingPathComponent(name))
    var digest = Digest()
    digest.combine(bytes: [UInt8](bytes))
    return digest.description
  }

  private func inputs(_ text: String) -> [Provenance.Input] {
    let source = SourceText(text, name: "s.scrip")
    let outcome = ScripSession(options: .init(directory: folder.path)).run(source)
    return document(of: source, outcome: outcome).provenance?.inputs ?? []
  }

  @Test("the scripts that a script uses, and those that they use")
  func libraries() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    try write("lib/a.scrip", "b = use(\"b.scrip\")\nhalf = x -> b.part(x, 2)\n")
    try write("lib/b.scrip", "part = (x, n) -> x / n\n")
    let found = inputs("a = use(\"lib/a.scrip\")\na.half(4)\n")
    #expect(
      found == [
        .init("lib/a.scrip", try digest(of: "lib/a.scrip")),
        .init("lib/b.scrip", try digest(of: "lib/b.scrip")),
      ])
  }

  @Test("a policy, also one that was not learned")
  func policies() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let found = inputs("save(constant(1.5), \"p.safetensors\")\nopen(\"p.safetensors\").name\n")
    #expect(found == [.init("p.safetensors", try digest(of: "p.safetensors"))])
  }
}
