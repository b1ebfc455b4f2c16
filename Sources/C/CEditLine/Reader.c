// The character reader that replaces libedit's own. libedit's drops every byte that the locale
// cannot decode, and loses the line when a handled signal arrives. This one waits on the terminal
// and on the signal pipe together, decodes UTF-8 by itself, and does the work of SIGWINCH and
// SIGCONT in ordinary code, where it is allowed to draw.
#define _GNU_SOURCE  // wcwidth
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <termios.h>
#include <unistd.h>

#include "Internal.h"

/// Rows between the first row of the prompt and the cursor on a screen of that width.
static int cursor_row(sc_editor *editor, int columns) {
  if (columns <= 0) return 0;
  int row = 0, column = 0;
  bool escape = false;
  for (const char *p = editor->prompt; *p; p++) {
    if (*p == '\1') { escape = !escape; continue; }
    bool continuation = ((unsigned char)*p & 0xC0) == 0x80;
    if (!escape && !continuation) column++;
  }
  const LineInfoW *line = el_wline(editor->edit);
  for (const wchar_t *p = line->buffer; p < line->cursor; p++) {
    if (*p == L'\n') { row += column / columns + 1; column = 0; continue; }
    int width = wcwidth(*p);
    column += width < 0 ? 2 : width;
  }
  return row + column / columns;
}

static void redraw_for_new_size(sc_editor *editor) {
  sc_size size = sc_screen_size(STDOUT_FILENO);
  int before = cursor_row(editor, editor->columns);
  int after = cursor_row(editor, size.columns);
  // Terminals that reflow have moved the rows already, others have not: the smaller count never
  // erases earlier output, at the price of a stale copy of the line on the latter.
  int rows = before < after ? before : after;
  if (editor->ansi) {
    if (rows > 0) printf("\033[%dA", rows);
    printf("\r\033[J");
    fflush(stdout);
  }
  editor->columns = size.columns;
  el_resize(editor->edit);
  el_wset(editor->edit, EL_REFRESH);
}

static void redraw_after_stop(sc_editor *editor) {
  // Whoever had the terminal meanwhile left it in its own mode: force ours, then draw.
  el_set(editor->edit, EL_PREP_TERM, 0);
  el_set(editor->edit, EL_PREP_TERM, 1);
  sc_set_editing(true, editor->ansi);
  if (editor->ansi) {
    fputs(SC_BRACKETED_PASTE_ON "\r\033[J", stdout);
    fflush(stdout);
  }
  el_wset(editor->edit, EL_REFRESH);
}

/// Handles what the handlers wrote; false when the line is interrupted.
static bool handle_signals(sc_editor *editor) {
  unsigned char pending[64];
  ssize_t count;
  bool resized = false, resumed = false;
  while ((count = read(sc_signal_pipe(), pending, sizeof pending)) > 0) {
    for (ssize_t i = 0; i < count; i++) {
      if (pending[i] == SIGINT) {
        sc_drain_signals();
        sc_clear_interrupt();
        return false;
      }
      if (pending[i] == SIGWINCH) resized = true;
      if (pending[i] == SIGCONT) resumed = true;
    }
  }
  if (resumed) redraw_after_stop(editor);
  if (resized) redraw_for_new_size(editor);
  return true;
}

/// Milliseconds of silence after which we look whether the terminal is still as we need it.
static const int silence = 250;

/// Somebody who pastes much more than the terminal's buffer holds, between two lines when it is not in our mode,
/// can leave it in a state in which the kernel waits for a read and we for the kernel. So after a silence our mode is
/// set again where it was lost, and a read that does not wait makes the kernel go on. 1 and a byte if there is one.
static ssize_t stir(unsigned char *byte) {
  static int terminal = -2;
  if (terminal == -2) {
    // Our own opening of it: not to wait is a property that others who have it open would share.
    char name[128];
    terminal = ttyname_r(STDIN_FILENO, name, sizeof name) == 0
                   ? open(name, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC)
                   : -1;
  }
  return terminal < 0 ? -1 : read(terminal, byte, 1);
}

static void keep_mode(sc_editor *editor) {
  struct termios now;
  if (tcgetattr(STDIN_FILENO, &now) != 0 || !(now.c_lflag & ICANON)) return;
  el_set(editor->edit, EL_PREP_TERM, 0);
  el_set(editor->edit, EL_PREP_TERM, 1);
}

/// 1 and a byte, 0 at the end of the input, -1 when interrupted or failed.
static int next_byte(sc_editor *editor, unsigned char *byte) {
  if (editor->held >= 0) {
    *byte = (unsigned char)editor->held;
    editor->held = -1;
    return 1;
  }
  for (;;) {
    if (sc_typed_before(byte)) return 1;
    struct pollfd waits[2] = {
        {.fd = STDIN_FILENO, .events = POLLIN}, {.fd = sc_signal_pipe(), .events = POLLIN}};
    int patience = sc_sorting_patience();
    int ready = poll(waits, 2, patience < 0 ? silence : patience);
    if (ready == 0 && patience >= 0) {
      sc_stop_sorting();
      continue;
    }
    if (ready == 0) {
      keep_mode(editor);
      if (stir(byte) != 1) continue;
      if (!sc_awaits_answers()) return 1;
      sc_sort_byte(*byte);
      continue;
    }
    if (ready < 0) {
      if (errno == EINTR) continue;
      editor->ended = SC_FAILED;
      return -1;
    }
    // Whatever poll says of the pipe: a handler may have run on its way back to us, and Ctrl-C
    // comes before the keys that were pressed after it.
    if (!handle_signals(editor)) {
      editor->ended = SC_INTERRUPT;
      errno = EINTR;
      return -1;
    }
    if (waits[0].revents == 0) continue;
    ssize_t count = read(STDIN_FILENO, byte, 1);
    if (count == 1 && sc_awaits_answers()) {
      sc_sort_byte(*byte);
      continue;
    }
    if (count == 1) return 1;
    if (count < 0 && (errno == EINTR || errno == EAGAIN)) continue;
    // A terminal that was closed answers EIO, which is an end of input to us.
    editor->ended = SC_EOF;
    return 0;
  }
}

int sc_read_character(EditLine *edit, wchar_t *character) {
  sc_editor *editor = NULL;
  el_get(edit, EL_CLIENTDATA, &editor);
  if (editor->ended != SC_LINE) {  // a key function met the end before us
    errno = EINTR;
    return -1;
  }
  if (!editor->busy) sc_undo_watch(editor->undo, edit);
  unsigned char first;
  int status = next_byte(editor, &first);
  if (status <= 0) return status;
  if (first < 0x80) {
    *character = first;
    return 1;
  }

  const wchar_t replacement = 0xFFFD;
  int following = first >= 0xC2 && first <= 0xDF   ? 1
                  : first >= 0xE0 && first <= 0xEF ? 2
                  : first >= 0xF0 && first <= 0xF4 ? 3
                                                   : 0;
  if (following == 0) {
    *character = replacement;
    return 1;
  }
  uint32_t scalar = first & (0x3Fu >> following);
  for (int i = 0; i < following; i++) {
    unsigned char byte;
    status = next_byte(editor, &byte);
    if (status <= 0) return status;
    if ((byte & 0xC0) != 0x80) {
      editor->held = byte;
      *character = replacement;
      return 1;
    }
    scalar = scalar << 6 | (byte & 0x3F);
  }
  bool overlong = (following == 2 && scalar < 0x800) || (following == 3 && scalar < 0x10000);
  bool surrogate = scalar >= 0xD800 && scalar <= 0xDFFF;
  *character = overlong || surrogate || scalar > 0x10FFFF ? replacement : (wchar_t)scalar;
  return 1;
}
