// The editor at the prompt, as Swift wants to see it: one call that returns a line, and two
// closures that answer keys with values. It is the only file of this target that touches pointers;
// the C shim below it (CEditLine) owns the terminal's mode, the signals and libedit itself.

import CEditLine

/// The keys that libedit leaves to us.
package enum EditorKey: Sendable, Hashable {
  case complete, help, up, down
}

/// The line as it stands when a key is pressed. The cursor counts Unicode scalars, as libedit does.
package struct EditedLine: Sendable, Hashable {
  package var text: String
  package var cursor: Int

  package init(_ text: String, cursor: Int? = nil) {
    self.text = text
    self.cursor = cursor ?? text.unicodeScalars.count
  }

  package var beforeCursor: String {
    String(String.UnicodeScalarView(text.unicodeScalars.prefix(cursor)))
  }

  package var afterCursor: String {
    String(String.UnicodeScalarView(text.unicodeScalars.dropFirst(cursor)))
  }
}

/// What a key does to the line.
package enum KeyAnswer: Sendable, Hashable {
  case nothing
  case beep
  case replaceBeforeCursor(scalars: Int, with: String)
  case replaceLine(String, cursor: Int)
  case moveCursor(Int)
  /// Prints text below the line, then draws the line again.
  case show(String)
}

package enum LineInput: Sendable, Hashable {
  /// May hold line breaks, when it was recalled or pasted.
  case line(String)
  case endOfInput
  case interrupted
}

/// What the editor asks of its owner. Separate from the editor, because C holds a pointer to it.
private final class KeyTable {
  let onKey: (EditorKey, EditedLine) -> KeyAnswer
  let onPaste: (String) -> String

  init(
    onKey: @escaping (EditorKey, EditedLine) -> KeyAnswer, onPaste: @escaping (String) -> String
  ) {
    self.onKey = onKey
    self.onPaste = onPaste
  }
}

// SAFETY: the handle is made in `init`, closed in `deinit` and never leaves the object.
@safe
package final class LineEditor {
  private let handle: OpaquePointer
  private let keys: KeyTable

  /// Opens the editor on standard input and output, or fails when libedit refuses the terminal.
  /// - Parameter escapes: whether escape sequences may be written (not so when TERM is `dumb`).
  package init?(
    escapes: Bool, onKey: @escaping (EditorKey, EditedLine) -> KeyAnswer,
    onPaste: @escaping (String) -> String
  ) {
    let keys = KeyTable(onKey: onKey, onPaste: onPaste)
    _ = sc_use_utf8()
    // SAFETY: the table outlives the handle, since this object owns both.
    let context = unsafe Unmanaged.passUnretained(keys).toOpaque()
    guard let handle = unsafe sc_open("scrip", escapes ? 1 : 0, context, pressed, pasted) else {
      return nil
    }
    unsafe self.handle = handle
    self.keys = keys
  }

  deinit {
    unsafe sc_close(handle)
  }

  /// Blocks until a line is entered, dropped or the input ends.
  package func readLine(prompt: Prompt) -> LineInput {
    unsafe sc_set_prompt(handle, prompt.encoded)
    switch unsafe sc_readline(handle) {
    case SC_LINE: return unsafe .line(string(sc_entered(handle)))
    case SC_INTERRUPT: return .interrupted
    default: return .endOfInput
    }
  }

  /// Makes a statement known to the incremental search.
  package func remember(_ statement: String) {
    unsafe sc_history_add(handle, statement)
  }

  package func setHistorySize(_ size: Int) {
    unsafe sc_history_size(handle, Int32(clamping: size))
  }
}

/// Another program on our terminal.
package enum ForegroundProgram {
  /// Runs a shell command and waits for it; false when it fails.
  package static func run(_ command: String) -> Bool {
    unsafe sc_run_command(command) == 0
  }
}

/// What the terminal says when it is asked; only between two lines.
enum TerminalQuestion {
  /// Answers, one a line, that came within so many milliseconds. Later ones never reach the prompt.
  static func ask(_ question: String, patience: Int32) -> String {
    var buffer = [CChar](repeating: 0, count: 4096)
    unsafe buffer.withUnsafeMutableBufferPointer { bytes in
      // SAFETY: the buffer is as long as is said, and the answer ends with a zero.
      guard let start = bytes.baseAddress else { return }
      _ = unsafe sc_ask_terminal(question, patience, start, bytes.count)
    }
    return String(decoding: buffer.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
  }
}

/// A prompt with a colour that libedit does not count as columns.
package struct Prompt: Sendable, Hashable {
  package var text: String
  /// Parameters of the escape sequence, such as `1;36`; nil for no colour.
  package var colour: String?

  package init(_ text: String, colour: String? = nil) {
    self.text = text
    self.colour = colour
  }

  /// Escapes stand between `\1`; the space after them is there because libedit drops an escape at
  /// the very end of a prompt.
  package var encoded: String {
    let words = text.hasSuffix(" ") ? String(text.dropLast()) : text
    guard let colour else { return words + " " }
    return "\u{1}\u{1B}[\(colour)m\u{1}\(words)\u{1}\u{1B}[0m\u{1} "
  }
}

private func string(_ line: sc_text) -> String {
  let bytes = unsafe UnsafeRawBufferPointer(start: line.text, count: line.length)
  return unsafe String(decoding: bytes, as: UTF8.self)
}

private func editedLine(_ editor: OpaquePointer) -> EditedLine {
  let line = unsafe sc_line(editor)
  let bytes = unsafe UnsafeRawBufferPointer(start: line.text, count: line.length)
  let before = unsafe String(decoding: bytes.prefix(line.cursor), as: UTF8.self)
  return unsafe EditedLine(string(line), cursor: before.unicodeScalars.count)
}

private func pressed(
  context: UnsafeMutableRawPointer?, editor: OpaquePointer, key: Int32
) -> Int32 {
  guard let context = unsafe context else { return SC_UNCHANGED }
  let keys = unsafe Unmanaged<KeyTable>.fromOpaque(context).takeUnretainedValue()
  let known: EditorKey
  switch key {
  case SC_KEY_COMPLETE: known = .complete
  case SC_KEY_HELP: known = .help
  case SC_KEY_UP: known = .up
  default: known = .down
  }
  return unsafe apply(keys.onKey(known, editedLine(editor)), to: editor)
}

private func pasted(
  context: UnsafeMutableRawPointer?, editor: OpaquePointer, text: UnsafePointer<CChar>,
  length: Int
) -> Int32 {
  guard let context = unsafe context else { return SC_UNCHANGED }
  let keys = unsafe Unmanaged<KeyTable>.fromOpaque(context).takeUnretainedValue()
  let bytes = unsafe UnsafeRawBufferPointer(start: text, count: length)
  let clean = unsafe keys.onPaste(String(decoding: bytes, as: UTF8.self))
  return unsafe apply(.replaceBeforeCursor(scalars: 0, with: clean), to: editor)
}

private func apply(_ answer: KeyAnswer, to editor: OpaquePointer) -> Int32 {
  switch answer {
  case .nothing:
    return SC_UNCHANGED
  case .beep:
    return SC_BEEP
  case .replaceBeforeCursor(let scalars, let text):
    unsafe sc_replace_before_cursor(editor, Int32(clamping: scalars), text)
    return SC_CHANGED
  case .replaceLine(let text, let cursor):
    unsafe sc_replace_line(editor, text, Int32(clamping: cursor))
    return SC_CHANGED
  case .moveCursor(let scalars):
    unsafe sc_move_cursor(editor, Int32(clamping: scalars))
    return SC_CHANGED
  case .show(let text):
    unsafe sc_print_below(editor, text)
    return SC_REDRAW
  }
}
