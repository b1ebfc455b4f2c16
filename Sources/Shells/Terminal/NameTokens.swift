// The names in a statement, found without parsing it. It errs on the safe side: a column that is
// called like a binding counts as its use, so that a saved script keeps a statement too many rather
// than one too few. Which of them may get other names, the checker has said (`StatementWords`).

struct NameToken: Hashable {
  var name: String
  var range: Range<String.Index>
}

enum NameTokens {
  /// Names that may stand for a binding: not argument names (`seed:`), not fields (`.cost`), not
  /// inside comments, backticks or texts, but inside the `{…}` of texts.
  static func of(_ text: String) -> [NameToken] {
    var scan = Scan(text: text)
    scan.code(untilBrace: false, from: text.startIndex)
    return scan.tokens
  }

  /// Where the value of `name = value` begins, or nil when the text binds nothing at its start.
  static func valueStart(_ text: String) -> String.Index? {
    for index in text.indices {
      let character = text[index]
      if character == "=" {
        let next = text.index(after: index)
        return next < text.endIndex && text[next] == "=" ? nil : next
      }
      guard character.isNamePart || character.isWhitespace || character == "," else { return nil }
    }
    return nil
  }

  private struct Scan {
    let text: String
    var tokens: [NameToken] = []

    /// Reads code up to the end, or up to the brace that closes an interpolation.
    @discardableResult
    mutating func code(untilBrace: Bool, from start: String.Index) -> String.Index {
      var index = start
      var depth = 0
      while index < text.endIndex {
        let character = text[index]
        if character.isNamePart {
          index = word(from: index)
          continue
        }
        if character == "}" && untilBrace && depth == 0 { return text.index(after: index) }
        if character == "{" { depth += 1 }
        if character == "}" { depth -= 1 }
        let next = text.index(after: index)
        switch character {
        case "#": index = text[index...].firstIndex(of: "\n") ?? text.endIndex
        case "`":
          index = text[next...].firstIndex(of: "`").map { text.index(after: $0) } ?? text.endIndex
        case "\"": index = quoted(from: next)
        default: index = next
        }
      }
      return index
    }

    private mutating func quoted(from start: String.Index) -> String.Index {
      var index = start
      while index < text.endIndex {
        switch text[index] {
        case "\"": return text.index(after: index)
        case "\\":
          index = text.index(after: index)
          if index < text.endIndex { index = text.index(after: index) }
        case "{": index = code(untilBrace: true, from: text.index(after: index))
        default: index = text.index(after: index)
        }
      }
      return index
    }

    private mutating func word(from start: String.Index) -> String.Index {
      let end = text[start...].firstIndex { !$0.isNamePart } ?? text.endIndex
      let isField = start > text.startIndex && text[text.index(before: start)] == "."
      let isRange = isField && text[..<start].hasSuffix("..")
      let after = text[end...].first { !$0.isWhitespace }
      if after != ":", !isField || isRange, !text[start].isNumber {
        tokens.append(NameToken(name: String(text[start..<end]), range: start..<end))
      }
      return end
    }
  }
}
