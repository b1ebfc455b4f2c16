// What the tree does not keep and a formatter needs: where brackets stand, what starts a line, and the
// comments between tokens. Tokens of interpolations lie among the others, in the order of the source.

import Syntax
import Text

struct SourceTokens {
  let source: SourceText
  private let tokens: [Token]
  private let comments: [Comment]
  private var nextComment = 0
  /// In the code of a text no comment has a place: one that waits goes on waiting.
  var keepsComments = false

  init(_ tokens: [Token], of source: SourceText) {
    self.source = source
    self.tokens = Self.flattened(tokens)
    comments = self.tokens.flatMap(\.comments)
  }

  private static func flattened(_ tokens: some Sequence<Token>) -> [Token] {
    tokens.flatMap { token -> [Token] in
      guard case .text(let pieces) = token.kind else { return [token] }
      return pieces.reduce(into: [token]) { result, piece in
        if case .interpolation(let inner) = piece { result += flattened(inner.dropLast()) }
      }
    }
  }

  // MARK: Tokens

  /// The index of the first token at or after an offset.
  private func index(at offset: Int) -> Int {
    var low = 0
    var high = tokens.count
    while low < high {
      let middle = (low + high) / 2
      if tokens[middle].span.start < offset { low = middle + 1 } else { high = middle }
    }
    return low
  }

  func token(at offset: Int) -> Token { tokens[min(index(at: offset), tokens.count - 1)] }

  func token(before offset: Int) -> Token { tokens[max(0, index(at: offset) - 1)] }

  /// The first of these symbols at or after an offset.
  func offset(of symbol: Symbol, from offset: Int) -> Int {
    tokens[index(at: offset)...].first { $0.kind == .symbol(symbol) }?.span.start ?? offset
  }

  /// A line break follows the bracket at this offset.
  func breaksAfter(_ bracket: Int) -> Bool { token(at: bracket + 1).startsLine }

  /// An empty line stands above the one that holds this offset.
  func hasBlankLine(before offset: Int) -> Bool {
    var index = offset - 1
    var breaks = 0
    while index >= 0, source.bytes[index].isSpace {
      breaks += source.bytes[index] == UInt8(ascii: "\n") ? 1 : 0
      index -= 1
    }
    return breaks > 1
  }

  // MARK: Comments

  /// The comments before an offset that nobody has taken yet.
  mutating func takeComments(before offset: Int) -> [Comment] {
    if keepsComments { return [] }
    let start = nextComment
    while nextComment < comments.count, comments[nextComment].span.start < offset {
      nextComment += 1
    }
    return Array(comments[start..<nextComment])
  }

  /// Of these the ones that stand beside what is above them.
  mutating func takeCommentsBeside(before offset: Int) -> [Comment] {
    if keepsComments { return [] }
    let start = nextComment
    while nextComment < comments.count, comments[nextComment].span.start < offset,
      !comments[nextComment].startsLine
    {
      nextComment += 1
    }
    return Array(comments[start..<nextComment])
  }
}

extension UInt8 {
  fileprivate var isSpace: Bool { self == 0x20 || self == 0x09 || self == 0x0D || self == 0x0A }
}
