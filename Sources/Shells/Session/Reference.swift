// The reference pages: one for each family, made from the operators' own declarations and nothing else.
package import OperatorKit
import Reporting
import Text

/// File name and Markdown text of every page, the index first.
package func referencePages(_ catalogue: Catalogue) -> [(name: String, text: String)] {
  let families = OperatorFamily.allCases.filter { family in
    catalogue.operators.contains { $0.family == family }
  }
  var index = "# Operators\n\nGenerated from the operators' declarations by `make docs`.\n"
  for family in families {
    index += "\n## [\(family.rawValue)](\(file(family)))\n\n"
    for operation in catalogue.operators where operation.family == family {
      index += "- [`\(operation.name)`](\(file(family))#\(operation.name)): \(operation.summary)\n"
    }
  }
  return [("index.md", index)]
    + families.map { family in
      let members = catalogue.operators.filter { $0.family == family }
      let pages = members.map { renderMarkdown($0.manual(headingLevel: 2).withFormattedScripts) }
      return (file(family), "# \(family.rawValue)\n\n" + pages.joined(separator: "\n"))
    }
}

extension Report {
  /// Scripts that are right have the one layout, however their declaration is wrapped.
  var withFormattedScripts: Report {
    Report(
      blocks.map { block in
        guard case .code(let script, language: "scrip") = block,
          case .text(let text) = formatted(SourceText(script))
        else { return block }
        return .code(String(text.dropLast()), language: "scrip")
      })
  }
}

private func file(_ family: OperatorFamily) -> String { family.rawValue.lowercased() + ".md" }
