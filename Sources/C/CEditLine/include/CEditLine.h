// What Swift sees of libedit: plain functions, because libedit's own setters are variadic and Swift
// cannot call those. Everything that has to be C lives behind this header: the variadic calls, the
// signal handlers (a Swift closure in a handler may allocate or lock) and the character reader,
// which makes input independent of the locale and of the order in which signals arrive.
#pragma once

#include <stddef.h>
#include <stdint.h>

#pragma clang assume_nonnull begin

typedef struct sc_editor sc_editor;

/// How `sc_readline` ended.
#define SC_LINE 0
#define SC_EOF 1
#define SC_INTERRUPT 2
#define SC_FAILED 3

/// The keys that Swift answers itself.
#define SC_KEY_COMPLETE 0
#define SC_KEY_HELP 1
#define SC_KEY_UP 2
#define SC_KEY_DOWN 3

/// What a key did to the line, so that the screen can follow.
#define SC_UNCHANGED 0
#define SC_CHANGED 1
#define SC_BEEP 2
/// Something was printed with `sc_print_below`; the line has to be drawn again.
#define SC_REDRAW 3

/// Called on the thread that reads the line; must not throw, jump or call `sc_readline`.
typedef int32_t (*sc_key_function)(void *_Nullable context, sc_editor *editor, int32_t key);
/// A whole bracketed paste as UTF-8, raw; the callback cleans it and inserts it.
typedef int32_t (*sc_paste_function)(
    void *_Nullable context, sc_editor *editor, const char *text, size_t length);

/// A line under edit: UTF-8 bytes, cursor as a byte offset. Valid until the next call.
typedef struct {
  const char *text;
  size_t length;
  size_t cursor;
} sc_text;

typedef struct {
  int32_t columns;
  int32_t rows;
} sc_size;

/// Makes LC_CTYPE a UTF-8 locale whatever the environment says, and touches no other category, so
/// that numbers keep their point. Returns 0 when no UTF-8 locale exists.
int32_t sc_use_utf8(void);

/// Opens the editor on standard input and output; null when libedit refuses the terminal.
/// `ansi` allows escape sequences beyond those that the terminal's description holds.
sc_editor *_Nullable sc_open(
    const char *program, int32_t ansi, void *_Nullable context, sc_key_function key,
    sc_paste_function paste);
/// Restores the terminal. The editor must not be used afterwards.
void sc_close(sc_editor *editor);

/// The prompt is copied; escape sequences in it stand between `\1` characters, and the last
/// character must be a visible one (libedit drops an escape at the very end).
void sc_set_prompt(sc_editor *editor, const char *prompt);
/// Reads one line; returns one of SC_LINE, SC_EOF, SC_INTERRUPT, SC_FAILED.
int32_t sc_readline(sc_editor *editor);
/// The line that was read, without its final line break; it may hold others when it was recalled
/// or pasted. Valid until the next `sc_readline`.
sc_text sc_entered(sc_editor *editor);

/// The incremental search (^R) looks in these.
void sc_history_size(sc_editor *editor, int32_t size);
void sc_history_add(sc_editor *editor, const char *statement);

// For the callbacks.
sc_text sc_line(sc_editor *editor);
/// Deletes `characters` Unicode scalars before the cursor, then inserts `text` there.
void sc_replace_before_cursor(sc_editor *editor, int32_t characters, const char *text);
/// Replaces the whole line and puts the cursor after `characters` Unicode scalars.
void sc_replace_line(sc_editor *editor, const char *text, int32_t characters);
/// Moves the cursor by a number of Unicode scalars, backwards when negative.
void sc_move_cursor(sc_editor *editor, int32_t characters);
/// Prints text below the line; return SC_REDRAW afterwards.
void sc_print_below(sc_editor *editor, const char *text);

/// The terminal's size as the kernel knows it, or zeros when `descriptor` is no terminal.
sc_size sc_screen_size(int32_t descriptor);

/// Writes a question that ends with the request for primary device attributes (`ESC [ c`), and waits so
/// many milliseconds for the answer to that. Every answer stands in a line of `answer`, without its
/// `ESC`. Returns 1 when the last one came. Only between two lines.
int32_t sc_ask_terminal(
    const char *question, int32_t patience, char *answer, size_t size);

/// Runs a shell command on the terminal and waits for it; returns its exit status, or -1 when it could
/// not be started. Only between two lines, when the terminal is as the shell had it.
int32_t sc_run_command(const char *command);

/// Installs the handlers: SIGINT raises the flag below; SIGTERM, SIGHUP and SIGQUIT restore the
/// terminal and then do what they always do; SIGTSTP and SIGCONT take the terminal out of and back
/// into editing; SIGWINCH redraws. Safe to call twice.
void sc_install_signals(void);
/// Whether SIGINT came since the flag was cleared; may be asked from any thread, at any rate.
int32_t sc_interrupted(void);
void sc_clear_interrupt(void);
/// Raises the flag as SIGINT would.
void sc_raise_interrupt(void);
/// Keeps the calling thread from being chosen for the signals above. Nothing depends on it for
/// correctness; it saves workers from being woken.
void sc_block_signals_in_thread(void);

#pragma clang assume_nonnull end
