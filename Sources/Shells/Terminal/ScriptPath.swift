// Paths as they stand in a script: relative to its folder, and between quotes.

enum ScriptPath {
  /// As a text spells it; what it holds between braces would be read as code.
  static func escaped(_ path: String) -> String {
    path.map { "\\\"{}".contains($0) ? "\\\($0)" : String($0) }.joined()
  }

  /// What a text spells, as far as it is typed.
  static func unescaped(_ text: String) -> String {
    var path = ""
    var isEscaped = false
    for character in text {
      if character == "\\", !isEscaped {
        isEscaped = true
        continue
      }
      path.append(character)
      isEscaped = false
    }
    return path
  }

  /// A path that starts at `old`, as it is from `new`; both are absolute.
  static func moved(_ path: String, from old: String, to new: String) -> String {
    let (target, folder) = (parts(old + "/" + path), parts(new))
    let shared = zip(target, folder).prefix { $0 == $1 }.count
    let up = Array(repeating: "..", count: folder.count - shared)
    return (up + target[shared...]).joined(separator: "/")
  }

  private static func parts(_ path: String) -> [String] {
    path.split(separator: "/").reduce(into: []) { parts, part in
      if part == ".." { _ = parts.popLast() } else if part != "." { parts.append(String(part)) }
    }
  }
}
