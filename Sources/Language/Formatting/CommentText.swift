// A comment beside code may begin like a marker: `x  #%% half`. Alone on its line it would open a cell, so
// where it has to move to a line of its own it gets a `# ` in front, and the check of what was printed
// does not mind that.

enum CommentText {
  static func opensCell(_ comment: String) -> Bool {
    comment.hasPrefix("#%%") || comment.hasPrefix("# %%")
  }

  /// Without what it may have got in front.
  static func own(_ comment: String) -> String {
    var text = comment[...]
    while text.hasPrefix("# "), text.dropFirst(2).hasPrefix("#") { text = text.dropFirst(2) }
    return opensCell(String(text)) ? String(text) : comment
  }
}
