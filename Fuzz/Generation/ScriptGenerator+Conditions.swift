// What the grammar's notation cannot say, condition by condition as at the end of grammar/scrip.ebnf,
// and the classes of characters that it takes from Unicode.

import Syntax
import Text

extension ScriptGenerator {
  private static let names = [
    "a", "b", "total", "λ", "lambda", "γ", "größe", "x_1", "_", "by", "ß", "日付", "visits", "f",
  ]
  private static let keywords = Set(Keyword.allCases.map(\.rawValue))

  /// Expands a production that has a condition; false when it has none.
  mutating func expandWithCondition(_ name: String) -> Bool {
    switch name {
    case "name": writeName()
    case "quoted_name":
      writer.write(
        name: "`\(random.pick(["a b", "coupon value", "#", "if", "λ |>"]))`", using: &random)
    case "number": writeNumber()
    case "text" where parents.last == "field": writeFieldText()
    case "text":
      guard textDepth > 0 else { return false }
      guard textDepth < 3, case .choice(let forms)? = grammar["text"] else {
        writer.write(name: "\"deep\"", using: &random)
        return true
      }
      // A `"""` text cannot stand in an interpolation of another one.
      writer.enter("text", using: &random)
      expand(forms[0])
      writer.leave("text", using: &random)
    case "interpolation":
      guard textDepth < 3, depth < 40 else { return true }
      textDepth += 1
      expandPlainly(name)
      textDepth -= 1
    case "unicode_escape": writer.write("u{\(random.pick(["3bb", "1F600", "0", "10ffff", "41"]))}")
    case "argument": writeArgument()
    case "arguments":
      hasNamedArgument.append(false)
      expandPlainly(name)
      hasNamedArgument.removeLast()
    case "function", "record":
      taken.append([])
      expandPlainly(name)
      taken.removeLast()
    case "stage": writeStage()
    default: return false
    }
    return true
  }

  /// A name is no keyword; parameters of a function and fields of a record differ.
  private mutating func writeName() {
    var name = random.pick(Self.names)
    if random.oneIn(4) {
      repeat {
        name = String(random.pick(Array("abcinortλ_"))) + random.pick(["", "1", "n", "r", "0_"])
      } while Self.keywords.contains(name)
    }
    let mustDiffer = parents.last == "function" || parents.last == "field"
    if mustDiffer, let last = taken.indices.last {
      while !taken[last].insert(Names.canonical(name)).inserted { name += "\(taken[last].count)" }
    } else if random.oneIn(12) {
      name = "`\(name) 2`"
    }
    writer.write(name: name, using: &random)
  }

  /// A number is finite.
  private mutating func writeNumber() {
    let before = writer
    repeat {
      writer = before
      expandPlainly("number")
    } while Double(writer.word.filter { $0 != "_" && $0 != "%" })?.isFinite != true
  }

  /// A field's name has a letter at least and no interpolation.
  private mutating func writeFieldText() {
    guard let last = taken.indices.last else { return }
    let text = "\(random.pick(["the", "größe", "λ", "\\{", "#"])) \(taken[last].count)"
    taken[last].insert(text)
    writer.write(name: "\"\(text)\"", using: &random)
  }

  /// Arguments without a name come first.
  private mutating func writeArgument() {
    guard let last = hasNamedArgument.indices.last,
      case .sequence(let parts)? = grammar["argument"], case .optional(let label)? = parts.first
    else { return }
    parents.append("argument")
    hasNamedArgument[last] = hasNamedArgument[last] || random.oneIn(3)
    if hasNamedArgument[last] { expand(label) }
    for part in parts.dropFirst() { expand(part) }
    parents.removeLast()
  }

  /// A stage is a call, a name, a field or a function in parentheses.
  private mutating func writeStage() {
    parents.append("grouping")
    if depth < 20, random.oneIn(4) {
      writer.write("(", in: "grouping", using: &random)
      expand(.name("function"))
      writer.write(")", in: "grouping", using: &random)
    } else {
      expand(.name("name"))
      if random.oneIn(4) {
        writer.write(".", in: "postfix", using: &random)
        expand(.name("name"))
      }
      if depth < 20, !random.oneIn(4) { expand(.name("arguments")) }
    }
    parents.removeLast()
  }

  // MARK: Characters

  mutating func writeCharacterClass(_ name: String) -> Bool {
    switch name {
    case "letter": writer.write(String(random.pick(Array("abcλßé日_"))))
    case "digit": writer.write(String(random.pick(Array("0123456789"))))
    case "hex": writer.write(String(random.pick(Array("0123456789abcdefABCDEF"))))
    case "newline": writer.write("\n")
    case "any": writer.write(anyCharacter(but: []))
    default: return false
    }
    return true
  }

  mutating func anyCharacter(but excluded: [String]) -> String {
    let characters = Array("aB 1_λ😀é#'%}.|>-)(,`\"\\{\t\n").filter { character in
      !excluded.contains { $0.hasPrefix(String(character)) }
    }
    return String(random.pick(characters))
  }
}
