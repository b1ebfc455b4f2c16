// Notebooks follow nbformat 4.5: the keys that the schema asks for and no others, ids that stay.

import Foundation
import Reporting
import Testing

@Suite("Notebooks")
struct NotebookTests {
  private func notebook(_ document: Document) throws -> [String: Any] {
    let value = try JSONSerialization.jsonObject(with: Data(renderNotebook(document).utf8))
    return try #require(value as? [String: Any])
  }

  private func cells(_ document: Document) throws -> [[String: Any]] {
    try #require(try notebook(document)["cells"] as? [[String: Any]])
  }

  @Test("The top level and every cell have the keys of the schema")
  func keys() throws {
    let top = try notebook(Samples.document)
    #expect(Set(top.keys) == ["cells", "metadata", "nbformat", "nbformat_minor"])
    #expect(top["nbformat"] as? Int == 4 && top["nbformat_minor"] as? Int == 5)
    let cells = try cells(Samples.document)
    #expect(cells.count == 11)
    for cell in cells {
      let isCode = cell["cell_type"] as? String == "code"
      #expect(
        Set(cell.keys)
          == Set(["cell_type", "id", "metadata", "source"])
          .union(isCode ? ["execution_count", "outputs"] : []))
    }
    try expectGolden(renderNotebook(Samples.document), "document.ipynb")
  }

  @Test("Ids are short, plain and unique, and an insertion before a cell does not change its id")
  func ids() throws {
    func ids(_ document: Document) throws -> [String] {
      try cells(document).compactMap { $0["id"] as? String }
    }
    let before = try ids(Samples.document)
    #expect(Set(before).count == before.count)
    #expect(before.allSatisfy { $0.wholeMatch(of: /[a-z0-9-]{1,64}/) != nil })
    #expect(before.contains("choose-lambda-for-the-budget"))
    var longer = Samples.document
    longer.sections.insert(.init(title: "New", prose: "text", code: "1"), at: 1)
    #expect(try ids(longer).filter { before.contains($0) } == before)
  }

  @Test(
    "Tables and figures come in several forms, errors as errors, what did not run without a count")
  func outputs() throws {
    let code = try cells(Samples.document).filter { $0["cell_type"] as? String == "code" }
    let outputs = code.map { $0["outputs"] as? [[String: Any]] ?? [] }
    #expect(code.map { $0["execution_count"] as? Int } == [1, 2, 3, nil])
    func forms(_ cell: Int, _ output: Int) -> Set<String> {
      Set((outputs[cell][output]["data"] as? [String: Any] ?? [:]).keys)
    }
    #expect(forms(0, 0) == ["text/plain", "text/html"])
    #expect(forms(1, 1) == ["text/plain", "image/svg+xml", "text/html"])
    #expect(outputs[2][0]["output_type"] as? String == "error")
    #expect(outputs[2][0]["evalue"] as? String == "error: no column `cots` in visits")
    #expect(outputs[3].isEmpty)
  }

  @Test(
    "A figure is also a picture with words, as JupyterLab shows no SVG of a stranger's notebook")
  func pictures() throws {
    let code = try cells(Samples.document).filter { $0["cell_type"] as? String == "code" }
    let output = try #require((code[1]["outputs"] as? [[String: Any]])?[1])
    let data = try #require(output["data"] as? [String: Any])
    func text(_ form: String) -> String { (data[form] as? [String] ?? []).joined() }
    let picture = text("text/html")
    let source = try #require(picture.firstMatch(of: /base64,([A-Za-z0-9+\/=]+)"/))
    let bytes = try #require(Data(base64Encoded: String(source.1)))
    #expect(
      String(decoding: bytes, as: UTF8.self).trimmingCharacters(in: .newlines)
        == text("image/svg+xml"))
    #expect(picture.contains("alt=\"Visits per user over cost: visits per user over cost"))
  }
}
